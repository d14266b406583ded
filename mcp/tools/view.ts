import * as z from "zod"
import type { Paths } from "../api.gen.ts"
import { done, unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { type Directory, directory, projectId, resolveProject, resolveTask, taskReference } from "../reference.ts"
import { TaskPosition, View, ViewTaskPosition } from "../schemas.ts"
import { tool, Unclear } from "../tool.ts"

const name = (what: string) => z.string().trim().min(1).describe(what)
const viewId = z.uuid().describe("The view's id; list_views shows it.")
const sprint = name("A sprint by name or id; list_sprints shows them.")

const groups = ["status", "assignee", "priority", "task_type", "sprint", "parent", "tag"]
const field = name(`${groups.join(", ")}, or one of the project's own fields by name or id.`)

const Value = z.union([z.string(), z.number(), z.boolean()])
const Condition = z
  .strictObject({
    field: name("A field: title, status, assignee, priority, tag, due_date, points, … or one of the project's own."),
    operator: z.enum([
      "is",
      "is_not",
      "any_of",
      "none_of",
      "is_empty",
      "is_not_empty",
      "contains",
      "before",
      "after",
      "between",
    ]),
    value: z.union([Value, z.array(Value)]).optional(),
  })
  .describe("Statuses, types, sprints by name; members by @handle or `me`; days as 2026-01-31, today, this_week, …")

type Given = z.infer<typeof Condition> | { and: Given[] } | { or: Given[] }
const Filter: z.ZodType<Given> = z.union([
  Condition,
  z.strictObject({
    get and() {
      return z.array(Filter)
    },
  }),
  z.strictObject({
    get or() {
      return z.array(Filter)
    },
  }),
])

/** What a view shows and how; ids behind names are looked up. */
const settings = {
  layout: View.shape.layout.optional(),
  columnBy: field.nullable().optional().describe("What its columns, or a table's groups, stand for; null for none."),
  swimlanes: field.nullable().optional(),
  sliceBy: field.nullable().optional(),
  sortBy: name(
    "manual, number, title, priority, points, due_date, created_at, …, or a field of the project's own.",
  ).optional(),
  sortDirection: z.enum(["asc", "desc"]).optional(),
  fieldSum: name("What a column sums up: points, count, logged_minutes, or a number field.").nullable().optional(),
  fields: z.array(name("A field that is shown of each task.")).max(60).optional(),
  filters: Filter.nullable().optional().describe("A condition, or {and: […]} and {or: […]} of them; null shows all."),
}
const Settings = z.object(settings)

const builtIn =
  /^(status|status_category|assignee|reporter|priority|task_type|sprint|parent|tag|title|number|key|points|start_date|due_date|created_at|updated_at|manual|count|logged_minutes|comment_count)$/

/** A field by its own name, or the project's own by the name people gave it. */
async function fieldName<T extends string | null | undefined>(given: T, known: Directory): Promise<string | T> {
  if (given === null || given === undefined || builtIn.test(given)) return given
  return (await known.customField(given)).id
}

/** A value of a condition as the API takes it: the id behind a name. */
async function valueId(fieldOf: string, value: z.infer<typeof Value>, known: Directory) {
  if (typeof value !== "string") return value
  if (fieldOf === "status") return (await known.status(value)).id
  if (fieldOf === "task_type") return (await known.type(value)).id
  if (fieldOf === "sprint") return (await known.sprint(value)).id
  if ((fieldOf === "assignee" || fieldOf === "reporter") && value !== "me") return (await known.member(value)).id
  if (builtIn.test(fieldOf)) return value
  const { options } = await known.customField(fieldOf)
  return options.find((option) => option.name.toLowerCase() === value.toLowerCase())?.id ?? value
}

type Config = NonNullable<
  Paths["/projects/{projectId}/views"]["post"]["requestBody"]["content"]["application/json"]["config"]
>

async function filterOf(given: Given, known: Directory): Promise<Given> {
  const all = (parts: Given[]) => Promise.all(parts.map((part) => filterOf(part, known)))
  if ("and" in given) return { and: await all(given.and) }
  if ("or" in given) return { or: await all(given.or) }
  const { field, operator, value } = given
  const named = await fieldName(field, known)
  if (value === undefined) return { field: named, operator }
  if (!Array.isArray(value)) return { field: named, operator, value: await valueId(named, value, known) }
  return { field: named, operator, value: await Promise.all(value.map((one) => valueId(named, one, known))) }
}

/** The API's configuration for what was given; the rest stays as it is. */
async function configOf(given: z.infer<typeof Settings>, known: Directory): Promise<Config> {
  const config = {
    column_by: await fieldName(given.columnBy, known),
    swimlanes: await fieldName(given.swimlanes, known),
    slice_by: await fieldName(given.sliceBy, known),
    sort_by: await fieldName(given.sortBy, known),
    sort_direction: given.sortDirection,
    field_sum: await fieldName(given.fieldSum, known),
    fields: given.fields && (await Promise.all(given.fields.map((one) => fieldName(one, known)))),
    filters: given.filters && (await filterOf(given.filters, known)),
    ...(given.filters === null && { filters: null }),
  }
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined))
}

const line = (view: z.infer<typeof View>) =>
  `- ${view.name} (${view.layout} of the ${view.context}${view.config.column_by ? ` by ${view.config.column_by}` : ""}, id ${view.id})`

const target = {
  column: name("The key of a column: a status by name, or what the view's columns stand for.").nullable().optional(),
  after: taskReference.optional().describe("The task it shall lie below. Left out, it goes to the column's top."),
  atEnd: z.boolean().optional().describe("To the column's end instead."),
}

export const viewTools = [
  tool({
    name: "list_views",
    title: "List views",
    description:
      "Lists a project's views: boards, tables, roadmaps and calendars of the backlog, the timeline and sprints.",
    effect: "read",
    input: { projectId, context: View.shape.context.optional(), sprint: sprint.optional() },
    output: { views: z.array(View) },
    run: async (given, context) => {
      const project = await resolveProject(context, given.projectId)
      const sprint_id = given.sprint && (await directory(context.api, project).sprint(given.sprint)).id
      const query = { context: given.context, sprint_id }
      const params = { path: { projectId: project }, query }
      const views = await unwrap(context.api.GET("/projects/{projectId}/views", { params }))
      return { data: { views }, text: listText(views.map(line), "No views.") }
    },
  }),
  tool({
    name: "get_view",
    title: "Get a view",
    description: "Gets a view with its configuration.",
    effect: "read",
    input: { projectId, viewId },
    output: { view: View },
    run: async (given, context) => {
      const path = { projectId: await resolveProject(context, given.projectId), viewId: given.viewId }
      const view = await unwrap(context.api.GET("/projects/{projectId}/views/{viewId}", { params: { path } }))
      return { data: { view }, text: `${line(view)}\n${JSON.stringify(view.config)}` }
    },
  }),
  tool({
    name: "create_view",
    title: "Create a view",
    description: "Adds a view of the backlog (unless you say otherwise), the timeline, or a sprint.",
    effect: "add",
    input: {
      projectId,
      name: z.string().trim().min(1).max(80),
      context: View.shape.context.optional(),
      sprint: sprint.optional(),
      ...settings,
    },
    output: { view: View },
    run: async (given, context) => {
      const project = await resolveProject(context, given.projectId)
      const known = directory(context.api, project)
      const body = {
        name: given.name,
        context: given.context,
        layout: given.layout,
        sprint_id: given.sprint && (await known.sprint(given.sprint)).id,
        config: await configOf(given, known),
      }
      const params = { path: { projectId: project } }
      const view = await unwrap(context.api.POST("/projects/{projectId}/views", { params, body }))
      return { data: { view }, text: `Created ${line(view)}` }
    },
  }),
  tool({
    name: "update_view",
    title: "Update a view",
    description: "Changes a view's name, layout or configuration. Only what you pass changes.",
    effect: "set",
    input: { projectId, viewId, name: z.string().trim().min(1).max(80).optional(), ...settings },
    output: { view: View },
    run: async (given, context) => {
      const project = await resolveProject(context, given.projectId)
      const config = await configOf(given, directory(context.api, project))
      if (given.name === undefined && given.layout === undefined && Object.keys(config).length === 0)
        throw new Unclear("Nothing to change: pass a name, a layout or something of the configuration.")
      const params = { path: { projectId: project, viewId: given.viewId } }
      const body = { name: given.name, layout: given.layout, config }
      const view = await unwrap(context.api.PATCH("/projects/{projectId}/views/{viewId}", { params, body }))
      return { data: { view }, text: `Updated ${line(view)}` }
    },
  }),
  tool({
    name: "delete_view",
    title: "Delete a view",
    description:
      "Deletes a view with the order of its tasks; the tasks stay. The last one of its tabs cannot be deleted.",
    effect: "destroy",
    input: { projectId, viewId },
    output: { deleted_view_id: z.uuid() },
    run: async (given, context) => {
      const path = { projectId: await resolveProject(context, given.projectId), viewId: given.viewId }
      await done(context.api.DELETE("/projects/{projectId}/views/{viewId}", { params: { path } }))
      return { data: { deleted_view_id: given.viewId }, text: "Deleted the view." }
    },
  }),
  tool({
    name: "reorder_views",
    title: "Reorder views",
    description: "Puts the views that are tabs beside each other in an order; name all of them.",
    effect: "set",
    input: { projectId, viewIds: z.array(z.uuid()).min(1).max(200) },
    output: { views: z.array(View) },
    run: async (given, context) => {
      const params = { path: { projectId: await resolveProject(context, given.projectId) } }
      const body = { view_ids: given.viewIds }
      const views = await unwrap(context.api.PUT("/projects/{projectId}/views/positions", { params, body }))
      return { data: { views }, text: listText(views.map(line), "No views.") }
    },
  }),
  tool({
    name: "list_task_positions",
    title: "List task positions",
    description: "Lists a view's tasks in its order by hand, page by page.",
    effect: "read",
    input: {
      projectId,
      viewId,
      pageSize: z.int().min(1).max(200).default(100),
      cursor: z.string().optional().describe("next_cursor of the answer before, for the next page."),
    },
    output: { positions: z.array(ViewTaskPosition), next_cursor: z.string().nullable() },
    run: async (given, context) => {
      const path = { projectId: await resolveProject(context, given.projectId), viewId: given.viewId }
      const query = { page_size: given.pageSize, cursor: given.cursor }
      const found = await unwrap(
        context.api.GET("/projects/{projectId}/views/{viewId}/task-positions", { params: { path, query } }),
      )
      const more = found.next_cursor ? [`There are more: pass cursor "${found.next_cursor}".`] : []
      const lines = found.items.map(({ task_id, rank }) => `- ${task_id} (${rank})`)
      return {
        data: { positions: found.items, next_cursor: found.next_cursor },
        text: listText([...lines, ...more], "No tasks."),
      }
    },
  }),
  tool({
    name: "bulk_move_tasks",
    title: "Move several tasks of a view",
    description: "Moves up to 200 tasks of a view, one after the other and all or none, to columns and places.",
    effect: "set",
    input: {
      projectId,
      viewId,
      moves: z
        .array(z.strictObject({ task: taskReference, ...target }))
        .min(1)
        .max(200),
    },
    output: { positions: z.array(TaskPosition) },
    run: async (given, context) => {
      const project = await resolveProject(context, given.projectId)
      const known = directory(context.api, project)
      const path = { projectId: project, viewId: given.viewId }
      const { config } = await unwrap(context.api.GET("/projects/{projectId}/views/{viewId}", { params: { path } }))
      const columnBy = config.column_by ?? ""
      const idOf = async (reference: string | number) => (await resolveTask(context, project, reference)).id
      const items = await Promise.all(
        given.moves.map(async ({ task, column, after, atEnd }) => ({
          task_id: await idOf(task),
          column: typeof column === "string" ? String(await valueId(columnBy, column, known)) : column,
          after: after === undefined ? null : await idOf(after),
          at_end: atEnd ?? false,
        })),
      )
      const moved = await unwrap(
        context.api.PUT("/projects/{projectId}/views/{viewId}/task-positions", { params: { path }, body: { items } }),
      )
      return { data: { positions: moved.items }, text: `Moved ${moved.items.length} tasks.` }
    },
  }),
]

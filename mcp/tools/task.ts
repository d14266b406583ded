import * as z from "zod"
import { done, unwrap } from "../client.ts"
import { cardLine, listText, taskText, withNames } from "../describe.ts"
import {
  type Directory,
  directory,
  projectId,
  resolveProject,
  resolveTask,
  type TaskPlace,
  taskReference,
} from "../reference.ts"
import { NamedCard, NamedTask, Priority, type Task, TaskPosition } from "../schemas.ts"
import { type ToolContext, tool, Unclear } from "../tool.ts"

const name = (what: string) => z.string().trim().min(1).describe(what)
const day = z.iso.date()
const status = name("A status by name (In Progress) or id; list_task_statuses shows them.")
const type = name("A task type by name (Bug) or id; list_task_types shows them.")
const assignees = z.array(name("@handle, name or id")).max(20)
const tags = z.array(z.string().trim().min(1).max(60)).max(50)
const sprint = name("A sprint by name or id; list_sprints shows them.")

/** The fields of a task as tools take them; ids behind names are looked up. */
const fields = {
  title: z.string().trim().min(1).max(500).optional(),
  description: z.string().nullable().optional().describe("Markdown. @handle mentions a member; null empties it."),
  status: status.optional(),
  type: type.optional(),
  priority: Priority.nullable().optional(),
  assignees: assignees
    .optional()
    .describe("Who it is assigned to from now on; [] for nobody. Assigning an agent starts it."),
  points: z.number().min(0).nullable().optional(),
  startDate: day.nullable().optional(),
  dueDate: day.nullable().optional(),
  tags: tags.optional().describe("All its tags from now on."),
  sprint: sprint.nullable().optional(),
  parent: taskReference.nullable().optional().describe("The task it lies under, by key, number or id."),
  customFields: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]))
    .optional()
    .describe("The project's own fields by name or id; null takes a value away. list_custom_fields shows them."),
}
const Fields = z.object(fields)

const each = async <T extends { id: string }>(wanted: string[], find: (name: string) => Promise<T>) =>
  Promise.all(wanted.map(async (one) => (await find(one)).id))

type CustomFields = z.infer<typeof Fields>["customFields"]

/** Values by the fields' ids. */
async function customValues(given: NonNullable<CustomFields>, known: Directory) {
  const named = Object.entries(given).map(async ([name, value]) => [(await known.customField(name)).id, value] as const)
  return Object.fromEntries(await Promise.all(named))
}

/** The API's body for the given fields; what was not given stays out. */
async function bodyOf(input: z.infer<typeof Fields>, project: string, known: Directory, context: ToolContext) {
  return {
    title: input.title,
    description: input.description,
    priority: input.priority,
    points: input.points,
    tags: input.tags,
    start_date: input.startDate,
    due_date: input.dueDate,
    custom_fields: input.customFields && (await customValues(input.customFields, known)),
    status_id: input.status && (await known.status(input.status)).id,
    task_type_id: input.type && (await known.type(input.type)).id,
    assignee_ids: input.assignees && (await each(input.assignees, known.member)),
    sprint_id: input.sprint && (await known.sprint(input.sprint)).id,
    parent_task_id: input.parent == null ? input.parent : (await resolveTask(context, project, input.parent)).id,
  }
}

async function answer(task: z.infer<typeof Task>, known: Directory, said = "") {
  const [named] = await withNames([task], known)
  if (!named) throw new Error("A task has its names.")
  return { data: { task: named }, text: said + (await taskText(named, known)) }
}

async function getTask({ api }: ToolContext, place: TaskPlace) {
  const path = { projectId: place.project, taskId: place.id }
  return place.task ?? unwrap(api.GET("/projects/{projectId}/tasks/{taskId}", { params: { path } }))
}

const paging = {
  pageSize: z.int().min(1).max(100).default(20),
  cursor: z.string().optional().describe("next_cursor of the answer before, for the next page."),
}
const CardList = { tasks: z.array(NamedCard), next_cursor: z.string().nullable() }

type Filter = {
  status_ids?: string[]
  assignee_ids?: string[]
  task_type_ids?: string[]
  tags?: string[]
  sprint_id?: string
  parent_task_id?: string
  updated_since?: string
}

async function listTasks(
  { api }: ToolContext,
  project: string,
  filter: Filter,
  page: { pageSize: number; cursor?: string | undefined },
  known: Directory,
) {
  const query = { ...filter, page_size: page.pageSize, cursor: page.cursor }
  const params = { path: { projectId: project }, query }
  const [found] = await Promise.all([
    unwrap(api.GET("/projects/{projectId}/tasks", { params })),
    known.statuses(),
    known.types(),
    known.members(),
  ])
  const tasks = await withNames(found.items, known)
  const more = found.next_cursor ? [`There are more: pass cursor "${found.next_cursor}".`] : []
  const text = listText([...tasks.map(cardLine), ...more], "No task fits.")
  return { data: { tasks, next_cursor: found.next_cursor }, text }
}

export const taskTools = [
  tool({
    name: "list_tasks",
    title: "List tasks",
    description: "Lists a project's tasks in the order of their numbers, filtered and page by page.",
    effect: "read",
    input: {
      projectId,
      statuses: z.array(status).optional(),
      assignees: assignees.optional(),
      types: z.array(type).optional(),
      sprint: sprint.nullable().optional().describe("A sprint by name or id; null for tasks in no sprint."),
      tags: tags.optional().describe("Tasks that have all of these."),
      parent: taskReference.optional().describe("Only the tasks under this one."),
      updatedSince: z.iso.datetime({ offset: true }).optional(),
      ...paging,
    },
    output: CardList,
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const known = directory(context.api, project)
      const filter = {
        status_ids: input.statuses && (await each(input.statuses, known.status)),
        assignee_ids: input.assignees && (await each(input.assignees, known.member)),
        task_type_ids: input.types && (await each(input.types, known.type)),
        sprint_id: input.sprint === null ? "null" : input.sprint && (await known.sprint(input.sprint)).id,
        tags: input.tags,
        parent_task_id: input.parent === undefined ? undefined : (await resolveTask(context, project, input.parent)).id,
        updated_since: input.updatedSince,
      }
      return listTasks(context, project, filter, input, known)
    },
  }),
  tool({
    name: "get_task",
    title: "Get a task",
    description: "Gets a task with its whole description. Its comments come with list_task_comments.",
    effect: "read",
    input: { projectId, task: taskReference },
    output: { task: NamedTask },
    run: async (input, context) => {
      const place = await resolveTask(context, input.projectId, input.task)
      return answer(await getTask(context, place), directory(context.api, place.project))
    },
  }),
  tool({
    name: "get_task_by_number",
    title: "Get a task by its number",
    description: "Gets the task with a number in the project: 12 for PLN-12.",
    effect: "read",
    input: { projectId, number: z.int().min(1) },
    output: { task: NamedTask },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const path = { projectId: project, number: input.number }
      const found = await unwrap(
        context.api.GET("/projects/{projectId}/tasks/by-number/{number}", { params: { path } }),
      )
      return answer(found, directory(context.api, project))
    },
  }),
  tool({
    name: "create_task",
    title: "Create a task",
    description: "Creates a task. Assigning it to an agent, or mentioning one in its description, starts that agent.",
    effect: "add",
    input: { projectId, ...fields, title: z.string().trim().min(1).max(500) },
    output: { task: NamedTask },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const known = directory(context.api, project)
      const body = { ...(await bodyOf(input, project, known, context)), title: input.title }
      const params = { path: { projectId: project } }
      const made = await unwrap(context.api.POST("/projects/{projectId}/tasks", { params, body }))
      return answer(made, known, "Created ")
    },
  }),
  tool({
    name: "update_task",
    title: "Update a task",
    description:
      "Changes fields of a task. Only what you pass changes; lists (assignees, tags) are replaced as a whole.",
    effect: "set",
    input: {
      projectId,
      task: taskReference,
      ...fields,
      version: z.int().optional().describe("Refuses the change when the task is not at this version any more."),
    },
    output: { task: NamedTask },
    run: async (input, context) => {
      const place = await resolveTask(context, input.projectId, input.task)
      const known = directory(context.api, place.project)
      const body = await bodyOf(input, place.project, known, context)
      if (Object.values(body).every((value) => value === undefined))
        throw new Unclear("Nothing to change: pass at least one field, such as status, title or assignees.")
      const path = { projectId: place.project, taskId: place.id }
      const headers = input.version === undefined ? {} : { "if-match": String(input.version) }
      const after = await unwrap(
        context.api.PATCH("/projects/{projectId}/tasks/{taskId}", { params: { path }, body, headers }),
      )
      return answer(after, known, "Updated ")
    },
  }),
  tool({
    name: "delete_task",
    title: "Delete a task",
    description: "Deletes a task. A person can restore it.",
    effect: "destroy",
    input: { projectId, task: taskReference },
    output: { deleted_task_id: z.uuid() },
    run: async (input, context) => {
      const place = await resolveTask(context, input.projectId, input.task)
      const path = { projectId: place.project, taskId: place.id }
      await done(context.api.DELETE("/projects/{projectId}/tasks/{taskId}", { params: { path } }))
      return { data: { deleted_task_id: place.id }, text: `Deleted ${input.task}.` }
    },
  }),
  tool({
    name: "move_task",
    title: "Move a task on the board",
    description:
      "Moves a task to a column of the board and a place in it. Moving to another column changes its status.",
    effect: "set",
    input: {
      projectId,
      task: taskReference,
      status: status.optional().describe("The column: a status by name or id. Left out, it stays in its column."),
      after: taskReference.optional().describe("The task it shall lie below. Left out, it goes to the column's top."),
      viewId: z.uuid().optional().describe("The view; the project's first board when left out."),
    },
    output: { position: TaskPosition, status: z.string() },
    run: async (input, context) => {
      const { api } = context
      const place = await resolveTask(context, input.projectId, input.task)
      const known = directory(api, place.project)
      const viewId = input.viewId ?? (await firstBoard(context, place.project))
      const path = { projectId: place.project, viewId, taskId: place.id }
      const column = input.status === undefined ? null : (await known.status(input.status)).id
      const after = input.after === undefined ? null : (await resolveTask(context, place.project, input.after)).id
      const position = await unwrap(
        api.PUT("/projects/{projectId}/views/{viewId}/task-positions/{taskId}", {
          params: { path },
          body: { column, after },
        }),
      )
      const where = await known.status(position.status_id)
      return { data: { position, status: where.name }, text: `Moved ${input.task} to ${where.name}.` }
    },
  }),
]

async function firstBoard({ api }: ToolContext, project: string): Promise<string> {
  const path = { projectId: project, viewId: "default" }
  return (await unwrap(api.GET("/projects/{projectId}/views/{viewId}", { params: { path } }))).id
}

import { and, arrayContains, eq, gte, inArray, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { valueFilters } from "../field/value.ts"
import { ProjectId } from "../member/member.ts"
import { command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { listOf } from "../text.ts"
import { Card, cardColumns, selectTask, Task } from "./card.ts"
import { createTask, NewTask, setDeleted, Update, updateTask } from "./change.ts"
import { assignedTo, matching } from "./filter.ts"
import { ordered, readCursor, sortKeys, writeCursor } from "./order.ts"
import { task } from "./task.sql.ts"

const TaskId = ProjectId.extend({ task_id: z.uuid() })

const sortNames = ["number", "title", "priority", "points", "due_date", "created_at", "updated_at"] as const

export const list = query(
  {
    action: "tasks:read",
    summary: "List tasks, in the order of their numbers or of another field",
    input: ProjectId.extend({
      status_id: z.uuid().optional(),
      status_ids: listOf(z.uuid()).optional(),
      assignee_id: z.uuid().optional(),
      assignee_ids: listOf(z.uuid()).optional(),
      task_type_ids: listOf(z.uuid()).optional(),
      sprint_id: z.union([z.uuid(), z.literal("null")]).optional(),
      sprint_ids: listOf(z.uuid()).optional(),
      parent_task_id: z.uuid().optional(),
      tags: listOf(z.string()).optional(),
      search: z.string().max(200).optional(),
      /** Like `search`, and looks into descriptions too. */
      search_content: z.string().max(200).optional(),
      /** A JSON object of custom fields' ids and values: a list means any of them, null that there is none. */
      custom_fields: z.string().max(10_000).optional(),
      updated_since: z.iso.datetime({ offset: true }).optional(),
      /** A field, or with `-` before it the other way round. Tasks that have no value come last. */
      sort: z.enum([...sortNames, ...sortNames.map((name) => `-${name}` as const)]).default("number"),
      cursor: z.string().max(4_000).optional(),
      page_size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: z.object({ items: z.array(Card), next_cursor: z.string().nullable() }).meta({ id: "CardList" }),
  },
  async ({ tx, input }) => {
    const statusIds = [...(input.status_ids ?? []), ...(input.status_id ? [input.status_id] : [])]
    const assigneeIds = [...(input.assignee_ids ?? []), ...(input.assignee_id ? [input.assignee_id] : [])]
    const sprintIds = [
      ...(input.sprint_ids ?? []),
      ...(input.sprint_id && input.sprint_id !== "null" ? [input.sprint_id] : []),
    ]
    const where = and(
      eq(task.project_id, input.project_id),
      isNull(task.deleted_at),
      statusIds.length ? inArray(task.status_id, statusIds) : undefined,
      assigneeIds.length ? assignedTo(assigneeIds) : undefined,
      input.task_type_ids?.length ? inArray(task.task_type_id, input.task_type_ids) : undefined,
      input.sprint_id === "null" ? isNull(task.sprint_id) : undefined,
      sprintIds.length ? inArray(task.sprint_id, sprintIds) : undefined,
      input.parent_task_id ? eq(task.parent_task_id, input.parent_task_id) : undefined,
      input.tags?.length ? arrayContains(task.tags, input.tags) : undefined,
      ...(input.custom_fields ? await valueFilters(tx, input.project_id, input.custom_fields) : []),
      input.search ? matching(input.search) : undefined,
      input.search_content ? matching(input.search_content, { content: true }) : undefined,
      input.updated_since ? gte(task.updated_at, input.updated_since) : undefined,
    )
    const direction = input.sort.startsWith("-") ? "desc" : "asc"
    const key = sortKeys[sortNames.find((name) => name === input.sort.replace("-", "")) ?? "number"]
    const page = ordered(where ?? sql`true`, key, direction, input.page_size + 1, readCursor(input.cursor))
    const rows = await tx
      .select({ card: cardColumns(), k: sql<string | null>`page.k` })
      .from(task)
      .innerJoin(project, eq(project.id, task.project_id))
      .innerJoin(sql`(${page}) as page`, sql`page.id = ${task.id}`)
      .orderBy(sql`page.s ${sql.raw(direction)} nulls last`, sql`page.n ${sql.raw(direction)}`)
    const shown = rows.slice(0, input.page_size)
    const last = shown.at(-1)
    const more = rows.length > shown.length && last
    return {
      items: shown.map(({ card }) => card),
      next_cursor: more ? writeCursor({ value: last.k, number: last.card.number }) : null,
    }
  },
)

export const get = query(
  { action: "tasks:read", summary: "Get a task", input: TaskId, output: Task },
  async ({ tx, input }) => selectTask(tx, input.project_id, eq(task.id, input.task_id)),
)

export const getByNumber = query(
  {
    action: "tasks:read",
    summary: "Get a task by its number in the project",
    input: ProjectId.extend({ number: z.coerce.number().int().min(1).max(2_147_483_647) }),
    output: Task,
  },
  async ({ tx, input }) => selectTask(tx, input.project_id, eq(task.number, input.number)),
)

export const create = command(
  {
    action: "tasks:write",
    summary: "Create a task. Assigning it to an agent, or mentioning one, starts the agent",
    input: NewTask,
    output: Task,
  },
  async (context) => createTask(context, context.input),
)

export const update = command(
  {
    action: "tasks:write",
    summary: "Change a task's fields. With If-Match, only when it still has that version",
    input: Update,
    output: Task,
  },
  async (context) => updateTask(context, context.input),
)

export const remove = command(
  { action: "tasks:write", summary: "Delete a task; it can be restored", input: TaskId, output: null },
  async (context) => {
    await setDeleted(context, context.input, true)
  },
)

export const restore = command(
  { action: "tasks:write", summary: "Restore a deleted task", input: TaskId, output: Task },
  async (context) => setDeleted(context, context.input, false),
)

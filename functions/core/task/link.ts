import { and, eq, inArray, isNull, or, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { project } from "../project/project.sql.ts"
import { selectTask } from "./card.ts"
import { type linkKinds, task, taskLink } from "./task.sql.ts"

type Kind = (typeof linkKinds)[number]

const types = ["blocks", "blocked_by", "relates", "duplicates", "duplicated_by"] as const
type Type = (typeof types)[number]

/** How a link is kept, by how it looks from the task at hand. */
const kept: Record<Type, { kind: Kind; from: "this" | "other" }> = {
  blocks: { kind: "blocks", from: "this" },
  blocked_by: { kind: "blocks", from: "other" },
  relates: { kind: "relates", from: "this" },
  duplicates: { kind: "duplicates", from: "this" },
  duplicated_by: { kind: "duplicates", from: "other" },
}

const inverse: Record<Kind, Type> = { blocks: "blocked_by", relates: "relates", duplicates: "duplicated_by" }

/** A link as one of its two tasks shows it: what that task does to `task`. */
export const TaskLink = z
  .object({
    id: z.uuid(),
    type: z.enum(types),
    task: z.object({
      id: z.uuid(),
      number: z.int(),
      key: z.string(),
      title: z.string(),
      status_id: z.uuid(),
      task_type_id: z.uuid(),
    }),
    created_at: z.string(),
  })
  .meta({ id: "TaskLink" })
export type TaskLink = z.infer<typeof TaskLink>

const TaskId = ProjectId.extend({ task_id: z.uuid() })
const LinkId = TaskId.extend({ id: z.uuid() })

/** A task's links, oldest first, as it shows them. Those to deleted tasks come back when the tasks do. */
async function selectLinks(tx: Database, projectId: string, taskId: string, id?: string): Promise<TaskLink[]> {
  const rows = await tx
    .select({
      id: taskLink.id,
      kind: taskLink.kind,
      from: taskLink.from_task_id,
      created_at: taskLink.created_at,
      task: {
        id: task.id,
        number: task.number,
        key: sql<string>`${project.prefix} || '-' || ${task.number}`,
        title: task.title,
        status_id: task.status_id,
        task_type_id: task.task_type_id,
      },
    })
    .from(taskLink)
    .innerJoin(
      task,
      sql`${task.id} = case when ${taskLink.from_task_id} = ${taskId} then ${taskLink.to_task_id} else ${taskLink.from_task_id} end`,
    )
    .innerJoin(project, eq(project.id, taskLink.project_id))
    .where(
      and(
        eq(taskLink.project_id, projectId),
        or(eq(taskLink.from_task_id, taskId), eq(taskLink.to_task_id, taskId)),
        isNull(task.deleted_at),
        id ? eq(taskLink.id, id) : undefined,
      ),
    )
    .orderBy(taskLink.id)
  return rows.map(({ kind, from, ...link }) => ({ ...link, type: from === taskId ? kind : inverse[kind] }))
}

async function selectLink(tx: Database, projectId: string, taskId: string, id: string): Promise<TaskLink> {
  const [link] = await selectLinks(tx, projectId, taskId, id)
  if (!link) throw NotFound("link")
  return link
}

export const list = query(
  {
    action: "tasks:read",
    summary: "List a task's links to other tasks, as this task shows them",
    input: TaskId,
    output: z.array(TaskLink),
  },
  async ({ tx, input }) => {
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    return selectLinks(tx, input.project_id, input.task_id)
  },
)

const wrongTarget = (message: string) =>
  BadRequest(`target_task_id: ${message}.`, { issues: [{ path: "target_task_id", message }] })

export const create = command(
  {
    action: "tasks:write",
    summary: "Link a task to another one; the other shows the inverse",
    input: TaskId.extend({ type: z.enum(types), target_task_id: z.uuid() }),
    output: TaskLink,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, task_id, target_task_id } = input
    if (task_id === target_task_id) throw wrongTarget("a task cannot be linked to itself")
    const found = await tx
      .select({ id: task.id })
      .from(task)
      .where(and(eq(task.project_id, project_id), inArray(task.id, [task_id, target_task_id]), isNull(task.deleted_at)))
    if (!found.some((row) => row.id === task_id)) throw NotFound("task")
    if (!found.some((row) => row.id === target_task_id)) throw wrongTarget("there is no such task in this project")
    const { kind, from } = kept[input.type]
    const [from_task_id, to_task_id] = from === "this" ? [task_id, target_task_id] : [target_task_id, task_id]
    if (kind === "blocks") await refuseCycle(tx, project_id, from_task_id, to_task_id)
    const id = clock.id()
    try {
      await tx.insert(taskLink).values({ id, project_id, kind, from_task_id, to_task_id })
    } catch (error) {
      if (sqlState(error)?.constraint !== "task_link_pair") throw error
      throw Conflict("LINK_EXISTS", "These two tasks are linked like this already.")
    }
    await tell(context, "link.created", { project_id, task_id, other_id: target_task_id, id })
    return selectLink(tx, project_id, task_id, id)
  },
)

/**
 * Tasks may not wait for each other in a circle. One query, whatever the length of the chain; the lock keeps two links
 * made at once from closing one between them.
 */
async function refuseCycle(tx: Database, projectId: string, fromId: string, toId: string): Promise<void> {
  await lockProject(tx, projectId)
  const { rows } = await tx.execute(sql`
    with recursive waiting(id) as (
      select ${toId}::uuid
      union select l.to_task_id from task_link l join waiting w on l.from_task_id = w.id
        where l.project_id = ${projectId} and l.kind = 'blocks'
    ) select 1 from waiting where id = ${fromId}`)
  if (rows.length > 0) {
    throw Conflict("LINK_CYCLE", "The other task waits for this one already, so neither could ever start.")
  }
}

export const remove = command(
  { action: "tasks:write", summary: "Remove a link, from either of its tasks", input: LinkId, output: null },
  async (context) => {
    const { tx, input } = context
    const { project_id, task_id, id } = input
    const link = await selectLink(tx, project_id, task_id, id)
    await tell(context, "link.deleted", { project_id, task_id, other_id: link.task.id, id })
    await tx.delete(taskLink).where(eq(taskLink.id, id))
  },
)

type Told = { project_id: string; task_id: string; other_id: string; id: string }

/** One live update names the link as both tasks show it; the history of each gets its own view. */
async function tell(
  { tx, record }: Pick<Context, "tx" | "record">,
  type: "link.created" | "link.deleted",
  { project_id, task_id, other_id, id }: Told,
): Promise<void> {
  const link = await selectLink(tx, project_id, task_id, id)
  const other_link = await selectLink(tx, project_id, other_id, id)
  const sides = [
    { task_id, link, other_task_id: other_id, other_link },
    { task_id: other_id, link: other_link, other_task_id: task_id, other_link: link },
  ]
  for (const [index, side] of sides.entries()) {
    const told = { id, type: side.link.type, task_id: side.link.task.id, key: side.link.task.key }
    const added = type === "link.created"
    const changes = [{ field: "links", from: added ? null : told, to: added ? told : null }]
    record({
      type,
      entity_type: "link",
      entity_id: id,
      task_id: side.task_id,
      version: 1,
      data: { ...side, changes },
      quiet: index > 0,
    })
  }
}

import { and, eq, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { Conflict, NotFound } from "../error.ts"
import { changesBetween } from "../event/changes.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { vacate } from "./reassign.ts"
import { statusCategories, taskStatus } from "./task.sql.ts"

export const TaskStatus = z
  .object({
    id: z.uuid(),
    name: z.string(),
    category: z.enum(statusCategories),
    position: z.int(),
    is_default: z.boolean(),
  })
  .meta({ id: "TaskStatus" })
export type TaskStatus = z.infer<typeof TaskStatus>

/** A project's statuses in the order of its columns. */
export async function selectStatuses(tx: Database, projectId: string): Promise<TaskStatus[]> {
  const { id, name, category, position, is_default } = taskStatus
  return tx
    .select({ id, name, category, position, is_default })
    .from(taskStatus)
    .where(eq(taskStatus.project_id, projectId))
    .orderBy(position, id)
}

const StatusId = ProjectId.extend({ id: z.uuid() })

function pick(statuses: TaskStatus[], id: string): TaskStatus {
  const found = statuses.find((status) => status.id === id)
  if (!found) throw NotFound("status")
  return found
}

const Fields = z.object({
  name: z.string().trim().min(1).max(80),
  category: z.enum(statusCategories),
  /** Place among the columns, from 0; beyond the last is last. */
  position: z.int().min(0).max(1_000),
})

function nameTaken(error: unknown, name: string | undefined): unknown {
  return sqlState(error)?.constraint === "task_status_name"
    ? Conflict("STATUS_NAME_TAKEN", `This project has a status called "${name}" already.`)
    : error
}

/** Puts a status at a place among the others and numbers them all anew, in one statement. */
async function place(tx: Database, projectId: string, id: string, position: number): Promise<void> {
  const ids = (await selectStatuses(tx, projectId)).map((status) => status.id).filter((other) => other !== id)
  ids.splice(position, 0, id)
  await tx
    .update(taskStatus)
    .set({ position: sql`array_position(${sql.param(ids)}::uuid[], ${taskStatus.id}) - 1` })
    .where(eq(taskStatus.project_id, projectId))
}

/** Tells of a change with all statuses as they are now: one change may number every column anew. */
async function tell(
  { tx, record }: Pick<Context, "tx" | "record">,
  type: "status.created" | "status.updated" | "status.deleted",
  projectId: string,
  id: string,
  data: object = {},
): Promise<TaskStatus | undefined> {
  const statuses = await selectStatuses(tx, projectId)
  const status = statuses.find((found) => found.id === id)
  record({
    type,
    entity_type: "status",
    entity_id: id,
    version: 1,
    data: { ...(status && { status }), ...data, statuses },
  })
  return status
}

export const list = query(
  { action: "tasks:read", summary: "List a project's task statuses", input: ProjectId, output: z.array(TaskStatus) },
  async ({ tx, input }) => selectStatuses(tx, input.project_id),
)

export const get = query(
  { action: "tasks:read", summary: "Get a task status", input: StatusId, output: TaskStatus },
  async ({ tx, input }) => pick(await selectStatuses(tx, input.project_id), input.id),
)

export const create = command(
  {
    action: "settings:write",
    summary: "Add a task status: a column of the boards",
    input: Fields.partial({ position: true }).extend({ project_id: z.uuid() }),
    output: TaskStatus,
  },
  async (context) => {
    const { tx, input } = context
    const { position = Number.MAX_SAFE_INTEGER, project_id, ...fields } = input
    await lockProject(tx, project_id)
    const id = clock.id()
    try {
      await tx.insert(taskStatus).values({ ...fields, id, project_id, position: 0 })
    } catch (error) {
      throw nameTaken(error, input.name)
    }
    await place(tx, project_id, id, position)
    const made = await tell(context, "status.created", project_id, id)
    if (!made) throw NotFound("status")
    return made
  },
)

export const update = command(
  {
    action: "settings:write",
    summary: "Change a task status's name, category or place among the columns",
    input: Fields.partial().extend({ project_id: z.uuid(), id: z.uuid() }),
    output: TaskStatus,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id, position, ...fields } = input
    await lockProject(tx, project_id)
    const before = pick(await selectStatuses(tx, project_id), id)
    try {
      if (Object.keys(fields).length > 0) await tx.update(taskStatus).set(fields).where(eq(taskStatus.id, id))
    } catch (error) {
      throw nameTaken(error, input.name)
    }
    if (position !== undefined) await place(tx, project_id, id, position)
    const after = pick(await selectStatuses(tx, project_id), id)
    const changes = changesBetween(before, after, ["name", "category", "position"])
    if (changes.length > 0) await tell(context, "status.updated", project_id, id, { changes })
    return after
  },
)

export const setDefault = command(
  {
    action: "settings:write",
    summary: "Make a task status the one that new tasks get",
    input: StatusId,
    output: TaskStatus,
  },
  async (context) => {
    const { tx, input } = context
    await lockProject(tx, input.project_id)
    const before = pick(await selectStatuses(tx, input.project_id), input.id)
    if (before.is_default) return before
    const standard = and(eq(taskStatus.project_id, input.project_id), eq(taskStatus.is_default, true))
    await tx.update(taskStatus).set({ is_default: false }).where(standard)
    await tx.update(taskStatus).set({ is_default: true }).where(eq(taskStatus.id, input.id))
    const changes = [{ field: "is_default", from: false, to: true }]
    await tell(context, "status.updated", input.project_id, input.id, { changes })
    return { ...before, is_default: true }
  },
)

export const remove = command(
  {
    action: "settings:write",
    summary: "Delete a task status. Its tasks get the status that `move_to` names",
    input: StatusId.extend({ move_to: z.uuid().optional() }),
    output: null,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id, move_to } = input
    await lockProject(tx, project_id)
    const statuses = await selectStatuses(tx, project_id)
    const status = pick(statuses, id)
    if (status.is_default) {
      throw Conflict("STATUS_IS_DEFAULT", "New tasks get this status. Make another one the default first.")
    }
    // Waits for tasks that are being put into it right now, and holds back those that come.
    await tx.select({ id: taskStatus.id }).from(taskStatus).where(eq(taskStatus.id, id)).for("update")
    const others = statuses.filter((other) => other.id !== id)
    await vacate(context, {
      project_id,
      field: "status_id",
      from: id,
      moveTo: move_to,
      others: others.map((other) => other.id),
      standard: others.find((other) => other.is_default)?.id ?? "",
      code: "STATUS_IN_USE",
    })
    await tx.delete(taskStatus).where(eq(taskStatus.id, id))
    await tell(context, "status.deleted", project_id, id, { status, move_to: move_to ?? null })
  },
)

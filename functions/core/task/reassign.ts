import { and, count, eq, isNull, type SQL, sql } from "drizzle-orm"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { BadRequest, Conflict } from "../error.ts"
import type { ErrorCode } from "../error-codes.ts"
import type { Context } from "../operation.ts"
import { task } from "./task.sql.ts"

/** A field by which tasks belong to something that can go away. */
type Belonging = "status_id" | "task_type_id" | "sprint_id"

type Move = { project_id: string; field: Belonging; from: string; to: string | null }

/**
 * Gives every task that has `from` in a field `to` instead, in one statement, whatever their number. Each task's history
 * says so; the live update is the caller's one event for all of them.
 * @returns the tasks' ids
 */
export async function reassign(
  { tx, record }: Pick<Context, "tx" | "record">,
  { project_id, field, from, to }: Move,
  which?: SQL,
): Promise<string[]> {
  const moved = await tx
    .update(task)
    .set({ [field]: to, version: sql`${task.version} + 1`, updated_at: clock.instant() })
    .where(and(eq(task.project_id, project_id), eq(task[field], from), which))
    .returning({ id: task.id, version: task.version })
  for (const { id, version } of moved) {
    record({
      type: "task.updated",
      entity_type: "task",
      entity_id: id,
      task_id: id,
      version,
      data: { changes: [{ field, from, to }] },
      quiet: true,
    })
  }
  return moved.map((row) => row.id)
}

/** How many tasks have a value in a field; deleted ones are not counted. */
export async function countTasks(
  tx: Database,
  { project_id, field, from }: Omit<Move, "to">,
  which?: SQL,
): Promise<number> {
  const [row] = await tx
    .select({ tasks: count() })
    .from(task)
    .where(and(eq(task.project_id, project_id), eq(task[field], from), isNull(task.deleted_at), which))
  return row?.tasks ?? 0
}

type Vacancy = {
  project_id: string
  field: Belonging
  from: string
  /** Where the caller wants the tasks; needed as soon as there is one. */
  moveTo: string | undefined
  /** What `moveTo` may name. */
  others: string[]
  /** Where deleted tasks go when nobody says: they may be restored. */
  standard: string
  code: ErrorCode
}

/**
 * Empties a status or type before it is deleted.
 * @throws `code` (409) when it has tasks and nobody says where they go
 */
export async function vacate(context: Pick<Context, "tx" | "record">, vacancy: Vacancy): Promise<void> {
  const { moveTo, others, standard, code, ...what } = vacancy
  if (moveTo !== undefined && !others.includes(moveTo)) {
    throw BadRequest("move_to: must name another one of this project.", {
      issues: [{ path: "move_to", message: "not another one of this project" }],
    })
  }
  if (moveTo === undefined) {
    const tasks = await countTasks(context.tx, what)
    if (tasks > 0)
      throw Conflict(code, `${tasks} tasks have it. Say with move_to which one they get instead.`, { tasks })
  }
  await reassign(context, { ...what, to: moveTo ?? standard })
}

import { and, eq, gte, inArray, or, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { event } from "../event/event.sql.ts"
import { statusCategories, task, taskStatus } from "../task/task.sql.ts"

/** What of a task decides where it counts. */
export type State = {
  id: string
  sprint_id: string | null
  status_id: string
  points: number | null
  created_at: string
  deleted: boolean
}

export type Category = (typeof statusCategories)[number]

const Changes = z.array(z.object({ field: z.string(), from: z.unknown() }))
const From = { sprint_id: z.uuid().nullable(), status_id: z.uuid(), points: z.number().nullable() }

const isNoted = (field: string): field is keyof typeof From => field in From

/** Of an event's changes those that decide where a task counts. */
const noted = sql.raw(
  `'$.changes[*] ? (${Object.keys(From)
    .map((field) => `@.field == "${field}"`)
    .join(" || ")})'`,
)

export type Undo = { task_id: string; at: string; type: string; changes: unknown }

/** Takes a change of a task back. */
export function undo(state: State, { type, changes }: Undo): State {
  if (type === "task.deleted") return { ...state, deleted: false }
  if (type === "task.restored") return { ...state, deleted: true }
  const before = Changes.parse(changes).flatMap(({ field, from }) =>
    isNoted(field) ? [[field, From[field].parse(from)]] : [],
  )
  return { ...state, ...Object.fromEntries(before) }
}

/** The clocks of those who write events may differ by this much. Milliseconds. */
const SLACK = 60_000

/** That an event lies in a project at or after an instant. Ids are in the order of time, and so is their index. */
export function eventsSince(projectId: string, since: string): SQL {
  const milliseconds = Math.max(0, Date.parse(since) - SLACK)
  const hex = milliseconds.toString(16).padStart(12, "0")
  const earliest = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
  return sql`${event.project_id} = ${projectId}::uuid and ${event.id} >= ${earliest}::uuid and ${event.at} >= ${since}`
}

/** The tasks that are in one of some sprints, or were at some time since an instant. */
export function tasksOf(tx: Database, projectId: string, sprintIds: string[], since: string): SQL | undefined {
  const leaving = tx
    .select({ id: event.task_id })
    .from(event)
    .where(
      and(
        eventsSince(projectId, since),
        eq(event.type, "task.updated"),
        or(
          ...sprintIds.map(
            (from) => sql`${event.data} -> 'changes' @> ${JSON.stringify([{ field: "sprint_id", from }])}::jsonb`,
          ),
        ),
      ),
    )
  return or(inArray(task.sprint_id, sprintIds), inArray(task.id, leaving))
}

/**
 * How tasks stand now, and what the event log says happened to them since, newest first: taking it back tells how they
 * stood at any moment between. Going backwards needs no snapshot and only these tasks' events. Four queries.
 */
export async function history(tx: Database, projectId: string, which: SQL | undefined, since: string) {
  const concerned = and(eq(task.project_id, projectId), which)
  const [now, events, statuses] = await Promise.all([
    tx
      .select({
        id: task.id,
        sprint_id: task.sprint_id,
        status_id: task.status_id,
        points: task.points,
        created_at: task.created_at,
        deleted: sql<boolean>`${task.deleted_at} is not null`,
      })
      .from(task)
      .where(concerned),
    tx
      .select({
        task_id: sql<string>`${event.task_id}`,
        at: event.at,
        type: event.type,
        changes: sql<unknown>`jsonb_path_query_array(${event.data}, ${noted})`,
      })
      .from(event)
      .where(
        and(
          inArray(event.type, ["task.updated", "task.deleted", "task.restored"]),
          gte(event.at, since),
          which
            ? inArray(event.task_id, tx.select({ id: task.id }).from(task).where(concerned))
            : eventsSince(projectId, since),
          or(inArray(event.type, ["task.deleted", "task.restored"]), sql`jsonb_path_exists(${event.data}, ${noted})`),
        ),
      )
      .orderBy(sql`${event.at} desc, ${event.id} desc`),
    statusesSince(tx, projectId, since),
  ])
  return { now, events, statuses, isDone: ({ status_id }: State) => statuses.get(status_id)?.category === "done" }
}

const Gone = z.object({ id: z.uuid(), name: z.string(), category: z.enum(statusCategories) })

/** A project's statuses by their ids, with those that tasks had since an instant and that are gone. Two queries. */
export async function statusesSince(tx: Database, projectId: string, since: string) {
  const [now, gone] = await Promise.all([
    tx
      .select({ id: taskStatus.id, name: taskStatus.name, category: taskStatus.category })
      .from(taskStatus)
      .where(eq(taskStatus.project_id, projectId)),
    tx
      .select({ status: sql<unknown>`${event.data} -> 'status'` })
      .from(event)
      .where(and(eventsSince(projectId, since), eq(event.type, "status.deleted"))),
  ])
  const known = gone.flatMap(({ status }) => Gone.safeParse(status).data ?? [])
  return new Map<string, { id: string; name: string; category: Category }>(
    [...known, ...now].map((status) => [status.id, status]),
  )
}

export type History = Awaited<ReturnType<typeof history>>

/** How the tasks stood just before each of some moments, which come latest first. */
export function* statesBefore({ now, events }: History, moments: string[]): Generator<State[]> {
  const states = new Map(now.map((state) => [state.id, state]))
  let at = 0
  for (const before of moments) {
    for (let next = events[at]; next && next.at >= before; next = events[++at]) {
      const state = states.get(next.task_id)
      if (state) states.set(next.task_id, undo(state, next))
    }
    yield [...states.values()].filter((state) => !state.deleted && state.created_at < before)
  }
}

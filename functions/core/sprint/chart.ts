import { and, eq, gte, inArray, or, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { NotFound } from "../error.ts"
import { event } from "../event/event.sql.ts"
import { ProjectId } from "../member/member.ts"
import { query } from "../operation.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { sprint } from "./sprint.sql.ts"

/** Points and tasks; tasks without an estimate count as 0 points. */
export const Amount = z.object({ points: z.number(), tasks: z.int() }).meta({ id: "Amount" })
export type Amount = z.infer<typeof Amount>

export const Burndown = z
  .object({
    sprint_id: z.uuid(),
    /** What was in the sprint when it started. Null for one that has not. */
    committed: Amount.nullable(),
    /** A day each, from the start to today or the sprint's completion (UTC): how it stood when the day ended. */
    days: z.array(
      z.object({
        day: z.string(),
        scope: Amount,
        done: Amount,
        remaining: Amount,
        /** Points that would remain if the commitment shrank evenly to the end date. Null without one. */
        ideal_points: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: "Burndown" })

export const Velocity = z
  .object({
    /** Completed sprints, the latest last. */
    sprints: z.array(
      z.object({
        sprint_id: z.uuid(),
        name: z.string(),
        completed_at: z.string(),
        committed: Amount,
        done: Amount,
      }),
    ),
    /** Points done per sprint, on average over these sprints. Null when there is none. */
    average_points: z.number().nullable(),
  })
  .meta({ id: "Velocity" })

/** What of a task decides where it counts. */
type State = {
  id: string
  sprint_id: string | null
  status_id: string
  points: number | null
  created_at: string
  deleted: boolean
}

const Changes = z.object({ changes: z.array(z.object({ field: z.string(), from: z.unknown() })).default([]) })
const From = { sprint_id: z.uuid().nullable(), status_id: z.uuid(), points: z.number().nullable() }

const isNoted = (field: string): field is keyof typeof From => field in From

type Undo = { task_id: string; at: string; type: string; data: Record<string, unknown> }

/** Takes a change of a task back. */
function undo(state: State, { type, data }: Undo): State {
  if (type === "task.deleted") return { ...state, deleted: false }
  if (type === "task.restored") return { ...state, deleted: true }
  const noted = Changes.parse(data).changes.flatMap(({ field, from }) =>
    isNoted(field) ? [[field, From[field].parse(from)]] : [],
  )
  return { ...state, ...Object.fromEntries(noted) }
}

/**
 * How tasks stood at past moments, by taking back, newest first, what the event log says happened since. Going backwards
 * needs no snapshot and only the events of tasks that were in one of the sprints. Three queries.
 */
async function history(tx: Database, projectId: string, sprintIds: string[], since: string) {
  const leaving = tx
    .select({ id: event.task_id })
    .from(event)
    .where(
      and(
        eq(event.project_id, projectId),
        eq(event.type, "task.updated"),
        gte(event.at, since),
        or(
          ...sprintIds.map(
            (from) => sql`${event.data} -> 'changes' @> ${JSON.stringify([{ field: "sprint_id", from }])}::jsonb`,
          ),
        ),
      ),
    )
  const concerned = and(
    eq(task.project_id, projectId),
    or(inArray(task.sprint_id, sprintIds), inArray(task.id, leaving)),
  )
  const [now, events, done] = await Promise.all([
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
      .select({ task_id: sql<string>`${event.task_id}`, at: event.at, type: event.type, data: event.data })
      .from(event)
      .where(
        and(
          inArray(event.task_id, tx.select({ id: task.id }).from(task).where(concerned)),
          inArray(event.type, ["task.updated", "task.deleted", "task.restored"]),
          gte(event.at, since),
        ),
      )
      .orderBy(sql`${event.at} desc, ${event.id} desc`),
    tx
      .select({ id: taskStatus.id })
      .from(taskStatus)
      .where(and(eq(taskStatus.project_id, projectId), eq(taskStatus.category, "done"))),
  ])
  return { now, events, done: new Set(done.map(({ id }) => id)) }
}

type History = Awaited<ReturnType<typeof history>>

const total = (tasks: State[]): Amount => ({
  points: tasks.reduce((sum, { points }) => sum + (points ?? 0), 0),
  tasks: tasks.length,
})

/** What was in a sprint, and what of it was done, just before each of some moments. The moments come latest first. */
function standings({ now, events, done }: History, wanted: { sprint_id: string; before: string }[]) {
  const states = new Map(now.map((state) => [state.id, state]))
  let at = 0
  return wanted.map(({ sprint_id, before }) => {
    for (let next = events[at]; next && next.at >= before; next = events[++at]) {
      const state = states.get(next.task_id)
      if (state) states.set(next.task_id, undo(state, next))
    }
    const inside = [...states.values()].filter(
      (state) => state.sprint_id === sprint_id && !state.deleted && state.created_at < before,
    )
    const finished = inside.filter(({ status_id }) => done.has(status_id))
    return {
      scope: total(inside),
      done: total(finished),
      remaining: total(inside.filter(({ status_id }) => !done.has(status_id))),
    }
  })
}

const DAY = 24 * 60 * 60 * 1_000
const dayOf = (instant: string) => instant.slice(0, 10)
const dayAfter = (day: string) => dayOf(new Date(Date.parse(day) + DAY).toISOString())

/** A sprint that somebody forgot to complete is drawn this long. Days. */
const LONGEST = 366

/** The days from one to another, both included. */
function daysBetween(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = first; day <= last && days.length < LONGEST; day = dayAfter(day)) days.push(day)
  return days
}

export const burndown = query(
  {
    action: "tasks:read",
    summary: "What remained in a sprint at the end of each day, from the event log",
    input: ProjectId.extend({ id: z.uuid() }),
    output: Burndown,
  },
  async ({ tx, input }) => {
    const [about] = await tx
      .select()
      .from(sprint)
      .where(and(eq(sprint.project_id, input.project_id), eq(sprint.id, input.id)))
    if (!about) throw NotFound("sprint")
    if (!about.started_at) return { sprint_id: about.id, committed: null, days: [] }
    const { started_at, end_date, completed_at } = about
    const until = completed_at ?? clock.instant()
    const days = daysBetween(dayOf(started_at), dayOf(until)).reverse()
    const past = await history(tx, input.project_id, [about.id], started_at)
    // A completed sprint's last day is told as it stood before its unfinished tasks left it.
    const ends = days.map((day) => {
      const midnight = `${dayAfter(day)}T00:00:00.000Z`
      return { sprint_id: about.id, before: completed_at && completed_at < midnight ? completed_at : midnight }
    })
    const stood = standings(past, [...ends, { sprint_id: about.id, before: started_at }])
    const committed = stood.at(-1)?.scope ?? { points: 0, tasks: 0 }
    const length = end_date ? daysBetween(dayOf(started_at), end_date).length : 0
    const drawn = days.flatMap((day, index) => {
      const standing = stood[index]
      const passed = days.length - index
      const ideal_points = length > 0 ? Math.max(0, committed.points * (1 - passed / length)) : null
      return standing ? [{ day, ...standing, ideal_points }] : []
    })
    return { sprint_id: about.id, committed, days: drawn.reverse() }
  },
)

/** What the last completed sprints committed to and got done. Four queries. */
export async function velocityOf(tx: Database, projectId: string, limit: number): Promise<z.infer<typeof Velocity>> {
  const rows = await tx
    .select({ id: sprint.id, name: sprint.name, started_at: sprint.started_at, completed_at: sprint.completed_at })
    .from(sprint)
    .where(and(eq(sprint.project_id, projectId), eq(sprint.state, "completed")))
    .orderBy(sql`${sprint.completed_at} desc`)
    .limit(limit)
  const completed = rows.flatMap(({ started_at, completed_at, ...row }) =>
    started_at && completed_at ? [{ ...row, started_at, completed_at }] : [],
  )
  const since = completed.map(({ started_at }) => started_at).sort()[0]
  if (!since) return { sprints: [], average_points: null }
  const ids = completed.map(({ id }) => id)
  const past = await history(tx, projectId, ids, since)
  const moments = completed
    .flatMap(({ id, started_at, completed_at }) => [
      { sprint_id: id, before: started_at, which: "committed" },
      { sprint_id: id, before: completed_at, which: "done" },
    ])
    .sort((one, other) => (one.before < other.before ? 1 : -1))
  const stood = standings(past, moments)
  const find = (id: string, which: string) =>
    stood[moments.findIndex((moment) => moment.sprint_id === id && moment.which === which)]
  const nothing: Amount = { points: 0, tasks: 0 }
  const sprints = completed
    .map(({ id, name, completed_at }) => ({
      sprint_id: id,
      name,
      completed_at,
      committed: find(id, "committed")?.scope ?? nothing,
      done: find(id, "done")?.done ?? nothing,
    }))
    .reverse()
  const points = sprints.reduce((sum, { done }) => sum + done.points, 0)
  return { sprints, average_points: points / sprints.length }
}

/** Completed sprints that an average is taken over, unless somebody says how many. */
export const USUAL = 8

export const velocity = query(
  {
    action: "tasks:read",
    summary: "What the last completed sprints committed to and got done, from the event log",
    input: ProjectId.extend({ limit: z.coerce.number().int().min(1).max(50).default(USUAL) }),
    output: Velocity,
  },
  async ({ tx, input }) => velocityOf(tx, input.project_id, input.limit),
)

import { and, eq, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { NotFound } from "../error.ts"
import { ProjectId } from "../member/member.ts"
import { query } from "../operation.ts"
import { dayAfter, dayOf, daysBetween, midnightOf } from "./days.ts"
import { type History, history, type State, statesBefore, tasksOf } from "./history.ts"
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

/** What tasks amount to. */
export const total = (tasks: State[]): Amount => ({
  points: tasks.reduce((sum, { points }) => sum + (points ?? 0), 0),
  tasks: tasks.length,
})

/** What was in a sprint, and what of it was done, just before each of some moments. The moments come latest first. */
function standings(past: History, wanted: { sprint_id: string; before: string }[]) {
  const moments = wanted.map(({ before }) => before)
  return [...statesBefore(past, moments)].map((states, index) => {
    const inside = states.filter(({ sprint_id }) => sprint_id === wanted[index]?.sprint_id)
    return {
      scope: total(inside),
      done: total(inside.filter(past.isDone)),
      remaining: total(inside.filter((state) => !past.isDone(state))),
    }
  })
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
    const inSprint = tasksOf(tx, input.project_id, [about.id], started_at)
    const past = await history(tx, input.project_id, inSprint, started_at)
    // A completed sprint's last day is told as it stood before its unfinished tasks left it.
    const ends = days.map((day) => {
      const midnight = midnightOf(dayAfter(day))
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
  const past = await history(tx, projectId, tasksOf(tx, projectId, ids, since), since)
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

import { and, eq } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { BadRequest, NotFound } from "../error.ts"
import { ProjectId } from "../member/member.ts"
import { query } from "../operation.ts"
import { statusCategories } from "../task/task.sql.ts"
import { Day } from "../text.ts"
import { dayAfter, dayOf, daysBetween, LONGEST, midnightOf } from "./days.ts"
import { type Category, type History, history, type State, statesBefore, tasksOf } from "./history.ts"
import { sprint } from "./sprint.sql.ts"

const Counts = z.object({
  backlog: z.int(),
  refinement: z.int(),
  ready: z.int(),
  todo: z.int(),
  inprogress: z.int(),
  done: z.int(),
})
type Counts = z.infer<typeof Counts>

/** Days that are told when nobody says how many. */
const USUAL_DAYS = 30

/** Some days of the project, or a sprint's own days and tasks. */
export const RangeInput = ProjectId.extend({
  sprint_id: z.uuid().optional(),
  /** The first day (UTC), when no sprint is named; 30 days up to the last unless said. */
  from: Day.optional(),
  /** The last day (UTC), when no sprint is named; today unless said. */
  to: Day.optional(),
})

export type Range = {
  from: string
  to: string
  /** Where time ends: a sprint's completion, before its unfinished tasks leave it, or the end of the last day. */
  end: string
}

/**
 * The days asked for. Undefined for a sprint that has not started.
 * @throws SPRINT_NOT_FOUND, BAD_REQUEST when they are none or too many
 */
export async function rangeOf(tx: Database, input: z.infer<typeof RangeInput>): Promise<Range | undefined> {
  const today = dayOf(clock.instant())
  if (input.sprint_id) {
    const [about] = await tx
      .select({ started_at: sprint.started_at, completed_at: sprint.completed_at })
      .from(sprint)
      .where(and(eq(sprint.project_id, input.project_id), eq(sprint.id, input.sprint_id)))
    if (!about) throw NotFound("sprint")
    if (!about.started_at) return undefined
    const to = dayOf(about.completed_at ?? clock.instant())
    return { from: dayOf(about.started_at), to, end: about.completed_at ?? midnightOf(dayAfter(to)) }
  }
  const to = input.to ?? today
  const from = input.from ?? dayAfter(to, 1 - USUAL_DAYS)
  const wrong =
    from > to ? "must not be before from" : from < dayAfter(to, 1 - LONGEST) ? `at most ${LONGEST} days` : undefined
  if (wrong) throw BadRequest(`to: ${wrong}.`, { issues: [{ path: "to", message: wrong }] })
  return { from, to, end: midnightOf(dayAfter(to)) }
}

export const CumulativeFlow = z
  .object({
    /** Tasks in each category of status when a day (UTC) ended. */
    days: z.array(z.object({ day: z.string(), counts: Counts })),
    /** Tasks that were done when the first day began: what a plot of this time alone leaves out. */
    done_before: z.int(),
  })
  .meta({ id: "CumulativeFlow" })

function countsOf(states: State[], { statuses }: History): Counts {
  const counts = Object.fromEntries(statusCategories.map((category) => [category, 0])) as Record<Category, number>
  // A status that was deleted before it was noted has no category any more: its tasks count as not begun.
  for (const { status_id } of states) counts[statuses.get(status_id)?.category ?? "todo"] += 1
  return counts
}

export const cumulativeFlow = query(
  {
    action: "tasks:read",
    summary: "How many tasks were in each category of status at the end of each day, from the event log",
    input: RangeInput,
    output: CumulativeFlow,
  },
  async ({ tx, input }) => {
    const { project_id, sprint_id } = input
    const range = await rangeOf(tx, input)
    if (!range) return { days: [], done_before: 0 }
    const since = midnightOf(range.from)
    const past = await history(
      tx,
      project_id,
      sprint_id ? tasksOf(tx, project_id, [sprint_id], since) : undefined,
      since,
    )
    const days = daysBetween(range.from, range.to).toReversed()
    // A completed sprint's last day is told as it stood before its unfinished tasks left it.
    const ends = days.map((day, index) => (index === 0 ? range.end : midnightOf(dayAfter(day))))
    const [begun, ...counted] = [...statesBefore(past, [...ends, since])]
      .map((states) => (sprint_id ? states.filter((state) => state.sprint_id === sprint_id) : states))
      .map((states) => countsOf(states, past))
      .toReversed()
    return {
      days: counted.map((counts, index) => ({ day: dayAfter(range.from, index), counts })),
      done_before: begun?.done ?? 0,
    }
  },
)

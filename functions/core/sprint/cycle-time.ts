import { and, desc, eq, isNull, notExists, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { event } from "../event/event.sql.ts"
import { projectMember } from "../member/member.sql.ts"
import { query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { task, taskAssignee } from "../task/task.sql.ts"
import { DAY, midnightOf } from "./days.ts"
import { RangeInput, rangeOf } from "./flow.ts"
import { eventsSince, statusesSince } from "./history.ts"

export const CycleTime = z
  .object({
    /** Tasks that became done in this time and were so at its end, the latest first. */
    tasks: z.array(
      z.object({
        task_id: z.uuid(),
        key: z.string(),
        title: z.string(),
        points: z.number().nullable(),
        /** When it first was in progress. */
        started_at: z.string(),
        /** When it last became done. */
        done_at: z.string(),
        /** From one to the other, nights and weekends included. */
        days: z.number(),
        /** Whether an agent is, or was last, among its assignees. */
        has_agent: z.boolean(),
      }),
    ),
    median_days: z.number().nullable(),
    /** 85 of 100 tasks took at most this long. */
    p85_days: z.number().nullable(),
    /** Tasks that became done without ever having been in progress: nobody knows how long they took. */
    unstarted: z.int(),
  })
  .meta({ id: "CycleTime" })
export type CycleTime = z.infer<typeof CycleTime>

/** Tasks that are told at most. */
const LIMIT = 1_000

/** A percentile of sorted numbers, between two of them in proportion, as PostgreSQL's `percentile_cont` does. */
export function percentile(sorted: number[], part: number): number | null {
  const place = part * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return below === undefined || above === undefined ? null : below + (above - below) * (place - Math.floor(place))
}

/** That an event moved its task from outside some statuses into one of them (`to`), or out of them (`from`). */
function crosses(direction: "to" | "from", statusIds: string[]): SQL {
  if (statusIds.length === 0) return sql`false`
  const inside = (side: string) =>
    sql`coalesce(change ->> ${sql.raw(`'${side}'`)} = any (${sql.param(statusIds)}::text[]), false)`
  const [here, there] = direction === "to" ? [inside("to"), inside("from")] : [inside("from"), inside("to")]
  return sql`exists (select 1 from jsonb_array_elements(${event.data} -> 'changes') as change
    where change ->> 'field' = 'status_id' and ${here} and not ${there})`
}

type Span = { from: string; end: string }

/**
 * How long the tasks took that became done in a time and were so at its end. Three queries.
 * @param which narrows the tasks
 */
export async function cycleTimes(
  tx: Database,
  projectId: string,
  { from, end }: Span,
  which: SQL | undefined,
): Promise<CycleTime> {
  const statuses = [...(await statusesSince(tx, projectId, from)).values()]
  const ids = (category: string) => statuses.flatMap((status) => (status.category === category ? [status.id] : []))
  const [begun, done] = [ids("inprogress"), ids("done")]
  if (done.length === 0) return { tasks: [], median_days: null, p85_days: null, unstarted: 0 }
  const finished = tx
    .select({ task_id: event.task_id, done_at: sql<string>`max(${event.at})`.as("done_at") })
    .from(event)
    .where(
      and(eventsSince(projectId, from), sql`${event.at} < ${end}`, eq(event.type, "task.updated"), crosses("to", done)),
    )
    .groupBy(event.task_id)
    .as("finished")
  const created = sql`(${event.type} = 'task.created' and ${event.data} -> 'task' ->> 'status_id' = any (${sql.param(begun)}::text[]))`
  const started = tx
    .select({ at: sql`min(${event.at})` })
    .from(event)
    .where(
      and(
        sql`${event.task_id} = ${finished.task_id} and ${event.at} <= ${finished.done_at}`,
        sql`(${created} or (${event.type} = 'task.updated' and ${crosses("to", begun)}))`,
      ),
    )
  const left = tx
    .select({ one: sql`1` })
    .from(event)
    .where(
      and(
        sql`${event.task_id} = ${finished.task_id} and ${event.at} > ${finished.done_at} and ${event.at} < ${end}`,
        eq(event.type, "task.updated"),
        crosses("from", done),
      ),
    )
  const rows = await tx
    .select({
      task_id: task.id,
      key: sql<string>`${project.prefix} || '-' || ${task.number}`,
      title: task.title,
      points: task.points,
      started_at: sql<string | null>`(${started})`.mapWith(event.at),
      done_at: sql<string>`${finished.done_at}`.mapWith(event.at),
      has_agent: sql<boolean>`exists (select 1 from ${taskAssignee}
        join ${projectMember} on ${projectMember.id} = ${taskAssignee.member_id} and ${projectMember.agent_id} is not null
        where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id})`,
    })
    .from(finished)
    .innerJoin(task, eq(task.id, finished.task_id))
    .innerJoin(project, eq(project.id, task.project_id))
    .where(and(eq(task.project_id, projectId), isNull(task.deleted_at), notExists(left), which))
    .orderBy(desc(finished.done_at), desc(task.number))
    .limit(LIMIT)
  const tasks = rows.flatMap(({ started_at, ...row }) =>
    started_at === null ? [] : [{ ...row, started_at, days: (Date.parse(row.done_at) - Date.parse(started_at)) / DAY }],
  )
  const sorted = tasks.map(({ days }) => days).toSorted((one, other) => one - other)
  return {
    tasks,
    median_days: percentile(sorted, 0.5),
    p85_days: percentile(sorted, 0.85),
    unstarted: rows.length - tasks.length,
  }
}

export const cycleTime = query(
  {
    action: "tasks:read",
    summary: "How long tasks took from the first time in progress to done, from the event log",
    input: RangeInput,
    output: CycleTime,
  },
  async ({ tx, input }) => {
    const range = await rangeOf(tx, input)
    if (!range) return { tasks: [], median_days: null, p85_days: null, unstarted: 0 }
    const from = midnightOf(range.from)
    const inSprint = input.sprint_id ? eq(task.sprint_id, input.sprint_id) : undefined
    return cycleTimes(tx, input.project_id, { from, end: range.end }, inSprint)
  },
)

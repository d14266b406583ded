import { and, eq, isNull, notInArray, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { Member, ProjectId, selectMembers } from "../member/member.ts"
import { query } from "../operation.ts"
import { ProjectHead, selectProjectHead } from "../project/project.ts"
import { Card } from "../task/card.ts"
import { Overlay, overlaySql } from "../task/filter.ts"
import { readCursor } from "../task/order.ts"
import { selectStatuses, TaskStatus } from "../task/status.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { selectTypes, TaskType } from "../task/type.ts"
import { lastEventId } from "../view/board.ts"
import { cellPage, type Reading } from "../view/page.ts"
import { view } from "../view/view.sql.ts"
import { Capacity, selectCapacities } from "./capacity.ts"
import { Amount, USUAL, Velocity, velocityOf } from "./chart.ts"
import { sprint } from "./sprint.sql.ts"
import { Sprint, selectSprint, selectSprints } from "./sprint.ts"

export const SprintSummary = Sprint.extend({
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  /** What it holds now. A completed sprint has kept what was done in it, and no more. */
  total: Amount,
  done: Amount,
  /** Tasks that are not done and that nobody has estimated. */
  unestimated: z.int(),
  capacity: z.array(Capacity),
}).meta({ id: "SprintSummary" })

const Standing = z.object({ total: Amount, done: Amount, unestimated: z.int() })
type Standing = z.infer<typeof Standing>

/** How much every sprint holds, and under null the product backlog. One query. */
async function standings(tx: Database, projectId: string): Promise<Map<string | null, Standing>> {
  const isDone = sql`${taskStatus.category} = 'done'`
  const rows = await tx
    .select({
      sprint_id: task.sprint_id,
      tasks: sql<number>`count(*)::int`,
      points: sql<number>`coalesce(sum(${task.points}), 0)::float8`,
      done_tasks: sql<number>`(count(*) filter (where ${isDone}))::int`,
      done_points: sql<number>`coalesce(sum(${task.points}) filter (where ${isDone}), 0)::float8`,
      unestimated: sql<number>`(count(*) filter (where not ${isDone} and ${task.points} is null))::int`,
    })
    .from(task)
    .innerJoin(taskStatus, eq(taskStatus.id, task.status_id))
    .where(and(eq(task.project_id, projectId), isNull(task.deleted_at)))
    .groupBy(task.sprint_id)
  return new Map(
    rows.map(({ sprint_id, tasks, points, done_tasks, done_points, unestimated }) => [
      sprint_id,
      { total: { points, tasks }, done: { points: done_points, tasks: done_tasks }, unestimated },
    ]),
  )
}

const nothing: Standing = { total: { points: 0, tasks: 0 }, done: { points: 0, tasks: 0 }, unestimated: 0 }

/** When each sprint of a project began and ended. */
async function selectTimes(tx: Database, projectId: string) {
  const { id, started_at, completed_at } = sprint
  const rows = await tx.select({ id, started_at, completed_at }).from(sprint).where(eq(sprint.project_id, projectId))
  return new Map(rows.map((row) => [row.id, row]))
}

export const overview = query(
  {
    action: "tasks:read",
    summary: "A project's sprints with what they hold and who can do how much, and its backlog's size",
    input: ProjectId,
    output: z
      .object({
        project: ProjectHead,
        sprints: z.array(SprintSummary),
        /** What is in no sprint and not done. */
        backlog: Amount.extend({ unestimated: z.int() }),
        velocity: Velocity,
        statuses: z.array(TaskStatus),
        task_types: z.array(TaskType),
        members: z.array(Member),
        actions: z.array(z.string()),
        /** Subscribe with this as `since`, and nothing that happens after this answer is missed. */
        last_event_id: z.uuid().nullable(),
      })
      .meta({ id: "Planning" }),
  },
  async ({ tx, input: { project_id }, access }) => {
    // The last event before the sums: one that comes between the two is then replayed, not lost.
    const last_event_id = await lastEventId(tx, project_id)
    const [project, sprints, times, stood, capacities, velocity, statuses, task_types, members] = await Promise.all([
      selectProjectHead(tx, project_id),
      selectSprints(tx, project_id),
      selectTimes(tx, project_id),
      standings(tx, project_id),
      selectCapacities(tx, project_id),
      velocityOf(tx, project_id, USUAL),
      selectStatuses(tx, project_id),
      selectTypes(tx, project_id),
      selectMembers(tx, project_id),
    ])
    const { total, done, unestimated } = stood.get(null) ?? nothing
    return {
      project,
      sprints: sprints.map((about) => ({
        ...about,
        started_at: times.get(about.id)?.started_at ?? null,
        completed_at: times.get(about.id)?.completed_at ?? null,
        ...(stood.get(about.id) ?? nothing),
        capacity: capacities.get(about.id) ?? [],
      })),
      backlog: { points: total.points - done.points, tasks: total.tasks - done.tasks, unestimated },
      velocity,
      statuses,
      task_types,
      members,
      actions: [...access.held],
      last_event_id,
    }
  },
)

/** The view whose order by hand is the product backlog's: the project's first backlog by sprint, or else its first view. */
async function backlogView(tx: Database, projectId: string): Promise<string | undefined> {
  const [found] = await tx
    .select({ id: view.id })
    .from(view)
    .where(and(eq(view.project_id, projectId), isNull(view.sprint_id), eq(view.context, "backlog")))
    .orderBy(sql`${view.config} ->> 'column_by' is distinct from 'sprint'`, view.position, view.id)
    .limit(1)
  return found?.id
}

/** No view: nobody has put anything in order. A view's id that none has says so. */
const UNORDERED = "00000000-0000-0000-0000-000000000000"

export const tasks = query(
  {
    action: "tasks:read",
    summary: "Tasks of a sprint, or those of no sprint that are not done, page by page in the product backlog's order",
    input: ProjectId.extend(Overlay.shape).extend({
      sprint_id: z.union([z.uuid(), z.literal("null")]),
      cursor: z.string().max(4_000).optional(),
      page_size: z.coerce.number().int().min(1).max(200).default(100),
    }),
    output: z.object({ items: z.array(Card), next_cursor: z.string().nullable() }).meta({ id: "PlanningTasks" }),
  },
  async ({ tx, input }) => {
    const { project_id, sprint_id, cursor, page_size } = input
    const [view_id, { prefix }, statuses] = await Promise.all([
      backlogView(tx, project_id),
      selectProjectHead(tx, project_id),
      selectStatuses(tx, project_id),
      sprint_id === "null" ? undefined : selectSprint(tx, project_id, sprint_id),
    ])
    const done = statuses.flatMap(({ id, category }) => (category === "done" ? [id] : []))
    const inBacklog: SQL | undefined = and(
      isNull(task.sprint_id),
      done.length > 0 ? notInArray(task.status_id, done) : undefined,
    )
    const reading: Reading = {
      project_id,
      view_id: view_id ?? UNORDERED,
      where: and(sprint_id === "null" ? inBacklog : eq(task.sprint_id, sprint_id), overlaySql(input, prefix)),
      columns: undefined,
      swimlanes: undefined,
      sort: { key: "manual", direction: "asc" },
    }
    const page = await cellPage(tx, reading, {}, page_size, readCursor(cursor))
    return { items: page.cards, next_cursor: page.next_cursor }
  },
)

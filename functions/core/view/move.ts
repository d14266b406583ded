import { and, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { BadRequest, NotFound } from "../error.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { type Card, cardColumns } from "../task/card.ts"
import { holdSprint, updateTask } from "../task/change.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { wholeConfig } from "./config.ts"
import { type Grouping, groupingOf, isGroup, type Setting } from "./grouping.ts"
import { within } from "./page.ts"
import { RANK_LIMIT, rankBetween } from "./rank.ts"
import { rebalance } from "./rebalance.ts"
import { view, viewPosition } from "./view.sql.ts"
import { selectDirectory, selectView } from "./view.ts"

export const TaskPosition = z
  .object({ view_id: z.uuid(), task_id: z.uuid(), rank: z.string(), status_id: z.uuid(), version: z.int() })
  .meta({ id: "TaskPosition" })
type TaskPosition = z.infer<typeof TaskPosition>

/** Where a task goes in a view. */
const Target = z.object({
  /**
   * The key of a column: of a board by status the status, of one by assignee the member, and so on. `null` is the group
   * of those that have none; of what every task has, and left out, the task stays in its column.
   */
  column: z.string().max(200).nullable().optional(),
  /** The published name of `column`. */
  group_key: z.string().max(200).nullable().optional(),
  /** The task it comes to lie after; null is the column's top. */
  after: z.uuid().nullable().default(null),
  /** Instead of `after`: behind the column's last task. */
  at_end: z.boolean().default(false),
  /** Where a task can be in several columns: the one it leaves. Left out, it leaves them all. */
  from_column: z.string().max(200).nullable().optional(),
  /** The key of a swimlane, of a view that has them; left out, the task stays in its own. */
  swimlane: z.string().max(200).nullable().optional(),
  /** As `from_column`. */
  from_swimlane: z.string().max(200).nullable().optional(),
})
type Target = z.infer<typeof Target> & { project_id: string; view_id: string; task_id: string }

const columnOf = ({ column, group_key }: Pick<Target, "column" | "group_key">) =>
  column === undefined ? group_key : column

/** Moves a task to a column and place of a view. One row of order is written, whatever the board's size. */
export const move = command(
  {
    action: "tasks:write",
    summary: "Move a task to a column and place of a view. It gets what the column stands for, such as its status",
    input: ProjectId.extend({ view_id: z.uuid(), task_id: z.uuid() }).extend(Target.shape),
    output: TaskPosition,
  },
  async (context) => moveTask(context, context.input),
)

/** Tasks that one request may move. */
const MOST_MOVES = 200

export const bulkMove = command(
  {
    action: "tasks:write",
    summary: `Move up to ${MOST_MOVES} tasks of a view, one after the other and all or none`,
    input: ProjectId.extend({
      view_id: z.uuid(),
      items: z
        .array(Target.extend({ task_id: z.uuid() }))
        .min(1)
        .max(MOST_MOVES),
    }),
    output: z.object({ items: z.array(TaskPosition) }).meta({ id: "TaskPositions" }),
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, view_id } = input
    await holdAll(tx, input)
    const items: TaskPosition[] = []
    // In turn: a task may go after one that was moved before it.
    for (const item of input.items) items.push(await moveTask(context, { ...item, project_id, view_id }))
    return { items }
  },
)

/** Takes the locks of all moves at once and in one order, so that two bulk moves wait for each other and do not block. */
async function holdAll(
  tx: Database,
  { project_id, view_id, items }: { project_id: string; view_id: string; items: { task_id: string }[] },
): Promise<void> {
  await tx
    .select({ id: view.id })
    .from(view)
    .where(and(eq(view.project_id, project_id), eq(view.id, view_id)))
    .for("key share")
  await tx
    .select({ id: task.id })
    .from(task)
    .where(
      and(
        eq(task.project_id, project_id),
        inArray(
          task.id,
          items.map(({ task_id }) => task_id),
        ),
      ),
    )
    .orderBy(task.id)
    .for("update")
}

const isId = (text: string) => z.uuid().safeParse(text).success

async function moveTask(context: Context, target: Target): Promise<TaskPosition> {
  if (!target.at_end && target.after === target.task_id) throw notInColumn("is the task itself")
  const column = columnOf(target)
  // Nearly every view is a board by status: that is tried first, and the answer says whether it is one.
  if ((column == null || isId(column)) && target.swimlane === undefined) {
    const moved = await moveByStatus(context, target, column ?? null)
    if (moved) return moved
  }
  return moveByGroup(context, target, column)
}

/** @returns undefined when the view is none by status and by hand */
async function moveByStatus(
  context: Context,
  target: Target,
  column: string | null,
): Promise<TaskPosition | undefined> {
  const { tx, record } = context
  const { view_id, task_id, project_id } = target
  const stays = sql`(select moving.status_id from ${task} moving where moving.project_id = ${project_id}::uuid and moving.id = ${task_id}::uuid)`
  const status = column ? sql`${column}::uuid` : stays
  const found = await findPlace(context, target, { cell: sql`${task.status_id} = ${status}`, status, guessed: true })
  if (!isByStatus(found)) return undefined
  const { card, rank } = found
  if (!found.status_id) throw notAColumn()
  const status_id = found.status_id
  const position = { view_id, task_id, rank, status_id, version: card.version }
  if (status_id === card.status_id) {
    await put(tx, { ...position, project_id })
    tellPosition(record, position, card)
    return position
  }
  const version = card.version + 1
  // Both rows in one statement: somebody is waiting to see the card move.
  await tx
    .with(tx.$with("placed").as(put(tx, { ...position, project_id })))
    .update(task)
    .set({ status_id, version, updated_at: clock.instant() })
    .where(eq(task.id, task_id))
  const changes = [{ field: "status_id", from: card.status_id, to: status_id }]
  record({
    type: "task.updated",
    entity_type: "task",
    entity_id: task_id,
    task_id,
    version,
    data: { changes, task: { ...card, status_id, version }, position: { ...position, version } },
  })
  return { ...position, version }
}

/** Who does not have the card yet, because it lay further down, gets it with its place. */
function tellPosition(record: Context["record"], position: TaskPosition, card: Card): void {
  record({
    type: "view.positions_changed",
    entity_type: "view",
    entity_id: position.view_id,
    version: position.version,
    data: { ...position, task: card },
  })
}

/** Notes where a task lies in a view. */
const put = (tx: Database, { project_id, view_id, task_id, status_id, rank }: TaskPosition & { project_id: string }) =>
  tx
    .insert(viewPosition)
    .values({ project_id, view_id, task_id, status_id, rank })
    .onConflictDoUpdate({ target: [viewPosition.view_id, viewPosition.task_id], set: { rank, status_id } })
    .returning({ rank: viewPosition.rank })

async function moveByGroup(context: Context, target: Target, column: string | null | undefined): Promise<TaskPosition> {
  const { tx, record } = context
  const { project_id, view_id, task_id } = target
  const { config } = await selectView(tx, project_id, view_id)
  const directory = await selectDirectory(tx, project_id)
  const grouping = groupingOf(config.column_by, directory)
  const lanes = groupingOf(config.swimlanes, directory)
  const key = groupKey(grouping, column, "column")
  const lane = groupKey(lanes, target.swimlane, "swimlane")
  // A sprint before a task, as completing a sprint takes them.
  if (config.column_by === "sprint") await holdSprint(tx, project_id, key)
  if (config.swimlanes === "sprint") await holdSprint(tx, project_id, lane)
  const status = grouping?.isStatus && key ? sql`${key}::uuid` : undefined
  const found = await findPlace(context, target, { cell: within(grouping, key), status })
  const { card } = found
  const byHand = config.sort_by === "manual"
  const rank = byHand ? found.rank : card.rank
  const position = { view_id, task_id, rank, status_id: card.status_id, version: card.version }
  if (byHand) await put(tx, { ...position, project_id })
  const set: Setting = grouping && key !== undefined ? grouping.set(key, card, target.from_column) : {}
  const setLane: Setting = lanes && lane !== undefined ? lanes.set(lane, card, target.from_swimlane) : {}
  const custom_fields = { ...set.custom_fields, ...setLane.custom_fields }
  const after = await updateTask(context, { project_id, task_id, ...set, ...setLane, custom_fields }, (changed) => ({
    ...position,
    status_id: changed.status_id,
    version: changed.version,
  }))
  if (after.version === card.version && byHand) tellPosition(record, position, card)
  return { ...position, status_id: after.status_id, version: after.version }
}

const notInColumn = (message: string) => BadRequest(`after: ${message}.`, { issues: [{ path: "after", message }] })
const notAColumn = (side: "column" | "swimlane" = "column") =>
  BadRequest(`${side}: there is no such ${side} in this view.`, {
    issues: [{ path: side, message: `not a ${side} of this view` }],
  })

/** The key of a group to move to; undefined: the task stays in its own. @throws BAD_REQUEST when it is none of the view */
function groupKey(
  grouping: Grouping | undefined,
  given: string | null | undefined,
  side: "column" | "swimlane",
): string | null | undefined {
  const key = given === null && !grouping?.hasNone ? undefined : given
  if (key !== undefined && !grouping) throw notAColumn(side)
  if (typeof key === "string" && grouping && !isGroup(grouping, key)) throw notAColumn(side)
  return key
}

/** The tasks a task is to lie among. */
type Cell = {
  cell: SQL | undefined
  /** The status that the cell stands for. */
  status: SQL | undefined
  /** It is not known yet whether the view is one by status. */
  guessed?: true
}

type Found = {
  card: Card
  rank: string
  column_by: string | null
  sort_by: string
  /** The status that the column stands for, if it is one of the project. */
  status_id: string | null
}

const isByStatus = ({ column_by, sort_by }: Pick<Found, "column_by" | "sort_by">) =>
  column_by === "status" && sort_by === "manual"

/** Reads, or attempts to rewrite ranks, that may be needed when others move cards at the same time. */
const ATTEMPTS = 5

/** The task to move, locked, and a rank for its place. */
async function findPlace(context: Context, target: Target, cell: Cell): Promise<Found> {
  for (let attempt = 1; ; attempt++) {
    const row = await readPlace(context.tx, target, cell)
    // Ranks were rewritten between this query's look at them and its lock.
    if (row.stale && attempt < ATTEMPTS) continue
    if (cell.guessed && !isByStatus(row)) return { ...row, rank: row.card.rank }
    const tied = row.previous !== null && row.previous === row.next
    const rank = tied ? rankBetween(row.previous, null) : rankBetween(row.previous, row.next)
    if ((!tied && rank.length <= RANK_LIMIT) || attempt >= ATTEMPTS) return { ...row, rank }
    const at = { rank: row.previous ?? "", number: row.previous_number ?? 0 }
    const where = { ...target, sprint_id: row.sprint_id, moving: target.task_id }
    if (!(await rebalance(context, where, at))) return { ...row, rank }
  }
}

/**
 * One query reads the task, the view, and the ranks of the task to lie after and the one that follows it in the cell.
 * Indexes in the order of ranks keep its cost from growing with the column. The view is locked before the task, against
 * ranks being rewritten.
 */
async function readPlace(tx: Database, target: Target, { cell, status }: Cell) {
  const { project_id, view_id, task_id } = target
  const isPlaced = sql`${viewPosition.view_id} = ${view_id}::uuid`
  const inCell = and(eq(task.project_id, project_id), isNull(task.deleted_at), ne(task.id, task_id), cell)
  const joined = sql`${viewPosition} join ${task} on ${task.project_id} = ${viewPosition.project_id} and ${task.id} = ${viewPosition.task_id}`
  const placedHere = sql`${isPlaced} ${status ? sql`and ${viewPosition.status_id} = ${status}` : sql``} and ${inCell}`
  const notPlaced = sql`${inCell} and not exists (select 1 from ${viewPosition} where ${isPlaced} and ${viewPosition.task_id} = ${task.id})`
  /** The nearest of the cell from one end, of both kinds. */
  const nearest = (beyond: (rank: SQL) => SQL, way: SQL) => sql`select rank, number from (
      (select ${viewPosition.rank} as rank, ${task.number} as number from ${joined}
        where ${placedHere} ${beyond(sql`${viewPosition.rank}`)} order by ${viewPosition.rank} ${way}, ${task.number} ${way} limit 1)
      union all
      (select ${task.rank}, ${task.number} from ${task}
        where ${notPlaced} ${beyond(sql`${task.rank}`)} order by ${task.rank} ${way}, ${task.number} ${way} limit 1)
    ) as both_kinds order by rank ${way}, number ${way} limit 1`
  const previous = target.at_end
    ? nearest(() => sql``, sql`desc`)
    : target.after
      ? sql`select coalesce(${viewPosition.rank}, ${task.rank}) as rank, ${task.number} as number
          from ${task} left join ${viewPosition} on ${isPlaced} and ${viewPosition.task_id} = ${task.id}
          where ${task.id} = ${target.after}::uuid and ${inCell}`
      : sql`select null::text as rank, null::int as number where false`
  const beyondPrevious = (rank: SQL) =>
    target.after
      ? sql`and ${rank} >= (select rank from previous) and (${rank}, ${task.number}) > (select rank, number from previous)`
      : sql``
  const next = target.at_end ? sql`select null::text as rank` : nearest(beyondPrevious, sql`asc`)
  const seen = sql`(select ranks_version from ${view} where ${view.id} = ${view_id}::uuid)`
  const place = sql`with locked as materialized (
      select id, sprint_id, config, ranks_version from ${view}
      where ${view.project_id} = ${project_id}::uuid and ${view.id} = ${view_id}::uuid for key share
    ), previous as materialized (${previous})
    select locked.id as view_id, locked.sprint_id, locked.config, locked.ranks_version <> ${seen} as stale,
      (select rank from previous) as previous, (select number from previous) as previous_number,
      (select rank from (${next}) as following) as next
    from (select 1) as one left join locked on true`
  const [row] = await tx
    .select({
      card: cardColumns(),
      view_id: sql<string | null>`place.view_id`,
      sprint_id: sql<string | null>`place.sprint_id`,
      config: sql<Parameters<typeof wholeConfig>[0] | null>`place.config`,
      stale: sql<boolean | null>`place.stale`,
      previous: sql<string | null>`place.previous`,
      previous_number: sql<number | null>`place.previous_number`,
      next: sql<string | null>`place.next`,
      status_id: taskStatus.id,
    })
    .from(task)
    .innerJoin(project, eq(project.id, task.project_id))
    .innerJoin(sql`(${place}) as place`, sql`true`)
    .leftJoin(taskStatus, and(eq(taskStatus.project_id, project_id), status ? eq(taskStatus.id, status) : sql`false`))
    .where(and(eq(task.project_id, project_id), eq(task.id, task_id), isNull(task.deleted_at)))
    .for("update", { of: task })
  if (!row) throw NotFound("task")
  if (!row.view_id || !row.config) throw NotFound("view")
  const { column_by, sort_by } = wholeConfig(row.config)
  if (target.after && !target.at_end && row.previous === null && !row.stale) {
    // A view that turns out to be by something else is looked at again.
    if (column_by === "status" ? row.status_id : !status) throw notInColumn("that task is not in the column")
  }
  return { ...row, column_by, sort_by }
}

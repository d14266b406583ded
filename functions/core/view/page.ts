import { and, eq, isNull, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { project } from "../project/project.sql.ts"
import { type Card, cardColumns } from "../task/card.ts"
import { type Cursor, type Direction, literal, ordered, type SortKey, sortKeys, writeCursor } from "../task/order.ts"
import { task, timeLog } from "../task/task.sql.ts"
import type { ViewConfig } from "./config.ts"
import { type Directory, type Grouping, isGroup } from "./grouping.ts"
import { viewPosition } from "./view.sql.ts"

/** Groups that are shown of a field whose groups are not known beforehand, such as tags. */
const MOST_GROUPS = 100

/** Which tasks of a view are read, and how they are put in order and in cells. */
export type Reading = {
  project_id: string
  view_id: string
  /** What every task of the view meets, on top of being the project's and not deleted. */
  where: SQL | undefined
  columns: Grouping | undefined
  swimlanes: Grouping | undefined
  sort: { key: SortKey | "manual"; direction: Direction }
}

/** How a view's configuration sorts. What sorted by a field that is gone is sorted by hand. */
export function sortOf(config: ViewConfig, { fields }: Directory): Reading["sort"] {
  const { sort_by, sort_direction: direction } = config
  if (sort_by === "manual") return { key: "manual", direction: "asc" }
  const known = Object.entries(sortKeys).find(([name]) => name === sort_by)?.[1]
  if (known) return { key: known, direction }
  const custom = fields.find(({ id }) => id === sort_by)
  const value = sql`${task.custom_fields} ->> ${sort_by}::text`
  switch (custom?.type) {
    case "number":
      return { key: { value: sql`(${value})::numeric`, type: "numeric", nullable: true }, direction }
    case "date":
      return { key: { value: sql`(${value})::date`, type: "date", nullable: true }, direction }
    case "text":
      return { key: { value: sql`lower(${value})`, type: "text", nullable: true }, direction }
    default:
      return { key: "manual", direction: "asc" }
  }
}

/** What every task of the view meets. */
export const scope = ({ project_id, where }: Reading) =>
  and(eq(task.project_id, project_id), isNull(task.deleted_at), where)

/**
 * Tasks in the view's own order. Those placed by hand and the others are two stretches of two indexes: of the others
 * only what comes before the last of the placed is looked at.
 */
function byHand(reading: Reading, cell: SQL | undefined, status: SQL | undefined, limit: number, after?: Cursor): SQL {
  const { view_id } = reading
  const isPlaced = sql`${viewPosition.view_id} = ${view_id}::uuid`
  const beyond = (rank: SQL) =>
    after
      ? sql`and ${rank} >= ${after.value}::text and (${rank}, ${task.number}) > (${after.value}::text, ${after.number}::int)`
      : sql``
  const rest = literal(limit)
  const where = and(scope(reading), cell)
  return sql`with placed as materialized (
      select ${task.id} as id, ${viewPosition.rank} as s, ${task.number} as n
      from ${viewPosition} join ${task} on ${task.project_id} = ${viewPosition.project_id} and ${task.id} = ${viewPosition.task_id}
      where ${isPlaced} ${status ? sql`and ${viewPosition.status_id} = ${status}` : sql``} and ${where} ${beyond(sql`${viewPosition.rank}`)}
      order by ${viewPosition.rank}, ${task.number} limit ${rest}
    ), unplaced as (
      select ${task.id} as id, ${task.rank} as s, ${task.number} as n from ${task}
      where ${where} ${beyond(sql`${task.rank}`)}
        and ${task.rank} <= coalesce((select max(s) from placed having count(*) = ${rest}), '~')
        and not exists (select 1 from ${viewPosition} where ${isPlaced} and ${viewPosition.task_id} = ${task.id})
      order by ${task.rank}, ${task.number} limit ${rest}
    )
    select id, s as k, n, s from (select * from placed union all select * from unplaced) as both_kinds order by s, n limit ${rest}`
}

type Side = { source: SQL; condition: SQL | undefined; key: SQL }

/** The groups of one side of a board: those with a key, and those that have none, which are found another way. */
function sidesOf(reading: Reading, grouping: Grouping | undefined, name: string): Side[] {
  const key = sql.raw(`${name}.key`)
  if (!grouping) return [{ source: sql`(select null::text as key) as ${sql.raw(name)}`, condition: undefined, key }]
  const known = grouping.groups?.flatMap((group) => (group.key === null ? [] : [group.key]))
  const keys = known
    ? sql`select unnest(${sql.param(known)}::text[]) as key`
    : sql`select ${grouping.key} as key from ${task} ${grouping.join} where ${scope(reading)} and ${grouping.key} is not null group by 1 order by 1 limit ${literal(MOST_GROUPS)}`
  const sides: Side[] = [{ source: sql`(${keys}) as ${sql.raw(name)}`, condition: grouping.has(key), key }]
  if (grouping.hasNone) {
    sides.push({ source: sql`(select null::text as key) as ${sql.raw(name)}`, condition: grouping.hasNone, key })
  }
  return sides
}

/** Tasks of one cell in the view's order. */
function cellTasks(
  reading: Reading,
  cell: SQL | undefined,
  status: SQL | undefined,
  limit: number,
  after?: Cursor,
): SQL {
  const { key, direction } = reading.sort
  if (key === "manual") return byHand(reading, cell, status, limit, after)
  return ordered(and(scope(reading), cell) ?? sql`true`, key, direction, limit, after)
}

export type CellPage = { column: string | null; swimlane: string | null; cards: Card[]; next_cursor: string | null }

type Row = { card: Card; column: string | null; swimlane: string | null; k: string | null; n: number }

async function readCells(tx: Database, pages: SQL): Promise<Row[]> {
  // Of a view sorted by hand, `k` is where the card lies in it.
  return tx
    .select({
      card: cardColumns(),
      column: sql<string | null>`page.column_key`,
      swimlane: sql<string | null>`page.lane_key`,
      k: sql<string | null>`page.k`,
      n: sql<number>`page.n`,
    })
    .from(task)
    .innerJoin(project, eq(project.id, task.project_id))
    .innerJoin(sql`(${pages}) as page`, sql`page.id = ${task.id}`)
    .orderBy(sql`page.place`)
}

function pageOf(rows: Row[], size: number, byRank: boolean): { cards: Card[]; next_cursor: string | null } {
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return {
    cards: shown.map(({ card, k }) => (byRank && k !== null ? { ...card, rank: k } : card)),
    next_cursor: rows.length > size && last ? writeCursor({ value: last.k, number: last.n }) : null,
  }
}

const placed = (reading: Reading) =>
  reading.sort.direction === "asc"
    ? sql`row_number() over (order by s asc nulls last, n asc) as place`
    : sql`row_number() over (order by s desc nulls last, n desc) as place`

/** The first page of every cell, in one query. */
export async function firstPages(tx: Database, reading: Reading, size: number): Promise<CellPage[]> {
  const branches = sidesOf(reading, reading.columns, "c").flatMap((column) =>
    sidesOf(reading, reading.swimlanes, "l").map((lane) => {
      const status = reading.columns?.isStatus ? sql`${column.key}::uuid` : undefined
      const tasks = cellTasks(reading, and(column.condition, lane.condition), status, size + 1)
      return sql`select c.key as column_key, l.key as lane_key, page.* from ${column.source} cross join ${lane.source}
        cross join lateral (select id, k, n, ${placed(reading)} from (${tasks}) as tasks) as page`
    }),
  )
  const rows = await readCells(tx, sql.join(branches, sql` union all `))
  const cells = Map.groupBy(rows, ({ column, swimlane }) => JSON.stringify([column, swimlane]))
  return [...cells.values()].map((of) => ({
    column: of[0]?.column ?? null,
    swimlane: of[0]?.swimlane ?? null,
    ...pageOf(of, size, reading.sort.key === "manual"),
  }))
}

/** One page of one cell. A side that is undefined is not restricted. */
export async function cellPage(
  tx: Database,
  reading: Reading,
  cell: { column?: string | null | undefined; swimlane?: string | null | undefined },
  size: number,
  after: Cursor | undefined,
): Promise<{ cards: Card[]; next_cursor: string | null }> {
  const column = within(reading.columns, cell.column)
  const lane = within(reading.swimlanes, cell.swimlane)
  const { columns } = reading
  const isStatus = columns?.isStatus && cell.column && isGroup(columns, cell.column)
  const status = isStatus ? sql`${cell.column}::uuid` : undefined
  const tasks = cellTasks(reading, and(column, lane), status, size + 1, after)
  const pages = sql`select null as column_key, null as lane_key, id, k, n, ${placed(reading)} from (${tasks}) as tasks`
  return pageOf(await readCells(tx, pages), size, reading.sort.key === "manual")
}

/** That a task is in a group; a key that no group can have finds nothing. */
export function within(grouping: Grouping | undefined, key: string | null | undefined): SQL | undefined {
  if (!grouping || key === undefined) return undefined
  if (key === null) return grouping.hasNone ?? sql`false`
  return isGroup(grouping, key) ? grouping.has(sql`${key}::text`) : sql`false`
}

const Count = z.object({
  kind: z.enum(["cell", "slice"]),
  column: z.string().nullable(),
  swimlane: z.string().nullable(),
  total: z.number(),
  sum: z.number().nullable(),
  column_name: z.string().nullable(),
  swimlane_name: z.string().nullable(),
})
export type Count = z.infer<typeof Count>

/** What a column sums up, for one task. */
function summed(config: ViewConfig, { fields }: Directory): SQL {
  switch (config.field_sum) {
    case null:
      return sql`null::float8`
    case "count":
      return sql`count(*)::float8`
    case "points":
      return sql`coalesce(sum(${task.points}), 0)::float8`
    case "logged_minutes":
      return sql`coalesce(sum((select sum(${timeLog.minutes}) from ${timeLog} where ${timeLog.task_id} = ${task.id} and ${timeLog.deleted_at} is null)), 0)::float8`
    default:
      return fields.some(({ id, type }) => id === config.field_sum && type === "number")
        ? sql`coalesce(sum((${task.custom_fields} ->> ${config.field_sum}::text)::numeric), 0)::float8`
        : sql`null::float8`
  }
}

/**
 * How many tasks each cell and each slice has, and what they sum up to, in one query. Slices are counted without
 * `slice`, the one that is chosen.
 */
export async function counts(
  tx: Database,
  reading: Reading,
  config: ViewConfig,
  directory: Directory,
  slices: Grouping | undefined,
  slice: SQL | undefined,
): Promise<Count[]> {
  const sum = summed(config, directory)
  const nothing = sql`null::text`
  const { columns, swimlanes } = reading
  const cells = sql`select 'cell' as kind, ${columns?.key ?? nothing} as column_key, ${swimlanes?.key ?? nothing} as lane_key,
      count(*)::int as total, ${sum} as sum
    from ${task} ${columns?.join ?? sql``} ${swimlanes?.join ?? sql``} where ${and(scope(reading), slice)} group by 2, 3`
  const sliced =
    slices &&
    sql`select 'slice', ${slices.key}, null::text, count(*)::int, null::float8 from ${task} ${slices.join} where ${scope(reading)} group by 2`
  const named = (grouping: Grouping | undefined, key: SQL) => grouping?.name?.(key) ?? nothing
  const { rows } = await tx.execute(sql`
    select kind, column_key as column, lane_key as swimlane, total, sum,
      case kind when 'slice' then ${named(slices, sql.raw("column_key"))} else ${named(columns, sql.raw("column_key"))} end as column_name,
      ${named(swimlanes, sql.raw("lane_key"))} as swimlane_name
    from (${cells} ${sliced ? sql`union all ${sliced}` : sql``}) as counted`)
  return z.array(Count).parse(rows)
}

import { type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { BadRequest } from "../error.ts"
import { priorityRank, task, taskStatus } from "./task.sql.ts"

/** What tasks are sorted by. Tasks of the same value follow by number, those without one come last. */
export type SortKey = {
  value: SQL
  /** The value's type in the database, to read a cursor back. */
  type: "text" | "numeric" | "integer" | "date" | "timestamptz"
  nullable: boolean
}
export type Direction = "asc" | "desc"

/** Sort keys by name. Each but `status` has an index that begins with the project and is read in this order. */
export const sortKeys = {
  number: { value: sql`${task.number}`, type: "integer", nullable: false },
  title: { value: sql`lower(${task.title})`, type: "text", nullable: false },
  priority: { value: priorityRank, type: "integer", nullable: true },
  points: { value: sql`${task.points}`, type: "numeric", nullable: true },
  start_date: { value: sql`${task.start_date}`, type: "date", nullable: true },
  due_date: { value: sql`${task.due_date}`, type: "date", nullable: true },
  created_at: { value: sql`${task.created_at}`, type: "timestamptz", nullable: false },
  updated_at: { value: sql`${task.updated_at}`, type: "timestamptz", nullable: false },
  status: {
    value: sql`(select ${taskStatus.position} from ${taskStatus} where ${taskStatus.id} = ${task.status_id})`,
    type: "integer",
    nullable: false,
  },
} as const satisfies Record<string, SortKey>

/** Where a page ended: the last task's sort value and number. */
export type Cursor = { value: string | null; number: number }

const CursorText = z
  .string()
  .transform((text) => JSON.parse(Buffer.from(text, "base64url").toString()))
  .pipe(z.tuple([z.string().max(2_000).nullable(), z.int().min(0)]))

export const writeCursor = ({ value, number }: Cursor): string =>
  Buffer.from(JSON.stringify([value, number])).toString("base64url")

/** @throws BAD_REQUEST when it is none that a list gave */
export function readCursor(cursor: string | undefined): Cursor | undefined {
  if (cursor === undefined) return undefined
  const wrong = BadRequest("cursor: not one that this list gave.", {
    issues: [{ path: "cursor", message: "not valid" }],
  })
  try {
    const [value, number] = CursorText.parse(cursor)
    return { value, number }
  } catch {
    throw wrong
  }
}

export const literal = (limit: number) => sql.raw(String(Math.trunc(limit)))

/**
 * Tasks in an order, from a cursor on: `id`, the sort value `s` (and as text `k`) and the number `n`. What has a value
 * and what has none are two reads, so that either is one stretch of an index, however deep the page.
 */
export function ordered(
  where: SQL,
  { value, type, nullable }: SortKey,
  direction: Direction,
  limit: number,
  after: Cursor | undefined,
): SQL {
  const [beyond, way] = direction === "asc" ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`]
  const isNumber = value === sortKeys.number.value
  const position = isNumber ? sql`${task.number}` : sql`(${value}, ${task.number})`
  const place =
    after && (isNumber ? sql`${after.number}::int` : sql`(${after.value}::${sql.raw(type)}, ${after.number}::int)`)
  const columns = sql`${task.id} as id, (${value})::text as k, ${task.number} as n, ${value} as s`
  const rest = literal(limit)
  const present = sql`select ${columns} from ${task} where ${where} ${nullable ? sql`and ${value} is not null` : sql``}
    ${place && after.value !== null ? sql`and ${position} ${beyond} ${place}` : sql``}
    order by ${isNumber ? sql`` : sql`${value} ${way},`} ${task.number} ${way} limit ${rest}`
  if (!nullable) return present
  const absent = sql`select ${columns} from ${task} where ${where} and ${value} is null
    ${after?.value === null ? sql`and ${task.number} ${beyond} ${after.number}::int` : sql``}`
  const last = sql`order by ${task.number} ${way} limit ${rest}`
  if (after?.value === null) return sql`${absent} ${last}`
  // Those that have none are only looked for when the others do not fill the page.
  return sql`with present as materialized (${present}),
      absent as (${absent} and (select count(*) from present) < ${rest} ${last})
    select * from (select * from present union all select * from absent) as both_kinds
    order by s ${way} nulls last, n ${way} limit ${rest}`
}

import { sql } from "drizzle-orm"
import { customType, uuid } from "drizzle-orm/pg-core"

/**
 * What PostgreSQL writes for a point in time as an RFC 3339 string in UTC, always with three digits of milliseconds: it
 * leaves trailing zeros out, and texts of different lengths would not compare as the times do.
 */
export function instantOf(written: string): string {
  const iso = written.replace(" ", "T")
  if (!iso.endsWith("+00")) return new Date(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso).toISOString()
  const [seconds = "", fraction = ""] = iso.slice(0, -3).split(".")
  return `${seconds}.${fraction.padEnd(3, "0")}Z`
}

/** A point in time, stored with millisecond precision and read as an RFC 3339 string in UTC, whatever the server's time zone. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp(3) with time zone",
  fromDriver: instantOf,
})

/** Primary key: UUIDv7, so that rows lie on disk in the order in which they were made. */
export const id = () => uuid().primaryKey().default(sql`uuidv7()`)

export const createdAt = () => instant().notNull().default(sql`now()`)

/** Words with their places and weights, for PostgreSQL's text search. */
export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" })

/** A fractional index, compared byte by byte whatever the database's locale. */
export const rankColumn = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' })

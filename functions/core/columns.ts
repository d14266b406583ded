import { sql } from "drizzle-orm"
import { customType, uuid } from "drizzle-orm/pg-core"

/** A point in time, stored with millisecond precision and read as an RFC 3339 string in UTC, whatever the server's time zone. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp(3) with time zone",
  fromDriver: (value) => {
    const iso = value.replace(" ", "T")
    if (iso.endsWith("+00")) return `${iso.slice(0, -3)}Z`
    return new Date(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso).toISOString()
  },
})

/** Primary key: UUIDv7, so that rows lie on disk in the order in which they were made. */
export const id = () => uuid().primaryKey().default(sql`uuidv7()`)

export const createdAt = () => instant().notNull().default(sql`now()`)

/** Words with their places and weights, for PostgreSQL's text search. */
export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" })

/** A fractional index, compared byte by byte whatever the database's locale. */
export const rankColumn = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' })

/** At most `limit` characters, without cutting one in half. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`
}

/** Text as one line of at most `limit` characters. */
export const oneLine = (text: string, limit: number) => cut(text.replace(/\s+/g, " ").trim(), limit)

/** A value that the database can store: no NUL, no half characters, no string over `limit` characters. */
export function storable<T>(value: T, limit: number): T
export function storable(value: unknown, limit: number): unknown {
  if (typeof value === "string") return cut(value.replaceAll("\0", "").toWellFormed(), limit)
  if (Array.isArray(value)) return value.map((item) => storable(item, limit))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key, limit), storable(item, limit)]))
}

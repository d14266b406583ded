/** Minutes of one entry at most: a day. */
export const dayMinutes = 24 * 60

/** Minutes from what people write: `1h 30m`, `90m`, `1.5h`, `1:30`, `2 hours`, also in German; a bare number is minutes. */
export function readMinutes(text: string): number | undefined {
  const given = text.trim().toLowerCase().replaceAll(",", ".")
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(given)
  if (clock) return Number(clock[1]) * 60 + Number(clock[2])
  const found =
    /^(?:(\d+(?:\.\d+)?)\s*(?:h|hr|hrs|hour|hours|std\.?|stunden?))?\s*(?:(\d+(?:\.\d+)?)\s*(?:m|min\.?|mins|minutes?|minuten)?)?$/.exec(
      given,
    )
  if (!found || (found[1] === undefined && found[2] === undefined)) return undefined
  return Math.round(Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0))
}

/** A point in time (ms) as the calendar day it is for the reader. */
export function dayOf(now: number): string {
  const at = new Date(now)
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`
}

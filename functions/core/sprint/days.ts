/** Calendar days in UTC, as `YYYY-MM-DD`. */

export const DAY = 24 * 60 * 60 * 1_000

export const dayOf = (instant: string) => instant.slice(0, 10)

export const dayAfter = (day: string, days = 1) => dayOf(new Date(Date.parse(day) + days * DAY).toISOString())

/** The moment a day begins. */
export const midnightOf = (day: string) => `${day}T00:00:00.000Z`

/** What somebody forgot to end is drawn this long. Days. */
export const LONGEST = 366

/** The days from one to another, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = first; day <= last && days.length < LONGEST; day = dayAfter(day)) days.push(day)
  return days
}

import { plural, t } from "@lingui/core/macro"
import type { SprintSummary } from "../../lib/api.gen.ts"
import { dateAfter, dateRange, daysUntil, decimal, tenths } from "../../lib/format.ts"

/** Days a sprint lasts when the project has none to go by. */
const USUAL_LENGTH = 14

const daysIn = ({ start_date, end_date }: SprintSummary) =>
  start_date && end_date ? Math.round((Date.parse(end_date) - Date.parse(start_date)) / 86_400_000) + 1 : undefined

/** A name and dates for the sprint after the others: the next number, the day after the last one, as long as it was. */
export function proposal(sprints: SprintSummary[], today: string): { name: string; start: string; end: string } {
  const numbers = sprints.map(({ name }) => Number(/(\d+)\s*$/.exec(name)?.[1] ?? 0))
  const last = sprints.findLast(({ end_date }) => end_date !== null)
  const start = last?.end_date && last.end_date >= today ? dateAfter(last.end_date, 1) : today
  const length = (last && daysIn(last)) ?? USUAL_LENGTH
  return { name: t`Sprint ${{ number: Math.max(0, ...numbers) + 1 }}`, start, end: dateAfter(start, length - 1) }
}

/** When a sprint is, in words; undefined when nobody has said. */
export function datesLabel({ start_date, end_date }: SprintSummary, now: number): string | undefined {
  if (start_date && end_date) return dateRange(start_date, end_date, now)
  if (start_date) return t`from ${{ date: dateRange(start_date, start_date, now) }}`
  return end_date ? t`until ${{ date: dateRange(end_date, end_date, now) }}` : undefined
}

/** How much of an active sprint's time is left. */
export function timeLeft(endDate: string, now: number): { label: string; over: boolean } {
  const days = daysUntil(endDate, now)
  if (days === 0) return { label: t`ends today`, over: false }
  if (days > 0) return { label: plural(days, { one: "# day left", other: "# days left" }), over: false }
  const past = -days
  return { label: plural(past, { one: "# day over", other: "# days over" }), over: true }
}

/** What all members together can take on, or undefined when nobody has said. */
export function capacityOf({ capacity }: SprintSummary): number | undefined {
  return capacity.length > 0 ? capacity.reduce((sum, { points }) => sum + points, 0) : undefined
}

/** How a sprint's points compare with what the team usually gets done. */
export function compareWithAverage(points: number, average: number): string {
  const usual = plural(
    { points: tenths(average) },
    {
      one: "Your last sprints got # point done on average.",
      other: "Your last sprints got # points done on average.",
    },
  )
  const difference = points - average
  const amount = decimal(Math.abs(difference))
  if (Math.abs(difference) < 0.05) return `${usual} ${t`This sprint holds as much.`}`
  return `${usual} ${difference > 0 ? t`This sprint holds ${amount} more.` : t`This sprint holds ${amount} less.`}`
}

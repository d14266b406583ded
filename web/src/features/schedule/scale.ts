import { t } from "@lingui/core/macro"
import { dateFormat } from "../../lib/format.ts"
import { type Day, dateOf, monthOf, monthStart, weekdayOf, weekStart } from "./days.ts"

export const zooms = ["week", "month", "quarter", "year"] as const
export type Zoom = (typeof zooms)[number]

/** How wide a day is, in pixels, and how many months are there on either side of the middle. */
const sizes: Record<Zoom, { dayWidth: number; months: number }> = {
  week: { dayWidth: 44, months: 3 },
  month: { dayWidth: 15, months: 8 },
  quarter: { dayWidth: 5.5, months: 20 },
  year: { dayWidth: 2, months: 60 },
}

/** How many days a task gets that is dropped onto the scale. */
export const usualDays: Record<Zoom, number> = { week: 3, month: 7, quarter: 14, year: 30 }

/** A stretch of days and how wide each is. */
export type Scale = { zoom: Zoom; from: Day; to: Day; dayWidth: number; width: number }

/** Whole months around a day. */
export function scaleAround(middle: Day, zoom: Zoom): Scale {
  const { dayWidth, months } = sizes[zoom]
  const from = monthStart(middle, -months)
  const to = monthStart(middle, months + 1) - 1
  return { zoom, from, to, dayWidth, width: (to - from + 1) * dayWidth }
}

/** Where a day begins, in pixels from the start of the scale. */
export const xOf = ({ from, dayWidth }: Scale, day: Day): number => (day - from) * dayWidth

export const dayAt = ({ from, dayWidth }: Scale, x: number): Day => from + Math.floor(x / dayWidth)

export type Tick = { day: Day; days: number; label: string }

/** Writes days with some of their parts. */
function writer(options: Intl.DateTimeFormatOptions): (day: Day) => string {
  const format = dateFormat({ ...options, timeZone: "UTC" })
  return (day) => format.format(Date.parse(dateOf(day)))
}

function ticks({ from, to }: Scale, next: (day: Day) => Day, label: (day: Day) => string): Tick[] {
  const all: Tick[] = []
  for (let day = from; day <= to; ) {
    const end = Math.min(next(day), to + 1)
    all.push({ day, days: end - day, label: label(day) })
    day = end
  }
  return all
}

const nextMonth = (day: Day) => monthStart(day, 1)
const nextQuarter = (day: Day) => monthStart(day, 3 - (monthOf(day) % 3))
const nextYear = (day: Day) => monthStart(day, 12 - monthOf(day))
const quarterOf = (day: Day) => Math.floor(monthOf(day) / 3) + 1

/** The two lines of the scale's head: the larger stretches, and the smaller ones under them. */
export function headOf(scale: Scale, firstWeekday: number): { upper: Tick[]; lower: Tick[] } {
  const months = () => ticks(scale, nextMonth, writer({ month: "long", year: "numeric" }))
  const dayOfMonth = writer({ day: "numeric" })
  switch (scale.zoom) {
    case "week": {
      const weekday = writer({ weekday: "narrow" })
      return {
        upper: months(),
        lower: ticks(
          scale,
          (day) => day + 1,
          (day) => `${weekday(day)} ${dayOfMonth(day)}`,
        ),
      }
    }
    case "month":
      return { upper: months(), lower: ticks(scale, (day) => weekStart(day, firstWeekday) + 7, dayOfMonth) }
    case "quarter": {
      const year = writer({ year: "numeric" })
      return {
        upper: ticks(scale, nextQuarter, (day) => t`Q${{ quarter: quarterOf(day) }} ${{ year: year(day) }}`),
        lower: ticks(scale, nextMonth, writer({ month: "short" })),
      }
    }
    case "year":
      return {
        upper: ticks(scale, nextYear, writer({ year: "numeric" })),
        lower: ticks(scale, nextQuarter, (day) => t`Q${{ quarter: quarterOf(day) }}`),
      }
  }
}

/** A background that shades Saturdays and Sundays. */
export function weekendShade({ from, dayWidth }: Scale): { backgroundImage: string; backgroundPositionX: string } {
  const stripe = `repeating-linear-gradient(90deg, var(--sunken) 0 ${2 * dayWidth}px, transparent ${2 * dayWidth}px ${7 * dayWidth}px)`
  // The pattern begins on a Saturday.
  const offset = ((6 - weekdayOf(from) + 7) % 7) * dayWidth
  return { backgroundImage: stripe, backgroundPositionX: `${offset - 7 * dayWidth}px` }
}

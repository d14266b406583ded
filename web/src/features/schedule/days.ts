import type { Card } from "../../lib/api.gen.ts"

/** A calendar date as a number, so that days can be counted: 0 is 1970-01-01. */
export type Day = number

const milliseconds = 86_400_000

/** The number of a calendar date. */
export const dayOf = (date: string): Day => Math.round(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / milliseconds)

/** The calendar date of a number. */
export const dateOf = (day: Day): string => new Date(day * milliseconds).toISOString().slice(0, 10)

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7

export const isWeekend = (day: Day): boolean => weekdayOf(day) % 6 === 0

/** The first day of the week that a day is in. @param first the weekday that weeks begin with, 0 is Sunday */
export const weekStart = (day: Day, first: number): Day => day - ((weekdayOf(day) - first + 7) % 7)

/** The first day of the month that is `months` after that of a day. */
export function monthStart(day: Day, months = 0): Day {
  const date = new Date(day * milliseconds)
  return Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / milliseconds)
}

/** The month of a day: 0 is January. */
export const monthOf = (day: Day): number => new Date(day * milliseconds).getUTCMonth()

/** The same day some months later, or the last day of a month that is too short. */
export function monthsAfter(day: Day, months: number): Day {
  const start = monthStart(day, months)
  return Math.min(start + day - monthStart(day), monthStart(day, months + 1) - 1)
}

/** The days of a task, both included. One that has a single date lies on it, with the other end open. */
export type Span = { start: Day; end: Day; open?: "start" | "end" }

export type Dates = Pick<Card, "start_date" | "due_date">

export function spanOf({ start_date, due_date }: Dates): Span | null {
  if (start_date !== null && due_date !== null) {
    const [one, other] = [dayOf(start_date), dayOf(due_date)]
    return { start: Math.min(one, other), end: Math.max(one, other) }
  }
  if (start_date !== null) return { start: dayOf(start_date), end: dayOf(start_date), open: "end" }
  if (due_date !== null) return { start: dayOf(due_date), end: dayOf(due_date), open: "start" }
  return null
}

/** Moves what a task has of dates by some days. */
export function shifted({ start_date, due_date }: Dates, days: number): Dates {
  const move = (date: string | null) => (date === null ? null : dateOf(dayOf(date) + days))
  return { start_date: move(start_date), due_date: move(due_date) }
}

/** Moves one end of a task; it never passes the other. An end that was open begins at the other one. */
export function resized(dates: Dates, end: "start" | "end", days: number): Dates {
  const span = spanOf(dates)
  if (!span) return dates
  return end === "start"
    ? { start_date: dateOf(Math.min(span.start + days, span.end)), due_date: dates.due_date ?? dateOf(span.end) }
    : { start_date: dates.start_date ?? dateOf(span.start), due_date: dateOf(Math.max(span.end + days, span.start)) }
}

export const isSameDates = (one: Dates, other: Dates): boolean =>
  one.start_date === other.start_date && one.due_date === other.due_date

import { useState } from "react"
import { announce } from "../../lib/announce.ts"
import { monthName } from "../../lib/format.ts"
import { remember, useRecalled } from "../../lib/stored.ts"
import { type Day, dateOf, monthsAfter } from "./days.ts"
import { type Period, periodAround } from "./month.ts"

/** Which month or week a calendar shows, and the day in it that the keyboard is on. */
export function usePeriod(viewId: string, today: Day, firstWeekday: number) {
  const key = `calendar-${viewId}`
  const period: Period = useRecalled(key) === "week" ? "week" : "month"
  const [day, setDay] = useState(today)
  const range = periodAround(day, period, firstWeekday)
  const title = monthName(dateOf(period === "month" ? day : range.from))
  const show = (next: Day) => {
    setDay(next)
    const name = monthName(dateOf(next))
    if (name !== monthName(dateOf(day))) announce(name)
  }
  return {
    period,
    day,
    range,
    title,
    show,
    setPeriod: (next: Period) => remember(key, next),
    page: (direction: 1 | -1) => show(period === "month" ? monthsAfter(day, direction) : day + 7 * direction),
  }
}

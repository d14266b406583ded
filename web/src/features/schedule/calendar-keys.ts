import type { KeyboardEvent } from "react"
import type { Card } from "../../lib/api.gen.ts"
import { type Dates, type Day, monthsAfter, shifted, weekStart } from "./days.ts"

type Handlers = {
  day: Day
  firstWeekday: number
  canWrite: boolean
  cardOf: (id: string) => Card | undefined
  onDay: (day: Day) => void
  onNew: (day: Day) => void
  /** @param days how far the task goes */
  onDates: (card: Card, dates: Dates, days: number) => void
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** How many days a key goes. A week that is read from right to left begins on the right. */
function stepOf({ key, currentTarget }: KeyboardEvent): number | undefined {
  const step = steps[key]
  return Math.abs(step ?? 0) === 1 && currentTarget.matches(":dir(rtl)") ? -(step ?? 0) : step
}

/** Which day a key leads to. */
function dayAfter(event: KeyboardEvent, { day, firstWeekday }: Handlers): Day | undefined {
  const { key } = event
  const step = stepOf(event)
  if (step !== undefined) return day + step
  if (key === "Home") return weekStart(day, firstWeekday)
  if (key === "End") return weekStart(day, firstWeekday) + 6
  if (key === "PageUp") return monthsAfter(day, -1)
  if (key === "PageDown") return monthsAfter(day, 1)
  return undefined
}

const linksOf = (grid: Element, day: Day) => [
  ...grid.querySelectorAll<HTMLElement>(`[data-on~="${day}"] :is(a, button)`),
]

/**
 * The keys of a calendar: arrows choose a day, Enter goes into it, N makes a task. Within a day up and down choose a
 * task, Enter opens it, Shift with an arrow moves it, Escape goes back to the day.
 */
export function onCalendarKey(event: KeyboardEvent<HTMLElement>, handlers: Handlers): void {
  const { day, canWrite, cardOf, onDay, onNew, onDates } = handlers
  const { key, currentTarget: grid, target } = event
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return
  const cell = () => grid.querySelector<HTMLElement>(`[data-day="${day}"]`)
  if ((key === "n" || key === "N") && canWrite) onNew(day)
  else if (target.matches("[data-day]")) {
    const next = event.shiftKey ? undefined : dayAfter(event, handlers)
    const [first] = linksOf(grid, day)
    if (next !== undefined) onDay(next)
    else if (key === "Enter" && first) first.focus()
    else if (key === "Enter" && canWrite) onNew(day)
    else return
  } else {
    const links = linksOf(grid, day)
    const at = links.indexOf(target)
    const card = cardOf(target.closest<HTMLElement>("[data-chip]")?.dataset.chip ?? "")
    const step = stepOf(event)
    if (event.shiftKey && step !== undefined && card && canWrite) onDates(card, shifted(card, step), step)
    else if (key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus()
    else if (key === "ArrowUp") links[Math.max(at - 1, 0)]?.focus()
    else if (key === "Escape") cell()?.focus()
    else return
  }
  event.preventDefault()
  event.stopPropagation()
}

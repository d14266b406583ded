import type { KeyboardEvent } from "react"
import type { Card } from "../../lib/api.gen.ts"
import { type Dates, type Day, dateOf, resized, shifted, spanOf } from "./days.ts"
import type { Row } from "./tree.ts"

type Handlers = {
  rows: Row[]
  today: Day
  canWrite: boolean
  /** What is known of a task at this moment. */
  fresh: (card: Card) => Card
  onFocus: (row: Row) => void
  onToggle: (row: Row) => void
  onOpen: (key: string) => void
  onDates: (card: Card, dates: Dates) => void
}

/** How many lines Page Up and Page Down pass. */
const PAGE = 10

/** Which line a key leads to. */
function lineAfter(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case "ArrowDown":
    case "j":
      return index + 1
    case "ArrowUp":
    case "k":
      return index - 1
    case "PageDown":
      return index + PAGE
    case "PageUp":
      return index - PAGE
    case "Home":
      return 0
    case "End":
      return count - 1
    default:
      return undefined
  }
}

/** What dates a key gives a task. */
function datesAfter(card: Card, event: KeyboardEvent, today: Day): Dates | undefined {
  const { key, shiftKey, altKey } = event
  if (key === "Delete" || key === "Backspace") return { start_date: null, due_date: null }
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined
  const days = key === "ArrowRight" ? 1 : -1
  if (!spanOf(card)) return { start_date: dateOf(today), due_date: dateOf(today) }
  return shiftKey ? resized(card, altKey ? "start" : "end", days) : shifted(card, days)
}

/** The keys of a roadmap: up and down choose a line, left and right move its task by days. */
export function onRoadmapKey(event: KeyboardEvent, handlers: Handlers): void {
  const { rows, today, canWrite, fresh, onFocus, onToggle, onOpen, onDates } = handlers
  const { key } = event
  const node = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null
  const index = rows.findIndex(({ id }) => id === node?.dataset.row)
  const row = rows[index]
  // Alt alone is the browser's; with Shift it means the other end.
  if (!row || event.ctrlKey || event.metaKey || (event.altKey && !event.shiftKey)) return
  const line = lineAfter(key, index, rows.length)
  const next = line === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, line))]
  const card = row.kind === "task" ? fresh(row.card) : undefined
  const dates = card && canWrite ? datesAfter(card, event, today) : undefined
  // A button or a link inside the line has Enter and Space for itself.
  const isOwn = event.target === node
  const folds =
    (key === " " && isOwn) ||
    (row.kind === "group" &&
      ((key === "Enter" && isOwn) || (key === "ArrowRight" && !row.open) || (key === "ArrowLeft" && row.open)))
  if (next) onFocus(next)
  else if (card && dates) onDates(card, dates)
  else if (folds) onToggle(row)
  else if (key === "Enter" && isOwn && card) onOpen(card.key)
  else return
  event.preventDefault()
}

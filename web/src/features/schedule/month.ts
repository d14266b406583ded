import type { Card } from "../../lib/api.gen.ts"
import { type Day, monthStart, type Span, spanOf, weekStart } from "./days.ts"
import { lanesOf } from "./lanes.ts"

export type Period = "month" | "week"

/** The days that a calendar shows around one: whole weeks. */
export function periodAround(day: Day, period: Period, firstWeekday: number): { from: Day; to: Day } {
  if (period === "week") {
    const from = weekStart(day, firstWeekday)
    return { from, to: from + 6 }
  }
  return {
    from: weekStart(monthStart(day), firstWeekday),
    to: weekStart(monthStart(day, 1) - 1, firstWeekday) + 6,
  }
}

/** A task's bar in one week. */
export type Segment = {
  card: Card
  start: Day
  end: Day
  lane: number
  /** Where the task goes on beyond this week. */
  before: boolean
  after: boolean
}

export type Week = {
  first: Day
  segments: Segment[]
  /** How many tasks of each day find no room. */
  hidden: number[]
}

type Dated = { card: Card; span: Span }

export const datedOf = (cards: Card[]): Dated[] =>
  cards.flatMap((card) => {
    const span = spanOf(card)
    return span ? [{ card, span }] : []
  })

/** The tasks of a day, in the order of their bars. */
export const onDay = (dated: Dated[], day: Day): Card[] =>
  dated
    .filter(({ span }) => span.start <= day && span.end >= day)
    .toSorted((one, other) => one.span.start - other.span.start || other.span.end - one.span.end)
    .map(({ card }) => card)

/**
 * The bars of a week under each other, as many as there is room for. Where not all have room, the last line is left for
 * the number of those that do not.
 */
export function weekOf(dated: Dated[], first: Day, room: number): Week {
  const last = first + 6
  const own = dated.filter(({ span }) => span.start <= last && span.end >= first)
  const all = lanesOf(
    own.map(({ card, span }) => ({
      card,
      start: Math.max(span.start, first),
      end: Math.min(span.end, last),
      before: span.start < first,
      after: span.end > last,
    })),
  )
  const lines = all.some(({ lane }) => lane >= room) ? Math.max(0, room - 1) : room
  const hidden = Array.from({ length: 7 }, (_, index) => {
    const day = first + index
    return all.filter(({ lane, start, end }) => lane >= lines && start <= day && end >= day).length
  })
  return { first, segments: all.filter(({ lane }) => lane < lines), hidden }
}

// biome-ignore-all lint/a11y/useSemanticElements: days whose bars lie over each other cannot be cells of a table element

import { Popover } from "@base-ui/react/popover"
import { plural, t } from "@lingui/core/macro"
import type { Card } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { dateLabel, fullDate } from "../../lib/format.ts"
import { Chip } from "./chip.tsx"
import { type Day, dateOf, isWeekend } from "./days.ts"
import { useDirectory } from "./directory.ts"
import type { Segment } from "./month.ts"

/** The height of a bar with what lies between two, and of what stands over them. Pixels. */
export const lineHeight = 25
export const topHeight = 30

type Props = {
  day: Day
  /** The bars that begin here. */
  segments: Segment[]
  /** Every task that is on the day. */
  cards: Card[]
  hidden: number
  today: boolean
  /** It is of the month that is shown. */
  inside: boolean
  focusable: boolean
  /** A task is held over it. */
  aimed: boolean
  openKey: string | undefined
  onNew: (day: Day) => void
}

const daysOf = ({ start, end }: Segment) => Array.from({ length: end - start + 1 }, (_, index) => start + index)

/** Over how many days a bar reaches, the lines between them included. A bar that goes on touches the edge. */
function placeOf({ start, end, before, after }: Segment) {
  const [atStart, atEnd] = [before ? 0 : 3, after ? 0 : 3]
  const days = end - start + 1
  return { insetInlineStart: atStart, width: `calc(${days * 100}% + ${days - 1 - atStart - atEnd}px)` }
}

/** A day of a calendar with the bars that begin on it; they reach over the days that follow. */
export function DayCell(props: Props) {
  const { day, segments, cards, hidden, today, inside, focusable, aimed, openKey, onNew } = props
  const { canWrite, now } = useDirectory()
  const date = dateOf(day)
  const number = Number(date.slice(8))
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens to the keys
    <div
      role="gridcell"
      tabIndex={focusable ? 0 : -1}
      aria-label={plural(
        { count: cards.length },
        { one: `${{ date: fullDate(date) }}, # task`, other: `${{ date: fullDate(date) }}, # tasks` },
      )}
      aria-current={today ? "date" : undefined}
      data-day={day}
      onClick={(event) => event.target === event.currentTarget && canWrite && onNew(day)}
      className={cx(
        "relative min-w-0 flex-1 border-e outline-none last:border-e-0 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent",
        isWeekend(day) && "bg-sunken",
        aimed && "bg-accent-soft",
        canWrite && "cursor-cell",
      )}
    >
      <span
        aria-hidden
        className={cx(
          "pointer-events-none absolute end-1 top-1 grid h-6 min-w-6 place-items-center rounded-full px-1 text-xs tabular-nums",
          today ? "bg-accent font-semibold text-panel" : inside ? "text-ink" : "text-muted",
        )}
      >
        {number === 1 ? dateLabel(date, now) : number}
      </span>
      {segments.map((segment) => (
        <div
          key={segment.card.id}
          data-on={daysOf(segment).join(" ")}
          className="absolute z-1"
          style={{ top: topHeight + segment.lane * lineHeight, ...placeOf(segment) }}
        >
          <Chip card={segment.card} before={segment.before} after={segment.after} open={segment.card.key === openKey} />
        </div>
      ))}
      {hidden > 0 && <More day={day} cards={cards} hidden={hidden} />}
    </div>
  )
}

/** What finds no room on a day, behind a button. */
function More({ day, cards, hidden }: Pick<Props, "day" | "cards" | "hidden">) {
  return (
    <span data-on={day} className="absolute inset-x-1 bottom-1 z-2">
      <Popover.Root>
        <Popover.Trigger
          tabIndex={-1}
          aria-label={t`${hidden} more on ${{ date: fullDate(dateOf(day)) }}`}
          className="w-full truncate rounded-xs bg-panel px-1 text-start text-muted text-xs hover:bg-hover hover:text-ink"
        >
          {t`+${hidden} more`}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner align="start" sideOffset={4} className="z-40 outline-none">
            <Popover.Popup className="popup grid max-h-80 w-64 gap-1 overflow-y-auto p-3 outline-none">
              <Popover.Title className="pb-1 font-semibold">{fullDate(dateOf(day))}</Popover.Title>
              {cards.map((card) => (
                <Chip key={card.id} card={card} tabbable />
              ))}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </span>
  )
}

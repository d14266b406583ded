// biome-ignore-all lint/a11y/useSemanticElements: days whose bars lie over each other cannot be cells of a table element
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { type RefObject, useEffect, useMemo, useRef, useState } from "react"
import { ErrorState } from "../../components/page-state.tsx"
import type { Card } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { firstWeekday, today as todayOf, weekdayName } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { useCatchUp } from "../../lib/live.ts"
import { remember, useRecalled } from "../../lib/stored.ts"
import { scheduleQuery, useFreshCard, useReschedule } from "./api.ts"
import { onCalendarKey } from "./calendar-keys.ts"
import { CalendarToolbar } from "./calendar-toolbar.tsx"
import { DayCell, lineHeight, topHeight } from "./day-cell.tsx"
import { useDayDrop } from "./day-drop.ts"
import { type Dates, type Day, dateOf, dayOf, monthOf, shifted, spanOf } from "./days.ts"
import { useDirectory } from "./directory.ts"
import { datedOf, onDay, weekOf } from "./month.ts"
import { usePeriod } from "./period.ts"
import { UndatedButton } from "./roadmap-toolbar.tsx"
import type { ScheduleProps } from "./schedule-props.ts"
import { Undated } from "./undated.tsx"
import { rescheduledWords } from "./words.ts"

/** More bars than any week has. */
const BOUNDLESS = 1_000

const keysWords = msg`Arrows choose a day, Page Up and Page Down a month. Enter goes into the day, N makes a task that is due then. In a day, up and down choose a task, Enter opens it, Shift with an arrow moves it, Escape goes back.`

/** The calendar on a wide screen. */
export function CalendarGrid({ board, asked, viewName, openKey, onNew }: ScheduleProps) {
  const { project, view } = board
  const { canWrite, now } = useDirectory()
  const today = dayOf(todayOf(now))
  const weekday = firstWeekday(navigator.language)
  const { period, day, range, title, show, setPeriod, page } = usePeriod(view.id, today, weekday)
  const query = useQuery(scheduleQuery(project.id, viewName, asked, { ...range, tree: false }))
  const schedule = query.data
  useCatchUp(`project:${project.id}`, query.isPlaceholderData ? undefined : schedule?.last_event_id)
  const grid = useRef<HTMLDivElement>(null)
  const weeks = (range.to - range.from + 1) / 7
  const height = useHeight(grid)
  const room = period === "week" ? BOUNDLESS : Math.max(1, Math.floor((height / weeks - topHeight) / lineHeight))
  const dated = useMemo(() => datedOf(schedule?.items ?? []), [schedule])
  const rows = useMemo(
    () => Array.from({ length: weeks }, (_, index) => weekOf(dated, range.from + 7 * index, room)),
    [dated, weeks, range.from, room],
  )

  const fresh = useFreshCard(project.id)
  const reschedule = useReschedule(project.id)
  const onDates = (card: Card, dates: Dates, gather = false) =>
    reschedule(card, dates, { words: rescheduledWords(card, dates, now), gather })
  const cardOf = (id: string) =>
    schedule?.items.find((card) => card.id === id) ?? schedule?.undated.items.find((card) => card.id === id)
  const dayUnder = (x: number, y: number): Day | undefined => {
    const lines = [...(grid.current?.querySelectorAll<HTMLElement>("[data-week]") ?? [])]
    const line = lines.find((each) => {
      const { top, bottom } = each.getBoundingClientRect()
      return y >= top && y < bottom
    })
    if (!line) return undefined
    const { left, right, width } = line.getBoundingClientRect()
    const along = line.matches(":dir(rtl)") ? right - x : x - left
    const column = Math.floor((along / width) * 7)
    return column >= 0 && column < 7 ? Number(line.dataset.week) + column : undefined
  }
  const target = useDayDrop(grid, {
    dayUnder,
    onDrop: ({ taskId, from }, to) => {
      const card = cardOf(taskId)
      if (!card) return
      const taken = from ? dayUnder(from.x, from.y) : undefined
      if (taken === undefined || !spanOf(card)) onDates(card, { start_date: null, due_date: dateOf(to) })
      else onDates(card, shifted(card, to - taken))
    },
  })
  const focus = useWantedFocus(grid)
  const choose = (next: Day) => {
    show(next)
    focus({ day: next })
  }
  const hidesUndated = useRecalled(`undated-${project.id}`) === "no"

  if (query.isError && !schedule) return <ErrorState error={query.error} retry={() => query.refetch()} />
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <CalendarToolbar title={title} period={period} onPeriod={setPeriod} onPage={page} onToday={() => show(today)}>
        <UndatedButton
          count={schedule?.undated.total}
          pressed={!hidesUndated}
          onClick={() => remember(`undated-${project.id}`, hidesUndated ? "yes" : "no")}
        />
      </CalendarToolbar>
      <div className="flex min-h-0 flex-1 border-t">
        <div
          role="grid"
          aria-label={t`${{ view: view.name }}, ${title}`}
          aria-description={i18n._(keysWords)}
          aria-busy={!schedule || query.isPlaceholderData}
          tabIndex={-1}
          className="flex min-w-0 flex-1 flex-col outline-none"
          onKeyDown={(event) => {
            // What is pressed in a popup of a day is the popup's.
            if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return
            onCalendarKey(event, {
              day,
              firstWeekday: weekday,
              canWrite,
              cardOf: (id) => {
                const card = cardOf(id)
                return card && fresh(card)
              },
              onDay: choose,
              onNew: (at) => onNew(dateOf(at)),
              onDates: (card, dates, days) => {
                onDates(card, dates, true)
                show(day + days)
                focus({ chip: card.id, day: day + days })
              },
            })
          }}
          onFocus={(event) => {
            const at = event.target.closest<HTMLElement>("[data-day]")?.dataset.day
            if (at !== undefined && event.target.matches("[data-day]") && Number(at) !== day) show(Number(at))
          }}
        >
          <div role="row" tabIndex={-1} className="flex border-b">
            {Array.from({ length: 7 }, (_, index) => dateOf(range.from + index)).map((date) => (
              <div
                key={date}
                role="columnheader"
                tabIndex={-1}
                className="flex-1 border-e px-2 py-1 text-end text-muted text-xs last:border-e-0"
              >
                {weekdayName(date)}
              </div>
            ))}
          </div>
          <div ref={grid} role="rowgroup" className="thin-scroll flex min-h-0 flex-1 flex-col overflow-y-auto">
            {rows.map(({ first, segments, hidden }) => (
              <div
                key={first}
                role="row"
                tabIndex={-1}
                data-week={first}
                className={cx("flex flex-1 border-b last:border-b-0", period === "month" && "min-h-24")}
                style={period === "week" ? { minHeight: heightOf(segments) } : undefined}
              >
                {hidden.map((count, index) => {
                  const at = first + index
                  return (
                    <DayCell
                      key={at}
                      day={at}
                      segments={segments.filter(({ start }) => start === at)}
                      cards={onDay(dated, at)}
                      hidden={count}
                      today={at === today}
                      inside={period === "week" || monthOf(at) === monthOf(day)}
                      focusable={at === day}
                      aimed={at === target}
                      openKey={openKey}
                      onNew={(chosen) => onNew(dateOf(chosen))}
                    />
                  )
                })}
              </div>
            ))}
          </div>
        </div>
        {schedule && !hidesUndated && (
          <Undated
            projectId={project.id}
            viewId={viewName}
            asked={asked}
            undated={schedule.undated}
            onToday={(card) => onDates(card, { start_date: null, due_date: dateOf(today) })}
          />
        )}
      </div>
    </div>
  )
}

const heightOf = (segments: { lane: number }[]) =>
  topHeight + lineHeight * (1 + Math.max(0, ...segments.map(({ lane }) => lane)))

/** The height of an element, kept current. */
function useHeight(frame: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(600)
  useEffect(() => {
    const node = frame.current
    if (!node) return
    const observer = new ResizeObserver(() => setHeight(node.clientHeight))
    observer.observe(node)
    return () => observer.disconnect()
  }, [frame])
  return height
}

/** Focuses a task or a day once it is there; the element may be a new one after what was done. */
function useWantedFocus(frame: RefObject<HTMLElement | null>) {
  const wanted = useRef<{ day: Day; chip?: string }>(undefined)
  useEffect(() => {
    const { day, chip } = wanted.current ?? {}
    if (day === undefined) return
    wanted.current = undefined
    const link = chip && frame.current?.querySelector<HTMLElement>(`[data-chip="${chip}"] a`)
    const cell = frame.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)
    ;(link || cell)?.focus()
  })
  return (next: { day: Day; chip?: string }) => {
    wanted.current = next
  }
}

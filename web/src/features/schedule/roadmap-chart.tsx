// biome-ignore-all lint/a11y/useSemanticElements: lines that are placed one by one cannot be those of a table element
import { msg, plural } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useVirtualizer } from "@tanstack/react-virtual"
import { useCallback, useMemo, useRef } from "react"
import { ErrorState } from "../../components/page-state.tsx"
import type { Card } from "../../lib/api.gen.ts"
import { isFiltering } from "../../lib/board-filter.ts"
import { firstWeekday, today as todayOf } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { useCatchUp } from "../../lib/live.ts"
import { useShortcuts } from "../../lib/shortcuts.ts"
import { remember, useRecalled } from "../../lib/stored.ts"
import { scheduleQuery, useDepend, useFreshCard, useReschedule } from "./api.ts"
import { Backdrop } from "./backdrop.tsx"
import { useDayDrop } from "./day-drop.ts"
import { type Dates, type Day, dateOf, dayOf, type Span, spanOf } from "./days.ts"
import { Dependencies } from "./dependencies.tsx"
import { useDirectory } from "./directory.ts"
import { useRememberedRoadmap } from "./first-roadmap.ts"
import { useFolds } from "./folds.ts"
import { useGestures } from "./gesture.ts"
import { NothingHere } from "./nothing-here.tsx"
import { besideOf, brokenOrders, placesOf } from "./places.ts"
import { bandsOf, headHeightOf, RoadmapHead } from "./roadmap-head.tsx"
import { onRoadmapKey } from "./roadmap-keys.ts"
import { GroupRow, rowHeight, TaskRow } from "./roadmap-row.tsx"
import { RoadmapToolbar } from "./roadmap-toolbar.tsx"
import { useRowFocus } from "./row-focus.ts"
import { dayAt, usualDays } from "./scale.ts"
import type { ScheduleProps } from "./schedule-props.ts"
import { RoadmapSkeleton } from "./schedule-skeleton.tsx"
import { type Row, rowsOf } from "./tree.ts"
import { Undated } from "./undated.tsx"
import { asideOf, useScale, useVisibleDays } from "./use-scale.ts"
import { rescheduledWords } from "./words.ts"

const noRows: Row[] = []

const keysWords = msg`Up and down choose a task. Left and right move it by a day; with Shift they move its end, with Shift and Alt its beginning. Enter opens it, Space folds what lies under it, Delete takes its dates away.`

/** The roadmap on a wide screen: titles on the left, a scale that scrolls, bars that can be moved. */
export function RoadmapChart({ board, asked, viewName, openKey, onOpen, onUnlimit }: ScheduleProps) {
  const { project, view, sprints } = board
  const { canWrite, now } = useDirectory()
  const today = dayOf(todayOf(now))
  const weekday = firstWeekday(navigator.language)
  const scroll = useRef<HTMLDivElement>(null)
  const { scale, onScroll, setZoom, zoomBy, showDay, page, reveal } = useScale(project.id, today, scroll)
  const { from, to, zoom } = scale
  useRememberedRoadmap(project.id, viewName)
  const query = useQuery(scheduleQuery(project.id, viewName, asked, { from, to, tree: true }))
  const schedule = query.data
  useCatchUp(`project:${project.id}`, query.isPlaceholderData ? undefined : schedule?.last_event_id)

  const { folds, toggle } = useFolds(view.id)
  const rows = useMemo(() => (schedule ? rowsOf(schedule.items, board, folds) : noRows), [schedule, board, folds])
  const cards = useMemo(() => new Map(schedule?.items.map((card) => [card.id, card])), [schedule])
  const bands = useMemo(() => bandsOf(sprints, scale), [sprints, scale])
  const headHeight = headHeightOf(bands)
  const dependencies = useMemo(() => schedule?.dependencies ?? [], [schedule])
  const broken = useMemo(() => brokenOrders(dependencies, cards), [dependencies, cards])

  const reschedule = useReschedule(project.id)
  const fresh = useFreshCard(project.id)
  const depend = useDepend(project.id)
  const onDates = useCallback(
    (card: Card, dates: Dates, gather = false) => {
      reschedule(card, dates, { words: rescheduledWords(card, dates, now), gather })
      const span = spanOf(dates)
      if (span) reveal(span)
    },
    [reschedule, reveal, now],
  )
  const usualFrom = (start: Day): Dates => ({
    start_date: dateOf(start),
    due_date: dateOf(start + usualDays[zoom] - 1),
  })
  const onReveal = useCallback((span: Span) => reveal(span, true), [reveal])
  const { gesture, onPointerDown } = useGestures({
    scroll,
    scale,
    aside: () => (scroll.current ? asideOf(scroll.current) : 0),
    datesOf: (id) => (canWrite ? cards.get(id) : undefined),
    onDates: (id, dates) => {
      const card = cards.get(id)
      if (card) onDates(card, dates)
    },
    onLink: (one, other) => {
      const [first, second] = [cards.get(one), cards.get(other)]
      if (first && second) depend(first, second)
    },
    onClick: (id) => onOpen(cards.get(id)?.key ?? ""),
  })
  const target = useDayDrop(scroll, {
    dayUnder: (x) => {
      const node = scroll.current
      if (!node) return undefined
      const inner = x - node.getBoundingClientRect().left - asideOf(node)
      return inner < 0 ? undefined : dayAt(scale, inner + node.scrollLeft)
    },
    onDrop: ({ taskId }, day) => {
      const card = schedule?.undated.items.find(({ id }) => id === taskId)
      if (card) onDates(card, usualFrom(day))
    },
  })

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
  })
  const items = virtual.getVirtualItems()
  const days = useVisibleDays(scale, scroll)
  const focus = useRowFocus(rows, (index) => virtual.scrollToIndex(index, { align: "auto" }))
  const placed = useMemo(() => placesOf(rows, gesture), [rows, gesture])
  const drawnFrom = gesture?.kind === "link" ? placed.get(gesture.taskId) : undefined

  const zoomKeys = useMemo(
    () => ({ "+": () => zoomBy(-1), "=": () => zoomBy(-1), "-": () => zoomBy(1), t: () => showDay(today) }),
    [zoomBy, showDay, today],
  )
  useShortcuts(zoomKeys)
  const hidesUndated = useRecalled(`undated-${project.id}`) === "no"
  const filtering = isFiltering(asked.filter ?? {}) || asked.slice !== undefined

  if (query.isError && !schedule) return <ErrorState error={query.error} retry={() => query.refetch()} />
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RoadmapToolbar
        zoom={zoom}
        onZoom={setZoom}
        onPage={page}
        onToday={() => showDay(today)}
        undated={schedule?.undated.total}
        showsUndated={!hidesUndated}
        onUndated={() => remember(`undated-${project.id}`, hidesUndated ? "yes" : "no")}
        truncated={schedule?.truncated ?? false}
      />
      <div className="relative flex min-h-0 flex-1 border-t">
        <div
          ref={scroll}
          role="treegrid"
          // Time goes from left to right, in every language.
          dir="ltr"
          aria-label={view.name}
          aria-description={i18n._(keysWords)}
          aria-rowcount={rows.length + 1}
          aria-busy={query.isPlaceholderData}
          // Without a line to focus, the scale itself is what the arrow keys scroll.
          tabIndex={rows.length === 0 ? 0 : -1}
          onScroll={onScroll}
          onPointerDown={onPointerDown}
          onKeyDown={(event) =>
            onRoadmapKey(event, {
              rows,
              today,
              canWrite,
              fresh,
              onFocus: focus.request,
              onToggle: toggle,
              onOpen,
              onDates: (card, dates) => onDates(card, dates, true),
            })
          }
          onFocus={(event) => {
            const id = event.target.closest<HTMLElement>("[data-row]")?.dataset.row
            if (id !== undefined) focus.note(id)
          }}
          className="thin-scroll min-w-0 flex-1 overflow-auto outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent [--aside:320px] max-wide:[--aside:220px]"
        >
          <div
            className="relative min-h-full"
            style={{ width: `calc(var(--aside) + ${scale.width}px)`, height: virtual.getTotalSize() }}
          >
            <RoadmapHead
              scale={scale}
              bands={bands}
              today={today}
              firstWeekday={weekday}
              count={schedule ? plural({ count: cards.size }, { one: "# task", other: "# tasks" }) : ""}
            />
            <Backdrop
              scale={scale}
              top={headHeight}
              today={today}
              firstWeekday={weekday}
              target={target === undefined ? undefined : { start: target, days: usualDays[zoom] }}
            />
            {/* Under the lines of the list, so that the titles stay free of what is drawn between the bars. */}
            <div
              className="pointer-events-none absolute left-(--aside)"
              style={{ top: headHeight, width: scale.width, height: rows.length * rowHeight }}
            >
              <Dependencies
                dependencies={dependencies}
                placed={placed}
                scale={scale}
                first={items[0]?.index ?? 0}
                last={items.at(-1)?.index ?? 0}
                drawn={
                  gesture?.kind === "link" && drawnFrom
                    ? { from: drawnFrom, x: gesture.x, y: gesture.y - headHeight }
                    : undefined
                }
              />
            </div>
            <div aria-hidden className="pointer-events-none absolute inset-0">
              <div className="sticky left-0 h-full w-(--aside) border-r bg-bg" />
            </div>
            {items.map((item) => {
              const row = rows[item.index]
              if (!row) return null
              const common = {
                index: item.index,
                scale,
                focusable: row.id === focus.id,
                focusRequest: row.id === focus.wanted.id ? focus.wanted.count : 0,
                onFocusDone: focus.onDone,
                onToggle: toggle,
              }
              return (
                <div
                  key={item.key}
                  role="presentation"
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                >
                  {row.kind === "group" ? (
                    <GroupRow row={row} {...common} />
                  ) : (
                    <TaskRow
                      row={row}
                      {...common}
                      held={gesture?.kind === "dates" && gesture.taskId === row.card.id ? gesture.dates : undefined}
                      aimed={gesture?.kind === "link" && gesture.over === row.card.id}
                      broken={broken.get(row.card.id)}
                      open={row.card.key === openKey}
                      beside={besideOf(row, days)}
                      onReveal={onReveal}
                    />
                  )}
                </div>
              )
            })}
          </div>
        </div>
        {!schedule && (
          <div className="absolute inset-x-0 top-12 bottom-0 bg-bg">
            <RoadmapSkeleton />
          </div>
        )}
        {schedule && rows.length === 0 && (
          <div className="pointer-events-none absolute inset-x-0 top-24 [&_button]:pointer-events-auto">
            <NothingHere
              {...{ filtering, canWrite, onUnlimit }}
              limited={board.view.config.filters !== null}
              undated={schedule.undated.total}
            />
          </div>
        )}
        {schedule && !hidesUndated && (
          <Undated
            projectId={project.id}
            viewId={viewName}
            asked={asked}
            undated={schedule.undated}
            onToday={(card) => onDates(card, usualFrom(today))}
          />
        )}
      </div>
    </div>
  )
}

import { useQuery } from "@tanstack/react-query"
import { useVirtualizer } from "@tanstack/react-virtual"
import { useMemo, useRef } from "react"
import { ErrorState } from "../../components/page-state.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { may } from "../../lib/access.ts"
import { isFiltering } from "../../lib/board-filter.ts"
import { today as todayOf } from "../../lib/format.ts"
import { useCatchUp } from "../../lib/live.ts"
import { scheduleQuery } from "./api.ts"
import { type Day, dayOf, type Span } from "./days.ts"
import { categoryColour, categoryOf, useDirectory } from "./directory.ts"
import { NothingHere } from "./nothing-here.tsx"
import { scaleAround } from "./scale.ts"
import type { ScheduleProps } from "./schedule-props.ts"
import { RoadmapSkeleton } from "./schedule-skeleton.tsx"
import { TaskLink } from "./task-link.tsx"
import { rowsOf, type TaskRow } from "./tree.ts"
import { UndatedList } from "./undated.tsx"
import { datesWords } from "./words.ts"

const rowHeight = 64
const everythingFolded = { closed: new Set<string>(), opened: new Set<string>() }

/** The roadmap on a phone: a list in its order, each task with its dates and where they lie in the whole. */
export function RoadmapList({ board, asked, viewName, onUnlimit }: ScheduleProps) {
  const { project, view } = board
  const { now } = useDirectory()
  const today = dayOf(todayOf(now))
  const scroll = useRef<HTMLDivElement>(null)
  const { from, to } = useMemo(() => scaleAround(today, "quarter"), [today])
  const query = useQuery(scheduleQuery(project.id, viewName, asked, { from, to, tree: true }))
  const schedule = query.data
  useCatchUp(`project:${project.id}`, query.isPlaceholderData ? undefined : schedule?.last_event_id)
  const rows = useMemo(() => (schedule ? rowsOf(schedule.items, board, everythingFolded) : []), [schedule, board])
  const whole = useMemo(() => wholeOf(rows, today), [rows, today])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (rows[index]?.kind === "group" ? 40 : rowHeight),
    overscan: 8,
  })
  if (query.isError && !schedule) return <ErrorState error={query.error} retry={() => query.refetch()} />
  if (!schedule) return <RoadmapSkeleton />
  return (
    <div ref={scroll} className="thin-scroll min-h-0 flex-1 overflow-y-auto border-t">
      {rows.length === 0 && (
        <NothingHere
          filtering={isFiltering(asked.filter ?? {}) || asked.slice !== undefined}
          limited={view.config.filters !== null}
          undated={schedule.undated.total}
          canWrite={may(board.actions, "tasks:write")}
          onUnlimit={onUnlimit}
        />
      )}
      <ul
        aria-label={view.name}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        hidden={rows.length === 0}
      >
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <li
              key={row.id}
              className="absolute inset-x-0 top-0 border-b px-4"
              style={{ transform: `translateY(${start}px)`, height: size }}
            >
              {row.kind === "group" ? (
                <h2 className="pt-3 font-semibold">{row.name}</h2>
              ) : (
                <Line row={row} whole={whole} today={today} />
              )}
            </li>
          )
        })}
      </ul>
      <UndatedList undated={schedule.undated} />
    </div>
  )
}

/** From the first to the last of all days that are shown, today among them. */
function wholeOf(rows: ReturnType<typeof rowsOf>, today: Day): Span {
  const spans = rows.flatMap((row) => (row.kind === "task" ? (row.span ?? row.hull ?? []) : []))
  return {
    start: Math.min(today, ...spans.map(({ start }) => start)),
    end: Math.max(today, ...spans.map(({ end }) => end)),
  }
}

function Line({ row, whole, today }: { row: TaskRow; whole: Span; today: Day }) {
  const { card, progress } = row
  const directory = useDirectory()
  const span = row.span ?? row.hull
  const category = categoryOf(directory, card)
  const days = whole.end - whole.start + 1
  const percent = (count: number) => `${(count / days) * 100}%`
  return (
    <TaskLink card={card} className="flex h-full flex-col justify-center gap-1">
      <span className="flex items-center gap-2">
        <StatusRing category={category} />
        <span className="min-w-0 flex-1 truncate">{card.title}</span>
        {progress && <span className="text-muted text-xs tabular-nums">{`${progress.done}/${progress.total}`}</span>}
      </span>
      <span className="flex items-center gap-3 text-muted text-xs">
        <span className="w-48 truncate">{`${card.key} · ${datesWords(card, directory.now)}`}</span>
        <span aria-hidden dir="ltr" className="relative h-1.5 flex-1 rounded-full bg-hover">
          {span && (
            <span
              className="absolute inset-y-0 min-w-1.5 rounded-full"
              style={{
                left: percent(span.start - whole.start),
                width: percent(span.end - span.start + 1),
                backgroundColor: categoryColour[category],
                opacity: row.span ? 1 : 0.4,
              }}
            />
          )}
          <span className="absolute -inset-y-0.5 w-px bg-accent" style={{ left: percent(today - whole.start + 0.5) }} />
        </span>
      </span>
    </TaskLink>
  )
}

import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { cx } from "../../lib/cx.ts"
import { firstWeekday, fullDate, today as todayOf } from "../../lib/format.ts"
import { useCatchUp } from "../../lib/live.ts"
import { scheduleQuery } from "./api.ts"
import { CalendarToolbar } from "./calendar-toolbar.tsx"
import { dateOf, dayOf, monthStart } from "./days.ts"
import { categoryOf, useDirectory } from "./directory.ts"
import { datedOf } from "./month.ts"
import { usePeriod } from "./period.ts"
import type { ScheduleProps } from "./schedule-props.ts"
import { RoadmapSkeleton } from "./schedule-skeleton.tsx"
import { TaskLink } from "./task-link.tsx"
import { UndatedList } from "./undated.tsx"
import { datesWords } from "./words.ts"

/** The calendar on a phone: the days of a month on which something is due, one under the other. */
export function Agenda({ board, asked, viewName }: ScheduleProps) {
  const { project, view } = board
  const directory = useDirectory()
  const { now } = directory
  const today = dayOf(todayOf(now))
  const { day, title, show, page } = usePeriod(`agenda-${view.id}`, today, firstWeekday(navigator.language))
  const range = { from: monthStart(day), to: monthStart(day, 1) - 1 }
  const query = useQuery(scheduleQuery(project.id, viewName, asked, { ...range, tree: false }))
  const schedule = query.data
  useCatchUp(`project:${project.id}`, query.isPlaceholderData ? undefined : schedule?.last_event_id)
  // What is due after this month goes on at its end.
  const days = Map.groupBy(datedOf(schedule?.items ?? []), ({ span }) => Math.min(span.end, range.to))
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <CalendarToolbar title={title} period="month" onPage={page} onToday={() => show(today)} />
      {query.isError && !schedule ? (
        <ErrorState error={query.error} retry={() => query.refetch()} />
      ) : !schedule ? (
        <RoadmapSkeleton />
      ) : (
        <div className="thin-scroll min-h-0 flex-1 overflow-y-auto border-t pb-6">
          {days.size === 0 && (
            <EmptyState title={t`Nothing in this month`}>
              {t`Tasks appear here on the day when they are due.`}
            </EmptyState>
          )}
          {[...days.keys()]
            .toSorted((one, other) => one - other)
            .map((at) => (
              <section key={at} aria-label={fullDate(dateOf(at))} className="px-4 pt-4">
                <h3 className={cx("pb-1 text-xs", at === today ? "font-semibold text-accent-text" : "text-muted")}>
                  {fullDate(dateOf(at))}
                </h3>
                <ul>
                  {days.get(at)?.map(({ card }) => (
                    <li key={card.id} className="border-b last:border-b-0">
                      <TaskLink card={card} className="flex min-h-11 items-center gap-2">
                        <StatusRing category={categoryOf(directory, card)} />
                        <span className="min-w-0 flex-1 truncate">{card.title}</span>
                        <span className="shrink-0 text-muted text-xs">{datesWords(card, now)}</span>
                      </TaskLink>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          <UndatedList undated={schedule.undated} />
        </div>
      )}
    </div>
  )
}

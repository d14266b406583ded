// biome-ignore-all lint/a11y/useSemanticElements: lines that are placed one by one cannot be those of a table element
import { plural, t } from "@lingui/core/macro"
import { ChevronDown, ChevronLeft, ChevronRight, TriangleAlert } from "lucide-react"
import { memo, useEffect, useRef } from "react"
import { Faces } from "../../components/face.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { cx } from "../../lib/cx.ts"
import { dateLabel, number } from "../../lib/format.ts"
import { Bar, Hull } from "./bar.tsx"
import { type Dates, dateOf, type Span, spanOf } from "./days.ts"
import { categoryOf, useDirectory } from "./directory.ts"
import { type Scale, xOf } from "./scale.ts"
import { TaskLink } from "./task-link.tsx"
import type { GroupRow as Group, Row, TaskRow as Task } from "./tree.ts"
import { datesWords } from "./words.ts"

export const rowHeight = 36

export type RowProps<T extends Row> = {
  row: T
  index: number
  scale: Scale
  focusable: boolean
  /** A higher number is a newer wish to be focused; 0 is none. */
  focusRequest: number
  onFocusDone: (count: number) => boolean
  onToggle: (row: Row) => void
}

type TaskProps = RowProps<Task> & {
  /** Dates it would get from the pointer that holds it. */
  held: Dates | undefined
  /** A line to it is being drawn. */
  aimed: boolean
  /** What it waits for and begins before, or what waits for it and begins too early. */
  broken: string | undefined
  open: boolean
  /** On which side of what is in sight its bar lies. */
  beside: "left" | "right" | undefined
  onReveal: (span: Span) => void
}

function useFocusRequest({ focusRequest, onFocusDone }: Pick<TaskProps, "focusRequest" | "onFocusDone">) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (focusRequest > 0 && onFocusDone(focusRequest)) frame.current?.focus({ preventScroll: true })
  }, [focusRequest, onFocusDone])
  return frame
}

const rowLook =
  "group/row absolute inset-0 flex border-b outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent"
const titleLook = "sticky left-0 z-4 flex w-(--aside) shrink-0 items-center gap-1.5 border-r bg-bg pr-2"

/** A task: its title on the left, its days on the scale. */
export const TaskRow = memo(function TaskRow(props: TaskProps) {
  const { row, index, scale, focusable, held, aimed, broken, open, beside, onToggle, onReveal } = props
  const { card, depth, progress } = row
  const directory = useDirectory()
  const frame = useFocusRequest(props)
  const span = held ? spanOf(held) : row.span
  const shown = span ?? row.hull
  const dates = datesWords(held ?? card, directory.now)
  const status = directory.statuses.get(card.status_id)?.name ?? ""
  const far = progress && t`${{ done: progress.done }} of ${{ all: progress.total }} done`
  const about = [`${card.key} ${card.title}`, status, dates, far].filter((each) => each !== null).join(", ")
  const assignees = card.assignee_ids.flatMap((id) => directory.members.get(id) ?? [])
  return (
    <div
      ref={frame}
      role="row"
      tabIndex={focusable ? 0 : -1}
      aria-level={depth + 1}
      aria-rowindex={index + 2}
      aria-expanded={row.open}
      aria-label={broken ? `${about}. ${broken}` : about}
      data-row={row.id}
      data-task={card.id}
      className={cx(rowLook, open && "[&>:first-child]:bg-accent-soft", aimed && "bg-accent-soft")}
    >
      <div
        role="rowheader"
        tabIndex={-1}
        className={cx(titleLook, "group-hover/row:bg-hover")}
        style={{ paddingLeft: 8 + depth * 16 }}
      >
        <Fold row={row} name={card.key} onToggle={onToggle} />
        <StatusRing category={categoryOf(directory, card)} />
        <TaskLink card={card} tabIndex={-1} className="min-w-0 flex-1 truncate rounded-xs hover:underline">
          {card.title}
        </TaskLink>
        {broken && (
          <span title={broken} className="text-red">
            <TriangleAlert size={13} aria-hidden />
          </span>
        )}
        {progress && <span className="text-muted text-xs tabular-nums">{`${progress.done}/${progress.total}`}</span>}
        <Faces members={assignees} max={2} label={t`Assigned to`} />
      </div>
      <div
        role="gridcell"
        tabIndex={-1}
        data-part={!span && directory.canWrite ? "draw" : undefined}
        className={cx("relative", !span && directory.canWrite && "cursor-crosshair")}
        style={{ width: scale.width }}
      >
        <span className="sr-only">{dates}</span>
        {beside && shown && (
          <button
            type="button"
            tabIndex={-1}
            onClick={() => onReveal(shown)}
            className={cx(
              "sticky z-3 mt-1.5 flex h-6 w-fit items-center gap-0.5 rounded-xs bg-panel px-1 text-muted text-xs hover:text-ink",
              beside === "left" ? "left-[calc(var(--aside)+4px)]" : "right-1 ml-auto",
            )}
          >
            {beside === "left" && <ChevronLeft size={13} aria-hidden />}
            {dateLabel(dateOf(beside === "left" ? shown.end : shown.start), directory.now)}
            {beside === "right" && <ChevronRight size={13} aria-hidden />}
          </button>
        )}
        {span ? (
          <Bar card={card} span={span} progress={progress} scale={scale} held={held !== undefined} broken={!!broken} />
        ) : (
          row.hull && <Hull span={row.hull} scale={scale} />
        )}
        {held && span && (
          <HeldDates span={span} scale={scale}>
            {dates}
          </HeldDates>
        )}
      </div>
    </div>
  )
})

/** The dates that a bar would get which is held now. */
function HeldDates({ span, scale, children }: { span: Span; scale: Scale; children: string }) {
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute top-2 z-3 whitespace-nowrap rounded-xs bg-panel px-1 font-medium text-xs leading-5 shadow-shade"
      style={{ left: Math.max(xOf(scale, span.end + 1), xOf(scale, span.start) + 10) + 22 }}
    >
      {children}
    </span>
  )
}

/** A group of the view's own. */
export const GroupRow = memo(function GroupRow(props: RowProps<Group>) {
  const { row, index, focusable, onToggle } = props
  const frame = useFocusRequest(props)
  return (
    <div
      ref={frame}
      role="row"
      tabIndex={focusable ? 0 : -1}
      aria-level={row.depth + 1}
      aria-rowindex={index + 2}
      aria-expanded={row.open}
      aria-label={plural(
        { count: row.count },
        { one: `${{ group: row.name }}, # task`, other: `${{ group: row.name }}, # tasks` },
      )}
      data-row={row.id}
      className={rowLook}
    >
      <div role="rowheader" tabIndex={-1} className={titleLook} style={{ paddingLeft: 8 + row.depth * 16 }}>
        <Fold row={row} name={row.name} onToggle={onToggle} />
        <span className="truncate font-semibold">{row.name}</span>
        <span className="text-muted tabular-nums">{number(row.count)}</span>
      </div>
    </div>
  )
})

function Fold({ row, name, onToggle }: { row: Row; name: string; onToggle: (row: Row) => void }) {
  if (row.open === undefined) return <span className="w-5 shrink-0" />
  const Chevron = row.open ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={row.open ? t`Fold ${name}` : t`Unfold ${name}`}
      onClick={() => onToggle(row)}
      className="grid size-5 shrink-0 place-items-center rounded-xs text-muted hover:bg-hover hover:text-ink"
    >
      <Chevron size={14} aria-hidden />
    </button>
  )
}

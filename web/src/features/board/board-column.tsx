import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import { useVirtualizer } from "@tanstack/react-virtual"
import { ChevronsLeftRight, ChevronsRightLeft, Plus } from "lucide-react"
import { memo, useEffect, useRef, useState } from "react"
import { IconButton } from "../../components/button.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import type { Card, Conversation } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { CardSkeleton } from "./board-skeleton.tsx"
import { type Lookups, TaskCard } from "./card.tsx"
import type { Column } from "./columns.ts"
import { InlineCreate } from "./inline-create.tsx"

type Props = {
  projectId: string
  column: Column
  /** What the column sums up, with its unit. */
  sum: string | undefined
  /** Loads the cards that follow. */
  onMore: (statusId: string) => void
  lookups: Lookups
  working: Map<string, Conversation>
  selectedKey: string | undefined
  focusId: string | undefined
  focusRequest: { id: string; count: number }
  onFocusDone: (request: number) => boolean
  canWrite: boolean
  filtering: boolean
  collapsed: boolean
  onCollapse: (collapsed: boolean) => void
  onCreate: (title: string, statusId: string) => Promise<unknown>
}

/** About how tall a card is before it is measured. */
function estimate(card: Card | undefined): number {
  if (!card) return 80
  const lines = Math.min(3, Math.ceil(card.title.length / 32))
  const meta = card.tags.length > 0 || card.due_date !== null || card.comment_count > 0
  return 46 + lines * 18 + (meta ? 28 : 0)
}

/** Places for cards that are about to come, at most. */
const mostSkeletons = 3
/** With fewer cards than this ahead, more are loaded. */
const ahead = 15

/** A column: only the cards in sight are in the document, and few more in the browser, however many it holds. */
export const BoardColumn = memo(function BoardColumn(props: Props) {
  const { column, lookups, working, selectedKey, focusId, focusRequest, canWrite, collapsed } = props
  const { status, tasks } = column
  const frame = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)

  const skeletons = column.more ? Math.min(mostSkeletons, Math.max(1, column.total - tasks.length)) : 0
  const virtual = useVirtualizer({
    count: tasks.length + skeletons,
    getScrollElement: () => list.current,
    estimateSize: (index) => estimate(tasks[index]),
    getItemKey: (index) => tasks[index]?.id ?? index,
    gap: 8,
    overscan: 6,
    paddingStart: 2,
    paddingEnd: 4,
  })

  const items = virtual.getVirtualItems()
  const isNearEnd = column.more && !collapsed && (items.at(-1)?.index ?? 0) >= tasks.length - ahead
  const { onMore } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes may leave the end in sight
  useEffect(() => {
    if (isNearEnd) onMore(status.id)
  }, [isNearEnd, onMore, status.id, tasks.length])

  // Only a new request scrolls; a list that changes under the reader does not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const index = tasks.findIndex((card) => card.id === focusRequest.id)
    if (focusRequest.count > 0 && index >= 0) virtual.scrollToIndex(index, { align: "auto" })
  }, [focusRequest])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a column that opens or closes is another element
  useEffect(() => {
    const node = frame.current
    const scroll = list.current
    if (!node || !canWrite) return
    return combine(
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => source.data.kind === "card",
        getData: ({ input }) => {
          const first = scroll?.querySelector("[data-task]")?.getBoundingClientRect()
          return { kind: "column", statusId: status.id, end: first && input.clientY < first.top ? "top" : "bottom" }
        },
        onDrag: ({ location }) => setOver(location.current.dropTargets[0]?.element === node),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      scroll ? autoScrollForElements({ element: scroll }) : () => {},
    )
  }, [status.id, canWrite, collapsed])

  const found = column.total.toLocaleString("en-GB")
  const count = props.filtering ? `${found} of ${column.all.toLocaleString("en-GB")}` : found

  if (collapsed) {
    return (
      <section
        ref={frame}
        aria-label={`${status.name}, collapsed, ${column.total} tasks`}
        className={cx(
          "flex w-10 shrink-0 flex-col items-center gap-2 rounded-md bg-sunken py-2",
          over && "bg-accent-soft",
        )}
      >
        <IconButton label={`Expand ${status.name}`} onClick={() => props.onCollapse(false)}>
          <ChevronsLeftRight size={14} />
        </IconButton>
        <StatusRing category={status.category} />
        <span className="font-medium [writing-mode:vertical-rl]">{status.name}</span>
        <span className="text-muted tabular-nums">{count}</span>
      </section>
    )
  }

  return (
    <section
      ref={frame}
      aria-labelledby={`column-${status.id}`}
      className={cx(
        "group/column flex min-h-0 min-w-[220px] max-w-[420px] flex-1 basis-[220px] snap-center flex-col rounded-md bg-sunken transition-colors duration-100 max-phone:w-[84vw] max-phone:flex-none",
        over && "bg-accent-soft",
      )}
    >
      <header className="relative flex h-10 shrink-0 items-center gap-2 pr-3 pl-3">
        <StatusRing category={status.category} />
        <h2 id={`column-${status.id}`} className="truncate font-medium">
          {status.name}
        </h2>
        <span className="whitespace-nowrap text-muted tabular-nums">{count}</span>
        {props.sum && (
          <span
            className="min-w-0 shrink-[1000] truncate text-muted text-xs tabular-nums"
            title={`${props.sum} in this column`}
          >
            · {props.sum}
          </span>
        )}
        <IconButton
          label={`Collapse ${status.name}`}
          className="absolute right-1.5 bg-sunken opacity-0 focus-visible:opacity-100 group-hover/column:opacity-100 max-phone:hidden"
          onClick={() => props.onCollapse(true)}
        >
          <ChevronsRightLeft size={14} />
        </IconButton>
      </header>
      <div
        ref={list}
        className="thin-scroll min-h-0 flex-1 overflow-y-auto overscroll-y-contain px-2 [contain:strict]"
        data-column-list
      >
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const card = tasks[item.index]
            if (!card)
              return (
                <li
                  key={item.key}
                  aria-hidden
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <CardSkeleton />
                </li>
              )
            return (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-setsize={column.total}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <TaskCard
                  projectId={props.projectId}
                  card={card}
                  status={status}
                  lookups={lookups}
                  working={working.get(card.id)}
                  selected={card.key === selectedKey}
                  focusable={card.id === focusId}
                  canMove={canWrite}
                  focusRequest={card.id === focusRequest.id ? focusRequest.count : 0}
                  onFocusDone={props.onFocusDone}
                />
              </li>
            )
          })}
        </ul>
        {tasks.length === 0 && !column.more && (
          <p className="px-1 py-3 text-muted">
            {props.filtering && column.all > 0 ? "Nothing here matches." : "No tasks."}
          </p>
        )}
      </div>
      {canWrite && <InlineCreate status={status} onCreate={props.onCreate} icon={<Plus size={14} aria-hidden />} />}
    </section>
  )
})

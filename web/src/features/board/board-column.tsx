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
import { type Lookups, TaskCard } from "./card.tsx"
import type { Column } from "./columns.ts"
import { InlineCreate } from "./inline-create.tsx"

type Props = {
  projectId: string
  column: Column
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

/** A column: only the cards in sight are in the document, however many it holds. */
export const BoardColumn = memo(function BoardColumn(props: Props) {
  const { column, lookups, working, selectedKey, focusId, focusRequest, canWrite, collapsed } = props
  const { status, tasks } = column
  const frame = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)

  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => list.current,
    estimateSize: (index) => estimate(tasks[index]),
    getItemKey: (index) => tasks[index]?.id ?? index,
    gap: 8,
    overscan: 6,
    paddingStart: 2,
    paddingEnd: 4,
  })

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

  const count = props.filtering ? `${tasks.length} of ${column.total}` : column.total.toLocaleString("en-GB")

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
        {column.points > 0 && (
          <span className="whitespace-nowrap text-muted text-xs tabular-nums" title="Points in this column">
            · {column.points.toLocaleString("en-GB")} pts
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
          {virtual.getVirtualItems().map((item) => {
            const card = tasks[item.index]
            if (!card) return null
            return (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-setsize={tasks.length}
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
        {tasks.length === 0 && (
          <p className="px-1 py-3 text-muted">
            {props.filtering && column.total > 0 ? "Nothing here matches." : "No tasks."}
          </p>
        )}
      </div>
      {canWrite && <InlineCreate status={status} onCreate={props.onCreate} icon={<Plus size={14} aria-hidden />} />}
    </section>
  )
})

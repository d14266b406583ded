import { plural, t } from "@lingui/core/macro"
import { useVirtualizer } from "@tanstack/react-virtual"
import { Plus } from "lucide-react"
import { memo, useEffect, useRef } from "react"
import type { Card } from "../../lib/api.gen.ts"
import type { Board, CellKey } from "../../lib/board-cache.ts"
import { cx } from "../../lib/cx.ts"
import { CardSkeleton } from "./board-skeleton.tsx"
import { TaskCard } from "./card.tsx"
import { ColumnHead, headId, NarrowColumn } from "./column-head.tsx"
import { useCellDrop } from "./drop.ts"
import type { FocusRequest } from "./focus.ts"
import type { Cell, Group, Spot } from "./grid.ts"
import { InlineCreate } from "./inline-create.tsx"
import { useShell, type Working } from "./shell.ts"

export type CellProps = {
  board: Board
  group: Group
  cell: Cell
  /** Loads the cards that follow. */
  onMore: (cell: CellKey) => void
  working: Working
  openKey: string | undefined
  /** The card in the tab order, if it is in this cell. */
  focused: Spot | undefined
  focusRequest: FocusRequest
  onFocusDone: (request: number) => boolean
  filtering: boolean
}

type Props = CellProps & { collapsed: boolean; onCollapse: (group: Group, collapsed: boolean) => void }

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
  const { board, group, cell, focusRequest, collapsed, filtering, onMore } = props
  const { canWrite, onCreate } = useShell()
  const { cards } = cell
  const frame = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const over = useCellDrop(frame, cell, { enabled: canWrite, scroll: list, again: collapsed })

  const skeletons = cell.more ? Math.min(mostSkeletons, Math.max(1, cell.total - cards.length)) : 0
  const virtual = useVirtualizer({
    count: cards.length + skeletons,
    getScrollElement: () => list.current,
    estimateSize: (index) => estimate(cards[index]),
    getItemKey: (index) => cards[index]?.id ?? index,
    gap: 8,
    overscan: 6,
    paddingStart: 2,
    paddingEnd: 4,
  })

  const items = virtual.getVirtualItems()
  const isNearEnd = cell.more && !collapsed && (items.at(-1)?.index ?? 0) >= cards.length - ahead
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes may leave the end in sight
  useEffect(() => {
    if (isNearEnd) onMore(cell)
  }, [isNearEnd, onMore, cell.id, cards.length])

  // Only a new request scrolls; a list that changes under the reader does not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (focusRequest.spot?.column !== cell.column) return
    const index = cards.findIndex((card) => card.id === focusRequest.spot?.taskId)
    if (focusRequest.count > 0 && index >= 0) virtual.scrollToIndex(index, { align: "auto" })
  }, [focusRequest])

  const head = { board, group, filtering, onCollapse: (next: boolean) => props.onCollapse(group, next) }
  if (collapsed) {
    return (
      <section
        ref={frame}
        aria-label={plural(
          { count: group.total },
          {
            one: `${{ column: group.name }}, collapsed, # task`,
            other: `${{ column: group.name }}, collapsed, # tasks`,
          },
        )}
        className={cx(
          "flex w-10 shrink-0 flex-col items-center gap-2 rounded-md bg-sunken py-2",
          over && "bg-accent-soft",
        )}
      >
        <NarrowColumn {...head} />
      </section>
    )
  }
  return (
    <section
      ref={frame}
      aria-labelledby={headId(group)}
      className={cx(
        "group/column flex min-h-0 min-w-[220px] max-w-[420px] flex-1 basis-[220px] snap-center flex-col rounded-md bg-sunken transition-colors duration-100 max-phone:w-[84vw] max-phone:flex-none",
        over && "bg-accent-soft",
      )}
    >
      <ColumnHead {...head} />
      <div
        ref={list}
        className="thin-scroll min-h-0 flex-1 overflow-y-auto overscroll-y-contain px-2 [contain:strict]"
        data-column-list
      >
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const card = cards[item.index]
            const style = { transform: `translateY(${item.start}px)` }
            if (!card)
              return (
                <li key={item.key} aria-hidden className="absolute inset-x-0 top-0" style={style}>
                  <CardSkeleton />
                </li>
              )
            return (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-setsize={cell.total}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={style}
              >
                <CellCard card={card} {...props} />
              </li>
            )
          })}
        </ul>
        {cards.length === 0 && !cell.more && (
          <p className="px-1 py-3 text-muted">{filtering && group.all > 0 ? t`Nothing here matches.` : t`No tasks.`}</p>
        )}
      </div>
      {canWrite && (
        <InlineCreate
          name={group.name}
          onCreate={(title) => onCreate(title, cell)}
          icon={<Plus size={14} aria-hidden />}
        />
      )}
    </section>
  )
})

/** A card with what the board knows of it. */
export function CellCard({
  card,
  cell,
  working,
  openKey,
  focused,
  focusRequest,
  onFocusDone,
}: CellProps & { card: Card }) {
  const { spot, count } = focusRequest
  const isWanted = spot?.taskId === card.id && spot.column === cell.column && spot.lane === cell.lane
  return (
    <TaskCard
      card={card}
      column={cell.column}
      lane={cell.lane}
      working={working.get(card.id)}
      open={card.key === openKey}
      focusable={focused?.taskId === card.id}
      focusRequest={isWanted ? count : 0}
      onFocusDone={onFocusDone}
    />
  )
}

import { t } from "@lingui/core/macro"
import { useVirtualizer } from "@tanstack/react-virtual"
import { ChevronDown, ChevronRight, ChevronsLeftRight, Plus } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import type { Board, CellKey } from "../../lib/board-cache.ts"
import { cx } from "../../lib/cx.ts"
import { number } from "../../lib/format.ts"
import { CellCard, type CellProps } from "./board-column.tsx"
import { ColumnHead, countOf } from "./column-head.tsx"
import { useCellDrop } from "./drop.ts"
import type { FocusRequest } from "./focus.ts"
import { cellOf, type Grid, type Group, type Spot, sumLabel } from "./grid.ts"
import { GroupIcon } from "./group-icon.tsx"
import { InlineCreate } from "./inline-create.tsx"
import { useShell, type Working } from "./shell.ts"

type Props = {
  board: Board
  grid: Grid
  onMore: (cell: CellKey) => void
  working: Working
  openKey: string | undefined
  focused: Spot | undefined
  focusRequest: FocusRequest
  onFocusDone: (request: number) => boolean
  filtering: boolean
  collapse: { has: (group: Group) => boolean; set: (group: Group, collapsed: boolean) => void }
}

/** Cards of a cell that are shown until one asks for more. */
const first = 8

const track = (count: number) => ({ gridTemplateColumns: `repeat(${count}, minmax(220px, 1fr))` })

/** A board with swimlanes: the columns' titles stay in sight, and only the lanes in sight are in the document. */
export default function LaneBoard(props: Props) {
  const { board, grid, filtering, collapse, focusRequest } = props
  const columns = grid.columns.filter((group) => !collapse.has(group))
  const narrow = grid.columns.filter((group) => collapse.has(group))
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: grid.lanes.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => ((grid.lanes[index]?.total ?? 0) > 0 ? 320 : 120),
    getItemKey: (index) => grid.lanes[index]?.key ?? "null",
    overscan: 2,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new request scrolls
  useEffect(() => {
    const index = grid.lanes.findIndex((lane) => lane.key === focusRequest.spot?.lane)
    const isThere = virtual.getVirtualItems().some((item) => item.index === index)
    if (focusRequest.count > 0 && index >= 0 && !isThere) virtual.scrollToIndex(index, { align: "auto" })
  }, [focusRequest])
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      {narrow.length > 0 && (
        <div className="flex shrink-0 flex-wrap items-center gap-1 px-4 pb-1">
          {narrow.map((group) => (
            <Button
              key={group.key ?? "null"}
              variant="ghost"
              aria-label={t`Expand ${{ column: group.name }}`}
              onClick={() => collapse.set(group, false)}
            >
              <ChevronsLeftRight size={13} aria-hidden />
              {group.name}
              <span className="tabular-nums">{countOf(group, filtering)}</span>
            </Button>
          ))}
        </div>
      )}
      <div ref={scroll} data-lanes className="thin-scroll min-h-0 w-full flex-1 overflow-auto px-4 pb-4">
        <div className="w-fit min-w-full">
          <div className="sticky top-0 z-10 grid gap-2 bg-bg pt-1 pb-1" style={track(columns.length)}>
            {columns.map((group) => (
              <div key={group.key ?? "null"} className="group/column rounded-md bg-sunken">
                <ColumnHead
                  board={board}
                  group={group}
                  filtering={filtering}
                  onCollapse={(next) => collapse.set(group, next)}
                />
              </div>
            ))}
          </div>
          <div className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const lane = grid.lanes[item.index]
              if (!lane) return null
              return (
                <section
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  aria-label={lane.name}
                  className="absolute inset-x-0 top-0 pb-3"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Lane lane={lane} columns={columns} {...props} />
                </section>
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

function Lane({ lane, columns, ...props }: Props & { lane: Group; columns: Group[] }) {
  const { board, grid } = props
  const [closed, setClosed] = useState(false)
  const sum = sumLabel(lane.sum, board)
  const Chevron = closed ? ChevronRight : ChevronDown
  return (
    <>
      <button
        type="button"
        aria-expanded={!closed}
        onClick={() => setClosed(!closed)}
        className="sticky start-0 flex h-8 items-center gap-2 rounded-sm px-1 hover:bg-hover"
      >
        <Chevron size={14} aria-hidden className={cx("text-muted", closed && "rtl:-scale-x-100")} />
        <GroupIcon field={board.view.config.swimlanes} value={lane.key} directory={board} />
        <span className="font-medium">{lane.name}</span>
        <span className="text-muted tabular-nums">{countOf(lane, props.filtering)}</span>
        {sum && <span className="text-muted text-xs tabular-nums">· {sum}</span>}
      </button>
      {!closed && (
        <div className="grid gap-2" style={track(columns.length)}>
          {columns.map((group) => {
            const cell = cellOf(grid, { column: group.key, lane: lane.key })
            return cell && <LaneCell key={cell.id} {...props} group={group} lane={lane} cell={cell} />
          })}
        </div>
      )}
    </>
  )
}

function LaneCell({ lane, ...props }: CellProps & { lane: Group }) {
  const { cell, group, onMore, focused } = props
  const { canWrite, onCreate } = useShell()
  const [limit, setLimit] = useState(first)
  const frame = useRef<HTMLDivElement>(null)
  const over = useCellDrop(frame, cell, { enabled: canWrite })
  const at = focused ? cell.cards.findIndex((card) => card.id === focused.taskId && focused.lane === lane.key) : -1
  const shown = cell.cards.slice(0, Math.max(limit, at + 1))
  const rest = cell.total - shown.length
  const name = `${group.name}, ${lane.name}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields
    <div
      ref={frame}
      role="group"
      aria-label={name}
      className={cx(
        "flex min-h-16 flex-col gap-2 rounded-md bg-sunken p-2 transition-colors duration-100",
        over && "bg-accent-soft",
      )}
    >
      <ul className="grid gap-2">
        {shown.map((card, index) => (
          <li key={card.id} aria-setsize={cell.total} aria-posinset={index + 1}>
            <CellCard card={card} {...props} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button
          variant="ghost"
          onClick={() => {
            const next = shown.length + 2 * first
            setLimit(next)
            if (next >= cell.cards.length && cell.more) onMore(cell)
          }}
        >
          {t`Show more of ${{ count: number(rest) }}`}
        </Button>
      )}
      {canWrite && (
        <div className="mt-auto -ms-2 -mb-2">
          <InlineCreate name={name} onCreate={(title) => onCreate(title, cell)} icon={<Plus size={14} aria-hidden />} />
        </div>
      )}
    </div>
  )
}

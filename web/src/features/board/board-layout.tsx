import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef } from "react"
import { BoardColumn } from "./board-column.tsx"
import { BoardSkeleton } from "./board-skeleton.tsx"
import { useCollapsed } from "./collapsed.ts"
import { cellOf, type Direction, focusTarget, moveTarget } from "./grid.ts"
import { propertyOf } from "./property-keys.ts"
import { useShell } from "./shell.ts"
import type { LayoutProps } from "./view-body.tsx"

const LaneBoard = lazy(() => import("./lane-board.tsx"))

const directions: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  k: "up",
  j: "down",
  h: "left",
  l: "right",
}

const mirrored: Partial<Record<Direction, Direction>> = { left: "right", right: "left" }

/** Where a key points: the columns of a page that is read from right to left begin on the right. */
function directionOf(key: string, element: Element): Direction | undefined {
  const direction = directions[key]
  return direction && element.matches(":dir(rtl)") ? (mirrored[direction] ?? direction) : direction
}

/** Tasks as cards in columns, and in swimlanes if the view has any. */
export function BoardLayout(props: LayoutProps) {
  const { board, grid, filtering, settling, openKey, working, focus, onMore } = props
  const { onKeyDown, onFocus } = useBoardKeys(props)
  const collapse = useCollapsed(board, grid.columns)
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => (scroller.current ? autoScrollForElements({ element: scroller.current }) : undefined), [])
  const shared = { board, filtering, onMore, working, openKey, focusRequest: focus.wanted, onFocusDone: focus.done }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys pressed on a card bubble to here
    <div
      ref={scroller}
      onKeyDown={onKeyDown}
      aria-busy={settling}
      onFocus={onFocus}
      className={
        grid.hasLanes
          ? "flex min-h-0 flex-1"
          : "thin-scroll flex min-h-0 flex-1 snap-x gap-2 overflow-x-auto px-4 pt-1 pb-4 max-phone:snap-mandatory max-phone:scroll-px-4"
      }
    >
      {grid.hasLanes ? (
        <Suspense fallback={<BoardSkeleton />}>
          <LaneBoard {...shared} grid={grid} focused={focus.spot} collapse={collapse} />
        </Suspense>
      ) : (
        grid.columns.map((group) => {
          const cell = cellOf(grid, { column: group.key, lane: null })
          if (!cell) return null
          return (
            <BoardColumn
              key={group.key ?? "null"}
              {...shared}
              group={group}
              cell={cell}
              focused={focus.spot?.column === group.key ? focus.spot : undefined}
              collapsed={collapse.has(group)}
              onCollapse={collapse.set}
            />
          )
        })
      )}
    </div>
  )
}

function useBoardKeys({ grid, focus, selection, onMove }: LayoutProps) {
  const { canWrite, onChoose, onMenu, onTake } = useShell()
  function onKeyDown(event: KeyboardEvent) {
    if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-card-link]")) return
    const { spot } = focus
    if (!spot) return
    const cards = cellOf(grid, spot)?.cards ?? []
    if ((event.ctrlKey || event.metaKey) && event.key === "a") {
      event.preventDefault()
      selection.toggleAll(cards.map(({ id }) => id))
      return
    }
    if (event.ctrlKey || event.metaKey) return
    if (event.key === "x" && !event.altKey) {
      event.preventDefault()
      onChoose(spot, false)
      return
    }
    const property = propertyOf(event)
    if (property && canWrite) {
      event.preventDefault()
      onMenu(spot, event.target, property)
      return
    }
    if (event.key === "i" && !event.altKey && canWrite) {
      event.preventDefault()
      onTake(spot)
      return
    }
    const moves = event.altKey || (event.shiftKey && /^[HJKL]$/.test(event.key))
    const direction = directionOf(/^[HJKL]$/.test(event.key) ? event.key.toLowerCase() : event.key, event.target)
    if (!direction) return
    event.preventDefault()
    if (moves) {
      const place = canWrite ? moveTarget(grid, spot, direction) : undefined
      if (!place) return
      focus.follow(spot.taskId, place)
      onMove(spot, place)
      return
    }
    const next = focusTarget(grid, spot, direction)
    if (!next) return
    if (event.shiftKey) {
      if (!selection.has(spot.taskId)) onChoose(spot, false)
      onChoose(next, true)
    }
    focus.request(next)
  }
  /** The element knows its cell: a task of several groups stands in several. */
  function onFocus(event: React.FocusEvent<HTMLElement>) {
    const node = event.target.closest<HTMLElement>("[data-task]")
    const spot = node && spotAt(node)
    if (spot) focus.note(spot)
  }
  return { onKeyDown, onFocus }
}

const keyAt = (text: string | undefined) => (text === undefined ? null : text)

/** The spot that an element stands for. */
export function spotAt({ dataset }: HTMLElement) {
  const { task, column, lane } = dataset
  return task === undefined ? undefined : { taskId: task, column: keyAt(column), lane: keyAt(lane) }
}

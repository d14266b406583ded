import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import { extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge"
import { type RefObject, useEffect, useState } from "react"
import type { CellKey, Place } from "../../lib/board-cache.ts"
import { dropTarget, type Grid, type Spot } from "./grid.ts"

const keyOf = (value: unknown) => (typeof value === "string" ? value : null)

/** Makes an element take cards into a cell. Answers whether one is held over it. */
export function useCellDrop(
  frame: RefObject<HTMLElement | null>,
  { column, lane }: CellKey,
  { enabled, scroll, again }: { enabled: boolean; scroll?: RefObject<HTMLElement | null>; again?: unknown },
): boolean {
  const [over, setOver] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with `again` the frame is another element
  useEffect(() => {
    const node = frame.current
    const list = scroll?.current
    if (!node || !enabled) return
    return combine(
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => source.data.kind === "card",
        getData: ({ input }) => {
          const first = node.querySelector("[data-task]")?.getBoundingClientRect()
          return { kind: "cell", column, lane, end: first && input.clientY < first.top ? "top" : "bottom" }
        },
        onDrag: ({ location }) => setOver(location.current.dropTargets[0]?.element === node),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      list ? autoScrollForElements({ element: list }) : () => {},
    )
  }, [column, lane, enabled, again])
  return over
}

/** Turns a finished drag into a move of what was dragged, or into a change of its sprint. */
export function useDrops(
  grid: { current: Grid },
  enabled: boolean,
  /** Every task that is dragged along with one. */
  along: (taskId: string) => string[],
  onMove: (dragged: Spot, place: Place) => void,
  onSprint: (taskIds: string[], sprintId: string | null) => void,
) {
  useEffect(() => {
    if (!enabled) return
    return monitorForElements({
      canMonitor: ({ source }) => source.data.kind === "card",
      onDrop: ({ source, location }) => {
        const data = location.current.dropTargets[0]?.data
        if (!data) return
        const dragged = {
          taskId: String(source.data.taskId),
          column: keyOf(source.data.column),
          lane: keyOf(source.data.lane),
        }
        const ids = along(dragged.taskId)
        // A sprint beside the page, such as in the navigation.
        if (data.kind === "sprint") return onSprint(ids, keyOf(data.sprintId))
        if (data.kind !== "card" && data.kind !== "cell") return
        const edge = extractClosestEdge(data) === "top" ? "top" : "bottom"
        const place = dropTarget(grid.current, ids, {
          column: keyOf(data.column),
          lane: keyOf(data.lane),
          over: data.kind === "card" ? { task_id: String(data.taskId), edge } : undefined,
          end: data.end === "top" ? "top" : "bottom",
        })
        if (place) onMove(dragged, place)
      },
    })
  }, [grid, enabled, along, onMove, onSprint])
}

import { useCallback, useEffect, useRef, useState } from "react"
import type { Place } from "../../lib/board-cache.ts"
import { firstSpot, type Grid, hasSpot, isSameSpot, placeOf, type Spot, spotOf } from "./grid.ts"

/** A wish that a card be focused; a higher count is a newer wish, 0 is none. */
export type FocusRequest = { spot: Spot | undefined; count: number }

/** A change made on a card that was just given focus, such as in its menu, shows within this time. Milliseconds. */
const SOON = 1_000

/** One card of a view is in the tab order; the arrow keys choose which. */
export function useRovingFocus(grid: Grid) {
  const [chosen, setChosen] = useState<Spot>()
  const [wanted, setWanted] = useState<FocusRequest>({ spot: undefined, count: 0 })
  const handled = useRef(0)
  const known = chosen && (hasSpot(grid, chosen) ? chosen : spotOf(grid, chosen.taskId))
  const spot = known ?? firstSpot(grid)

  const note = useCallback((next: Spot) => setChosen((old) => (isSameSpot(old, next) ? old : next)), [])
  const requested = useRef({ taskId: "", at: Number.NEGATIVE_INFINITY })
  const request = useCallback((next: Spot) => {
    requested.current = { taskId: next.taskId, at: performance.now() }
    setChosen(next)
    setWanted((old) => ({ spot: next, count: old.count + 1 }))
  }, [])
  const done = useCallback((count: number) => {
    if (count === handled.current) return false
    handled.current = count
    return true
  }, [])

  // A card that moves becomes another element, so focus goes after it once it has arrived.
  const following = useRef<{ taskId: string; place: Place }>(undefined)
  useEffect(() => {
    const target = following.current
    const there = target && { column: target.place.column, lane: target.place.lane, taskId: target.taskId }
    const now = there && placeOf(grid, there)
    if (!target || !there || !now) return
    // Where another order than by hand decides, any place of the cell is the right one.
    following.current = undefined
    request(there)
  }, [grid, request])

  // So does a card whose change brings it into another cell.
  useEffect(() => {
    const { taskId, at } = requested.current
    if (chosen?.taskId !== taskId || hasSpot(grid, chosen) || performance.now() - at > SOON) return
    const there = spotOf(grid, taskId)
    if (there && document.activeElement === document.body) request(there)
  }, [grid, chosen, request])

  const follow = useCallback((taskId: string, place: Place) => {
    following.current = { taskId, place }
  }, [])
  return { spot, wanted, done, note, request, follow }
}

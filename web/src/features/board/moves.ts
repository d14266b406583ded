import { useCallback, useRef } from "react"
import { announce } from "../../lib/announce.ts"
import type { Board, Place } from "../../lib/board-cache.ts"
import { notifyUndo } from "../../lib/notify.ts"
import { type Move, useMoveTasks } from "./api.ts"
import { cellName, cellOf, describePlace, type Grid, placeOf, type Spot, spotOf } from "./grid.ts"
import { movedBack, movedTo, movedToWords, movedWords } from "./words.ts"

/** Moves tasks to a place, one below the other, with a way back. Its functions' identity does not change. */
export function useMoves(board: Board, grid: Grid) {
  const { mutate } = useMoveTasks(board)
  // Handlers read the latest grid without making every card render again.
  const latest = useRef(grid)
  latest.current = grid

  const move = useCallback(
    (spots: Spot[], place: Place) => {
      const grid = latest.current
      const steps = spots.flatMap((spot, index) => {
        const from = placeOf(grid, spot)
        const card = cellOf(grid, spot)?.cards.find((each) => each.id === spot.taskId)
        // Each goes after the one before it.
        const after = index === 0 || place.at_end ? place.after : (spots[index - 1]?.taskId ?? null)
        return from && card ? [{ card, from, move: { taskId: spot.taskId, from, place: { ...place, after } } }] : []
      })
      const changed = steps.filter(
        ({ from, move }) =>
          from.column !== move.place.column || from.lane !== move.place.lane || from.after !== move.place.after,
      )
      const [only] = changed
      if (!only) return
      mutate(changed.map((step) => step.move))
      const cards = changed.map(({ card }) => card)
      const where = changed.length === 1 ? describePlace(grid, only.card.id, place) : cellName(grid, place)
      announce(movedTo(cards, where))
      const stays = only.from.column === place.column && only.from.lane === place.lane
      const message = stays ? movedWords(cards) : movedToWords(cards, cellName(grid, place))
      notifyUndo("move", message, () => {
        // In their order, so that each finds again what it lay after.
        const back: Move[] = changed.map(({ from, move }) => ({ taskId: move.taskId, from: move.place, place: from }))
        mutate(back)
        announce(movedBack(cards))
      })
    },
    [mutate],
  )
  /** All of them where they stand, the first of several cells each; the one that is named where it is meant. */
  const spotsOf = useCallback((ids: readonly string[], named?: Spot): Spot[] => {
    const wanted = new Set(ids)
    const order = [...latest.current.cells.values()].flatMap(({ cards }) => cards.map(({ id }) => id))
    const known = [...new Set(order.filter((id) => wanted.has(id)))]
    return known.flatMap((id) => (named?.taskId === id ? named : (spotOf(latest.current, id) ?? [])))
  }, [])
  return { move, spotsOf, grid: latest }
}

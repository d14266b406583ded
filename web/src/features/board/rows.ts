import type { Card } from "../../lib/api.gen.ts"
import { type Cell, cellOf, type Grid, type Group, isSameSpot, type Spot } from "./grid.ts"

/** One line of a table. */
export type Row =
  | { kind: "group"; id: string; cell: Cell; group: Group; name: string; count: number; sum: number | null }
  | { kind: "card"; id: string; cell: Cell; card: Card }
  /** Place for tasks that are not here yet. */
  | { kind: "more"; id: string; cell: Cell }
  | { kind: "create"; id: string; cell: Cell; name: string }

export const rowHeights = { group: 40, card: 36, more: 36, create: 40 }

/** Lines for tasks that are about to come. */
const mostPlaces = 3

/** The lines of a table: each cell of the view with tasks is a group, one below the other. */
export function rowsOf(grid: Grid, options: { isClosed: (group: Group) => boolean; canCreate: boolean }): Row[] {
  const isGrouped = grid.columns.length > 1 || grid.columns.some(({ key, name }) => key !== null || name !== "")
  return grid.columns.flatMap((group) =>
    grid.lanes.flatMap((lane): Row[] => {
      const cell = cellOf(grid, { column: group.key, lane: lane.key })
      // Where groups cross, most cells may be empty: they only stand in the way.
      if (!cell || (grid.hasLanes && cell.total === 0)) return []
      const name = [group.name, lane.name].filter(Boolean).join(" · ")
      const [count, sum] = grid.hasLanes ? [cell.total, cell.sum] : [group.total, group.sum]
      const head: Row[] =
        isGrouped || grid.hasLanes ? [{ kind: "group", id: `group ${cell.id}`, cell, group, name, count, sum }] : []
      if (options.isClosed(group)) return head
      const places = cell.more ? Math.min(mostPlaces, Math.max(1, cell.total - cell.cards.length)) : 0
      return [
        ...head,
        ...cell.cards.map((card): Row => ({ kind: "card", id: `${card.id} ${cell.id}`, cell, card })),
        ...Array.from({ length: places }, (_, index): Row => ({ kind: "more", id: `more ${index} ${cell.id}`, cell })),
        ...(options.canCreate ? [{ kind: "create" as const, id: `create ${cell.id}`, cell, name }] : []),
      ]
    }),
  )
}

export const spotOfRow = ({ cell, card }: Extract<Row, { kind: "card" }>): Spot => ({
  column: cell.column,
  lane: cell.lane,
  taskId: card.id,
})

/** The task some lines further down, or up; at the ends the last one there is. */
export function rowTarget(rows: Row[], spot: Spot, step: number): Spot | undefined {
  const spots = rows.flatMap((row) => (row.kind === "card" ? [spotOfRow(row)] : []))
  const at = spots.findIndex((each) => isSameSpot(each, spot))
  return spots[Math.max(0, Math.min(spots.length - 1, at + step))]
}

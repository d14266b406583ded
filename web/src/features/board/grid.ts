import { plural, t } from "@lingui/core/macro"
import type { Card } from "../../lib/api.gen.ts"
import { type Board, type CellKey, cardsOf, cellId, type Place } from "../../lib/board-cache.ts"
import { number, pointsLabel } from "../../lib/format.ts"
import type { Key } from "../../lib/grouping.ts"

/** One of the groups that stand beside each other, or of the swimlanes below each other. */
export type Group = {
  key: Key
  name: string
  /** How many tasks it has, here or not. */
  total: number
  /** How many it has without the filter. */
  all: number
  sum: number | null
}

/** The tasks where a column and a swimlane cross. */
export type Cell = CellKey & {
  id: string
  /** The cards that are here, in their order. */
  cards: Card[]
  total: number
  sum: number | null
  /** Whether more follow that are not here yet. */
  more: boolean
}

/** What a view shows: its columns, its swimlanes (one without a key when it has none), and their cells. */
export type Grid = {
  columns: Group[]
  lanes: Group[]
  hasLanes: boolean
  /** By `cellId`; every column crosses every lane. */
  cells: Map<string, Cell>
}

/** A card in a cell: a task of several groups stands in several. */
export type Spot = CellKey & { taskId: string }

export const isSameSpot = (one: Spot | undefined, other: Spot | undefined): boolean =>
  one?.taskId === other?.taskId && one?.column === other?.column && one?.lane === other?.lane

export const cellOf = (grid: Grid, key: CellKey): Cell | undefined => grid.cells.get(cellId(key))

/** @param whole the board without the filter, for how many there are in all */
export function gridOf(board: Board, whole: Board = board): Grid {
  const groups = (own: Board["swimlanes"], all: Board["swimlanes"]): Group[] =>
    own.map(({ key, name, total, sum }) => ({
      key,
      name,
      total,
      sum,
      all: all.find((group) => group.key === key)?.total ?? total,
    }))
  const hasLanes = board.view.config.swimlanes !== null
  const columns = groups(board.columns, whole.columns)
  const lanes = hasLanes
    ? groups(board.swimlanes, whole.swimlanes)
    : [{ key: null, name: "", total: 0, all: 0, sum: null }]
  const answered = new Map(board.cells.map((cell) => [cellId({ column: cell.column, lane: cell.swimlane }), cell]))
  const cells = lanes.flatMap((lane) =>
    columns.map((column): [string, Cell] => {
      const key = { column: column.key, lane: lane.key }
      const id = cellId(key)
      const known = answered.get(id)
      const about = { total: known?.total ?? 0, sum: known?.sum ?? null, more: (known?.next_cursor ?? null) !== null }
      return [id, { ...key, id, cards: cardsOf(board, key), ...about }]
    }),
  )
  return { columns, lanes, hasLanes, cells: new Map(cells) }
}

/** What a group sums up, in words with its unit; undefined when there is nothing to say. */
export function sumLabel(sum: number | null, board: Pick<Board, "view" | "custom_fields">): string | undefined {
  const { field_sum } = board.view.config
  if (!sum || field_sum === null) return undefined
  if (field_sum === "points") return pointsLabel(sum)
  if (field_sum === "count") return plural({ count: sum }, { one: "# task", other: "# tasks" })
  if (field_sum === "logged_minutes") {
    const hours = Math.round(sum / 6) / 10
    return plural({ count: hours }, { one: "# hour logged", other: "# hours logged" })
  }
  const name = board.custom_fields.find(({ id }) => id === field_sum)?.name
  return name && `${name} ${number(sum)}`
}

export type Direction = "up" | "down" | "left" | "right"

const spotIn = (cell: Cell | undefined, index: number): Spot | undefined => {
  const card = cell?.cards.at(index)
  return cell && card && { column: cell.column, lane: cell.lane, taskId: card.id }
}

/** Where a spot is among columns, lanes and the cards of its cell. */
function locate(grid: Grid, spot: Spot) {
  const cell = cellOf(grid, spot)
  const index = cell?.cards.findIndex((card) => card.id === spot.taskId) ?? -1
  const column = grid.columns.findIndex((group) => group.key === spot.column)
  const lane = grid.lanes.findIndex((group) => group.key === spot.lane)
  return cell && index >= 0 && column >= 0 && lane >= 0 ? { cell, index, column, lane } : undefined
}

const cellAt = (grid: Grid, column: number, lane: number): Cell | undefined => {
  const [group, row] = [grid.columns[column], grid.lanes[lane]]
  return group && row && cellOf(grid, { column: group.key, lane: row.key })
}

/** The first card there is. */
export function firstSpot(grid: Grid): Spot | undefined {
  for (const cell of grid.cells.values()) if (cell.cards.length > 0) return spotIn(cell, 0)
  return undefined
}

/** Whether a card is still where a spot says. */
export const hasSpot = (grid: Grid, spot: Spot): boolean => locate(grid, spot) !== undefined

/** The spot focus goes to. Sideways it skips empty cells and keeps its height; up and down it goes on into the next lane. */
export function focusTarget(grid: Grid, spot: Spot, direction: Direction): Spot | undefined {
  const from = locate(grid, spot)
  if (!from) return firstSpot(grid)
  const step = direction === "right" || direction === "down" ? 1 : -1
  if (direction === "up" || direction === "down") {
    const beside = from.index + step
    if (beside >= 0 && beside < from.cell.cards.length) return spotIn(from.cell, beside)
    for (let lane = from.lane + step; lane >= 0 && lane < grid.lanes.length; lane += step) {
      const found = spotIn(cellAt(grid, from.column, lane), step > 0 ? 0 : -1)
      if (found) return found
    }
    return undefined
  }
  for (let column = from.column + step; column >= 0 && column < grid.columns.length; column += step) {
    const cell = cellAt(grid, column, from.lane)
    if (cell && cell.cards.length > 0) return spotIn(cell, Math.min(from.index, cell.cards.length - 1))
  }
  return undefined
}

/** Where a keyboard move puts a card: one place up or down, and on into the next lane; or the top of the next column. */
export function moveTarget(grid: Grid, spot: Spot, direction: Direction): Place | undefined {
  const from = locate(grid, spot)
  if (!from) return undefined
  const { cell, index } = from
  const { column, lane } = cell
  if (direction === "left" || direction === "right") {
    const next = grid.columns[from.column + (direction === "right" ? 1 : -1)]
    return next && { column: next.key, lane, after: null }
  }
  if (direction === "up") {
    if (index > 0) return { column, lane, after: cell.cards[index - 2]?.id ?? null }
    const above = cellAt(grid, from.column, from.lane - 1)
    return above && endOf(above, above.cards, "bottom")
  }
  const below = cell.cards[index + 1]
  if (below) return { column, lane, after: below.id }
  const next = grid.lanes[from.lane + 1]
  return next && { column, lane: next.key, after: null }
}

/** An end of a cell. The bottom of one that is not here whole is the server's to find. */
export function endOf(cell: Cell, cards: Card[], end: "top" | "bottom"): Place {
  const { column, lane } = cell
  if (end === "top") return { column, lane, after: null }
  return cell.more ? { column, lane, after: null, at_end: true } : { column, lane, after: cards.at(-1)?.id ?? null }
}

/** Where a drop puts cards: beside another card, or at an end of a cell. */
export function dropTarget(
  grid: Grid,
  taskIds: string[],
  drop: CellKey & { over?: { task_id: string; edge: "top" | "bottom" } | undefined; end?: "top" | "bottom" },
): Place | undefined {
  const cell = cellOf(grid, drop)
  if (!cell) return undefined
  const { column, lane } = cell
  const cards = cell.cards.filter((card) => !taskIds.includes(card.id))
  const { over } = drop
  if (!over) return endOf(cell, cards, drop.end ?? "bottom")
  if (taskIds.includes(over.task_id)) return undefined
  if (over.edge === "bottom") return { column, lane, after: over.task_id }
  const index = cards.findIndex((card) => card.id === over.task_id)
  return { column, lane, after: cards[index - 1]?.id ?? null }
}

/** Where a card stands now, so that a move can be undone; and whether a move would change anything. */
export function placeOf(grid: Grid, spot: Spot): Place | undefined {
  const from = locate(grid, spot)
  return from && { column: spot.column, lane: spot.lane, after: from.cell.cards[from.index - 1]?.id ?? null }
}

/** The first of the cells that a task stands in. */
export function spotOf(grid: Grid, taskId: string): Spot | undefined {
  for (const cell of grid.cells.values())
    if (cell.cards.some((card) => card.id === taskId)) return { column: cell.column, lane: cell.lane, taskId }
  return undefined
}

/** A cell's name: that of its column, and of its swimlane. */
export function cellName(grid: Grid, key: CellKey): string {
  const column = grid.columns.find((group) => group.key === key.column)?.name ?? ""
  const lane = grid.lanes.find((group) => group.key === key.lane)?.name ?? ""
  return [column, lane].filter(Boolean).join(", ")
}

/** A place in words for a screen reader. */
export function describePlace(grid: Grid, taskId: string, place: Place): string {
  const cell = cellOf(grid, place)
  if (!cell) return ""
  const others = cell.cards.filter((card) => card.id !== taskId)
  const isHere = others.length < cell.cards.length
  const count = cell.total + (isHere ? 0 : 1)
  const index = others.findIndex((card) => card.id === place.after)
  const position = place.at_end ? count : place.after === null ? 1 : index + 2
  return t`${{ place: cellName(grid, place) }}, position ${{ position: number(position) }} of ${{ count: number(count) }}`
}

import type { Card, TaskStatus } from "../../lib/api.gen.ts"
import { type Board, cardsOf, type Place } from "../../lib/board-cache.ts"

export type Column = {
  status: TaskStatus
  /** The cards that are here, in their order. */
  tasks: Card[]
  /** How many there are, here or not. */
  total: number
  /** How many there are without the filter. */
  all: number
  sum: number | null
  /** Whether more follow that are not here yet. */
  more: boolean
}

/** A column of a board that is not by status stands where statuses stand. */
const pseudoStatus = (id: string, name: string, position: number): TaskStatus => ({
  id,
  name,
  category: "todo",
  position,
  is_default: false,
})

/**
 * The columns of a board, each with the cards that are here.
 * @param whole the board without the filter, for how many there are in all
 */
export function columnsOf(board: Board, whole: Board = board): Column[] {
  return board.columns.map(({ key, name, total, sum, next_cursor }, position) => {
    const id = key ?? "null"
    return {
      status: board.statuses.find((status) => status.id === key) ?? pseudoStatus(id, name, position),
      tasks: cardsOf(board, id),
      total,
      all: whole.columns.find((column) => column.key === key)?.total ?? total,
      sum,
      more: next_cursor !== null,
    }
  })
}

const whole = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`

/** What a column sums up, in words with its unit; undefined when there is nothing to say. */
export function sumLabel(sum: number | null, board: Pick<Board, "view" | "custom_fields">): string | undefined {
  const { field_sum } = board.view.config
  if (!sum || field_sum === null) return undefined
  if (field_sum === "points") return whole(sum, "point", "points")
  if (field_sum === "count") return whole(sum, "task", "tasks")
  if (field_sum === "logged_minutes") return `${whole(Math.round(sum / 6) / 10, "hour", "hours")} logged`
  const name = board.custom_fields.find(({ id }) => id === field_sum)?.name
  return name && `${name} ${sum.toLocaleString("en-GB")}`
}

export type Direction = "up" | "down" | "left" | "right"

function find(columns: Column[], taskId: string): { at: number; index: number } | undefined {
  for (const [at, column] of columns.entries()) {
    const index = column.tasks.findIndex((card) => card.id === taskId)
    if (index >= 0) return { at, index }
  }
  return undefined
}

/** The card focus goes to. Sideways it skips empty columns and keeps its height as far as it can. */
export function focusTarget(columns: Column[], taskId: string, direction: Direction): string | undefined {
  const from = find(columns, taskId)
  if (!from) return columns.find((column) => column.tasks.length > 0)?.tasks[0]?.id
  if (direction === "up" || direction === "down") {
    return columns[from.at]?.tasks[from.index + (direction === "down" ? 1 : -1)]?.id
  }
  const step = direction === "right" ? 1 : -1
  for (let at = from.at + step; at >= 0 && at < columns.length; at += step) {
    const tasks = columns[at]?.tasks ?? []
    if (tasks.length > 0) return tasks[Math.min(from.index, tasks.length - 1)]?.id
  }
  return undefined
}

/** Where a keyboard move puts a card: one place up or down, or the top of the column beside it. */
export function moveTarget(columns: Column[], taskId: string, direction: Direction): Place | undefined {
  const from = find(columns, taskId)
  const column = from && columns[from.at]
  if (!from || !column) return undefined
  if (direction === "left" || direction === "right") {
    const next = columns[from.at + (direction === "right" ? 1 : -1)]
    return next && { status_id: next.status.id, after: null }
  }
  if (direction === "up") {
    if (from.index === 0) return undefined
    return { status_id: column.status.id, after: column.tasks[from.index - 2]?.id ?? null }
  }
  const below = column.tasks[from.index + 1]
  return below && { status_id: column.status.id, after: below.id }
}

/** Where a drop puts a card: beside another card, or at an end of a column. */
export function dropTarget(
  columns: Column[],
  taskId: string,
  drop: { status_id: string; over?: { task_id: string; edge: "top" | "bottom" }; end?: "top" | "bottom" },
): Place | undefined {
  const tasks =
    columns.find((column) => column.status.id === drop.status_id)?.tasks.filter((t) => t.id !== taskId) ?? []
  if (!drop.over) return endOf(columns, drop.status_id, tasks, drop.end)
  if (drop.over.task_id === taskId) return undefined
  if (drop.over.edge === "bottom") return { status_id: drop.status_id, after: drop.over.task_id }
  const index = tasks.findIndex((card) => card.id === drop.over?.task_id)
  return { status_id: drop.status_id, after: tasks[index - 1]?.id ?? null }
}

/** An end of a column. The bottom of one that is not here whole is the server's to find. */
function endOf(columns: Column[], status_id: string, tasks: Card[], end: "top" | "bottom" | undefined): Place {
  if (end === "top") return { status_id, after: null }
  const more = columns.find((column) => column.status.id === status_id)?.more
  return more ? { status_id, after: null, at_end: true } : { status_id, after: tasks.at(-1)?.id ?? null }
}

/** Where a card stands now, so that a move can be undone; and whether a move would change anything. */
export function placeOf(columns: Column[], taskId: string): Place | undefined {
  const from = find(columns, taskId)
  const column = from && columns[from.at]
  return column && { status_id: column.status.id, after: column.tasks[from.index - 1]?.id ?? null }
}

/** A place in words for a screen reader. */
export function describePlace(columns: Column[], taskId: string, place: Place): string {
  const column = columns.find((each) => each.status.id === place.status_id)
  if (!column) return ""
  const others = column.tasks.filter((card) => card.id !== taskId)
  const isHere = others.length < column.tasks.length
  const count = column.total + (isHere ? 0 : 1)
  const index = others.findIndex((card) => card.id === place.after)
  const position = place.at_end ? count : place.after === null ? 1 : index + 2
  return `${column.status.name}, position ${position.toLocaleString("en-GB")} of ${count.toLocaleString("en-GB")}`
}

import type { Board, Card, TaskStatus } from "../../lib/api.gen.ts"
import type { Place } from "../../lib/board-cache.ts"
import { byRank } from "../../lib/rank.ts"

export type Column = { status: TaskStatus; tasks: Card[]; total: number; points: number }

/** What a person looks for. Within one kind any value may match; every kind in use must. */
export type Filter = { q?: string; assignee?: string[]; tag?: string[]; type?: string[] }

/** The value of the assignee filter that finds tasks nobody has. */
export const unassigned = "none"

function matches(card: Card, filter: Filter, words: string[]): boolean {
  if (filter.assignee?.length) {
    const wanted = filter.assignee
    const nobody = card.assignee_ids.length === 0 && wanted.includes(unassigned)
    if (!nobody && !card.assignee_ids.some((id) => wanted.includes(id))) return false
  }
  if (filter.tag?.length && !card.tags.some((tag) => filter.tag?.includes(tag))) return false
  if (filter.type?.length && !filter.type.includes(card.task_type_id ?? "")) return false
  if (words.length === 0) return true
  const hay = `${card.key} ${card.title} ${card.tags.join(" ")}`.toLowerCase()
  return words.every((word) => hay.includes(word))
}

/** Whether anything is looked for. */
export function isFiltering(filter: Filter): boolean {
  return Boolean(filter.q?.trim() || filter.assignee?.length || filter.tag?.length || filter.type?.length)
}

/** The columns of a board in the order of its statuses, each with the cards that match, by rank. */
export function columnsOf(board: Pick<Board, "statuses" | "tasks">, filter: Filter): Column[] {
  const words = (filter.q ?? "").toLowerCase().split(/\s+/).filter(Boolean)
  const columns = new Map<string, Column>(
    board.statuses.map((status) => [status.id, { status, tasks: [], total: 0, points: 0 }]),
  )
  for (const card of board.tasks) {
    const column = columns.get(card.status_id)
    if (!column) continue
    column.total += 1
    if (!matches(card, filter, words)) continue
    column.tasks.push(card)
    column.points += card.points ?? 0
  }
  for (const column of columns.values()) column.tasks.sort(byRank)
  return [...columns.values()]
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
  if (!drop.over) return { status_id: drop.status_id, after: drop.end === "top" ? null : (tasks.at(-1)?.id ?? null) }
  if (drop.over.task_id === taskId) return undefined
  if (drop.over.edge === "bottom") return { status_id: drop.status_id, after: drop.over.task_id }
  const index = tasks.findIndex((card) => card.id === drop.over?.task_id)
  return { status_id: drop.status_id, after: tasks[index - 1]?.id ?? null }
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
  const position = place.after === null ? 1 : others.findIndex((card) => card.id === place.after) + 2
  return `${column.status.name}, position ${position} of ${others.length + 1}`
}

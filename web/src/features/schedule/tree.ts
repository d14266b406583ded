import type { Board, Card } from "../../lib/api.gen.ts"
import { type GroupField, groupsOf, type Key } from "../../lib/grouping.ts"
import { type Day, type Span, spanOf } from "./days.ts"

export type Progress = { done: number; total: number }

export type TaskRow = {
  kind: "task"
  id: string
  card: Card
  depth: number
  /** Its own days; null when it has none. */
  span: Span | null
  /** The days of everything under it, for one that has none itself. */
  hull: Span | null
  progress: Progress | null
  /** Undefined: nothing lies under it. */
  open: boolean | undefined
}

export type GroupRow = {
  kind: "group"
  id: string
  name: string
  field: GroupField
  value: Key
  depth: number
  count: number
  open: boolean
}

export type Row = TaskRow | GroupRow

/** Which groups are closed and which tasks are open: groups show what they hold unless told otherwise, tasks do not. */
export type Folds = { closed: ReadonlySet<string>; opened: ReadonlySet<string> }

type Directory = Pick<Board, "statuses" | "columns" | "swimlanes" | "view">

/** The lines of a roadmap: tasks under those above them, within the view's groups. */
export function rowsOf(items: Card[], directory: Directory, folds: Folds): Row[] {
  const known = new Map(items.map((card) => [card.id, card]))
  const under = Map.groupBy(items, ({ parent_task_id }) =>
    parent_task_id !== null && known.has(parent_task_id) ? parent_task_id : null,
  )
  const finished = new Set(directory.statuses.flatMap(({ id, category }) => (category === "done" ? [id] : [])))
  const hulls = new Map<string, Span | null>()
  const hullOf = (id: string): Span | null => {
    const before = hulls.get(id)
    if (before !== undefined) return before
    const spans = (under.get(id) ?? []).flatMap((child) => spanOf(child) ?? hullOf(child.id) ?? [])
    const hull = spans.length > 0 ? around(spans) : null
    hulls.set(id, hull)
    return hull
  }
  const taskRows = (card: Card, group: string, depth: number): Row[] => {
    const children = under.get(card.id) ?? []
    const open = children.length > 0 ? folds.opened.has(card.id) : undefined
    const total = children.length
    const done = children.filter(({ status_id }) => finished.has(status_id)).length
    const span = spanOf(card)
    const row: TaskRow = {
      kind: "task",
      id: `${group}${card.id}`,
      card,
      depth,
      span,
      hull: span ? null : hullOf(card.id),
      progress: total > 0 ? { done, total } : null,
      open,
    }
    return [row, ...(open ? children.flatMap((child) => taskRows(child, group, depth + 1)) : [])]
  }
  const { column_by, swimlanes } = directory.view.config
  const levels = [
    { field: column_by, groups: directory.columns },
    { field: swimlanes, groups: directory.swimlanes },
  ].filter(({ field }) => field !== null)

  const grouped = (cards: Card[], path: string, depth: number): Row[] => {
    const level = levels[depth]
    if (!level) return cards.flatMap((card) => taskRows(card, path, depth))
    return level.groups.flatMap(({ key, name }) => {
      const own = cards.filter((card) => groupsOf(level.field, card).includes(key))
      if (own.length === 0) return []
      const id = `${path}${level.field}:${key}/`
      const open = !folds.closed.has(id)
      const row: GroupRow = { kind: "group", id, name, field: level.field, value: key, depth, count: own.length, open }
      return [row, ...(open ? grouped(own, id, depth + 1) : [])]
    })
  }
  return grouped(under.get(null) ?? [], "", 0)
}

function around(spans: Span[]): Span {
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) }
}

/** Whether what waits begins before what it waits for has ended. */
export function isBroken(first: Span, second: { start: Day; end: Day }): boolean {
  return second.start < first.end
}

import type { QueryClient } from "@tanstack/react-query"
import type { Card, Schedule, ViewTasks } from "../../lib/api.gen.ts"
import type { Asked } from "../../lib/board-cache.ts"
import { isFiltering } from "../../lib/board-filter.ts"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"
import type { Dates } from "./days.ts"

/** A schedule as it is kept, with what it was asked for. */
export type KeptSchedule = Schedule & { asked: Asked }

/** Changes every schedule of a project that is kept. */
export function patchSchedules(
  client: QueryClient,
  projectId: string,
  change: (schedule: KeptSchedule) => KeptSchedule,
): void {
  client.setQueriesData<KeptSchedule>({ queryKey: keys.schedule(projectId) }, (old) => old && change(old))
}

export const knownCard = ({ items, undated }: Schedule, id: string): Card | undefined =>
  items.find((card) => card.id === id) ?? undated.items.find((card) => card.id === id)

/** Writes what is known better of a task that is here. One that gets its first date comes onto the scale. */
export function withCard<T extends Schedule>(schedule: T, card: Card): T {
  const { items, undated } = schedule
  const isDated = card.start_date !== null || card.due_date !== null
  const isWaiting = undated.items.some(({ id }) => id === card.id)
  const kept = items.some(({ id }) => id === card.id)
    ? items.map((each) => (each.id === card.id ? { ...card, rank: each.rank } : each))
    : isWaiting && isDated
      ? [...items, card]
      : items
  if (!isWaiting) return { ...schedule, items: kept }
  const waiting = isDated
    ? { items: undated.items.filter(({ id }) => id !== card.id), total: undated.total - 1 }
    : { items: undated.items.map((each) => (each.id === card.id ? card : each)) }
  return { ...schedule, items: kept, undated: { ...undated, ...waiting } }
}

export function withDates<T extends Schedule>(schedule: T, id: string, dates: Dates): T {
  const card = knownCard(schedule, id)
  return card ? withCard(schedule, { ...card, ...dates }) : schedule
}

/** Adds the next tasks without dates. */
export function withUndated<T extends Schedule>(schedule: T, page: ViewTasks): T {
  const { undated } = schedule
  const known = new Set(undated.items.map(({ id }) => id))
  const items = [...undated.items, ...page.items.filter(({ id }) => !known.has(id))]
  return { ...schedule, undated: { ...undated, items, next_cursor: page.next_cursor } }
}

/** The names that a filter has for fields of a task. */
const filterNames: Record<string, string[]> = {
  status_id: ["status", "status_category"],
  task_type_id: ["task_type"],
  assignee_ids: ["assignee"],
  sprint_id: ["sprint"],
  parent_task_id: ["parent"],
  tags: ["tag"],
}

/** Fields whose change moves a task elsewhere than its own card says. */
const moving = new Set(["parent_task_id"])

/**
 * Whether an event leaves open what a schedule shows: a task that is not here, one that may not meet the filter any
 * more, or that lost its dates. Then the server has to say.
 */
export function isUncertain(schedule: KeptSchedule, { type, data }: LiveEvent): boolean {
  if (type === "view.positions_changed") return data.view_id === schedule.view.id && data.task === undefined
  if (type !== "task.updated" || !data.task) return true
  if (!knownCard(schedule, data.task.id)) return true
  const { filter, slice } = schedule.asked
  if (slice !== undefined || isFiltering(filter ?? {})) return true
  if (data.task.start_date === null && data.task.due_date === null) return true
  const condition = JSON.stringify(schedule.view.config.filters ?? "")
  return (data.changes ?? []).some(({ field }) => {
    const names = filterNames[field] ?? [field.replace("custom_fields.", "")]
    return moving.has(field) || names.some((name) => condition.includes(`"${name}"`))
  })
}

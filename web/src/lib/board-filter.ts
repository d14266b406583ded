import type { Card } from "./api.gen.ts"

/** What a person looks for. Within one kind any value may match; every kind in use must. */
export type Filter = { q?: string; assignee?: string[]; tag?: string[]; type?: string[] }

/** The value of the assignee filter that finds tasks nobody has. */
export const unassigned = "none"

/** Whether anything is looked for. */
export function isFiltering(filter: Filter): boolean {
  return Boolean(filter.q?.trim() || filter.assignee?.length || filter.tag?.length || filter.type?.length)
}

/** Whether a card is one that is looked for. The server finds them; this decides about those that change meanwhile. */
export function matches(card: Card, filter: Filter): boolean {
  if (filter.assignee?.length) {
    const wanted = filter.assignee
    const nobody = card.assignee_ids.length === 0 && wanted.includes(unassigned)
    if (!nobody && !card.assignee_ids.some((id) => wanted.includes(id))) return false
  }
  if (filter.tag?.length && !card.tags.some((tag) => filter.tag?.includes(tag))) return false
  if (filter.type?.length && !filter.type.includes(card.task_type_id)) return false
  const hay = `${card.key} ${card.title} ${card.tags.join(" ")}`.toLowerCase()
  const words = (filter.q ?? "").toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => hay.includes(word))
}

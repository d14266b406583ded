import type { Filter } from "../lib/board-filter.ts"

/** What the address of a view says: which view, what is looked for in it, and which task is open beside it. */
export type ViewSearch = Filter & {
  view?: string | undefined
  task?: string | undefined
  /** The key of one of the view's slices; `null` is the slice of those that have none. */
  slice?: string | undefined
}

function list(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === "string" && each !== "",
  )
  return all.length > 0 ? all : undefined
}

const text = (value: unknown) => (value === undefined || value === "" ? undefined : String(value))

/** Reads an address by hand: a filter nobody set stays out of it. */
export function readViewSearch(search: Record<string, unknown>): ViewSearch {
  const read: ViewSearch = {
    view: typeof search.view === "string" ? search.view : undefined,
    task: typeof search.task === "string" ? search.task : undefined,
    slice: text(search.slice),
    q: text(search.q),
    assignee: list(search.assignee),
    tag: list(search.tag),
    type: list(search.type),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

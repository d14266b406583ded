import { createContext, useContext, useSyncExternalStore } from "react"

/** The tasks that are chosen for one change of all. Each card listens for itself, so that choosing one renders one. */
export class Selection {
  #ids = new Set<string>()
  #listeners = new Set<() => void>()
  /** Where a range begins: the task that was chosen last by itself. */
  anchor: string | undefined
  /** The same set until it changes. */
  ids: ReadonlySet<string> = this.#ids

  #set(ids: Set<string>): void {
    this.#ids = ids
    this.ids = ids
    for (const listener of this.#listeners) listener()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  toggle(id: string): void {
    const next = new Set(this.#ids)
    if (!next.delete(id)) next.add(id)
    this.anchor = id
    this.#set(next)
  }

  /** Chooses everything between the anchor and a task, in the order in which they are shown. */
  extend(id: string, order: string[]): void {
    const [from, to] = [order.indexOf(this.anchor ?? id), order.indexOf(id)]
    if (from < 0 || to < 0) {
      this.toggle(id)
      return
    }
    this.anchor ??= id
    this.#set(new Set([...this.#ids, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]))
  }

  /** Chooses all of them, or none when all are. */
  toggleAll(ids: string[]): void {
    const next = new Set(this.#ids)
    const all = ids.every((id) => next.has(id))
    for (const id of ids)
      if (all) next.delete(id)
      else next.add(id)
    this.#set(next)
  }

  clear(): void {
    if (this.#ids.size === 0) return
    this.anchor = undefined
    this.#set(new Set())
  }

  /** What a change of one task is for: all chosen ones when it is one of them, else it alone. */
  with(id: string): string[] {
    return this.#ids.has(id) ? [...this.#ids] : [id]
  }
}

export const SelectionContext = createContext(new Selection())

export const useSelection = (): Selection => useContext(SelectionContext)

/** Whether a task is chosen. */
export function useIsChosen(id: string): boolean {
  const selection = useSelection()
  return useSyncExternalStore(
    selection.subscribe,
    () => selection.has(id),
    () => false,
  )
}

const none: ReadonlySet<string> = new Set()

/** All tasks that are chosen. */
export function useChosen(selection: Selection): ReadonlySet<string> {
  return useSyncExternalStore(
    selection.subscribe,
    () => selection.ids,
    () => none,
  )
}

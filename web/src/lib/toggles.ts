import { useSyncExternalStore } from "react"

/** What of the shell may be opened from anywhere. */
export type Toggle = "sidebar" | "palette" | "help" | "new-task" | "notices"

const open = new Set<Toggle>()
const listeners = new Set<() => void>()

/** Opens or closes a part of the shell. */
export function setToggle(name: Toggle, value: boolean): void {
  if (value) open.add(name)
  else open.delete(name)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether a part of the shell is open. */
export function useToggle(name: Toggle): boolean {
  return useSyncExternalStore(
    subscribe,
    () => open.has(name),
    () => false,
  )
}

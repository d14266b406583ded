import { useSyncExternalStore } from "react"

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Remembers a small choice of this browser. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`paca-${key}`, value)
  } catch {
    // Storage may be forbidden; then nothing is remembered.
  }
  for (const listener of listeners) listener()
}

/** What was remembered, or null. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`paca-${key}`)
  } catch {
    return null
  }
}

/** What was remembered under `key`, kept current; null on the server. */
export function useRecalled(key: string): string | null {
  return useSyncExternalStore(
    subscribe,
    () => recall(key),
    () => null,
  )
}

const listeners = new Set<(message: string) => void>()

/** Says something to a screen reader without moving focus. */
export function announce(message: string): void {
  for (const listener of listeners) listener(message)
}

/** Called by the live region; returns the way to stop. */
export function onAnnounce(listener: (message: string) => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

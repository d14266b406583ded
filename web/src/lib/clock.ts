import { useSyncExternalStore } from "react"

/** One ticking clock per period, shared by everything that shows elapsed time. */
function ticker(period: number) {
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  let now = Date.now()
  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      now = Date.now()
      timer ??= setInterval(() => {
        now = Date.now()
        for (const each of listeners) each()
      }, period)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0 || timer === undefined) return
        clearInterval(timer)
        timer = undefined
      }
    },
    read: () => now,
  }
}

const seconds = ticker(1000)
const minutes = ticker(30_000)
const never = () => () => {}

/** The current time in ms, refreshed twice a minute. */
export function useMinute(): number {
  return useSyncExternalStore(minutes.subscribe, minutes.read, minutes.read)
}

/** The current time in ms, refreshed every second while `running`. */
export function useSecond(running: boolean): number {
  return useSyncExternalStore(running ? seconds.subscribe : never, seconds.read, seconds.read)
}

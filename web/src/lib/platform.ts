import { useSyncExternalStore } from "react"

const never = () => () => {}

/** The key that starts a command on this machine: `⌘` on Apple's, `Ctrl` elsewhere and on the server. */
export function useCommandKey(): "⌘" | "Ctrl" {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl"),
    () => "Ctrl",
  )
}

import { useSyncExternalStore } from "react"

export type Theme = "light" | "dark" | "system"

const key = "paca-theme"
const listeners = new Set<() => void>()

/** Runs in the document's head before the first paint, so that no page flashes in the wrong theme. */
export const themeScript = `(()=>{let t;try{t=localStorage.getItem("${key}")}catch{}document.documentElement.dataset.theme=t==="light"||t==="dark"?t:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"})()`

function read(): Theme {
  try {
    const stored = localStorage.getItem(key)
    return stored === "light" || stored === "dark" ? stored : "system"
  } catch {
    return "system"
  }
}

function apply(): void {
  const theme = read()
  const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches)
  document.documentElement.dataset.theme = dark ? "dark" : "light"
  for (const listener of listeners) listener()
}

/** Chooses the theme of this browser; `system` follows the operating system from now on. */
export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  apply()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  const media = matchMedia("(prefers-color-scheme: dark)")
  media.addEventListener("change", apply)
  return () => {
    listeners.delete(listener)
    media.removeEventListener("change", apply)
  }
}

/** The chosen theme; on the server always `system`. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, read, () => "system")
}

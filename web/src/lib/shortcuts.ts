import { useEffect } from "react"

/** Whether keys pressed on `target` belong to a text, a menu or a dialog rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return (
    target.closest(
      "input, textarea, select, [contenteditable=true], [role=dialog]:not([data-panel]), [role=menu], [role=listbox]",
    ) !== null
  )
}

/** How long one has for the second key of two. Milliseconds. */
const PATIENCE = 1_500

/**
 * Pairs of keys pressed one after the other (`g` `b`), by their second key. Silent as single keys are. Keep the identity
 * of `keys` stable.
 */
export function useSequences(first: string, keys: Record<string, () => void>): void {
  useEffect(() => {
    let begun = Number.NEGATIVE_INFINITY
    const onKeyDown = (event: KeyboardEvent) => {
      if (isForOthers(event)) return
      const action = event.timeStamp - begun < PATIENCE ? keys[event.key] : undefined
      begun = !action && event.key === first ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (!action) return
      // The second key may be another's shortcut by itself.
      event.preventDefault()
      event.stopImmediatePropagation()
      action()
    }
    window.addEventListener("keydown", onKeyDown, { capture: true })
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true })
  }, [first, keys])
}

/** Whether a key is somebody else's: taken already, part of a chord, typed into a text, or meant for an open dialog. */
function isForOthers(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return true
  return document.querySelector("[role=dialog][data-open]:not([data-panel])") !== null
}

/**
 * Single-key shortcuts of a page (`c`, `?`, `/`), silent while somebody types or a dialog is open. Keep the identity of
 * `keys` stable.
 */
export function useShortcuts(keys: Record<string, () => void>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isForOthers(event)) return
      const action = keys[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener("keydown", onKeyDown)
    return () => window.removeEventListener("keydown", onKeyDown)
  }, [keys])
}

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

/**
 * Single-key shortcuts of a page (`c`, `?`, `/`), silent while somebody types or a dialog is open. Keep the identity of
 * `keys` stable.
 */
export function useShortcuts(keys: Record<string, () => void>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector("[role=dialog][data-open]:not([data-panel])")) return
      const action = keys[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener("keydown", onKeyDown)
    return () => window.removeEventListener("keydown", onKeyDown)
  }, [keys])
}

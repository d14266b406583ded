import { t } from "@lingui/core/macro"
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from "react"
import type { Board } from "../lib/api.gen.ts"

/** The panel of a task beside the view; on a phone it is the whole screen. */
export function TaskPanel({ label, phone, children }: { label: string; phone: boolean; children: ReactNode }) {
  const panel = useRef<HTMLElement>(null)
  // Whoever opened the panel continues inside it.
  useEffect(() => {
    if (label) panel.current?.focus({ preventScroll: true })
  }, [label])
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t`Task ${label}`}
      data-panel
      {...(phone ? { role: "dialog", "aria-modal": true } : {})}
      className="flex w-[440px] shrink-0 flex-col border-s bg-panel outline-none max-wide:fixed max-wide:inset-y-0 max-wide:end-0 max-wide:z-30 max-wide:w-[min(440px,100%)] max-wide:shadow-lift max-phone:border-s-0"
    >
      {children}
    </aside>
  )
}

/** Gives the focus back to the card whose panel was closed. */
export function focusCard(board: Board | undefined, key: string | undefined) {
  const card = board?.tasks.find((each) => each.key === key)
  requestAnimationFrame(() => {
    const link = card && document.querySelector<HTMLElement>(`[data-task="${card.id}"] [data-card-link]`)
    const named = key && document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
    const found = link ?? (named || undefined)
    // A line of a roadmap takes the focus itself.
    const line = found?.closest<HTMLElement>("[data-row]")
    ;(line ?? found)?.focus({ preventScroll: true })
  })
}

function subscribePhone(listener: () => void) {
  const media = matchMedia("(max-width: 719px)")
  media.addEventListener("change", listener)
  return () => media.removeEventListener("change", listener)
}

/** Whether the task fills the screen. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    subscribePhone,
    () => matchMedia("(max-width: 719px)").matches,
    () => false,
  )
}

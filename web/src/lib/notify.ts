import { t } from "@lingui/core/macro"
import type { ExternalToast, toast } from "sonner"
import { announce } from "./announce.ts"
import { adviceFor } from "./errors.ts"
import { setToggle } from "./toggles.ts"

type Toast = typeof toast

/** Notices need code that a page without one never loads: it is loaded, and their place mounted, with the first. */
let place: (toast: Toast) => void
const mounted = new Promise<Toast>((resolve) => {
  place = resolve
})

/** Loads the code of the notices, ahead of the one that is to come. */
export const loadNotices = () => import("../components/notices.tsx")

/** Called by the place of the notices, once a screen reader listens to it. */
export function noticesMounted(toast: Toast): void {
  place(toast)
}

async function show(message: string, options: ExternalToast, isError = false): Promise<void> {
  try {
    await loadNotices()
  } catch {
    // Without a connection it cannot come; what is said is heard at least.
    announce(message)
    return
  }
  setToggle("notices", true)
  const toast = await mounted
  if (isError) toast.error(message, options)
  else toast(message, options)
}

/** Says what went wrong and what to do about it. */
export function notifyError(error: unknown, title?: string): void {
  const message = error instanceof Error ? error.message : t`Something went wrong.`
  const advice = adviceFor(error)
  show(title ?? message, { description: title ? `${message} ${advice}`.trim() : advice || undefined }, true)
}

/** Says that something happened, with a way back. */
export function notifyUndo(id: string, message: string, undo: () => void): void {
  show(message, { id, duration: 6000, action: { label: t`Undo`, onClick: undo } })
}

/** Says that something happened. */
export function notify(message: string, description?: string): void {
  show(message, { description })
}

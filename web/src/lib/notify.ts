import { t } from "@lingui/core/macro"
import { toast } from "sonner"
import { adviceFor } from "./errors.ts"

/** Says what went wrong and what to do about it. */
export function notifyError(error: unknown, title?: string): void {
  const message = error instanceof Error ? error.message : t`Something went wrong.`
  const advice = adviceFor(error)
  toast.error(title ?? message, { description: title ? `${message} ${advice}`.trim() : advice || undefined })
}

/** Says that something happened, with a way back. */
export function notifyUndo(id: string, message: string, undo: () => void): void {
  toast(message, { id, duration: 6000, action: { label: t`Undo`, onClick: undo } })
}

/** Says that something happened. */
export function notify(message: string, description?: string): void {
  toast(message, { description })
}

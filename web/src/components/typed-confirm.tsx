import { t } from "@lingui/core/macro"
import { type ReactNode, useState } from "react"
import { Dialog } from "./dialog.tsx"
import { TextField } from "./field.tsx"
import { FormActions, onSubmit } from "./form.tsx"

type Props = {
  title: string
  /** What must be typed, letter by letter. */
  name: string
  action: string
  children: ReactNode
  busy: boolean
  error: Error | null
  onConfirm: () => void
  onClose: () => void
}

/** Asks for the name of what is about to be lost, so that no slip of the hand loses it. */
export function TypedConfirm({ title, name, action, children, busy, error, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState("")
  const right = typed.trim() === name.trim()
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <form className="grid gap-4" onSubmit={onSubmit(() => right && onConfirm())}>
        <div className="text-muted">{children}</div>
        <TextField
          label={t`Type “${name}” to go on`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoFocus
        />
        <FormActions error={error} action={action} variant="danger" disabled={!right} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

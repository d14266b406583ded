import { t } from "@lingui/core/macro"
import type { FormEvent, ReactNode } from "react"
import { Button } from "./button.tsx"

/** Hands the data of a submitted form to `action` instead of navigating. */
export function onSubmit(action: (data: FormData) => void) {
  return (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    action(new FormData(event.currentTarget))
  }
}

/** A field of a form as text. */
export function text(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === "string" ? value : ""
}

/** An error of the whole form. */
export function FormError({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <p
      role="alert"
      className="rounded-sm border border-[color-mix(in_oklab,var(--red)_40%,var(--line))] px-3 py-2 text-red"
    >
      {error.message}
    </p>
  )
}

type FormActionsProps = {
  error: Error | null
  /** What the form does, as its button says it. */
  action: string
  variant?: "primary" | "danger"
  busy: boolean
  disabled?: boolean
  onCancel: () => void
  /** What stands before the buttons. */
  children?: ReactNode
}

/** The end of a form in a dialog: what went wrong, the way out, and the button that does it. */
export function FormActions({
  error,
  action,
  variant = "primary",
  busy,
  disabled,
  onCancel,
  children,
}: FormActionsProps) {
  return (
    <>
      <FormError error={error} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {children}
        <Button onClick={onCancel}>{t`Cancel`}</Button>
        <Button type="submit" variant={variant} busy={busy} disabled={disabled}>
          {action}
        </Button>
      </div>
    </>
  )
}

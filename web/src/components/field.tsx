import { type ComponentProps, type ReactNode, useId } from "react"
import { cx } from "../lib/cx.ts"

/** The look of everything one can type into. */
export const inputLook =
  "w-full min-w-0 rounded-sm border border-line-strong bg-panel px-2.5 text-ink text-sm transition-colors duration-100 hover:border-faint focus-visible:border-accent aria-invalid:border-red disabled:opacity-60"

type Shared = { label: string; hint?: ReactNode; error?: string; className?: string }

function Frame({ id, label, hint, error, className, children }: Shared & { id: string; children: ReactNode }) {
  return (
    <div className={cx("grid content-start gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} role="alert" className="text-red text-xs">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} className="text-muted text-xs">
            {hint}
          </p>
        )
      )}
    </div>
  )
}

function describedBy(id: string, { hint, error }: Shared) {
  return { "aria-describedby": hint || error ? `${id}-note` : undefined, "aria-invalid": error ? true : undefined }
}

/** A labelled line of text with its hint or its error. */
export function TextField({ label, hint, error, className, ...props }: Shared & ComponentProps<"input">) {
  const id = useId()
  return (
    <Frame id={id} {...{ label, hint, error, className }}>
      <input id={id} className={cx(inputLook, "h-9")} {...describedBy(id, { label, hint, error })} {...props} />
    </Frame>
  )
}

/** A labelled text of several lines. */
export function TextArea({ label, hint, error, className, ...props }: Shared & ComponentProps<"textarea">) {
  const id = useId()
  return (
    <Frame id={id} {...{ label, hint, error, className }}>
      <textarea
        id={id}
        className={cx(inputLook, "min-h-20 py-2")}
        {...describedBy(id, { label, hint, error })}
        {...props}
      />
    </Frame>
  )
}

/** A labelled choice among few, with the platform's own list. */
export function SelectField({ label, hint, error, className, children, ...props }: Shared & ComponentProps<"select">) {
  const id = useId()
  return (
    <Frame id={id} {...{ label, hint, error, className }}>
      <select id={id} className={cx(inputLook, "h-9")} {...describedBy(id, { label, hint, error })} {...props}>
        {children}
      </select>
    </Frame>
  )
}

import { t } from "@lingui/core/macro"
import { X } from "lucide-react"
import { type ReactNode, useState } from "react"
import { IconButton } from "../../components/button.tsx"
import { cx } from "../../lib/cx.ts"

/** The look of a value that can be changed in place. */
export const valueLook =
  "-ms-2 inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-sm px-2 py-0.5 text-start enabled:hover:bg-hover disabled:cursor-default max-phone:min-h-9"

/** A value that opens its picker. */
export function Value({
  label,
  empty,
  children,
  ...props
}: { label: string; empty?: boolean; children: ReactNode } & Record<string, unknown>) {
  return (
    <button type="button" className={cx(valueLook, empty && "text-muted")} {...props} aria-label={label}>
      {children}
    </button>
  )
}

/** Story points, typed. */
export function Points({
  value,
  disabled,
  onChange,
}: {
  value: number | null
  disabled: boolean
  onChange: (value: number | null) => void
}) {
  const [text, setText] = useState(value === null ? "" : String(value))
  const bad = text !== "" && !/^\d{1,4}([.,]\d{1,2})?$/.test(text)
  function commit() {
    if (bad) return
    const next = text === "" ? null : Number(text.replace(",", "."))
    if (next !== value) onChange(next)
  }
  return (
    <input
      id="task-points"
      inputMode="decimal"
      placeholder={t({ message: "None", context: "value" })}
      value={text}
      disabled={disabled}
      aria-invalid={bad || undefined}
      onChange={(event) => setText(event.target.value.trim())}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur()
        if (event.key !== "Escape") return
        event.stopPropagation()
        setText(value === null ? "" : String(value))
      }}
      className={cx(valueLook, "w-20 bg-transparent hover:bg-hover aria-invalid:text-red")}
    />
  )
}

/** A date of the calendar, or none. */
export function DateInput({
  id,
  value,
  disabled,
  overdue,
  required,
  onChange,
}: {
  id: string
  value: string | null
  disabled: boolean
  overdue?: boolean
  /** It can be changed, but not cleared. */
  required?: boolean
  onChange: (value: string | null) => void
}) {
  const stored = value?.slice(0, 10) ?? ""
  return (
    <span className="group/date relative flex items-center gap-1">
      <input
        key={stored}
        id={id}
        type="date"
        defaultValue={stored}
        disabled={disabled}
        // A date typed digit by digit passes through other dates, so it counts when the field is left.
        onBlur={(event) => {
          const next = event.target.value
          if (next !== stored && event.target.validity.valid) onChange(next || null)
        }}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        className={cx(
          valueLook,
          "bg-transparent tabular-nums hover:bg-hover",
          overdue && "text-red",
          !stored && "text-muted [&:not(:focus)]:text-transparent",
        )}
      />
      {!stored && (
        <span
          aria-hidden
          // Browsers lay out a date by its own language: its button may stand at either side.
          className="pointer-events-none absolute start-0 text-muted group-focus-within/date:hidden rtl:start-5"
        >
          {t({ message: "None", context: "value" })}
        </span>
      )}
      {stored && !disabled && !required && (
        <IconButton label={t`Clear the date`} onClick={() => onChange(null)} className="size-6 text-faint">
          <X size={12} />
        </IconButton>
      )}
      {overdue && <span className="text-red text-xs">{t`overdue`}</span>}
    </span>
  )
}

import { t } from "@lingui/core/macro"
import { type KeyboardEvent, useRef } from "react"
import type { Card } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { decimal } from "../../lib/format.ts"

type Props = {
  /** What the number is of, for who cannot see it. */
  label: string
  points: number | null
  onChange: (points: number | null) => void
  disabled?: boolean
  tabIndex?: number
  className?: string
}

/** The API takes no more. */
const MOST = 10_000

const read = (text: string): number | null | undefined => {
  const typed = text.trim().replace(",", ".")
  if (typed === "") return null
  const number = Number(typed)
  return number >= 0 && number <= MOST ? number : undefined
}

/** Points that are written in place: Enter or leaving saves, Esc leaves them as they were. */
export function PointsInput({ label, points, onChange, disabled, tabIndex, className }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const shown = points === null ? "" : String(points)

  function save() {
    const node = input.current
    if (!node) return
    const value = read(node.value)
    if (value === undefined || value === points) node.value = shown
    else onChange(value)
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    event.stopPropagation()
    if (event.key !== "Enter" && event.key !== "Escape") return
    event.preventDefault()
    if (event.key === "Escape") event.currentTarget.value = shown
    // Leaving saves.
    const link = event.currentTarget.closest("[data-task]")?.querySelector<HTMLElement>("[data-task-link]")
    if (link) link.focus()
    else event.currentTarget.blur()
  }

  return (
    <input
      // With other points it is another field, so that what others write is shown.
      key={shown}
      ref={input}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      title={points === null ? t`Not estimated` : t`${{ points: decimal(points) }} points`}
      placeholder="–"
      defaultValue={shown}
      disabled={disabled}
      tabIndex={tabIndex}
      onBlur={save}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.currentTarget.select()}
      className={cx(
        "h-6 w-11 rounded-xs border border-line bg-transparent px-1 text-center text-xs tabular-nums hover:border-line-strong focus-visible:border-accent disabled:border-transparent max-phone:h-9",
        className,
      )}
    />
  )
}

/** What a task's estimate is called. */
export const estimateLabel = ({ key }: Card) => t`Points of ${key}`

import { cx } from "../lib/cx.ts"

type Props<T extends string> = {
  label: string
  name: string
  value: T
  onChange: (value: T) => void
  choices: readonly { value: T; label: string }[]
  disabled?: boolean
  className?: string
}

/** One of a few, all in sight: a radio group that looks like one bar, and that arrow keys walk. */
export function Segments<T extends string>({ label, name, value, onChange, choices, disabled, className }: Props<T>) {
  return (
    <fieldset disabled={disabled} className={cx("inline-flex rounded-sm bg-hover p-0.5", className)}>
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex h-6 cursor-pointer items-center justify-center whitespace-nowrap rounded-xs px-2.5 text-muted transition-colors duration-100 hover:text-ink has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-accent max-phone:h-9"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            className="sr-only"
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}

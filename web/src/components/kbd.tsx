import { cx } from "../lib/cx.ts"

/** A key of the keyboard. Hidden on phones, which have none. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={cx(
        "rounded-xs border border-line-strong px-1 py-0.5 font-medium font-mono text-2xs text-muted leading-none max-phone:hidden",
        className,
      )}
    >
      {children}
    </kbd>
  )
}

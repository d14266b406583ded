import { t } from "@lingui/core/macro"
import { type ReactNode, useId } from "react"

/** A part of a page with its heading, how much of it there is, and what one can do to it. */
export function Section({
  title,
  count,
  action,
  level = 3,
  children,
}: {
  title: string
  count?: ReactNode
  action?: ReactNode
  /** Of its heading: 2 right under the page's own, 3 under a task's. */
  level?: 2 | 3
  children?: ReactNode
}) {
  const id = useId()
  const Heading = `h${level}` as const
  return (
    <section aria-labelledby={id} className="grid min-w-0 grid-cols-1 gap-1">
      <div className="flex min-h-7 items-center gap-2">
        <Heading id={id} className="font-semibold">
          {title}
        </Heading>
        {count !== undefined && <span className="text-muted text-xs tabular-nums">{count}</span>}
        {action && <div className="-me-1.5 ms-auto flex items-center gap-1">{action}</div>}
      </div>
      {children}
    </section>
  )
}

/** What belongs in a part that is empty. */
export function SectionHint({ children }: { children: ReactNode }) {
  return <p className="text-muted">{children}</p>
}

/** A part that could not be read. */
export function SectionError({ message, retry }: { message: string; retry: () => void }) {
  return (
    <p role="alert" className="text-muted">
      {message}{" "}
      <button type="button" onClick={retry} className="text-accent-text underline underline-offset-2">
        {t`Try again`}
      </button>
    </p>
  )
}

import { type ReactNode, useId } from "react"

type Props = { title: string; lead?: ReactNode; action?: ReactNode; children: ReactNode }

/** One thing that can be set: what it is, what it does, and the means to change it. */
export function SettingsSection({ title, lead, action, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-60 flex-1">
          <h2 id={id} className="font-semibold text-md">
            {title}
          </h2>
          {lead && <p className="text-muted">{lead}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}

/** Says why there is nothing to change here, to whoever may only look. */
export function ReadOnlyNote({ children }: { children: ReactNode }) {
  return <p className="rounded-sm bg-sunken px-3 py-2 text-muted">{children}</p>
}

import type { ReactNode } from "react"

/** Something with consequences: what it does stands beside the button that does it. */
export function DangerRow({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-3 border-b px-4 py-3 last:border-0">
      <div className="min-w-60 flex-1">
        <h3 className="font-medium">{title}</h3>
        <p className="text-muted">{children}</p>
      </div>
      {action}
    </div>
  )
}

/** The frame around what has consequences. */
export function DangerBox({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-md border border-[color-mix(in_oklab,var(--red)_40%,var(--line))] bg-panel">{children}</div>
  )
}

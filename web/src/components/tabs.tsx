import type { ReactNode } from "react"

/** The parts of a page, each a link with an address of its own. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav
      aria-label={label}
      className="thin-scroll flex shrink-0 gap-1 overflow-x-auto border-b px-3 max-phone:px-1 [&_a:hover]:text-ink [&_a[aria-current=page]]:border-accent [&_a[aria-current=page]]:font-medium [&_a[aria-current=page]]:text-ink [&_a]:flex [&_a]:h-10 [&_a]:items-center [&_a]:whitespace-nowrap [&_a]:border-transparent [&_a]:border-b-2 [&_a]:px-2 [&_a]:text-muted [&_a]:-outline-offset-2"
    >
      {children}
    </nav>
  )
}

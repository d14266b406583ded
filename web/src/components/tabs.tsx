import { useLocation } from "@tanstack/react-router"
import { type ReactNode, useEffect, useRef } from "react"

/** The parts of a page, each a link with an address of its own. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  const bar = useRef<HTMLElement>(null)
  const address = useLocation({ select: ({ href }) => href })
  // On a phone the bar is wider than the screen; the part at hand must be in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another address another link is current
  useEffect(() => {
    bar.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [address])
  return (
    <nav
      ref={bar}
      aria-label={label}
      className="thin-scroll flex shrink-0 gap-1 overflow-x-auto border-b px-3 max-phone:px-1 [&_a:hover]:text-ink [&_a[aria-current=page]]:border-accent [&_a[aria-current=page]]:font-medium [&_a[aria-current=page]]:text-ink [&_a]:-outline-offset-2 [&_a]:flex [&_a]:h-10 [&_a]:items-center [&_a]:whitespace-nowrap [&_a]:border-transparent [&_a]:border-b-2 [&_a]:px-2 [&_a]:text-muted"
    >
      {children}
    </nav>
  )
}

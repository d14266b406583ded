import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import type { Card } from "../../lib/api.gen.ts"

type Props = { card: Card; className?: string; tabIndex?: number; label?: string; children: ReactNode }

/** Opens a task beside the view. */
export function TaskLink({ card, className, tabIndex, label, children }: Props) {
  return (
    <Link
      to="."
      search={(old) => ({ ...old, task: card.key })}
      preload={false}
      draggable={false}
      data-key={card.key}
      aria-label={label}
      tabIndex={tabIndex}
      className={className}
    >
      {children}
    </Link>
  )
}

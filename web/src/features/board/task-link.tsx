import { useNavigate } from "@tanstack/react-router"
import type { Ref } from "react"
import type { Card } from "../../lib/api.gen.ts"
import type { Spot } from "./grid.ts"
import { useShell } from "./shell.ts"

type Props = {
  card: Card
  spot: Spot
  label: string
  tabIndex: 0 | -1
  className: string
  keys?: string
  ref?: Ref<HTMLAnchorElement>
}

/**
 * The title of a task: a click opens it beside the view, in another tab it is a page of its own, and with Ctrl or Shift it
 * is selected. Not the router's link, which listens to every change of the address: there are many in sight.
 */
export function TaskLink({ card, spot, label, tabIndex, className, keys, ref }: Props) {
  const navigate = useNavigate()
  const { projectId, onChoose } = useShell()
  return (
    <a
      ref={ref}
      href={`/p/${projectId}/tasks/${card.number}`}
      tabIndex={tabIndex}
      draggable={false}
      data-card-link
      aria-keyshortcuts={keys}
      aria-label={label}
      onClick={(event) => {
        if (event.button !== 0) return
        event.preventDefault()
        if (event.ctrlKey || event.metaKey || event.shiftKey) onChoose(spot, event.shiftKey)
        else navigate({ to: ".", search: (old) => ({ ...old, task: card.key }) })
      }}
      className={className}
    >
      {card.title}
    </a>
  )
}

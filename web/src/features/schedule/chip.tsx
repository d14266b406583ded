import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { useEffect, useRef } from "react"
import { StatusRing } from "../../components/status-ring.tsx"
import type { Card } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { categoryColour, categoryOf, useDirectory } from "./directory.ts"
import { TaskLink } from "./task-link.tsx"
import { datesWords } from "./words.ts"

type Props = {
  card: Card
  /** Where the task goes on beyond what is shown of it. */
  before?: boolean
  after?: boolean
  open?: boolean
  /** It is in the tab order; those of a grid are reached with the arrows. */
  tabbable?: boolean
}

/** A task in a calendar: it opens the task, and is dragged to another day. */
export function Chip({ card, before = false, after = false, open = false, tabbable = false }: Props) {
  const directory = useDirectory()
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = frame.current
    if (!element || !directory.canWrite) return
    return draggable({
      element,
      getInitialData: ({ input }) => ({ kind: "scheduled", taskId: card.id, x: input.clientX, y: input.clientY }),
    })
  }, [card.id, directory.canWrite])
  const category = categoryOf(directory, card)
  const colour = categoryColour[category]
  const status = directory.statuses.get(card.status_id)?.name ?? ""
  return (
    <div
      ref={frame}
      data-chip={card.id}
      className={cx(
        "relative h-[22px] border",
        before ? "rounded-s-none border-s-0" : "rounded-s-xs",
        after ? "rounded-e-none border-e-0" : "rounded-e-xs",
      )}
      style={{
        backgroundColor: `color-mix(in oklab, ${colour} ${open ? 30 : 14}%, var(--panel))`,
        borderColor: `color-mix(in oklab, ${colour} 45%, var(--panel))`,
      }}
    >
      <TaskLink
        card={card}
        tabIndex={tabbable ? 0 : -1}
        label={`${card.key} ${card.title}, ${status}, ${datesWords(card, directory.now)}`}
        className="flex h-full items-center gap-1.5 rounded-xs px-1.5 text-xs"
      >
        <StatusRing category={category} size={10} />
        <span className="truncate">{card.title}</span>
      </TaskLink>
    </div>
  )
}

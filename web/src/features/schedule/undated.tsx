import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { t } from "@lingui/core/macro"
import { CalendarPlus } from "lucide-react"
import { useEffect, useRef } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import type { Card } from "../../lib/api.gen.ts"
import type { Asked } from "../../lib/board-cache.ts"
import { cx } from "../../lib/cx.ts"
import { number } from "../../lib/format.ts"
import { useMoreUndated } from "./api.ts"
import type { KeptSchedule } from "./cache.ts"
import { categoryOf, useDirectory } from "./directory.ts"
import { TaskLink } from "./task-link.tsx"

type Props = {
  projectId: string
  viewId: string
  asked: Asked
  undated: KeptSchedule["undated"]
  /** Gives a task its usual dates from today on. */
  onToday: (card: Card) => void
}

const titleOf = ({ total }: Props["undated"]) => t`Without dates (${{ count: number(total) }})`

/** Tasks without dates, to be dragged to where they belong. */
export function Undated({ projectId, viewId, asked, undated, onToday }: Props) {
  const more = useMoreUndated(projectId, viewId, asked, undated.next_cursor)
  const { canWrite } = useDirectory()
  return (
    <aside
      aria-label={t`Tasks without dates`}
      className="thin-scroll flex w-60 shrink-0 flex-col gap-1 overflow-y-auto border-s bg-bg p-2"
    >
      <h2 className="px-1 pt-1 font-semibold">{titleOf(undated)}</h2>
      <p className="px-1 pb-1 text-muted text-xs">
        {canWrite ? t`Drag one to the day when it begins or is due.` : t`Members who may change tasks can plan these.`}
      </p>
      {undated.items.length === 0 && (
        <p className="px-1 text-muted text-xs">{t`No task of this view is without dates.`}</p>
      )}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-1">
        {undated.items.map((card) => (
          <Waiting key={card.id} card={card} onToday={onToday} />
        ))}
      </ul>
      {undated.next_cursor !== null && (
        <Button className="mt-1" busy={more.isPending} onClick={() => more.mutate()}>
          {t`Show more`}
        </Button>
      )}
    </aside>
  )
}

function Waiting({ card, onToday }: { card: Card; onToday: (card: Card) => void }) {
  const directory = useDirectory()
  const frame = useRef<HTMLLIElement>(null)
  useEffect(() => {
    const element = frame.current
    if (!element || !directory.canWrite) return
    return draggable({ element, getInitialData: () => ({ kind: "undated", taskId: card.id }) })
  }, [card.id, directory.canWrite])
  return (
    <li
      ref={frame}
      data-undated={card.id}
      className={cx(
        "group flex items-center gap-2 rounded-sm border bg-panel py-1 ps-2 pe-1",
        directory.canWrite && "cursor-grab",
      )}
    >
      <StatusRing category={categoryOf(directory, card)} />
      <TaskLink card={card} className="min-w-0 flex-1 rounded-xs hover:underline">
        <span className="block truncate">{card.title}</span>
        <span className="block text-muted text-xs tabular-nums">{card.key}</span>
      </TaskLink>
      {directory.canWrite && (
        <IconButton
          label={t`Plan ${{ task: card.key }} from today`}
          className="opacity-60 focus-visible:opacity-100 group-hover:opacity-100"
          onClick={() => onToday(card)}
        >
          <CalendarPlus size={14} aria-hidden />
        </IconButton>
      )}
    </li>
  )
}

/** The same on a phone: a list, each task opens to be given dates. */
export function UndatedList({ undated }: Pick<Props, "undated">) {
  const directory = useDirectory()
  if (undated.total === 0) return null
  return (
    <section aria-label={t`Tasks without dates`} className="px-4 pt-5 pb-6">
      <h3 className="pb-1 text-muted text-xs">{titleOf(undated)}</h3>
      <ul>
        {undated.items.map((card) => (
          <li key={card.id} className="border-b last:border-b-0">
            <TaskLink card={card} className="flex min-h-11 items-center gap-2">
              <StatusRing category={categoryOf(directory, card)} />
              <span className="min-w-0 flex-1 truncate">{card.title}</span>
              <span className="text-muted text-xs tabular-nums">{card.key}</span>
            </TaskLink>
          </li>
        ))}
      </ul>
    </section>
  )
}

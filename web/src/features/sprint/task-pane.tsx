import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import { plural, t } from "@lingui/core/macro"
import { useVirtualizer } from "@tanstack/react-virtual"
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Card } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { number, pointsLabel } from "../../lib/format.ts"
import { keyAction, useCursor } from "./cursor.ts"
import { pointsOf } from "./plan-cache.ts"
import { type Lookups, type Target, TaskRow } from "./task-row.tsx"

type Props = {
  projectId: string
  /** Null is the backlog. */
  sprintId: string | null
  title: string
  /** What it holds in all, loaded or not. */
  total: number
  sum: string
  /** Undefined until the first page is there. */
  cards: Card[] | undefined
  hasMore: boolean
  onMore: () => void
  lookups: Lookups
  target: Target | undefined
  canWrite: boolean
  selection: ReadonlySet<string>
  onSelection: (ids: ReadonlySet<string>) => void
  onMove: (cards: Card[]) => void
  onEstimate: (card: Card, points: number | null) => void
  empty: ReactNode
  /** What stands above the list. */
  children?: ReactNode
  className?: string
}

/** With fewer rows than this ahead, more are loaded. */
const AHEAD = 40
const ROW = 36
const PHONE_ROW = 52

/** The backlog's or a sprint's tasks: only those in sight are in the document, however many there are. */
export function TaskPane(props: Props) {
  const { cards, sprintId, target, canWrite, selection, onMore, hasMore } = props
  const frame = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const shown = cards ?? none
  const narrow = typeof window !== "undefined" && window.matchMedia("(max-width: 719px)").matches
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => list.current,
    estimateSize: () => (narrow ? PHONE_ROW : ROW),
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const isNearEnd = hasMore && cards !== undefined && (items.at(-1)?.index ?? 0) >= shown.length - AHEAD
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes may leave the end in sight
  useEffect(() => {
    if (isNearEnd) onMore()
  }, [isNearEnd, onMore, shown.length])

  useEffect(() => {
    const node = frame.current
    const scroll = list.current
    if (!node || !scroll || !canWrite) return
    return combine(
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => source.data.kind === "plan" && source.data.sprintId !== sprintId,
        getData: () => ({ kind: "pane", sprintId }),
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      autoScrollForElements({ element: scroll }),
    )
  }, [sprintId, canWrite])

  const cursor = useCursor(shown, (index) => virtual.scrollToIndex(index, { align: "auto" }))
  /** Where a range of rows begins that is selected with Shift. */
  const anchor = useRef<string>(undefined)
  const chosen = useMemo(() => shown.filter(({ id }) => selection.has(id)), [shown, selection])

  function select(card: Card, range: boolean) {
    const next = new Set(selection)
    const [from, to] = [shown.findIndex(({ id }) => id === anchor.current), shown.indexOf(card)]
    if (range && from >= 0)
      for (const each of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each.id)
    else if (next.has(card.id)) next.delete(card.id)
    else next.add(card.id)
    anchor.current = card.id
    props.onSelection(next)
  }

  function move(moved: Card[]) {
    cursor.leave(new Set(moved.map(({ id }) => id)))
    props.onMove(moved)
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const card = shown.find(({ id }) => id === cursor.id)
    if (!card || !(event.target instanceof HTMLElement) || !event.target.closest("[data-task]")) return
    if (event.ctrlKey || event.metaKey) return
    const act = keyAction(event, target?.side)
    if (!act || (act !== "up" && act !== "down" && !canWrite)) return
    event.preventDefault()
    if (act === "up" || act === "down") {
      const next = cursor.step(act === "up" ? -1 : 1)
      if (event.shiftKey && next && canWrite) props.onSelection(new Set([...selection, card.id, next.id]))
    } else if (act === "select") select(card, false)
    else if (act === "estimate")
      event.target.closest("[data-task]")?.querySelector<HTMLElement>("input[type=text]")?.focus()
    else if (act === "move") move(selection.has(card.id) ? chosen : [card])
  }

  const id = `pane-${sprintId ?? "backlog"}`
  return (
    <section
      ref={frame}
      aria-labelledby={id}
      onKeyDown={onKeyDown}
      className={cx(
        "flex min-h-0 min-w-0 flex-1 flex-col rounded-md bg-sunken transition-colors duration-100",
        over && "bg-accent-soft",
        props.className,
      )}
    >
      <header className="flex min-h-10 flex-wrap items-center gap-x-2 px-3">
        <h2 id={id} className="truncate font-semibold">
          {props.title}
        </h2>
        <span className="text-muted tabular-nums">{number(props.total)}</span>
        <span className="text-muted text-xs tabular-nums">{`· ${props.sum}`}</span>
      </header>
      {props.children}
      {chosen.length > 0 && target && (
        <div
          role="toolbar"
          aria-label={t`Selected in ${{ title: props.title }}`}
          className="flex items-center gap-2 border-y px-3 py-1.5"
        >
          <span className="min-w-0 flex-1 truncate tabular-nums">{selectedLabel(chosen)}</span>
          <Button variant="ghost" onClick={() => props.onSelection(new Set())}>
            {t({ message: "Clear", context: "selection" })}
          </Button>
          <Button variant="primary" className="max-w-1/2 shrink" onClick={() => move(chosen)}>
            <span className="truncate">
              {target.sprint === undefined ? t`Move to the backlog` : t`Move to ${{ sprint: target.sprint }}`}
            </span>
          </Button>
        </div>
      )}
      <div
        ref={list}
        className="thin-scroll min-h-0 flex-1 overflow-y-auto overscroll-y-contain px-1 pb-2"
        data-pane-list
      >
        {cards === undefined && (
          <div role="status" aria-label={t`Loading ${{ title: props.title }}`} className="grid gap-1 p-1">
            {Array.from({ length: 8 }, (_, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
              <Skeleton key={line} className="h-8" />
            ))}
          </div>
        )}
        <ul
          aria-label={t`Tasks of ${{ title: props.title }}`}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map((item) => {
            const card = shown[item.index]
            if (!card) return null
            return (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-setsize={props.total}
                aria-posinset={item.index + 1}
                onFocus={() => cursor.note(card.id)}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <TaskRow
                  projectId={props.projectId}
                  card={card}
                  lookups={props.lookups}
                  target={target}
                  canWrite={canWrite}
                  selected={selection.has(card.id)}
                  current={card.id === cursor.id}
                  focusRequest={card.id === cursor.request.id ? cursor.request.count : 0}
                  onFocusDone={cursor.done}
                  onSelect={select}
                  onMove={(one) => move(selection.has(one.id) ? chosen : [one])}
                  onEstimate={props.onEstimate}
                />
              </li>
            )
          })}
        </ul>
        {cards?.length === 0 && <div className="px-2 py-3 text-muted">{props.empty}</div>}
      </div>
    </section>
  )
}

const none: Card[] = []

function selectedLabel(chosen: Card[]): string {
  const points = pointsLabel(pointsOf(chosen))
  return plural({ count: chosen.length }, { one: `# task selected, ${points}`, other: `# tasks selected, ${points}` })
}

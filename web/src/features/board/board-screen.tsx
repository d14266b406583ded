import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import { extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge"
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react"
import { may } from "../../lib/access.ts"
import { announce } from "../../lib/announce.ts"
import type { Card } from "../../lib/api.gen.ts"
import { type Board, isAtWork, type Place } from "../../lib/board-cache.ts"
import { type Filter, isFiltering } from "../../lib/board-filter.ts"
import { useMinute } from "../../lib/clock.ts"
import { notifyUndo } from "../../lib/notify.ts"
import { recall, remember, useRecalled } from "../../lib/stored.ts"
import { useMoreCards, useMoveTask } from "./api.ts"
import { BoardColumn } from "./board-column.tsx"
import type { Lookups } from "./card.tsx"
import {
  type Column,
  columnsOf,
  type Direction,
  describePlace,
  dropTarget,
  focusTarget,
  moveTarget,
  placeOf,
  sumLabel,
} from "./columns.ts"

type Props = {
  /** What is shown: the whole board, or what a search found. */
  board: Board
  whole: Board
  filter: Filter
  /** What is shown is not what is looked for yet: the last answer stays until the next one comes. */
  settling: boolean
  selectedKey: string | undefined
  onCreate: (title: string, statusId: string) => Promise<unknown>
}

const directions: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  k: "up",
  j: "down",
  h: "left",
  l: "right",
}

/** The columns, and everything that moves a card between them: mouse, touch, keyboard. */
export function BoardScreen({ board, whole, filter, settling, selectedKey, onCreate }: Props) {
  const projectId = board.project.id
  const canWrite = may(board.actions, "tasks:write")
  const { mutate } = useMoveTask(projectId, board.view.id)
  const now = useMinute()

  const columns = useMemo(() => columnsOf(board, whole), [board, whole])
  const more = useMoreCards(projectId, filter, board, !settling)
  const lookups = useMemo<Lookups>(
    () => ({
      members: new Map(board.members.map((member) => [member.id, member])),
      types: new Map(board.task_types.map((type) => [type.id, type])),
      now,
    }),
    [board.members, board.task_types, now],
  )
  const working = useMemo(
    () => new Map(board.working.filter(isAtWork).flatMap((each) => (each.task ? [[each.task.id, each]] : []))),
    [board.working],
  )

  // Handlers read the latest columns without making every card render again.
  const latest = useRef(columns)
  latest.current = columns

  const move = useCallback(
    (taskId: string, place: Place) => {
      const from = placeOf(latest.current, taskId)
      const card = cardOf(latest.current, taskId)
      if (!from || !card || (from.status_id === place.status_id && from.after === place.after)) return
      const where = describePlace(latest.current, taskId, place)
      mutate({ taskId, place })
      announce(`${card.key} moved to ${where}`)
      const column = latest.current.find((each) => each.status.id === place.status_id)?.status.name ?? ""
      const message = from.status_id === place.status_id ? `Moved ${card.key}` : `Moved ${card.key} to ${column}`
      notifyUndo("move", message, () => {
        mutate({ taskId, place: from })
        announce(`${card.key} moved back`)
      })
    },
    [mutate],
  )

  const focus = useBoardFocus(columns)
  useBoardDrop(latest, move, canWrite)

  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => (scroller.current ? autoScrollForElements({ element: scroller.current }) : undefined), [])

  function onKeyDown(event: KeyboardEvent) {
    if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-card-link]")) return
    if (event.ctrlKey || event.metaKey) return
    const shifted = event.shiftKey && /^[HJKL]$/.test(event.key)
    const direction = directions[shifted ? event.key.toLowerCase() : event.key]
    if (!direction || (event.shiftKey && !shifted) || !focus.id) return
    event.preventDefault()
    if (event.altKey || shifted) {
      const place = canWrite ? moveTarget(columns, focus.id, direction) : undefined
      if (!place) return
      focus.follow(focus.id, place)
      move(focus.id, place)
      return
    }
    const next = focusTarget(columns, focus.id, direction)
    if (next) focus.request(next)
  }

  const collapse = useCollapsed(projectId, columns)

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys pressed on a card bubble to here
    <div
      ref={scroller}
      onKeyDown={onKeyDown}
      aria-busy={settling}
      onFocus={(event) => {
        const id = event.target.closest<HTMLElement>("[data-task]")?.dataset.task
        if (id) focus.note(id)
      }}
      className="thin-scroll flex min-h-0 flex-1 snap-x gap-2 overflow-x-auto px-4 pt-1 pb-4 max-phone:snap-mandatory max-phone:scroll-px-4"
    >
      {columns.map((column) => (
        <BoardColumn
          key={column.status.id}
          projectId={projectId}
          column={column}
          sum={sumLabel(column.sum, board)}
          onMore={more.load}
          lookups={lookups}
          working={working}
          selectedKey={selectedKey}
          focusId={focus.id}
          focusRequest={focus.wanted}
          onFocusDone={focus.done}
          canWrite={canWrite}
          filtering={isFiltering(filter)}
          collapsed={collapse.has(column.status.id)}
          onCollapse={(collapsed) => collapse.set(column.status.id, collapsed)}
          onCreate={onCreate}
        />
      ))}
    </div>
  )
}

function cardOf(columns: Column[], taskId: string): Card | undefined {
  for (const column of columns) {
    const card = column.tasks.find((each) => each.id === taskId)
    if (card) return card
  }
  return undefined
}

/** One card of the board is in the tab order; the arrow keys choose which. */
function useBoardFocus(columns: Column[]) {
  const [id, setId] = useState<string>()
  const [wanted, setWanted] = useState({ id: "", count: 0 })
  const handled = useRef(0)
  const first = columns.find((column) => column.tasks.length > 0)?.tasks[0]?.id
  const known = id !== undefined && cardOf(columns, id) !== undefined
  const done = useCallback((request: number) => {
    if (request === handled.current) return false
    handled.current = request
    return true
  }, [])
  const request = useCallback((next: string) => {
    setId(next)
    setWanted((old) => ({ id: next, count: old.count + 1 }))
  }, [])

  // A card that moves becomes another element, so focus goes after it once it has arrived.
  const following = useRef<{ id: string; place: Place }>(undefined)
  useEffect(() => {
    const target = following.current
    const now = target && placeOf(columns, target.id)
    if (!now || now.status_id !== target.place.status_id || now.after !== target.place.after) return
    following.current = undefined
    request(target.id)
  }, [columns, request])

  return {
    id: known ? id : first,
    wanted,
    done,
    note: setId,
    request,
    follow(card: string, place: Place) {
      following.current = { id: card, place }
    },
  }
}

/** Turns a finished drag into a move. */
function useBoardDrop(columns: { current: Column[] }, move: (taskId: string, place: Place) => void, enabled: boolean) {
  useEffect(() => {
    if (!enabled) return
    return monitorForElements({
      canMonitor: ({ source }) => source.data.kind === "card",
      onDrop: ({ source, location }) => {
        const target = location.current.dropTargets[0]
        const taskId = String(source.data.taskId)
        if (!target) return
        const { kind, statusId, end } = target.data
        const edge = extractClosestEdge(target.data) === "top" ? "top" : "bottom"
        const place = dropTarget(columns.current, taskId, {
          status_id: String(statusId),
          ...(kind === "card" ? { over: { task_id: String(target.data.taskId), edge } } : {}),
          end: end === "top" ? "top" : "bottom",
        })
        if (place) move(taskId, place)
      },
    })
  }, [columns, move, enabled])
}

/** Which columns this browser shows narrow: those chosen, and all empty ones if asked for. */
function useCollapsed(projectId: string, columns: Column[]) {
  const stored = useRecalled(`collapsed-${projectId}`)
  const hideEmpty = useRecalled(`collapse-empty-${projectId}`) === "yes"
  return useMemo(() => {
    const chosen = new Set((stored ?? "").split(",").filter(Boolean))
    const narrow = new Set(chosen)
    if (hideEmpty) for (const column of columns) if (column.all === 0) narrow.add(column.status.id)
    return {
      has: (id: string) => narrow.has(id),
      set(id: string, collapsed: boolean) {
        if (collapsed) chosen.add(id)
        else chosen.delete(id)
        remember(`collapsed-${projectId}`, [...chosen].join(","))
        if (!collapsed && hideEmpty && recall(`collapse-empty-${projectId}`) === "yes" && !chosen.has(id)) {
          const isEmpty = columns.find((column) => column.status.id === id)?.all === 0
          if (isEmpty) remember(`collapse-empty-${projectId}`, "no")
        }
      },
    }
  }, [stored, hideEmpty, columns, projectId])
}

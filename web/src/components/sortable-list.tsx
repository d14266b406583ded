import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge"
import { t } from "@lingui/core/macro"
import { GripVertical } from "lucide-react"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { announce } from "../lib/announce.ts"
import { cx } from "../lib/cx.ts"

type Item = { id: string; name: string }

type Props<T extends Item> = {
  label: string
  items: T[]
  canSort: boolean
  /** The item goes to this place, counted without itself. */
  onMove: (item: T, position: number) => void
  children: (item: T) => ReactNode
}

/** A list whose order means something: drag a row by its handle, or move it with the arrow keys on the handle. */
export function SortableList<T extends Item>({ label, items, canSort, onMove, children }: Props<T>) {
  const move = (item: T, position: number) => {
    if (position < 0 || position >= items.length || items[position]?.id === item.id) return
    onMove(item, position)
    announce(t`${{ name: item.name }} is now ${{ place: position + 1 }} of ${{ count: items.length }}`)
  }
  return (
    <ol aria-label={label}>
      {items.map((item, index) => (
        <SortableRow
          key={item.id}
          list={label}
          item={item}
          canSort={canSort && items.length > 1}
          onStep={(step) => move(item, index + step)}
          onDropped={(id, edge) => {
            const from = items.findIndex((each) => each.id === id)
            const dropped = items[from]
            if (!dropped) return
            const place = index + (edge === "bottom" ? 1 : 0)
            move(dropped, from < place ? place - 1 : place)
          }}
        >
          {children(item)}
        </SortableRow>
      ))}
    </ol>
  )
}

type RowProps = {
  list: string
  item: Item
  canSort: boolean
  onStep: (step: 1 | -1) => void
  onDropped: (id: string, edge: Edge | null) => void
  children: ReactNode
}

function SortableRow({ list, item, canSort, onStep, onDropped, children }: RowProps) {
  const row = useRef<HTMLLIElement>(null)
  const handle = useRef<HTMLButtonElement>(null)
  const [dragging, setDragging] = useState(false)
  const [edge, setEdge] = useState<Edge | null>(null)
  // The lists around are made anew with each change; what is dragged must not be let go for that.
  const dropped = useRef(onDropped)
  useEffect(() => {
    dropped.current = onDropped
  }, [onDropped])
  useEffect(() => {
    const element = row.current
    const dragHandle = handle.current
    if (!element || !dragHandle || !canSort) return
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ kind: "row", list, id: item.id }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.kind === "row" && source.data.list === list,
        getData: ({ input, element: target }) =>
          attachClosestEdge({ id: item.id }, { input, element: target, allowedEdges: ["top", "bottom"] }),
        onDrag: ({ self, source }) => setEdge(source.data.id === item.id ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null)
          dropped.current(String(source.data.id), extractClosestEdge(self.data))
        },
      }),
    )
  }, [list, item.id, canSort])
  return (
    <li
      ref={row}
      className={cx(
        "relative flex items-center gap-2 border-b py-2 last:border-0",
        dragging && "opacity-40",
        edge && "before:absolute before:inset-x-0 before:h-0.5 before:rounded-full before:bg-accent",
        edge === "top" && "before:-top-px",
        edge === "bottom" && "before:-bottom-px",
      )}
    >
      {canSort && (
        <button
          ref={handle}
          type="button"
          aria-label={t`Move ${{ name: item.name }}`}
          title={t`Drag, or press ↑ and ↓`}
          className="grid h-7 w-5 shrink-0 cursor-grab place-items-center rounded-xs text-faint hover:bg-hover hover:text-ink max-phone:h-9 max-phone:w-7"
          onKeyDown={(event) => {
            if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return
            event.preventDefault()
            onStep(event.key === "ArrowUp" ? -1 : 1)
          }}
        >
          <GripVertical size={14} aria-hidden />
        </button>
      )}
      {children}
    </li>
  )
}

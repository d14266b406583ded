import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { draggable, dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import {
  attachInstruction,
  extractInstruction,
  type Instruction,
} from "@atlaskit/pragmatic-drag-and-drop-hitbox/list-item"
import { type RefObject, useEffect, useState } from "react"
import { beforeOf, endOf, isWithin, type Level, type Place, type Row, type Thing } from "./tree.ts"

/** A closed folder opens when something is held over it this long. Milliseconds. */
const OPENS_AFTER = 500

type Data = Record<string | symbol, unknown>

/** What is dragged, if it is something of this project's tree. */
function draggedOf(data: Data, projectId: string): Thing | undefined {
  const { kind, id, name } = data
  if (data.projectId !== projectId || typeof id !== "string" || typeof name !== "string") return undefined
  return kind === "folder" || kind === "document" ? { kind, id, name } : undefined
}

/** Documents lie among documents and folders among folders, and both lie in folders. */
function operationsOn(row: Pick<Row, "kind" | "open">, dragged: Thing) {
  const beside = row.kind === dragged.kind ? "available" : "not-available"
  return {
    "reorder-before": beside,
    // Below an open folder its own things are shown.
    "reorder-after": row.open ? "not-available" : beside,
    combine: row.kind === "folder" ? "available" : "not-available",
  } as const
}

export type RowDrag = {
  projectId: string
  tree: { readonly current: Level }
  onOpen: (folderId: string) => void
}

/** Makes a line of the tree something to drag, and to drop others on or beside. Only the line that is dragged over draws. */
export function useRowDrag(element: RefObject<HTMLElement | null>, row: Row, drag: RowDrag | undefined) {
  const [dragging, setDragging] = useState(false)
  const [over, setOver] = useState<Instruction["operation"]>()
  const { kind, id, name, parent, open } = row
  useEffect(() => {
    const node = element.current
    if (!node || !drag) return
    const { projectId, tree, onOpen } = drag
    let opening: ReturnType<typeof setTimeout> | undefined
    const rest = () => {
      clearTimeout(opening)
      opening = undefined
    }
    const leave = () => {
      rest()
      setOver(undefined)
    }
    return combine(
      draggable({
        element: node,
        getInitialData: () => ({ projectId, kind, id, name }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element: node,
        canDrop: ({ source }) => {
          const dragged = draggedOf(source.data, projectId)
          if (!dragged || dragged.id === id) return false
          if (dragged.kind === "document") return true
          return kind === "folder" && !isWithin(tree.current, dragged.id, id)
        },
        getData: ({ input, element: target, source }) => {
          const dragged = draggedOf(source.data, projectId)
          const operations = dragged ? operationsOn({ kind, open }, dragged) : {}
          return attachInstruction({ kind, id, parent }, { input, element: target, operations })
        },
        onDrag: ({ self }) => {
          const operation = extractInstruction(self.data)?.operation
          setOver(operation)
          if (operation !== "combine" || open !== false) rest()
          else opening ??= setTimeout(() => onOpen(id), OPENS_AFTER)
        },
        onDragLeave: leave,
        onDrop: leave,
      }),
      rest,
    )
  }, [element, drag, kind, id, name, parent, open])
  return { dragging, over }
}

/** Takes what is dropped behind the last line: it lies in no folder then. Answers whether something is held over it. */
export function useTopDrop(element: RefObject<HTMLElement | null>, projectId: string, enabled: boolean): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const node = element.current
    if (!node || !enabled) return
    return dropTargetForElements({
      element: node,
      canDrop: ({ source }) => draggedOf(source.data, projectId) !== undefined,
      getData: () => ({ kind: "top" }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [element, projectId, enabled])
  return over
}

/** Turns a finished drag into a move, and scrolls the tree while something is held at its edge. */
export function useTreeDrops(
  scroller: RefObject<HTMLElement | null>,
  drag: RowDrag | undefined,
  onMove: (thing: Thing, place: Place) => void,
): void {
  useEffect(() => {
    const node = scroller.current
    if (!node || !drag) return
    const { projectId, tree } = drag
    return combine(
      autoScrollForElements({ element: node, canScroll: ({ source }) => !!draggedOf(source.data, projectId) }),
      monitorForElements({
        canMonitor: ({ source }) => draggedOf(source.data, projectId) !== undefined,
        onDrop: ({ source, location }) => {
          const dragged = draggedOf(source.data, projectId)
          const target = location.current.dropTargets[0]?.data
          const place = dragged && target && placeAt(tree.current, dragged, target)
          if (place) onMove(dragged, place)
        },
      }),
    )
  }, [scroller, drag, onMove])
}

function placeAt(tree: Level, dragged: Thing, target: Data): Place | undefined {
  if (target.kind === "top") return endOf(tree, dragged, null)
  const parent = typeof target.parent === "string" ? target.parent : null
  const id = String(target.id)
  const operation = extractInstruction(target)?.operation
  if (operation === "combine") return endOf(tree, dragged, id)
  if (operation === "reorder-after") return { parent, after: id }
  return operation && beforeOf(tree, dragged, id, parent)
}

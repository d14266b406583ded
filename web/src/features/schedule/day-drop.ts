import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import { type RefObject, useEffect, useRef, useState } from "react"
import type { Day } from "./days.ts"

/** A task that is dragged: one without dates, or one that lies on days already, with where it was taken. */
export type Dragged = { taskId: string; from: { x: number; y: number } | null }

type Options = {
  /** Which day lies under a pointer. */
  dayUnder: (clientX: number, clientY: number) => Day | undefined
  onDrop: (dragged: Dragged, day: Day) => void
}

const isTask = (data: Record<string, unknown>) => data.kind === "undated" || data.kind === "scheduled"

/** Takes tasks onto the days of a scale or a calendar. Answers the day over which one is held. */
export function useDayDrop(frame: RefObject<HTMLElement | null>, options: Options): Day | undefined {
  const [target, setTarget] = useState<Day>()
  const latest = useRef(options)
  latest.current = options
  useEffect(() => {
    const element = frame.current
    if (!element) return
    return combine(
      autoScrollForElements({ element, canScroll: ({ source }) => isTask(source.data) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => isTask(source.data),
        onDrag: ({ location }) => {
          const { clientX, clientY } = location.current.input
          setTarget(latest.current.dayUnder(clientX, clientY))
        },
        onDragLeave: () => setTarget(undefined),
        onDrop: ({ source, location }) => {
          const { clientX, clientY } = location.current.input
          const day = latest.current.dayUnder(clientX, clientY)
          setTarget(undefined)
          const { taskId, x, y } = source.data
          const from = typeof x === "number" && typeof y === "number" ? { x, y } : null
          if (day !== undefined) latest.current.onDrop({ taskId: String(taskId), from }, day)
        },
      }),
    )
  }, [frame])
  return target
}

import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine"
import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element"
import { type RefObject, useEffect, useRef, useState } from "react"
import type { Day } from "./days.ts"

type Options = {
  /** Which day lies under a pointer. */
  dayUnder: (clientX: number, clientY: number) => Day | undefined
  onDrop: (taskId: string, day: Day) => void
}

/** Takes tasks without dates onto a scale or a calendar. Answers the day over which one is held. */
export function useUndatedDrop(frame: RefObject<HTMLElement | null>, options: Options): Day | undefined {
  const [target, setTarget] = useState<Day>()
  const latest = useRef(options)
  latest.current = options
  useEffect(() => {
    const element = frame.current
    if (!element) return
    return combine(
      autoScrollForElements({ element, canScroll: ({ source }) => source.data.kind === "undated" }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.kind === "undated",
        onDrag: ({ location }) => {
          const { clientX, clientY } = location.current.input
          setTarget(latest.current.dayUnder(clientX, clientY))
        },
        onDragLeave: () => setTarget(undefined),
        onDrop: ({ source, location }) => {
          const { clientX, clientY } = location.current.input
          const day = latest.current.dayUnder(clientX, clientY)
          setTarget(undefined)
          if (day !== undefined) latest.current.onDrop(String(source.data.taskId), day)
        },
      }),
    )
  }, [frame])
  return target
}

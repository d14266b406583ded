import { type RefObject, useCallback, useEffect, useRef, useState } from "react"
import { type Dates, dateOf, resized, shifted } from "./days.ts"
import { dayAt, type Scale } from "./scale.ts"

/** What a pointer does to a bar: dates that it would get, or a line to another task. */
export type Gesture =
  | { kind: "dates"; taskId: string; dates: Dates }
  | { kind: "link"; taskId: string; x: number; y: number; over: string | null }

type Part = "move" | "start" | "end" | "draw" | "link"
const parts: readonly string[] = ["move", "start", "end", "draw", "link"] satisfies Part[]
const isPart = (part: string | undefined): part is Part => part !== undefined && parts.includes(part)

type Options = {
  scroll: RefObject<HTMLElement | null>
  /** How much of the scrolled width the titles take. */
  aside: () => number
  scale: Scale
  datesOf: (taskId: string) => Dates | undefined
  onDates: (taskId: string, dates: Dates) => void
  onLink: (fromId: string, toId: string) => void
  onClick: (taskId: string) => void
}

/** A pointer that moves less than this clicks. Pixels. */
const SLACK = 4
/** Nearer to an edge than this the scale moves along. Pixels. */
const EDGE = 40

/**
 * Moves bars, their ends and lines between them by mouse, pen or touch. Escape takes back what is under way. The parts of
 * a bar say by `data-part` what they do.
 */
export function useGestures(options: Options) {
  const [gesture, setGesture] = useState<Gesture>()
  const latest = useRef(options)
  latest.current = options
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])

  const onPointerDown = useCallback((event: React.PointerEvent) => {
    const { scroll, datesOf } = latest.current
    const node = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-part]") : null
    const part = node?.dataset.part
    const taskId = node?.closest<HTMLElement>("[data-task]")?.dataset.task
    const before = taskId === undefined ? undefined : datesOf(taskId)
    const frame = scroll.current
    if (!isPart(part) || !taskId || !before || !frame || event.button !== 0) return
    // No text is selected; the row itself takes the focus.
    event.preventDefault()
    node?.closest<HTMLElement>("[data-row]")?.focus({ preventScroll: true })
    let [x, y] = [event.clientX, event.clientY]
    const contentX = () => x - frame.getBoundingClientRect().left + frame.scrollLeft - latest.current.aside()
    const begun = contentX()
    const origin = { x, y }
    let result: Gesture | undefined
    let frameRequest = 0

    const read = (): Gesture => {
      const { scale } = latest.current
      if (part === "link") {
        const over = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-task]")?.dataset.task ?? null
        const top = frame.getBoundingClientRect().top
        return {
          kind: "link",
          taskId,
          x: contentX(),
          y: y - top + frame.scrollTop,
          over: over === taskId ? null : over,
        }
      }
      if (part === "draw") {
        const [one, other] = [dayAt(scale, begun), dayAt(scale, contentX())]
        const dates = { start_date: dateOf(Math.min(one, other)), due_date: dateOf(Math.max(one, other)) }
        return { kind: "dates", taskId, dates }
      }
      const days = Math.round((contentX() - begun) / scale.dayWidth)
      return { kind: "dates", taskId, dates: part === "move" ? shifted(before, days) : resized(before, part, days) }
    }
    const update = () => {
      if (!result && Math.hypot(x - origin.x, y - origin.y) < SLACK) return
      result = read()
      setGesture(result)
    }
    const follow = () => {
      const { left, right } = frame.getBoundingClientRect()
      const inner = left + latest.current.aside()
      const by = x > right - EDGE ? 12 : x < inner + EDGE ? -12 : 0
      if (by !== 0 && result) {
        frame.scrollLeft += by
        update()
      }
      frameRequest = requestAnimationFrame(follow)
    }
    const onMove = (moved: PointerEvent) => {
      x = moved.clientX
      y = moved.clientY
      update()
    }
    const end = () => {
      cancelAnimationFrame(frameRequest)
      window.removeEventListener("pointermove", onMove)
      window.removeEventListener("pointerup", onUp)
      window.removeEventListener("pointercancel", end)
      window.removeEventListener("keydown", onKey, { capture: true })
      stop.current = undefined
      setGesture(undefined)
    }
    const onUp = () => {
      const { onDates, onLink, onClick } = latest.current
      const done = result
      end()
      if (!done) {
        if (part !== "draw" && part !== "link") onClick(taskId)
      } else if (done.kind === "dates") onDates(taskId, done.dates)
      else if (done.over !== null) onLink(taskId, done.over)
    }
    const onKey = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape") return
      pressed.preventDefault()
      pressed.stopPropagation()
      end()
    }
    stop.current?.()
    stop.current = end
    window.addEventListener("pointermove", onMove)
    window.addEventListener("pointerup", onUp)
    window.addEventListener("pointercancel", end)
    window.addEventListener("keydown", onKey, { capture: true })
    frameRequest = requestAnimationFrame(follow)
  }, [])
  return { gesture, onPointerDown }
}

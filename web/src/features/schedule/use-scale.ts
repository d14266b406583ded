import { msg } from "@lingui/core/macro"
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react"
import { announce } from "../../lib/announce.ts"
import { i18n } from "../../lib/i18n.ts"
import { recall, remember, useRecalled } from "../../lib/stored.ts"
import type { Day, Span } from "./days.ts"
import { dayAt, type Scale, scaleAround, xOf, type Zoom, zooms } from "./scale.ts"

const words = { week: msg`Weeks`, month: msg`Months`, quarter: msg`Quarters`, year: msg`Years` }

/** Wheels and touch pads send many small turns; this much of them is one step. Pixels. */
const WHEEL_STEP = 60
/** What is left of the scale before it goes on. Pixels. */
const AHEAD = 300
/** How much of what is in sight lies before today at first. */
const BEFORE_TODAY = 0.25

const zoomKey = (projectId: string) => `roadmap-zoom-${projectId}`
const zoomNamed = (name: string | null): Zoom => zooms.find((each) => each === name) ?? "month"

/** The days that a roadmap shows first. */
export const firstScale = (projectId: string, today: Day): Scale =>
  scaleAround(today, zoomNamed(recall(zoomKey(projectId))))

/** The width of the titles beside the scale. Pixels. */
export const asideOf = (frame: HTMLElement): number =>
  Number.parseFloat(getComputedStyle(frame).getPropertyValue("--aside")) || 0

/**
 * A scale of days that scrolls without an end: near one, it is laid out anew around what is in sight. Whatever changes,
 * the day that one looks at stays where it is.
 */
export function useScale(projectId: string, today: Day, frame: RefObject<HTMLElement | null>) {
  const zoom = zoomNamed(useRecalled(zoomKey(projectId)))
  const [middle, setMiddle] = useState(today)
  const scale = useMemo(() => scaleAround(middle, zoom), [middle, zoom])
  const latest = useRef<Scale>(scale)
  /** A day, and where it is to stand: pixels from the start of the scale's visible part. */
  const anchor = useRef<{ day: number; at: number | undefined }>({ day: today, at: undefined })

  const visible = useCallback(() => {
    const node = frame.current
    return node ? node.clientWidth - asideOf(node) : 0
  }, [frame])
  /** Remembers what stands at a place, before the scale changes. */
  const hold = useCallback(
    (at: number) => {
      const { from, dayWidth } = latest.current
      anchor.current = { day: from + ((frame.current?.scrollLeft ?? 0) + at) / dayWidth, at }
    },
    [frame],
  )
  useLayoutEffect(() => {
    latest.current = scale
    const node = frame.current
    if (!node) return
    const { day, at = visible() * BEFORE_TODAY } = anchor.current
    node.scrollLeft = xOf(scale, day) - at
  }, [scale, frame, visible])

  const onScroll = useCallback(() => {
    const node = frame.current
    if (!node) return
    const before = node.scrollLeft
    const after = latest.current.width - before - visible()
    if (before > AHEAD && after > AHEAD) return
    hold(visible() / 2)
    setMiddle(dayAt(latest.current, before + visible() / 2))
  }, [frame, hold, visible])

  const setZoom = useCallback(
    (next: Zoom, under?: number) => {
      if (next === latest.current.zoom) return
      // Today stays where it is, if it is in sight.
      const x = xOf(latest.current, today) - (frame.current?.scrollLeft ?? 0)
      hold(under ?? (x > 0 && x < visible() ? x : visible() / 2))
      setMiddle(Math.round(anchor.current.day))
      remember(zoomKey(projectId), next)
      announce(i18n._(words[next]))
    },
    [projectId, today, frame, hold, visible],
  )
  const zoomBy = useCallback(
    (steps: 1 | -1, at?: number) => {
      const next = zooms[zooms.indexOf(latest.current.zoom) + steps]
      if (next) setZoom(next, at)
    },
    [setZoom],
  )
  const showDay = useCallback(
    (day: Day, share = BEFORE_TODAY) => {
      const at = visible() * share
      anchor.current = { day, at }
      const node = frame.current
      const x = xOf(latest.current, day) - at
      if (node && x > AHEAD && x + visible() < latest.current.width - AHEAD) node.scrollLeft = x
      else setMiddle(day)
    },
    [frame, visible],
  )
  /** Pages through time. */
  const page = useCallback(
    (direction: 1 | -1) => {
      const start = dayAt(latest.current, frame.current?.scrollLeft ?? 0)
      showDay(start + Math.round((direction * 0.75 * visible()) / latest.current.dayWidth), 0)
    },
    [frame, showDay, visible],
  )
  /** Brings a bar into sight, if it is not. */
  const reveal = useCallback(
    ({ start, end }: Span, always = false) => {
      const left = frame.current?.scrollLeft ?? 0
      const [x, right] = [xOf(latest.current, start), xOf(latest.current, end + 1)]
      const isSeen = right > left + 20 && x < left + visible() - 20
      if (always || !isSeen) showDay(start)
    },
    [frame, showDay, visible],
  )

  useEffect(() => {
    const node = frame.current
    if (!node) return
    let turned = 0
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      turned += event.deltaY
      if (Math.abs(turned) < WHEEL_STEP) return
      const at = event.clientX - node.getBoundingClientRect().left - asideOf(node)
      zoomBy(turned > 0 ? 1 : -1, Math.max(at, 0))
      turned = 0
    }
    node.addEventListener("wheel", onWheel, { passive: false })
    return () => node.removeEventListener("wheel", onWheel)
  }, [frame, zoomBy])

  return { scale, onScroll, setZoom, zoomBy, showDay, page, reveal }
}

/** What is scrolled less than this does not draw the lines anew. Pixels. */
const STEP = 60

/** The days in sight, in steps of some pixels. */
export function useVisibleDays(scale: Scale, frame: RefObject<HTMLElement | null>): { first: Day; last: Day } {
  const [days, setDays] = useState({ first: scale.from, last: scale.to })
  useEffect(() => {
    const node = frame.current
    if (!node) return
    const read = () => {
      const step = Math.max(1, Math.round(STEP / scale.dayWidth))
      const first = Math.floor(dayAt(scale, node.scrollLeft) / step) * step
      const last = Math.ceil(dayAt(scale, node.scrollLeft + node.clientWidth - asideOf(node)) / step) * step
      setDays((old) => (old.first === first && old.last === last ? old : { first, last }))
    }
    read()
    node.addEventListener("scroll", read, { passive: true })
    return () => node.removeEventListener("scroll", read)
  }, [scale, frame])
  return days
}

import { t } from "@lingui/core/macro"
import type { Card } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import type { Span } from "./days.ts"
import { categoryColour, categoryOf, useDirectory } from "./directory.ts"
import { type Scale, xOf } from "./scale.ts"
import type { Progress } from "./tree.ts"

type Props = {
  card: Card
  span: Span
  progress: Progress | null
  scale: Scale
  /** It is held by a pointer now. */
  held: boolean
  /** What waits for it, or what it waits for, stands in the wrong order. */
  broken: boolean
}

/** No bar is narrower; pixels. */
const NARROWEST = 10

/** A bar that is at least this wide holds the title; pixels. */
const WIDE = 64

/** The days of a task. An end that has no date fades out; how far what lies under it is fills the bar. */
export function Bar({ card, span, progress, scale, held, broken }: Props) {
  const directory = useDirectory()
  const colour = categoryColour[categoryOf(directory, card)]
  const [left, right] = [xOf(scale, span.start), xOf(scale, span.end + 1)]
  const width = Math.max(right - left, NARROWEST)
  const mask =
    span.open === undefined ? undefined : `linear-gradient(${span.open === "end" ? 90 : 270}deg, #000 45%, transparent)`
  const share = progress && progress.total > 0 ? progress.done / progress.total : 0
  return (
    <div
      className={cx("group/bar absolute top-1.5 h-6", held && "z-2")}
      style={{ left, width }}
      data-bar={card.id}
      data-open={span.open}
    >
      <div
        data-part={directory.canWrite ? "move" : undefined}
        className={cx(
          "absolute inset-0 flex touch-pan-y select-none items-center overflow-clip rounded-xs border",
          directory.canWrite && (held ? "cursor-grabbing" : "cursor-grab"),
          broken && "outline-1 outline-red outline-offset-1",
          held && "shadow-lift",
        )}
        style={{
          backgroundColor: `color-mix(in oklab, ${colour} 24%, var(--panel))`,
          borderColor: `color-mix(in oklab, ${colour} 60%, var(--panel))`,
          maskImage: mask,
        }}
      >
        {share > 0 && (
          <span
            className="absolute inset-y-0 left-0"
            style={{ width: `${share * 100}%`, backgroundColor: `color-mix(in oklab, ${colour} 38%, var(--panel))` }}
          />
        )}
        {width >= WIDE && (
          <span aria-hidden className="sticky left-(--aside) max-w-full truncate px-1.5 text-xs">
            {card.title}
          </span>
        )}
      </div>
      {directory.canWrite && (
        <>
          <span data-part="start" className="absolute inset-y-0 -left-1 w-2.5 cursor-ew-resize touch-none" />
          <span data-part="end" className="absolute inset-y-0 -right-1 w-2.5 cursor-ew-resize touch-none" />
          <span
            data-part="link"
            title={t`Drag to the task that waits for this one`}
            className="absolute top-1.5 -right-5 size-3 cursor-crosshair touch-none rounded-full border-2 border-muted bg-panel opacity-0 hover:border-accent group-hover/bar:opacity-100 group-hover/row:opacity-100"
          />
        </>
      )}
    </div>
  )
}

/** What lies under a task without dates of its own: from where to where it goes. */
export function Hull({ span, scale }: { span: Span; scale: Scale }) {
  const left = xOf(scale, span.start)
  const width = Math.max(xOf(scale, span.end + 1) - left, NARROWEST)
  return (
    <div
      className="pointer-events-none absolute top-4 h-1.5 rounded-t-xs border-line-strong border-x-2 border-t-2"
      style={{ left, width }}
    />
  )
}

// biome-ignore-all lint/a11y/useSemanticElements: what scrolls both ways cannot be a table element
import { t } from "@lingui/core/macro"
import type { Sprint } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { type Day, dayOf } from "./days.ts"
import { lanesOf } from "./lanes.ts"
import { headOf, type Scale, xOf } from "./scale.ts"

const lineHeight = 24
const bandHeight = 20
/** Stretches that are narrower have no room for their label. Pixels. */
const NARROWEST = 20
/** Sprints that overlap further are left out. */
const MOST_LANES = 3

export type Band = { id: string; name: string; state: Sprint["state"]; start: Day; end: Day; lane: number }

/** The sprints that have dates on the scale, under each other where they overlap. */
export function bandsOf(sprints: Sprint[], { from, to }: Scale): Band[] {
  const dated = sprints.flatMap(({ id, name, state, start_date, end_date }) => {
    if (start_date === null || end_date === null) return []
    const [start, end] = [dayOf(start_date), dayOf(end_date)]
    return end < from || start > to ? [] : [{ id, name, state, start: Math.max(start, from), end: Math.min(end, to) }]
  })
  return lanesOf(dated).filter(({ lane }) => lane < MOST_LANES)
}

export const headHeightOf = (bands: Band[]): number =>
  2 * lineHeight + (1 + Math.max(-1, ...bands.map(({ lane }) => lane))) * bandHeight

type Props = { scale: Scale; bands: Band[]; today: Day; firstWeekday: number; count: string }

/** The months, days or quarters over the scale, and the sprints that lie in them. */
export function RoadmapHead({ scale, bands, today, firstWeekday, count }: Props) {
  const { upper, lower } = headOf(scale, firstWeekday)
  return (
    <div role="row" tabIndex={-1} aria-rowindex={1} className="sticky top-0 z-10 flex border-b bg-bg">
      <div
        role="columnheader"
        tabIndex={-1}
        className="sticky left-0 z-1 flex w-(--aside) shrink-0 items-end border-r bg-bg px-3 pb-1.5 text-muted text-xs"
      >
        {count}
      </div>
      <div
        role="columnheader"
        tabIndex={-1}
        aria-label={t`Days`}
        className="relative"
        style={{ width: scale.width, height: headHeightOf(bands) }}
      >
        {upper.map(({ day, days, label }) => (
          <div
            key={day}
            className="absolute top-0 flex h-6 items-center border-l"
            style={{ left: xOf(scale, day), width: days * scale.dayWidth }}
          >
            <span className="sticky left-(--aside) truncate px-1.5 font-medium text-xs">{label}</span>
          </div>
        ))}
        {lower.map(({ day, days, label }) => (
          <div
            key={day}
            className={cx(
              "absolute top-6 flex h-6 items-center overflow-hidden border-l px-1 text-muted text-xs tabular-nums",
              scale.zoom === "week" && "justify-center",
              scale.zoom === "week" && day === today && "font-semibold text-accent-text",
            )}
            style={{ left: xOf(scale, day), width: days * scale.dayWidth }}
          >
            {days * scale.dayWidth >= NARROWEST && label}
          </div>
        ))}
        {bands.map(({ id, name, state, start, end, lane }) => (
          <div
            key={id}
            title={name}
            className={cx(
              "absolute flex h-4 items-center overflow-clip rounded-xs px-1.5 text-2xs",
              state === "active" ? "bg-accent-soft font-medium text-accent-text" : "bg-hover text-muted",
            )}
            style={{
              top: 2 * lineHeight + 1 + lane * bandHeight,
              left: xOf(scale, start) + 1,
              width: (end - start + 1) * scale.dayWidth - 2,
            }}
          >
            <span className="sticky left-[calc(var(--aside)+4px)] truncate">{name}</span>
          </div>
        ))}
      </div>
    </div>
  )
}

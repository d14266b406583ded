import type { Day } from "./days.ts"
import { headOf, type Scale, weekendShade, xOf } from "./scale.ts"

type Props = {
  scale: Scale
  /** The height of the scale's head. */
  top: number
  today: Day
  firstWeekday: number
  /** The days that a task would get that is held over the scale. */
  target: { start: Day; days: number } | undefined
}

/** What lies behind the bars: weekends, where the larger stretches begin, and today. */
export function Backdrop({ scale, top, today, firstWeekday, target }: Props) {
  const hasWeekends = scale.zoom === "week" || scale.zoom === "month"
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-0 left-(--aside)"
      style={{ top, width: scale.width, ...(hasWeekends && weekendShade(scale)) }}
    >
      {headOf(scale, firstWeekday).upper.map(({ day }) => (
        <span key={day} className="absolute inset-y-0 border-l" style={{ left: xOf(scale, day) }} />
      ))}
      {target && (
        <span
          className="absolute inset-y-0 border-accent border-x bg-accent-soft opacity-70"
          style={{ left: xOf(scale, target.start), width: target.days * scale.dayWidth }}
        />
      )}
      <span
        data-today
        className="absolute inset-y-0 w-px bg-accent"
        style={{ left: xOf(scale, today) + scale.dayWidth / 2 }}
      />
    </div>
  )
}

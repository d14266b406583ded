import type { MessageDescriptor } from "@lingui/core"
import { msg, plural, t } from "@lingui/core/macro"
import { type ReactNode, useState } from "react"
import { Axes, EmptyPlot, Plot } from "../../components/plot/plot.tsx"
import { area, linear, ticks } from "../../components/plot/scale.ts"
import type { CumulativeFlow } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { dateLabel } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import type { StatusCategory } from "../../lib/types.ts"

type Band = { category: StatusCategory; label: MessageDescriptor; colour: string; pattern: ReactNode }

/** From the bottom up, as work flows: what is done lies below what is not. Each has a pattern of its own. */
const bands: Band[] = [
  {
    category: "done",
    label: msg({ message: "Done", context: "state" }),
    colour: "var(--green)",
    pattern: <rect width="8" height="8" opacity="0.5" />,
  },
  {
    category: "inprogress",
    label: msg`In progress`,
    colour: "var(--amber)",
    pattern: <path d="M0 8 8 0M-2 2 2 -2M6 10 10 6" />,
  },
  { category: "todo", label: msg`To do`, colour: "var(--blue)", pattern: <circle cx="4" cy="4" r="1.2" /> },
  { category: "ready", label: msg`Ready`, colour: "var(--accent)", pattern: <path d="M0 4H8" /> },
  { category: "refinement", label: msg`Refinement`, colour: "var(--agent)", pattern: <path d="M4 0V8M0 4H8" /> },
  {
    category: "backlog",
    label: msg`Backlog`,
    colour: "var(--faint)",
    pattern: <path d="M0 0 8 8" strokeDasharray="2 3" />,
  },
]

const patterns = (
  <defs>
    {bands.map(({ category, colour, pattern }) => (
      <pattern key={category} id={`flow-${category}`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect width="8" height="8" fill={colour} opacity="0.22" />
        <g stroke={category === "done" ? "none" : colour} fill={colour} strokeWidth="1">
          {pattern}
        </g>
      </pattern>
    ))}
  </defs>
)

type Props = { flow: CumulativeFlow; now: number }

/** How many tasks were in each category of status, day by day: a band that widens is where work waits. */
export function FlowPlot({ flow: { days, done_before }, now }: Props) {
  const [hidden, setHidden] = useState<ReadonlySet<StatusCategory>>(new Set())
  // What was done before this time would dwarf it.
  const counts = days.map(({ counts: each }) => ({ ...each, done: Math.max(0, each.done - done_before) }))
  const present = bands.filter(({ category }) => counts.some((each) => each[category] > 0))
  if (present.length === 0)
    return <EmptyPlot title={t`Cumulative flow`}>{t`No task was open or done in this time.`}</EmptyPlot>
  const shown = present.filter(({ category }) => !hidden.has(category))
  const { inprogress: inProgress = 0, done = 0 } = counts.at(-1) ?? {}
  const toggle = (category: StatusCategory) => {
    const next = new Set(hidden)
    if (!next.delete(category)) next.add(category)
    setHidden(next)
  }
  return (
    <Plot
      title={t`Cumulative flow`}
      description={t`${plural(inProgress, { one: "# task is", other: "# tasks are" })} in progress on the last day, and ${plural(done, { one: "# task was", other: "# tasks were" })} done in this time. A band that widens is where work waits.`}
      numbers={{
        columns: [t`Day`, ...present.map(({ label }) => i18n._(label))],
        rows: days.map(({ day }, index) => [
          dateLabel(day, now),
          ...present.map(({ category }) => counts[index]?.[category] ?? 0),
        ]),
      }}
      legend={present.map(({ category, label, colour }) => (
        <button
          key={category}
          type="button"
          aria-pressed={!hidden.has(category)}
          title={hidden.has(category) ? t`Show ${{ label: i18n._(label) }}` : t`Hide ${{ label: i18n._(label) }}`}
          onClick={() => toggle(category)}
          className={cx(
            "inline-flex items-center gap-1.5 rounded-xs text-muted hover:text-ink max-phone:h-8",
            hidden.has(category) && "line-through opacity-60",
          )}
        >
          <svg aria-hidden width="18" height="10">
            <rect x="0.5" y="0.5" width="17" height="9" rx="2" fill={`url(#flow-${category})`} stroke={colour} />
          </svg>
          {i18n._(label)}
        </button>
      ))}
    >
      {(frame) => {
        const sums = counts.map((each) => shown.reduce((sum, { category }) => sum + each[category], 0))
        const marks = ticks(Math.max(...sums))
        const y = linear(0, marks.at(-1) ?? 1, frame.bottom, frame.top)
        const x = linear(0, Math.max(1, days.length - 1), frame.left, frame.right)
        const below = counts.map(() => 0)
        return (
          <>
            {patterns}
            <Axes frame={frame} ticks={marks} y={y} labels={days.map(({ day }) => dateLabel(day, now))} x={x} />
            {shown.map(({ category, label, colour }) => {
              const lower = below.map((value, index): [number, number] => [x(index), y(value)])
              for (const [index, each] of counts.entries()) below[index] = (below[index] ?? 0) + each[category]
              const upper = below.map((value, index): [number, number] => [x(index), y(value)])
              // A single day is as wide as the plot.
              const wide = (points: [number, number][]): [number, number][] =>
                points.length === 1 ? [...points, [frame.right, points[0]?.[1] ?? 0]] : points
              return (
                <path
                  key={category}
                  d={area(wide(upper), wide(lower))}
                  fill={`url(#flow-${category})`}
                  stroke={colour}
                  strokeWidth="1.25"
                  strokeLinejoin="round"
                >
                  <title>{i18n._(label)}</title>
                </path>
              )
            })}
          </>
        )
      }}
    </Plot>
  )
}

import { plural, t } from "@lingui/core/macro"
import { Axes, EmptyPlot, LegendItem, Plot } from "../../components/plot/plot.tsx"
import { linear, ticks } from "../../components/plot/scale.ts"
import type { Velocity } from "../../lib/api.gen.ts"
import { decimal } from "../../lib/format.ts"

const hatch = (
  <pattern id="velocity-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="6" height="6" fill="var(--hover)" />
    <path d="M0 0V6" stroke="var(--faint)" strokeWidth="2" />
  </pattern>
)

/** What the last sprints committed to, and what they got done. */
export function VelocityPlot({ velocity: { sprints, average_points } }: { velocity: Velocity }) {
  if (sprints.length === 0 || average_points === null)
    return <EmptyPlot title={t`Velocity`}>{t`Complete a sprint, and you see how much the team gets done.`}</EmptyPlot>
  const average = decimal(average_points)
  return (
    <Plot
      title={t`Velocity`}
      description={plural(
        { sprints: sprints.length },
        {
          one: `${average} points done on average in the last sprint.`,
          other: `${average} points done on average in the last # sprints.`,
        },
      )}
      numbers={{
        columns: [t`Sprint`, t`Committed points`, t`Done points`, t`Committed tasks`, t`Done tasks`],
        rows: sprints.map(({ name, committed, done }) => [
          name,
          decimal(committed.points),
          decimal(done.points),
          committed.tasks,
          done.tasks,
        ]),
      }}
      legend={
        <>
          <LegendItem sample={<rect width="18" height="10" rx="2" fill="url(#velocity-hatch)" stroke="var(--faint)" />}>
            {t`Committed`}
          </LegendItem>
          <LegendItem sample={<rect width="18" height="10" rx="2" fill="var(--accent)" />}>
            {t({ message: "Done", context: "state" })}
          </LegendItem>
          <LegendItem sample={<path d="M0 5H18" stroke="var(--muted)" strokeWidth="1.5" strokeDasharray="4 4" />}>
            {t`Average done`}
          </LegendItem>
        </>
      }
    >
      {(frame) => {
        const most = Math.max(...sprints.flatMap(({ committed, done }) => [committed.points, done.points]))
        const marks = ticks(most)
        const y = linear(0, marks.at(-1) ?? 1, frame.bottom, frame.top)
        const slot = (frame.right - frame.left) / sprints.length
        const bar = Math.min(34, slot * 0.36)
        const x = (index: number) => frame.left + slot * (index + 0.5)
        return (
          <>
            <defs>{hatch}</defs>
            <Axes frame={frame} ticks={marks} y={y} labels={sprints.map(({ name }) => name)} x={x} />
            {sprints.map(({ sprint_id, name, committed, done }, index) => (
              <g key={sprint_id}>
                <rect
                  x={x(index) - bar - 1}
                  width={bar}
                  y={y(committed.points)}
                  height={frame.bottom - y(committed.points)}
                  rx="2"
                  fill="url(#velocity-hatch)"
                  stroke="var(--faint)"
                >
                  <title>{t`${name}: ${{ points: decimal(committed.points) }} points committed`}</title>
                </rect>
                <rect
                  x={x(index) + 1}
                  width={bar}
                  y={y(done.points)}
                  height={frame.bottom - y(done.points)}
                  rx="2"
                  fill="var(--accent)"
                >
                  <title>{t`${name}: ${{ points: decimal(done.points) }} points done`}</title>
                </rect>
                {bar > 16 && (
                  <text aria-hidden x={x(index) + 1 + bar / 2} y={y(done.points) - 4} textAnchor="middle">
                    {decimal(done.points)}
                  </text>
                )}
              </g>
            ))}
            <line
              x1={frame.left}
              x2={frame.right}
              y1={y(average_points)}
              y2={y(average_points)}
              stroke="var(--muted)"
              strokeWidth="1.5"
              strokeDasharray="4 4"
            />
          </>
        )
      }}
    </Plot>
  )
}

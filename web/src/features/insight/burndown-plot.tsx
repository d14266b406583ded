import { plural, t } from "@lingui/core/macro"
import { useState } from "react"
import { Axes, EmptyPlot, LegendItem, Plot } from "../../components/plot/plot.tsx"
import { line, linear, ticks } from "../../components/plot/scale.ts"
import { Segments } from "../../components/segments.tsx"
import type { Burndown } from "../../lib/api.gen.ts"
import { dateAfter, dateLabel, decimal } from "../../lib/format.ts"

type Unit = "points" | "tasks"
type Props = { name: string; burndown: Burndown; endDate: string | null; now: number }

const MOST_DAYS = 366

/** The days to draw: those that were, and those that are left until the sprint ends. */
function daysToDraw(days: Burndown["days"], endDate: string | null): string[] {
  const drawn = days.map(({ day }) => day)
  for (let last = drawn.at(-1); last && endDate && last < endDate && drawn.length < MOST_DAYS; ) {
    last = dateAfter(last, 1)
    drawn.push(last)
  }
  return drawn
}

/** What is left at the last day, and how what is in the sprint has changed since its start. */
function outcome(name: string, unit: Unit, last: Burndown["days"][number], added: number): string {
  const [all, change] = [decimal(last.scope[unit]), decimal(Math.abs(added))]
  if (unit === "points") {
    const left = decimal(last.remaining.points)
    if (added === 0) return t`${left} points remain of ${all} in ${name}; that is as much as at the start.`
    return added > 0
      ? t`${left} points remain of ${all} in ${name}; that is ${change} more than at the start.`
      : t`${left} points remain of ${all} in ${name}; that is ${change} less than at the start.`
  }
  const left = last.remaining.tasks
  if (added === 0)
    return plural(left, {
      one: `# task left of ${all} in ${name}; that is as much as at the start.`,
      other: `# tasks left of ${all} in ${name}; that is as much as at the start.`,
    })
  return added > 0
    ? plural(left, {
        one: `# task left of ${all} in ${name}; that is ${change} more than at the start.`,
        other: `# tasks left of ${all} in ${name}; that is ${change} more than at the start.`,
      })
    : plural(left, {
        one: `# task left of ${all} in ${name}; that is ${change} less than at the start.`,
        other: `# tasks left of ${all} in ${name}; that is ${change} less than at the start.`,
      })
}

/** What remains of a sprint, day by day, beside an even pace and what was in it. */
export function BurndownPlot({ name, burndown: { committed, days }, endDate, now }: Props) {
  const [unit, setUnit] = useState<Unit>("points")
  const last = days.at(-1)
  if (!committed || !last)
    return (
      <EmptyPlot
        title={t`Burndown`}
      >{t`It is drawn from the day on which ${name} starts here. Of a sprint that was imported, that day is not known.`}</EmptyPlot>
    )
  const all = daysToDraw(days, endDate)
  const start = committed[unit]
  const added = last.scope[unit] - start
  return (
    <Plot
      title={t`Burndown`}
      description={outcome(name, unit, last, added)}
      numbers={{
        columns: [
          t`Day`,
          t`In the sprint`,
          t({ message: "Done", context: "state" }),
          t`Remaining`,
          ...(unit === "points" ? [t`Even pace`] : []),
        ],
        rows: days.map(({ day, scope, done, remaining, ideal_points }) => [
          dateLabel(day, now),
          decimal(scope[unit]),
          decimal(done[unit]),
          decimal(remaining[unit]),
          ...(unit === "points" ? [ideal_points === null ? "–" : decimal(ideal_points)] : []),
        ]),
      }}
      legend={
        <>
          <Segments
            label={t({ message: "Count", context: "verb" })}
            name="burndown-unit"
            value={unit}
            onChange={setUnit}
            choices={[
              { value: "points", label: t`Points` },
              { value: "tasks", label: t`Tasks` },
            ]}
          />
          <LegendItem sample={<path d="M0 5H18" stroke="var(--accent)" strokeWidth="2.5" />}>{t`Remaining`}</LegendItem>
          <LegendItem sample={<path d="M0 5H18" stroke="var(--muted)" strokeWidth="1.5" strokeDasharray="3 3" />}>
            {t`Even pace`}
          </LegendItem>
          <LegendItem sample={<path d="M0 7H9V3H18" fill="none" stroke="var(--blue)" strokeWidth="1.5" />}>
            {t`In the sprint`}
          </LegendItem>
        </>
      }
    >
      {(frame) => {
        const marks = ticks(Math.max(start, ...days.map(({ scope }) => scope[unit])))
        const y = linear(0, marks.at(-1) ?? 1, frame.bottom, frame.top)
        // Place 0 is the start; each day is told as it ended.
        const x = linear(0, all.length, frame.left, frame.right)
        const remaining = [start, ...days.map((day) => day.remaining[unit])]
        const scope = [start, ...days.map((day) => day.scope[unit])]
        const steps = scope.flatMap((value, index): [number, number][] =>
          index === 0
            ? [[x(0), y(value)]]
            : [
                [x(index - 0.5), y(scope[index - 1] ?? value)],
                [x(index - 0.5), y(value)],
                [x(index), y(value)],
              ],
        )
        return (
          <>
            <Axes
              frame={frame}
              ticks={marks}
              y={y}
              labels={all.map((day) => dateLabel(day, now))}
              x={(index) => x(index + 1)}
            />
            {endDate && (
              <path
                d={line([
                  [x(0), y(start)],
                  [x(all.indexOf(endDate) + 1 || all.length), y(0)],
                ])}
                stroke="var(--muted)"
                strokeWidth="1.5"
                strokeDasharray="4 4"
                fill="none"
              />
            )}
            <path d={line(steps)} stroke="var(--blue)" strokeWidth="1.5" fill="none" />
            <path
              d={line(remaining.map((value, index) => [x(index), y(value)]))}
              stroke="var(--accent)"
              strokeWidth="2.5"
              strokeLinejoin="round"
              fill="none"
            />
            {days.map((day, index) => (
              <circle key={day.day} cx={x(index + 1)} cy={y(day.remaining[unit])} r="3.5" fill="var(--accent)">
                <title>{t`${{ day: dateLabel(day.day, now) }}: ${{ amount: decimal(day.remaining[unit]) }} remain`}</title>
              </circle>
            ))}
          </>
        )
      }}
    </Plot>
  )
}

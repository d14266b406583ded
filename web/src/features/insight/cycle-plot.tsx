import { plural, t } from "@lingui/core/macro"
import { Axes, EmptyPlot, LegendItem, Plot } from "../../components/plot/plot.tsx"
import { linear, ticks } from "../../components/plot/scale.ts"
import type { CycleTime } from "../../lib/api.gen.ts"
import { dateAfter, dateLabel, daysLabel, decimal } from "../../lib/format.ts"

type Props = { cycleTime: CycleTime; from: string; to: string; now: number }

/** How long each finished task took, from the first time in progress to done. */
export function CyclePlot({ cycleTime: { tasks, median_days, p85_days, unstarted }, from, to, now }: Props) {
  const title = t`Cycle time`
  const skipped =
    unstarted > 0
      ? plural(unstarted, {
          one: "# task was done without having been in progress, and is not counted.",
          other: "# tasks were done without having been in progress, and are not counted.",
        })
      : ""
  if (median_days === null || p85_days === null)
    return (
      <EmptyPlot title={title}>
        {skipped || t`A task counts once it has been in progress and is done. None was finished in this time.`}
      </EmptyPlot>
    )
  const [half, most] = [daysLabel(median_days), daysLabel(p85_days)]
  const took = plural(
    { count: tasks.length },
    {
      one: `Half of # task took at most ${half}, and 85 of 100 at most ${most}.`,
      other: `Half of # tasks took at most ${half}, and 85 of 100 at most ${most}.`,
    },
  )
  const all = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1)
  return (
    <Plot
      title={title}
      description={`${took} ${skipped}`.trim()}
      numbers={{
        columns: [t`Task`, t`With an agent`, t`Began`, t({ message: "Done", context: "state" }), t`Days`],
        rows: tasks.map((task) => [
          `${task.key} ${task.title}`,
          task.has_agent ? t`yes` : t`no`,
          dateLabel(task.started_at, now),
          dateLabel(task.done_at, now),
          decimal(task.days),
        ]),
      }}
      legend={
        <>
          <LegendItem sample={<Mark x={9} y={5} isAgent={false} />}>{t`People`}</LegendItem>
          {tasks.some(({ has_agent }) => has_agent) && (
            <LegendItem sample={<Mark x={9} y={5} isAgent />}>{t`With an agent`}</LegendItem>
          )}
          <LegendItem sample={<path d="M0 5H18" stroke="var(--text)" strokeWidth="1.5" />}>{t`Median`}</LegendItem>
          <LegendItem sample={<path d="M0 5H18" stroke="var(--amber)" strokeWidth="1.5" strokeDasharray="5 3" />}>
            {t`85th percentile`}
          </LegendItem>
        </>
      }
    >
      {(frame) => {
        const marks = ticks(Math.max(...tasks.map(({ days }) => days), p85_days))
        const y = linear(0, marks.at(-1) ?? 1, frame.bottom, frame.top)
        const x = linear(Date.parse(from), Date.parse(from) + all * 86_400_000, frame.left, frame.right)
        const days = Array.from({ length: all }, (_, index) => dateAfter(from, index))
        const level = (value: number, colour: string, dash?: string) => (
          <line
            x1={frame.left}
            x2={frame.right}
            y1={y(value)}
            y2={y(value)}
            stroke={colour}
            strokeWidth="1.5"
            strokeDasharray={dash}
          />
        )
        return (
          <>
            <Axes
              frame={frame}
              ticks={marks}
              y={y}
              format={(value) => t`${{ days: decimal(value) }} d`}
              labels={days.map((day) => dateLabel(day, now))}
              x={(index) => x(Date.parse(days[index] ?? from) + 43_200_000)}
            />
            {level(p85_days, "var(--amber)", "5 3")}
            {level(median_days, "var(--text)")}
            {tasks.map((task) => (
              <Mark key={task.task_id} x={x(Date.parse(task.done_at))} y={y(task.days)} isAgent={task.has_agent}>
                {t`${{ task: `${task.key} ${task.title}` }}: ${{ time: daysLabel(task.days) }}`}
              </Mark>
            ))}
          </>
        )
      }}
    </Plot>
  )
}

/** One task. As everywhere, people are round and agents are rounded squares in violet. */
function Mark({ x, y, isAgent, children }: { x: number; y: number; isAgent: boolean; children?: string }) {
  const title = children && <title>{children}</title>
  return isAgent ? (
    <rect x={x - 4} y={y - 4} width="8" height="8" rx="2" fill="var(--agent)" fillOpacity="0.75" stroke="var(--panel)">
      {title}
    </rect>
  ) : (
    <circle cx={x} cy={y} r="4" fill="var(--accent)" fillOpacity="0.65" stroke="var(--panel)">
      {title}
    </circle>
  )
}

import { plural, t } from "@lingui/core/macro"
import type { SprintSummary } from "../../lib/api.gen.ts"
import { decimal, number } from "../../lib/format.ts"

/** How much of a sprint is done: in points where there are any, and in tasks. */
export function SprintProgress({ sprint: { name, total, done } }: { sprint: SprintSummary }) {
  const [part, whole] = total.points > 0 ? [done.points, total.points] : [done.tasks, total.tasks]
  const percent = whole === 0 ? 0 : Math.round((100 * part) / whole)
  return (
    <div className="grid gap-1">
      <div
        role="progressbar"
        aria-label={t`Progress of ${name}`}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={t`${percent} percent`}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className="h-full rounded-full bg-green transition-[width] duration-150"
          style={{ width: `${percent}%` }}
        />
      </div>
      <p className="flex flex-wrap gap-x-3 text-muted text-xs tabular-nums">
        {total.points > 0 && (
          <span>{t`${{ done: decimal(done.points) }} of ${{ total: decimal(total.points) }} points done`}</span>
        )}
        <span>
          {plural(
            { total: total.tasks },
            {
              one: `${{ done: number(done.tasks) }} of # task done`,
              other: `${{ done: number(done.tasks) }} of # tasks done`,
            },
          )}
        </span>
      </p>
    </div>
  )
}

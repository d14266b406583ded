import { plural, t } from "@lingui/core/macro"
import { ChevronRight } from "lucide-react"
import { Face } from "../../components/face.tsx"
import type { Member, SprintSummary } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { decimal, tenths } from "../../lib/format.ts"
import { useSetCapacity } from "./api.ts"
import { PointsInput } from "./estimate.tsx"
import { capacityOf } from "./sprints.ts"

type Props = {
  projectId: string
  sprint: SprintSummary
  members: Member[]
  /** What is planned now, and of whom. */
  points: number
  load: Map<string | null, number>
  average: number | null
  canWrite: boolean
}

/** What is planned beside what the team can take on: in all, and member by member. */
export function CapacityPanel({ projectId, sprint, members, points, load, average, canWrite }: Props) {
  const set = useSetCapacity(projectId)
  const said = capacityOf(sprint)
  const limit = said ?? average
  const over = limit !== null && points > limit
  const capacity = new Map(sprint.capacity.map((one) => [one.member_id, one.points]))
  const nobody = load.get(null) ?? 0
  return (
    <div className="grid gap-2 px-3 pb-2">
      <Meter points={points} limit={limit} over={over} />
      <p className={cx("text-xs tabular-nums", over ? "text-red" : "text-muted")} role="status">
        {limitLabel(points, said, average)}
      </p>
      <details className="group" open={said !== undefined || undefined}>
        <summary className="flex cursor-pointer items-center gap-1 rounded-xs text-muted text-xs hover:text-ink">
          <ChevronRight
            size={12}
            aria-hidden
            className="transition-transform duration-100 group-open:rotate-90 rtl:-scale-x-100"
          />
          {t`Capacity of each member`}
        </summary>
        <div className="thin-scroll mt-1 max-h-52 overflow-y-auto">
          <table className="w-full [&_th]:text-start">
            <thead className="text-muted text-xs">
              <tr>
                <th className="py-0.5 font-normal">{t`Member`}</th>
                <th className="w-20 py-0.5 text-end font-normal">{t`Planned`}</th>
                <th className="w-24 py-0.5 text-end font-normal">{t`Can take on`}</th>
              </tr>
            </thead>
            <tbody>
              {members.map(({ id, name, kind }) => {
                const planned = load.get(id) ?? 0
                const most = capacity.get(id)
                const tooMuch = most !== undefined && planned > most
                return (
                  <tr key={id}>
                    <th scope="row" className="py-1 font-normal">
                      <span className="flex min-w-0 items-center gap-2">
                        <Face name={name} kind={kind} />
                        <span className="truncate">{name}</span>
                      </span>
                    </th>
                    <td className={cx("text-end tabular-nums", tooMuch ? "font-medium text-red" : "text-muted")}>
                      {decimal(planned)}
                      {tooMuch && <span className="sr-only"> {t`too much`}</span>}
                    </td>
                    <td className="text-end">
                      <PointsInput
                        label={t`Points that ${name} can take on`}
                        points={most ?? null}
                        disabled={!canWrite}
                        onChange={(next) => set.mutate({ id: sprint.id, member_id: id, points: next })}
                      />
                    </td>
                  </tr>
                )
              })}
              {nobody > 0 && (
                <tr>
                  <th scope="row" className="py-1 font-normal text-muted">
                    {t`Nobody yet`}
                  </th>
                  <td className="text-end text-muted tabular-nums">{decimal(nobody)}</td>
                  <td />
                </tr>
              )}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  )
}

/** How the plan compares with what the members said, or else with what the team usually gets done. */
function limitLabel(points: number, said: number | undefined, average: number | null): string {
  if (said !== undefined) {
    const planned = decimal(points)
    const rest = said - points
    const amount = decimal(Math.abs(rest))
    return rest >= 0
      ? plural(
          { capacity: tenths(said) },
          {
            one: `${planned} of # point planned, ${amount} left`,
            other: `${planned} of # points planned, ${amount} left`,
          },
        )
      : plural(
          { capacity: tenths(said) },
          {
            one: `${planned} of # point planned, ${amount} too much`,
            other: `${planned} of # points planned, ${amount} too much`,
          },
        )
  }
  if (average !== null) {
    const usual = decimal(average)
    return plural(
      { points: tenths(points) },
      {
        one: `# point planned; the last sprints got ${usual} done on average`,
        other: `# points planned; the last sprints got ${usual} done on average`,
      },
    )
  }
  return plural(
    { points: tenths(points) },
    {
      one: "# point planned. Say below who can take on how much.",
      other: "# points planned. Say below who can take on how much.",
    },
  )
}

function Meter({ points, limit, over }: { points: number; limit: number | null; over: boolean }) {
  const scale = Math.max(points, limit ?? 0, 1)
  return (
    <div aria-hidden className="relative h-2 rounded-full bg-hover">
      <div
        className={cx("h-full rounded-full transition-[width] duration-150", over ? "bg-red" : "bg-accent")}
        style={{ width: `${(100 * points) / scale}%` }}
      />
      {over && limit !== null && (
        <div className="absolute -inset-y-0.5 w-0.5 bg-ink" style={{ insetInlineStart: `${(100 * limit) / scale}%` }} />
      )}
    </div>
  )
}

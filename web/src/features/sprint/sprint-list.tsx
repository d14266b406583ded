import type { MessageDescriptor } from "@lingui/core"
import { msg, plural, t } from "@lingui/core/macro"
import { Ellipsis, Pencil, Trash2 } from "lucide-react"
import type { ReactNode } from "react"
import { IconButton } from "../../components/button.tsx"
import { Menu, MenuItem } from "../../components/menu.tsx"
import { Section } from "../../components/section.tsx"
import type { Planning, SprintSummary } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { decimal, pointsLabel } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { SprintProgress } from "./progress.tsx"
import { capacityOf, datesLabel, timeLeft } from "./sprints.ts"

type Props = {
  planning: Planning
  canWrite: boolean
  onEdit: (sprint: SprintSummary) => void
  onDelete: (sprint: SprintSummary) => void
  /** What one can do with a sprint besides. */
  actions: (sprint: SprintSummary) => ReactNode
}

type Part = { state: SprintSummary["state"]; title: MessageDescriptor; label: MessageDescriptor }

const parts: Part[] = [
  { state: "active", title: msg`Active`, label: msg`Active sprints` },
  { state: "planned", title: msg`Planned`, label: msg`Planned sprints` },
  { state: "completed", title: msg`Completed`, label: msg`Completed sprints` },
]

/** All sprints: the ones at work first, then the plans, then what is over, the latest first. */
export function SprintList({ planning, ...props }: Props) {
  return parts.map(({ state, title, label }) => {
    const all = planning.sprints.filter((sprint) => sprint.state === state)
    const shown = state === "completed" ? all.toReversed() : all
    if (shown.length === 0) return null
    return (
      <Section key={state} level={2} title={i18n._(title)} count={shown.length}>
        <ul aria-label={i18n._(label)} className="grid gap-2">
          {shown.map((sprint) => (
            <li key={sprint.id}>
              <SprintCard sprint={sprint} planning={planning} {...props} />
            </li>
          ))}
        </ul>
      </Section>
    )
  })
}

function SprintCard({ sprint, planning, canWrite, onEdit, onDelete, actions }: Props & { sprint: SprintSummary }) {
  const now = useMinute()
  const dates = datesLabel(sprint, now)
  const left = sprint.state === "active" && sprint.end_date ? timeLeft(sprint.end_date, now) : undefined
  return (
    <article aria-label={sprint.name} className="grid gap-2.5 rounded-md border bg-panel p-3.5 shadow-card">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-48 flex-1">
          <h3 className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-semibold text-md">{sprint.name}</span>
            <span className="text-muted">{dates ?? t`no dates yet`}</span>
            {left && <span className={cx("text-xs", left.over ? "text-red" : "text-muted")}>{left.label}</span>}
          </h3>
          {sprint.goal && <p className="mt-0.5 line-clamp-2 text-muted">{sprint.goal}</p>}
        </div>
        <div className="flex flex-wrap items-center gap-1.5">
          {actions(sprint)}
          {canWrite && (
            <Menu
              trigger={
                <IconButton label={t`More for ${{ name: sprint.name }}`}>
                  <Ellipsis size={15} />
                </IconButton>
              }
            >
              <MenuItem icon={<Pencil />} onSelect={() => onEdit(sprint)}>
                {t`Edit`}
              </MenuItem>
              <MenuItem icon={<Trash2 />} danger onSelect={() => onDelete(sprint)}>
                {t`Delete`}
              </MenuItem>
            </Menu>
          )}
        </div>
      </div>
      {sprint.state === "active" && <SprintProgress sprint={sprint} />}
      {sprint.state === "planned" && <Plan sprint={sprint} />}
      {sprint.state === "completed" && <Result sprint={sprint} planning={planning} />}
    </article>
  )
}

/** What a planned sprint holds, beside what the team can take on. */
function Plan({ sprint }: { sprint: SprintSummary }) {
  const capacity = capacityOf(sprint)
  const { points, tasks } = sprint.total
  const planned = decimal(points)
  return (
    <p className="flex flex-wrap gap-x-3 text-muted text-xs tabular-nums">
      <span>{tasks === 0 ? t`Nothing is in it yet` : plural(tasks, { one: "# task", other: "# tasks" })}</span>
      {tasks > 0 && (
        <span className={cx(capacity !== undefined && points > capacity && "text-red")}>
          {capacity === undefined
            ? pointsLabel(points)
            : plural(capacity, { one: `${planned} of # point planned`, other: `${planned} of # points planned` })}
        </span>
      )}
      {sprint.unestimated > 0 && <span>{t`${{ count: sprint.unestimated }} without an estimate`}</span>}
    </p>
  )
}

/** What came of a completed sprint. */
function Result({ sprint, planning }: { sprint: SprintSummary; planning: Planning }) {
  const known = planning.velocity.sprints.find((each) => each.sprint_id === sprint.id)
  return (
    <p className="flex flex-wrap gap-x-3 text-muted text-xs tabular-nums">
      <span>{plural({ count: sprint.done.tasks }, { one: "# task done", other: "# tasks done" })}</span>
      <span>
        {known
          ? t`${{ points: pointsLabel(known.done.points) }} done, ${{ committed: decimal(known.committed.points) }} committed`
          : t`${{ points: pointsLabel(sprint.done.points) }} done`}
      </span>
    </p>
  )
}

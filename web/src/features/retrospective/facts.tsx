import { plural, t } from "@lingui/core/macro"
import type { ReactNode } from "react"
import { Face } from "../../components/face.tsx"
import { Section, SectionHint } from "../../components/section.tsx"
import type { Amount, SprintReport } from "../../lib/api.gen.ts"
import { compact, daysLabel, decimal, minutesLabel, pointsLabel } from "../../lib/format.ts"
import { TaskLine } from "./task-line.tsx"

type AgentWork = NonNullable<SprintReport["agent_work"]>[number]
type Props = { projectId: string; report: SprintReport }

/** What was planned and what came of it, in numbers. */
export function Outcome({ report }: Props) {
  const { committed, added, removed, done, unfinished, sprint } = report
  const figures: [string, Amount][] = [
    [t`Committed`, committed],
    [t`Added later`, added],
    [t`Taken out`, removed],
    [t({ message: "Done", context: "state" }), done],
    [sprint.completed_at ? t`Carried over` : t`Not done yet`, unfinished],
  ]
  return (
    <dl aria-label={t`Outcome`} className="grid grid-cols-[repeat(auto-fit,minmax(7.5rem,1fr))] gap-2">
      {figures.map(([label, { points, tasks }]) => (
        <div key={label} className="rounded-md border bg-panel px-3 py-2">
          <dt className="text-muted text-xs">{label}</dt>
          <dd className="font-semibold text-lg tabular-nums">
            {decimal(points)}
            <span className="font-normal text-muted text-sm">{` ${plural(points, { one: "point", other: "points" })}`}</span>
            <span className="block font-normal text-muted text-xs">
              {plural(tasks, { one: "in # task", other: "in # tasks" })}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const shares = ["people", "agents", "together", "nobody"] as const

function shareLabel(share: (typeof shares)[number], { points, tasks }: Amount): string {
  const amount = pointsLabel(points)
  switch (share) {
    case "people":
      return plural(tasks, { one: `# task by people, ${amount}`, other: `# tasks by people, ${amount}` })
    case "agents":
      return plural(tasks, { one: `# task by agents, ${amount}`, other: `# tasks by agents, ${amount}` })
    case "together":
      return plural(tasks, {
        one: `# task by people and agents together, ${amount}`,
        other: `# tasks by people and agents together, ${amount}`,
      })
    case "nobody":
      return plural(tasks, { one: `# task that nobody had, ${amount}`, other: `# tasks that nobody had, ${amount}` })
  }
}

function amountLabel({ points: amount, tasks }: Amount): string {
  const points = pointsLabel(amount)
  return plural(tasks, { one: `# task, ${points}`, other: `# tasks, ${points}` })
}

function workLabel({ name, seconds, conversations, failed, ...work }: AgentWork): string {
  const time = minutesLabel(Math.ceil(seconds / 60))
  const tokens = compact(work.input_tokens + work.output_tokens)
  return plural(conversations, {
    one: `${name} worked ${time} in # conversation (${failed} failed), with ${tokens} tokens.`,
    other: `${name} worked ${time} in # conversations (${failed} failed), with ${tokens} tokens.`,
  })
}

/** Who got how much done, and what agents took for it. */
export function Who({ report }: Props) {
  const { members, done_by, agent_work } = report
  const told = shares.filter((share) => done_by[share].tasks > 0)
  return (
    <Part title={t`Who did it`}>
      {told.length === 0 && <SectionHint>{t`Nothing was done.`}</SectionHint>}
      <ul>
        {told.map((share) => (
          <li key={share} className="py-0.5 tabular-nums">
            {shareLabel(share, done_by[share])}
          </li>
        ))}
      </ul>
      {members.length > 0 && (
        <ul aria-label={t`Done by each member`} className="mt-1 grid gap-1">
          {members.map(({ member_id, name, kind, done }) => (
            <li key={member_id} className="flex items-center gap-2">
              <Face name={name} kind={kind} />
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <span className="text-muted text-xs tabular-nums">{amountLabel(done)}</span>
            </li>
          ))}
        </ul>
      )}
      {agent_work?.map((work) => (
        <p key={work.agent_id} className="mt-1 text-muted text-xs">
          {workLabel(work)}
        </p>
      ))}
    </Part>
  )
}

const tookLabel = (tasks: number, half: string, most: string) =>
  plural(tasks, {
    one: `Half of # task took at most ${half} from begun to done, and 85 of 100 at most ${most}.`,
    other: `Half of # tasks took at most ${half} from begun to done, and 85 of 100 at most ${most}.`,
  })

const scenariosLabel = ({ total, of_done_tasks: done, tasks_without: without }: SprintReport["scenarios"]) =>
  t`${plural(total, { one: "# scenario", other: "# scenarios" })}, ${done} of them of tasks that are done; ${plural(without, { one: "# task has", other: "# tasks have" })} none.`

/** How long things took, and where they waited. */
export function Flow({ projectId, report }: Props) {
  const { cycle_time, scenarios, waits } = report
  const { median_days, p85_days } = cycle_time
  return (
    <Part title={t`How it flowed`}>
      <p>
        {median_days === null || p85_days === null
          ? t`No task went from in progress to done, so there is no cycle time.`
          : tookLabel(cycle_time.tasks, daysLabel(median_days), daysLabel(p85_days))}
      </p>
      <p>{scenarios.total === 0 ? t`No task has a BDD scenario.` : scenariosLabel(scenarios)}</p>
      {waits.length > 0 && (
        <>
          <h3 className="mt-2 font-medium text-muted text-xs">{t`Longest in one status`}</h3>
          <ul aria-label={t`Longest in one status`}>
            {waits.map(({ task, status, days }) => (
              <TaskLine key={task.id} projectId={projectId} task={task}>
                {t`${{ time: daysLabel(days) }} in ${status}`}
              </TaskLine>
            ))}
          </ul>
        </>
      )}
    </Part>
  )
}

/** What did not go as planned: carried over, added, taken out, reopened, blocked. */
export function Surprises({ projectId, report }: Props) {
  const { tasks, reopened, blocked, sprint } = report
  const groups: { title: string; lines: ReactNode[] }[] = [
    {
      title: sprint.completed_at ? t`Carried over` : t`Not done yet`,
      lines: tasks.filter(({ outcome }) => outcome === "unfinished").map((task) => line(projectId, task)),
    },
    {
      title: t`Added after the start`,
      lines: tasks.filter(({ is_added }) => is_added).map((task) => line(projectId, task)),
    },
    {
      title: t`Taken out`,
      lines: tasks.filter(({ outcome }) => outcome === "removed").map((task) => line(projectId, task)),
    },
    {
      title: t`Reopened`,
      lines: reopened.map(({ task, times }) => (
        <TaskLine key={task.id} projectId={projectId} task={task}>
          {plural(times, { one: "# time", other: "# times" })}
        </TaskLine>
      )),
    },
    {
      title: t`Blocked`,
      lines: blocked.map(({ task, by }) => (
        <TaskLine key={task.id} projectId={projectId} task={task}>
          {t`by ${{ tasks: by.map(({ key, is_done }) => (is_done ? t`${key} (done)` : key)).join(", ") }}`}
        </TaskLine>
      )),
    },
  ]
  const told = groups.filter(({ lines }) => lines.length > 0)
  if (told.length === 0) return null
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 phone:grid-cols-2">
      {told.map(({ title, lines }) => (
        <Part key={title} title={title} count={lines.length}>
          <ul aria-label={title} className="thin-scroll max-h-60 overflow-y-auto">
            {lines}
          </ul>
        </Part>
      ))}
    </div>
  )
}

const line = (projectId: string, task: SprintReport["tasks"][number]) => (
  <TaskLine key={task.id} projectId={projectId} task={task}>
    {task.points === null ? t`not estimated` : pointsLabel(task.points)}
  </TaskLine>
)

function Part({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <div className="rounded-md border bg-panel px-3.5 py-2.5 shadow-card">
      <Section level={2} title={title} count={count}>
        {children}
      </Section>
    </div>
  )
}

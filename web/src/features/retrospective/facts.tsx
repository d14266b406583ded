import type { ReactNode } from "react"
import { Face } from "../../components/face.tsx"
import { Section, SectionHint } from "../../components/section.tsx"
import type { Amount, SprintReport } from "../../lib/api.gen.ts"
import { compact, counted, daysLabel, decimal, minutesLabel, pointsLabel } from "../../lib/format.ts"
import { TaskLine } from "./task-line.tsx"

type Props = { projectId: string; report: SprintReport }

/** What was planned and what came of it, in numbers. */
export function Outcome({ report }: Props) {
  const { committed, added, removed, done, unfinished, sprint } = report
  const figures: [string, Amount][] = [
    ["Committed", committed],
    ["Added later", added],
    ["Taken out", removed],
    ["Done", done],
    [sprint.completed_at ? "Carried over" : "Not done yet", unfinished],
  ]
  return (
    <dl aria-label="Outcome" className="grid grid-cols-[repeat(auto-fit,minmax(7.5rem,1fr))] gap-2">
      {figures.map(([label, { points, tasks }]) => (
        <div key={label} className="rounded-md border bg-panel px-3 py-2">
          <dt className="text-muted text-xs">{label}</dt>
          <dd className="font-semibold text-lg tabular-nums">
            {decimal(points)}
            <span className="font-normal text-muted text-sm">{` ${points === 1 ? "point" : "points"}`}</span>
            <span className="block font-normal text-muted text-xs">{`in ${counted(tasks, "task")}`}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Who got how much done, and what agents took for it. */
export function Who({ report }: Props) {
  const { members, done_by, agent_work } = report
  const shares: [string, Amount][] = [
    ["by people", done_by.people],
    ["by agents", done_by.agents],
    ["by people and agents together", done_by.together],
    ["that nobody had", done_by.nobody],
  ]
  const told = shares.filter(([, { tasks }]) => tasks > 0)
  return (
    <Part title="Who did it">
      {told.length === 0 && <SectionHint>Nothing was done.</SectionHint>}
      <ul>
        {told.map(([who, { points, tasks }]) => (
          <li key={who} className="py-0.5 tabular-nums">
            {`${counted(tasks, "task")} ${who}, ${pointsLabel(points)}`}
          </li>
        ))}
      </ul>
      {members.length > 0 && (
        <ul aria-label="Done by each member" className="mt-1 grid gap-1">
          {members.map(({ member_id, name, kind, done }) => (
            <li key={member_id} className="flex items-center gap-2">
              <Face name={name} kind={kind} />
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <span className="text-muted text-xs tabular-nums">
                {`${counted(done.tasks, "task")}, ${pointsLabel(done.points)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {agent_work?.map((work) => (
        <p key={work.agent_id} className="mt-1 text-muted text-xs">
          {`${work.name} worked ${minutesLabel(Math.ceil(work.seconds / 60))} in ${counted(work.conversations, "conversation")} (${work.failed} failed), with ${compact(work.input_tokens + work.output_tokens)} tokens.`}
        </p>
      ))}
    </Part>
  )
}

/** How long things took, and where they waited. */
export function Flow({ projectId, report }: Props) {
  const { cycle_time, scenarios, waits } = report
  const { median_days, p85_days } = cycle_time
  return (
    <Part title="How it flowed">
      <p>
        {median_days === null || p85_days === null
          ? "No task went from in progress to done, so there is no cycle time."
          : `Half of ${counted(cycle_time.tasks, "task")} took at most ${daysLabel(median_days)} from begun to done, and 85 of 100 at most ${daysLabel(p85_days)}.`}
      </p>
      <p>
        {scenarios.total === 0
          ? "No task has a BDD scenario."
          : `${counted(scenarios.total, "scenario")}, ${scenarios.of_done_tasks} of them of tasks that are done; ${counted(scenarios.tasks_without, "task has", "tasks have")} none.`}
      </p>
      {waits.length > 0 && (
        <>
          <h3 className="mt-2 font-medium text-muted text-xs">Longest in one status</h3>
          <ul aria-label="Longest in one status">
            {waits.map(({ task, status, days }) => (
              <TaskLine key={task.id} projectId={projectId} task={task}>
                {`${daysLabel(days)} in ${status}`}
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
      title: sprint.completed_at ? "Carried over" : "Not done yet",
      lines: tasks.filter(({ outcome }) => outcome === "unfinished").map((task) => line(projectId, task)),
    },
    {
      title: "Added after the start",
      lines: tasks.filter(({ is_added }) => is_added).map((task) => line(projectId, task)),
    },
    {
      title: "Taken out",
      lines: tasks.filter(({ outcome }) => outcome === "removed").map((task) => line(projectId, task)),
    },
    {
      title: "Reopened",
      lines: reopened.map(({ task, times }) => (
        <TaskLine key={task.id} projectId={projectId} task={task}>
          {counted(times, "time")}
        </TaskLine>
      )),
    },
    {
      title: "Blocked",
      lines: blocked.map(({ task, by }) => (
        <TaskLine key={task.id} projectId={projectId} task={task}>
          {`by ${by.map(({ key, is_done }) => (is_done ? `${key} (done)` : key)).join(", ")}`}
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
    {task.points === null ? "not estimated" : pointsLabel(task.points)}
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

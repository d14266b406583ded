import { and, eq, inArray } from "drizzle-orm"
import * as z from "zod"
import { holds } from "../access/actions.ts"
import { clock } from "../clock.ts"
import { Conflict, NotFound } from "../error.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, query } from "../operation.ts"
import { task } from "../task/task.sql.ts"
import { RichText, richText } from "../text.ts"
import { Amount, total } from "./chart.ts"
import { cycleTimes } from "./cycle-time.ts"
import { DAY } from "./days.ts"
import { type History, history, type State, tasksOf } from "./history.ts"
import { countScenarios, selectAgentWork, selectBlocked, selectEverybody, selectRefs } from "./report-reads.ts"
import { factsText } from "./report-text.ts"
import { selectActions, selectRetrospective } from "./retrospective-document.ts"
import { sprint } from "./sprint.sql.ts"
import { Sprint, selectSprint } from "./sprint.ts"
import { merged, type Stretch, timelines } from "./timeline.ts"

const TaskRef = z.object({ id: z.uuid(), number: z.int(), key: z.string(), title: z.string() }).meta({ id: "TaskRef" })
type TaskRef = z.infer<typeof TaskRef>

const ReportTask = TaskRef.extend({
  points: z.number().nullable(),
  /** How the sprint ended for it; of a running sprint, how it stands. */
  outcome: z.enum(["done", "unfinished", "removed"]),
  /** It came after the sprint had started. */
  is_added: z.boolean(),
})

export const SprintReport = z
  .object({
    sprint: Sprint.extend({ started_at: z.string(), completed_at: z.string().nullable() }),
    /** What was in it when it started. */
    committed: Amount,
    /** What came later. */
    added: Amount,
    /** What left it before the end. */
    removed: Amount,
    done: Amount,
    /** What was not done in the end, and was carried over. */
    unfinished: Amount,
    tasks: z.array(ReportTask),
    /** Whose tasks were done, by who was assigned in the end. */
    done_by: z.object({ people: Amount, agents: Amount, together: Amount, nobody: Amount }),
    /** Members whose tasks were done. A task's points are shared evenly among its assignees. */
    members: z.array(
      z.object({
        member_id: z.uuid(),
        name: z.string(),
        kind: z.enum(["user", "agent"]),
        done: Amount,
      }),
    ),
    /** Agents' conversations about the sprint's tasks while it ran. Null for who may not see conversations. */
    agent_work: z
      .array(
        z.object({
          agent_id: z.uuid(),
          name: z.string(),
          conversations: z.int(),
          failed: z.int(),
          seconds: z.int(),
          input_tokens: z.int(),
          output_tokens: z.int(),
        }),
      )
      .nullable(),
    cycle_time: z.object({ tasks: z.int(), median_days: z.number().nullable(), p85_days: z.number().nullable() }),
    /** Tasks that were done and then were not. */
    reopened: z.array(z.object({ task: TaskRef, times: z.int() })),
    /** Tasks that others block, and by which. */
    blocked: z.array(z.object({ task: TaskRef, by: z.array(TaskRef.extend({ is_done: z.boolean() })) })),
    /** Scenarios of the tasks that were in it in the end. */
    scenarios: z.object({ total: z.int(), of_done_tasks: z.int(), tasks_without: z.int() }),
    /** The longest times that tasks stayed in one status, the longest first. */
    waits: z.array(z.object({ task: TaskRef, status: z.string(), days: z.number() })),
    /** The document in which the team looks back. Null when there is none, or for who may not read documents. */
    retrospective: z.object({ document_id: z.uuid(), title: z.string() }).nullable(),
    /** What the team decided to do, as tasks. */
    actions: z.array(TaskRef.extend({ is_done: z.boolean() })),
    /** The same facts as text. */
    summary: RichText,
  })
  .meta({ id: "SprintReport" })
export type SprintReport = z.infer<typeof SprintReport>
/** A report before it is written out. */
export type SprintFacts = Omit<SprintReport, "summary">

/** Waits that are told. */
const WAITS = 5

/** Everything that happened in a sprint's own time, task by task. */
function happened(past: History, about: { id: string; started_at: string }, end: string) {
  const inSprint = (stretch: Stretch) => stretch.state.sprint_id === about.id && !stretch.state.deleted
  const all = [...timelines(past, about.started_at, end)].flatMap(([id, stretches]) => {
    const inside = stretches.filter(inSprint)
    const [first, last] = [inside[0], inside.at(-1)]
    if (!first || !last) return []
    const stayed = last.to === end
    return [
      {
        id,
        inside,
        committed:
          first.from === about.started_at && first.state.created_at < about.started_at ? first.state : undefined,
        last: last.state,
        outcome: !stayed ? ("removed" as const) : past.isDone(last.state) ? ("done" as const) : ("unfinished" as const),
      },
    ]
  })
  return all
}

type Happened = ReturnType<typeof happened>[number]

/** How often a task was done and then was not. */
const timesReopened = ({ inside }: Happened, { isDone }: History) =>
  inside.filter((stretch, index) => {
    const before = inside[index - 1]
    return before && before.to === stretch.from && isDone(before.state) && !isDone(stretch.state)
  }).length

const sameStatus = (one: State, other: State) => one.status_id === other.status_id

/** The longest time in one status that is not done. */
function longestWait({ id, inside }: Happened, past: History) {
  const waits = merged(inside, sameStatus)
    .filter(({ state }) => !past.isDone(state))
    .map(({ from, to, state }) => ({
      id,
      status: past.statuses.get(state.status_id)?.name ?? "a status that is gone",
      days: (Date.parse(to) - Date.parse(from)) / DAY,
    }))
  return waits.toSorted((one, other) => other.days - one.days)[0]
}

type Asking = Pick<Context, "tx" | "access"> & { input: { project_id: string; id: string } }

/** The facts of a sprint that has started, up to now or its completion. @throws SPRINT_NOT_STARTED */
export async function reportOf({ tx, access, input: { project_id, id } }: Asking): Promise<SprintReport> {
  const [about, [times]] = await Promise.all([
    selectSprint(tx, project_id, id),
    tx
      .select({ started_at: sprint.started_at, completed_at: sprint.completed_at })
      .from(sprint)
      .where(and(eq(sprint.project_id, project_id), eq(sprint.id, id))),
  ])
  if (!times) throw NotFound("sprint")
  const { started_at, completed_at } = times
  if (!started_at) throw Conflict("SPRINT_NOT_STARTED", "This sprint has not started yet.")
  const end = completed_at ?? clock.instant()
  const past = await history(tx, project_id, tasksOf(tx, project_id, [id], started_at), started_at)
  const all = happened(past, { id, started_at }, end)
  const ids = all.map((one) => one.id)
  const inTheEnd = all.filter(({ outcome }) => outcome !== "removed").map((one) => one.id)
  const reads = (action: string) => holds(access.held, action)
  const [refs, everybody, agent_work, blockers, scenarios, cycle, retrospective] = await Promise.all([
    selectRefs(tx, project_id, inArray(task.id, ids)),
    selectEverybody(tx, project_id),
    reads("conversations:read") ? selectAgentWork(tx, project_id, ids, started_at, end) : null,
    selectBlocked(tx, project_id, ids),
    countScenarios(tx, project_id, inTheEnd),
    cycleTimes(tx, project_id, { from: started_at, end }, inArray(task.id, inTheEnd)),
    reads("docs:read") ? selectRetrospective(tx, project_id, id) : undefined,
  ])
  const refOf = new Map(refs.map((ref) => [ref.id, ref]))
  const named = (taskId: string): TaskRef => {
    const found = refOf.get(taskId)
    if (!found) throw NotFound("task")
    const { assignee_ids: _, ...ref } = found
    return ref
  }
  const amount = (which: Happened[]) => total(which.map(({ last }) => last))
  const done = all.filter(({ outcome }) => outcome === "done")
  const kinds = (one: Happened) =>
    new Set((refOf.get(one.id)?.assignee_ids ?? []).flatMap((member) => everybody.get(member)?.kind ?? []))
  const doneBy = (user: boolean, agents: boolean) =>
    amount(done.filter((one) => kinds(one).has("user") === user && kinds(one).has("agent") === agents))
  const waits = all.flatMap((one) => longestWait(one, past) ?? [])
  const count = (which: string[]) => which.reduce((sum, taskId) => sum + (scenarios.get(taskId) ?? 0), 0)
  const facts = {
    sprint: { ...about, started_at, completed_at },
    committed: total(all.flatMap(({ committed }) => committed ?? [])),
    added: amount(all.filter(({ committed }) => !committed)),
    removed: amount(all.filter(({ outcome }) => outcome === "removed")),
    done: amount(done),
    unfinished: amount(all.filter(({ outcome }) => outcome === "unfinished")),
    tasks: all
      .map(({ id: taskId, last, outcome, committed }) => ({
        ...named(taskId),
        points: last.points,
        outcome,
        is_added: committed === undefined,
      }))
      .toSorted((one, other) => one.number - other.number),
    done_by: {
      people: doneBy(true, false),
      agents: doneBy(false, true),
      together: doneBy(true, true),
      nobody: doneBy(false, false),
    },
    members: [...everybody.values()].flatMap(({ id: member_id, name, kind }) => {
      const theirs = done.flatMap((one) => {
        const holders = refOf.get(one.id)?.assignee_ids ?? []
        return holders.includes(member_id) ? [(one.last.points ?? 0) / holders.length] : []
      })
      const points = theirs.reduce((sum, each) => sum + each, 0)
      return theirs.length > 0 ? [{ member_id, name, kind, done: { points, tasks: theirs.length } }] : []
    }),
    agent_work,
    cycle_time: { tasks: cycle.tasks.length, median_days: cycle.median_days, p85_days: cycle.p85_days },
    reopened: all.flatMap((one) => {
      const times = timesReopened(one, past)
      return times > 0 ? [{ task: named(one.id), times }] : []
    }),
    blocked: [...Map.groupBy(blockers, ({ blocked }) => blocked)].map(([taskId, by]) => ({
      task: named(taskId),
      by: by.map(({ blocked: _, ...ref }) => ref),
    })),
    scenarios: {
      total: count(inTheEnd),
      of_done_tasks: count(done.map((one) => one.id)),
      tasks_without: inTheEnd.filter((taskId) => !scenarios.has(taskId)).length,
    },
    waits: waits
      .map(({ id: taskId, status, days }) => ({ task: named(taskId), status, days }))
      .toSorted((one, other) => other.days - one.days || one.task.number - other.task.number)
      .slice(0, WAITS),
    retrospective: retrospective ?? null,
    actions: retrospective ? await selectActions(tx, project_id, retrospective.document_id) : [],
  }
  return { ...facts, summary: richText(factsText(facts)) }
}

export const report = query(
  {
    action: "tasks:read",
    summary:
      "The facts of a sprint that has started: what was committed, added, done and carried over, and how it went",
    input: ProjectId.extend({ id: z.uuid() }),
    output: SprintReport,
  },
  reportOf,
)

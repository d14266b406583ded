import * as z from "zod"
import { unwrap } from "../client.ts"
import { cardLine, listText, withNames } from "../describe.ts"
import { directory, projectId, resolveProject } from "../reference.ts"
import { type Amount, Burndown, CycleTime, NamedTask, Retrospective, SprintReport, Velocity } from "../schemas.ts"
import { tool } from "../tool.ts"

const amountText = ({ points, tasks }: z.infer<typeof Amount>) =>
  `${points} points in ${tasks} ${tasks === 1 ? "task" : "tasks"}`

const sprint = z.string().trim().min(1).describe("A sprint by name or id; list_sprints shows them.")

const days = (value: number) => `${Math.round(value * 10) / 10} days`

/** How sprints went: what the team adapts to. */
export const sprintTools = [
  tool({
    name: "get_sprint_burndown",
    title: "Get a sprint's burndown",
    description: "What remained in a sprint at the end of each day (UTC), from the event log.",
    effect: "read",
    input: { projectId, sprint },
    output: { burndown: Burndown },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const { id, name } = await directory(context.api, project).sprint(input.sprint)
      const params = { path: { projectId: project, id } }
      const burndown = await unwrap(context.api.GET("/projects/{projectId}/sprints/{id}/burndown", { params }))
      if (!burndown.committed) return { data: { burndown }, text: `${name} has not started.` }
      const days = burndown.days.map(
        ({ day, scope, remaining }) => `- ${day}: ${remaining.points} of ${scope.points} points remain`,
      )
      return { data: { burndown }, text: [`${name} committed: ${amountText(burndown.committed)}`, ...days].join("\n") }
    },
  }),
  tool({
    name: "get_velocity",
    title: "Get the velocity",
    description: "What the last completed sprints committed to and got done, and the points done on average.",
    effect: "read",
    input: { projectId, sprints: z.int().min(1).max(50).default(8).describe("How many sprints to look back.") },
    output: { velocity: Velocity },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const params = { path: { projectId: project }, query: { limit: input.sprints } }
      const velocity = await unwrap(context.api.GET("/projects/{projectId}/velocity", { params }))
      const lines = velocity.sprints.map(
        ({ name, committed, done }) => `- ${name}: ${done.points} of ${committed.points} committed points done`,
      )
      const average = velocity.average_points === null ? [] : [`${velocity.average_points} points a sprint on average`]
      return { data: { velocity }, text: listText([...lines, ...average], "No sprint is completed yet.") }
    },
  }),
  tool({
    name: "get_sprint_report",
    title: "Get a sprint's report",
    description:
      "Gathers the facts of a sprint that has started: what was committed, added, done and carried over, by whom, how long it took, and what was reopened, blocked or waited.",
    effect: "read",
    input: { projectId, sprint },
    output: { report: SprintReport },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const { id } = await directory(context.api, project).sprint(input.sprint)
      const params = { path: { projectId: project, id } }
      const report = await unwrap(context.api.GET("/projects/{projectId}/sprints/{id}/report", { params }))
      return { data: { report }, text: `# ${report.sprint.name}\n\n${report.summary.text}` }
    },
  }),
  tool({
    name: "get_cycle_time",
    title: "Get cycle times",
    description:
      "How long tasks took from the first time in progress to done, with the median and the 85th percentile: of a sprint, or of some days.",
    effect: "read",
    input: {
      projectId,
      sprint: sprint.optional(),
      from: z.iso.date().optional().describe("The first day (UTC) when no sprint is named; 30 days ago unless said."),
      to: z.iso.date().optional().describe("The last day (UTC) when no sprint is named; today unless said."),
    },
    output: { cycle_time: CycleTime },
    run: async ({ projectId: named, sprint: wanted, from, to }, context) => {
      const project = await resolveProject(context, named)
      const found = wanted === undefined ? undefined : await directory(context.api, project).sprint(wanted)
      const query = found ? { sprint_id: found.id } : { ...(from && { from }), ...(to && { to }) }
      const params = { path: { projectId: project }, query }
      const cycle_time = await unwrap(context.api.GET("/projects/{projectId}/cycle-time", { params }))
      const { median_days, p85_days, tasks, unstarted } = cycle_time
      const lines = tasks.map(
        (task) => `- ${task.key} ${task.title}: ${days(task.days)}${task.has_agent ? ", with an agent" : ""}`,
      )
      const summary =
        median_days === null || p85_days === null
          ? []
          : [`Median ${days(median_days)}, 85th percentile ${days(p85_days)}`]
      const skipped = unstarted > 0 ? [`${unstarted} more were done without having been in progress`] : []
      return {
        data: { cycle_time },
        text: listText([...summary, ...lines, ...skipped], "No task was finished in this time."),
      }
    },
  }),
  tool({
    name: "open_sprint_retrospective",
    title: "Open a sprint's retrospective",
    description:
      "Opens the document in which the team looks back at a sprint. When there is none it is made, with the sprint's facts in it; read and change it with the document tools.",
    effect: "set",
    input: { projectId, sprint },
    output: { retrospective: Retrospective },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const { id } = await directory(context.api, project).sprint(input.sprint)
      const params = { path: { projectId: project, id } }
      const retrospective = await unwrap(
        context.api.POST("/projects/{projectId}/sprints/{id}/retrospective", { params }),
      )
      const { title, document_id, is_new } = retrospective
      return { data: { retrospective }, text: `${is_new ? "Made" : "Found"} “${title}” (document ${document_id}).` }
    },
  }),
  tool({
    name: "add_retrospective_action",
    title: "Add an action to a retrospective",
    description:
      "Makes a task of what the team decided in a sprint's retrospective, and links it to the document. Ask the team before calling this.",
    effect: "add",
    input: {
      projectId,
      sprint,
      title: z.string().trim().min(1).max(500).describe("What changes, small enough to be done in the next sprint."),
      assignee: z.string().optional().describe("A member by @handle, name or id. An agent begins at once."),
      plannedFor: z
        .string()
        .optional()
        .describe("The sprint it is planned for, by name or id; the backlog unless said."),
    },
    output: { task: NamedTask },
    run: async ({ projectId: named, sprint: of, title, assignee, plannedFor }, context) => {
      const project = await resolveProject(context, named)
      const known = directory(context.api, project)
      const { id } = await known.sprint(of)
      const body = {
        title,
        ...(assignee && { assignee_ids: [(await known.member(assignee)).id] }),
        ...(plannedFor && { sprint_id: (await known.sprint(plannedFor)).id }),
      }
      const made = await unwrap(
        context.api.POST("/projects/{projectId}/sprints/{id}/retrospective/actions", {
          params: { path: { projectId: project, id } },
          body,
        }),
      )
      const [task] = await withNames([made], known)
      if (!task) throw new Error("A task lost its names.")
      return { data: { task }, text: `Added ${cardLine(task).slice(2)}` }
    },
  }),
]

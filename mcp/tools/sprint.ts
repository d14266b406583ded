import * as z from "zod"
import { unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { directory, projectId, resolveProject } from "../reference.ts"
import { type Amount, Burndown, Velocity } from "../schemas.ts"
import { tool } from "../tool.ts"

const amountText = ({ points, tasks }: z.infer<typeof Amount>) =>
  `${points} points in ${tasks} ${tasks === 1 ? "task" : "tasks"}`

/** How sprints went: what the team adapts to. */
export const sprintTools = [
  tool({
    name: "get_sprint_burndown",
    title: "Get a sprint's burndown",
    description: "What remained in a sprint at the end of each day (UTC), from the event log.",
    effect: "read",
    input: { projectId, sprint: z.string().trim().min(1).describe("A sprint by name or id; list_sprints shows them.") },
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
]

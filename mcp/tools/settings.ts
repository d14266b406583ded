import * as z from "zod"
import { unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { projectId, resolveProject } from "../reference.ts"
import { CustomField, Member, Role, Sprint, TaskStatus, TaskType } from "../schemas.ts"
import { type ToolContext, tool } from "../tool.ts"

const input = { projectId }

async function placeOf(context: ToolContext, named: string | undefined) {
  return { params: { path: { projectId: await resolveProject(context, named) } } }
}

/** What a project is made of besides its tasks: people, roles, types, statuses, sprints and views. */
export const settingsTools = [
  tool({
    name: "list_members",
    title: "List members",
    description: "Lists a project's members, people and agents, with their @handles and roles.",
    effect: "read",
    input,
    output: { members: z.array(Member) },
    run: async (given, context) => {
      const place = await placeOf(context, given.projectId)
      const members = await unwrap(context.api.GET("/projects/{projectId}/members", place))
      const kind = { user: "person", agent: "agent" }
      const lines = members.map(
        (member) => `- ${member.name} @${member.handle} (${kind[member.kind]}, ${member.role.name}, id ${member.id})`,
      )
      return { data: { members }, text: listText(lines, "No members.") }
    },
  }),
  tool({
    name: "list_roles",
    title: "List roles",
    description: "Lists a project's roles and the actions each one allows.",
    effect: "read",
    input,
    output: { roles: z.array(Role) },
    run: async (given, context) => {
      const place = await placeOf(context, given.projectId)
      const roles = await unwrap(context.api.GET("/projects/{projectId}/roles", place))
      const lines = roles.map((role) => `- ${role.name} (id ${role.id}): ${role.actions.join(", ")}`)
      return { data: { roles }, text: listText(lines, "No roles.") }
    },
  }),
  tool({
    name: "list_custom_fields",
    title: "List custom fields",
    description: "Lists the fields a project's tasks have besides the usual ones, and what a select can be.",
    effect: "read",
    input,
    output: { custom_fields: z.array(CustomField) },
    run: async (given, context) => {
      const place = await placeOf(context, given.projectId)
      const custom_fields = await unwrap(context.api.GET("/projects/{projectId}/custom-fields", place))
      const lines = custom_fields.map(({ id, name, type, options, required }) => {
        const choices = options.length > 0 ? `: ${options.map((option) => option.name).join(", ")}` : ""
        return `- ${name} (${type}${choices}${required ? ", required" : ""}, id ${id})`
      })
      return { data: { custom_fields }, text: listText(lines, "No custom fields.") }
    },
  }),
  tool({
    name: "list_task_types",
    title: "List task types",
    description: "Lists a project's task types.",
    effect: "read",
    input,
    output: { task_types: z.array(TaskType) },
    run: async (given, context) => {
      const place = await placeOf(context, given.projectId)
      const task_types = await unwrap(context.api.GET("/projects/{projectId}/task-types", place))
      const lines = task_types.map((type) => `- ${type.name} (id ${type.id})${type.is_default ? ", the default" : ""}`)
      return { data: { task_types }, text: listText(lines, "No task types.") }
    },
  }),
  tool({
    name: "list_task_statuses",
    title: "List task statuses",
    description: "Lists a project's statuses in the order of the board's columns, each with its category.",
    effect: "read",
    input,
    output: { task_statuses: z.array(TaskStatus) },
    run: async (given, context) => {
      const place = await placeOf(context, given.projectId)
      const task_statuses = await unwrap(context.api.GET("/projects/{projectId}/task-statuses", place))
      const lines = task_statuses.map(
        (status) =>
          `- ${status.name} (category ${status.category}, id ${status.id})${status.is_default ? ", the default" : ""}`,
      )
      return { data: { task_statuses }, text: listText(lines, "No statuses.") }
    },
  }),
  tool({
    name: "list_sprints",
    title: "List sprints",
    description: "Lists a project's sprints with their goals and dates.",
    effect: "read",
    input,
    output: { sprints: z.array(Sprint) },
    run: async (given, context) => {
      const place = await placeOf(context, given.projectId)
      const sprints = await unwrap(context.api.GET("/projects/{projectId}/sprints", place))
      const lines = sprints.map((sprint) => {
        const dates =
          sprint.start_date || sprint.end_date ? `, ${sprint.start_date ?? "?"} to ${sprint.end_date ?? "?"}` : ""
        return `- ${sprint.name} (${sprint.state}${dates}, id ${sprint.id})${sprint.goal ? `: ${sprint.goal}` : ""}`
      })
      return { data: { sprints }, text: listText(lines, "No sprints yet.") }
    },
  }),
]

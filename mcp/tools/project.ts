import * as z from "zod"
import { done, unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { projectId, resolveProject } from "../reference.ts"
import { Project, ProjectSummary } from "../schemas.ts"
import { type ToolContext, tool, Unclear } from "../tool.ts"

type Summary = z.infer<typeof ProjectSummary>

/** The projects a caller may open. An agent, or a server bound to a project, sees that one. */
export async function openProjects({ api, projectId: bound }: ToolContext): Promise<Summary[]> {
  if (!bound) return unwrap(api.GET("/projects"))
  const found = await unwrap(api.GET("/projects/{projectId}", { params: { path: { projectId: bound } } }))
  return [ProjectSummary.parse(found)]
}

const text = (project: z.infer<typeof Project>) =>
  `${project.name} (${project.prefix}, id ${project.id}): ${project.task_count} tasks${project.is_public ? ", public" : ""}\n${project.description}`

const description = z.string().max(2_000).describe("What the project is about.")
const prefix = z.string().describe("2 to 6 letters or digits that task keys begin with, such as PLN.")

async function onlyWorkspace({ api }: ToolContext): Promise<string> {
  const workspaces = await unwrap(api.GET("/workspaces"))
  const [only] = workspaces
  if (workspaces.length === 1 && only) return only.id
  const known = workspaces.map((workspace) => `${workspace.name} (${workspace.id})`).join(", ") || "none"
  throw new Unclear(`Say in which workspace: pass workspaceId. Yours: ${known}.`)
}

export const projectTools = [
  tool({
    name: "list_projects",
    title: "List projects",
    description: "Lists the projects you can open, with their ids and prefixes.",
    effect: "read",
    input: {},
    output: { projects: z.array(ProjectSummary) },
    run: async (_, context) => {
      const projects = await openProjects(context)
      const lines = projects.map((project) => `- ${project.name} (${project.prefix}, id ${project.id})`)
      return { data: { projects }, text: listText(lines, "You can open no project.") }
    },
  }),
  tool({
    name: "get_project",
    title: "Get a project",
    description: "Gets a project: its name, prefix, description and number of tasks.",
    effect: "read",
    input: { projectId },
    output: { project: Project },
    run: async (input, context) => {
      const path = { projectId: await resolveProject(context, input.projectId) }
      const project = await unwrap(context.api.GET("/projects/{projectId}", { params: { path } }))
      return { data: { project }, text: text(project) }
    },
  }),
  tool({
    name: "create_project",
    title: "Create a project",
    description: "Creates a project with its statuses, task types, roles and board. You become its admin.",
    effect: "add",
    input: {
      workspaceId: z.uuid().optional().describe("May be left out when you are in one workspace only."),
      name: z.string().min(1).max(80),
      prefix,
      description: description.optional(),
    },
    output: { project: Project },
    run: async (input, context) => {
      const { workspaceId, ...fields } = input
      const workspace_id = workspaceId ?? (await onlyWorkspace(context))
      const project = await unwrap(context.api.POST("/projects", { body: { ...fields, workspace_id } }))
      return { data: { project }, text: `Created ${text(project)}` }
    },
  }),
  tool({
    name: "update_project",
    title: "Update a project",
    description: "Changes a project's name, prefix, description or visibility. Only what you pass changes.",
    effect: "set",
    input: {
      projectId,
      name: z.string().min(1).max(80).optional(),
      prefix: prefix.optional(),
      description: description.optional(),
      isPublic: z.boolean().optional().describe("Whether anyone may read the project."),
    },
    output: { project: Project },
    run: async (input, context) => {
      const { projectId: named, isPublic, ...fields } = input
      const path = { projectId: await resolveProject(context, named) }
      const body = { ...fields, is_public: isPublic }
      const project = await unwrap(context.api.PATCH("/projects/{projectId}", { params: { path }, body }))
      return { data: { project }, text: `Updated ${text(project)}` }
    },
  }),
  tool({
    name: "delete_project",
    title: "Delete a project",
    description: "Deletes a project and everything in it. Ask a person before calling this.",
    effect: "destroy",
    input: {
      projectId: z.string().trim().min(1).describe("The project to delete: its id or prefix. Never defaulted."),
    },
    output: { deleted_project_id: z.uuid() },
    run: async (input, context) => {
      const path = { projectId: await resolveProject(context, input.projectId) }
      await done(context.api.DELETE("/projects/{projectId}", { params: { path } }))
      return { data: { deleted_project_id: path.projectId }, text: `Deleted project ${path.projectId}.` }
    },
  }),
]

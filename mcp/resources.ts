import { type McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js"
import { unwrap } from "./client.ts"
import { commentText, taskText, withNames } from "./describe.ts"
import { directory, resolveProject, resolveTask } from "./reference.ts"
import type { ToolContext } from "./tool.ts"
import { openProjects } from "./tools/project.ts"

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ""
const mimeType = "text/markdown"

async function projectPage(context: ToolContext, named: string): Promise<string> {
  const project = await resolveProject(context, named)
  const place = { params: { path: { projectId: project } } }
  const known = directory(context.api, project)
  const [found, statuses, members, sprints] = await Promise.all([
    unwrap(context.api.GET("/projects/{projectId}", place)),
    known.statuses(),
    known.members(),
    unwrap(context.api.GET("/projects/{projectId}/sprints", place)),
  ])
  return [
    `# ${found.name} (${found.prefix})`,
    found.description,
    `${found.task_count} tasks.`,
    `## Statuses\n${statuses.map((status) => `- ${status.name} (${status.category})`).join("\n")}`,
    `## Members\n${members.map((member) => `- ${member.name} @${member.handle} (${member.kind === "agent" ? "agent" : "person"}, ${member.role.name})`).join("\n")}`,
    `## Sprints\n${sprints.map((sprint) => `- ${sprint.name} (${sprint.state})`).join("\n") || "None yet."}`,
  ]
    .filter(Boolean)
    .join("\n\n")
}

async function taskPage(context: ToolContext, named: string, number: string): Promise<string> {
  const place = await resolveTask(context, named, number)
  const path = { projectId: place.project, taskId: place.id }
  const [task, comments] = await Promise.all([
    unwrap(context.api.GET("/projects/{projectId}/tasks/{taskId}", { params: { path } })),
    unwrap(context.api.GET("/projects/{projectId}/tasks/{taskId}/activities/comments", { params: { path } })),
  ])
  const known = directory(context.api, place.project)
  const pages = await Promise.all((await withNames([task], known)).map((named) => taskText(named, known)))
  return [...pages, "## Comments", ...comments.map(commentText)].join("\n\n")
}

/** Projects and tasks as documents a client can attach: `paca://project/{projectId}` and `…/task/{number}`. */
export function registerResources(server: McpServer, context: ToolContext): void {
  server.registerResource(
    "project",
    new ResourceTemplate("paca://project/{projectId}", {
      list: async () => ({
        resources: (await openProjects(context)).map((project) => ({
          uri: `paca://project/${project.id}`,
          name: project.name,
          description: project.description,
          mimeType,
        })),
      }),
    }),
    { title: "Project", description: "A project with its statuses, members and sprints.", mimeType },
    async (uri, variables) => ({
      contents: [{ uri: uri.href, mimeType, text: await projectPage(context, one(variables.projectId)) }],
    }),
  )
  server.registerResource(
    "task",
    new ResourceTemplate("paca://project/{projectId}/task/{number}", { list: undefined }),
    { title: "Task", description: "A task with its description and comments.", mimeType },
    async (uri, variables) => ({
      contents: [
        { uri: uri.href, mimeType, text: await taskPage(context, one(variables.projectId), one(variables.number)) },
      ],
    }),
  )
}

import * as z from "zod"
import { unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { directory, projectId, resolveProject, resolveTask, taskReference } from "../reference.ts"
import { Conversation, ConversationEvent } from "../schemas.ts"
import { tool, Unclear } from "../tool.ts"

/** Characters of one step that the text shows; the structured content has all. */
const STEP_TEXT = 500

function line(found: z.infer<typeof Conversation>): string {
  const about = found.task ? ` on ${found.task.key} ${found.task.title}` : ""
  const now = found.activity ?? found.summary ?? found.reason
  return `- ${found.agent.name}${about}: ${found.status} (${found.trigger}, ${found.created_at}, id ${found.id})${now ? `\n  ${now}` : ""}`
}

function stepLine(step: z.infer<typeof ConversationEvent>): string {
  const { text, title, name, status, result, reason } = step.data
  const told = [text, title ?? name, status, result, reason].find((value) => typeof value === "string") ?? ""
  return `${step.index} ${step.type}: ${String(told).slice(0, STEP_TEXT)}`
}

export const conversationTools = [
  tool({
    name: "list_conversations",
    title: "List agent conversations",
    description: "Lists the runs of a project's agents, newest first: what each worked on, its state and its summary.",
    effect: "read",
    input: {
      projectId,
      task: taskReference.optional().describe("Only conversations about this task, by key, number or id."),
      agent: z.string().trim().min(1).optional().describe("Only this agent's, by @handle, name or member id."),
      pageSize: z.int().min(1).max(100).default(20),
      cursor: z.string().optional(),
    },
    output: { conversations: z.array(Conversation), next_cursor: z.string().nullable() },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const member = input.agent === undefined ? undefined : await directory(context.api, project).member(input.agent)
      if (member && member.agent_id === null) throw new Unclear(`${member.name} is a person, not an agent.`)
      const query = {
        task_id: input.task === undefined ? undefined : (await resolveTask(context, project, input.task)).id,
        agent_id: member?.agent_id ?? undefined,
        page_size: input.pageSize,
        cursor: input.cursor,
      }
      const params = { path: { projectId: project }, query }
      const found = await unwrap(context.api.GET("/projects/{projectId}/conversations", { params }))
      const more = found.next_cursor ? [`There are more: pass cursor "${found.next_cursor}".`] : []
      return {
        data: { conversations: found.items, next_cursor: found.next_cursor },
        text: listText([...found.items.map(line), ...more], "No conversations yet."),
      }
    },
  }),
  tool({
    name: "get_conversation",
    title: "Get an agent conversation",
    description: "Gets one run of an agent with its steps: messages, tool calls and their results.",
    effect: "read",
    input: {
      projectId,
      conversationId: z.uuid(),
      offset: z.int().min(0).default(0).describe("Index of the first step to show."),
      limit: z.int().min(1).max(200).default(50),
    },
    output: { conversation: Conversation, steps: z.array(ConversationEvent), total_steps: z.int() },
    run: async (input, context) => {
      const path = { projectId: await resolveProject(context, input.projectId), id: input.conversationId }
      const query = { offset: input.offset, limit: input.limit }
      const [conversation, events] = await Promise.all([
        unwrap(context.api.GET("/projects/{projectId}/conversations/{id}", { params: { path } })),
        unwrap(context.api.GET("/projects/{projectId}/conversations/{id}/events", { params: { path, query } })),
      ])
      const text = [line(conversation), ...events.items.map(stepLine), `${events.total} steps in all.`].join("\n")
      return { data: { conversation, steps: events.items, total_steps: events.total }, text }
    },
  }),
]

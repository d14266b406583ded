import * as z from "zod"

/** An event as it lies in the stream (contract.md section 2). */
export const StreamEvent = z.object({
  id: z.uuid(),
  type: z.string(),
  workspace_id: z.uuid().nullable(),
  project_id: z.uuid().nullable(),
  entity_type: z.string(),
  entity_id: z.uuid(),
  actor: z.object({ type: z.string(), id: z.string().nullable(), name: z.string() }),
  version: z.number(),
  data: z.record(z.string(), z.unknown()),
  at: z.string(),
})
export type StreamEvent = z.infer<typeof StreamEvent>

/** Steps are for those who watch the conversation, notifications for their reader. Everything else of a project is for its room. */
export function roomOf(event: StreamEvent): string | undefined {
  if (event.type === "agent.conversation.event") return `conversation:${event.entity_id}`
  if (event.type === "notification.created") return `user:${String(event.data.user_id)}`
  if (event.type === "agent.conversation.stopping") return undefined
  return event.project_id ? `project:${event.project_id}` : undefined
}

/** Events after which somebody may have lost access to the project. */
export function changesAccess(event: StreamEvent): boolean {
  return ["member.removed", "member.updated", "project.updated", "project.deleted", "agent.deleted"].includes(
    event.type,
  )
}

const Changes = z.object({ changes: z.array(z.looseObject({ field: z.string() })) }).catch({ changes: [] })

const changedFields = (event: StreamEvent) => Changes.parse(event.data).changes.map((change) => change.field)

/**
 * What browsers get: the event without what only the server needs. Reading documents takes a right of its own, which
 * hearing a project does not: of them it is told what kind of thing changed, and who has the right reads the rest.
 */
export function clientPayload(event: StreamEvent): StreamEvent {
  if (event.type === "agent.conversation.event") {
    return { ...event, data: { ...event.data, conversation_id: event.entity_id, index: event.version, at: event.at } }
  }
  if (event.type.startsWith("doc_attachment.")) return { ...event, data: { doc_id: event.data.doc_id } }
  if (/^(doc|folder)\./.test(event.type)) return { ...event, data: { fields: changedFields(event) } }
  if (event.type !== "notification.created") return event
  const { user_id: _, ...data } = event.data
  return { ...event, data }
}

/** The published names under which agent rooms hear the same events. */
export const agentEventNames: Record<string, string> = {
  "agent.conversation.started": "agent:conversation:started",
  "agent.conversation.event": "agent:conversation:event",
  "agent.conversation.status": "agent:conversation:status",
}

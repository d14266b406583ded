import { and, count, eq, gt } from "drizzle-orm"
import { clock } from "../clock.ts"
import type { About, CalledAgent } from "../notification/notify.ts"
import type { Context } from "../operation.ts"
import { conversation } from "./conversation.sql.ts"
import { deliver, recordConversation, selectConversation, unfinished } from "./conversation.ts"
import type { conversationTriggers } from "./runtime.ts"

/** Agents may call each other, but not forever: conversations on one task that agents may cause within an hour. */
const AGENT_CALLS_PER_HOUR = 10

/**
 * Queues a conversation in the transaction of what caused it. An agent that is at work on the task already gets the
 * message instead of a second container.
 */
export async function startFor(
  context: Context,
  cause: { agent: CalledAgent; task: About; trigger: (typeof conversationTriggers)[number]; prompt: string },
): Promise<void> {
  const { tx, caller } = context
  const { agent, task } = cause
  const running = await unfinished(tx, task.project_id, agent.agent_id, task.task_id)
  if (running) {
    if (cause.trigger !== "assignment") await deliver(context, running, `${context.actor.name}: ${cause.prompt}`)
    return
  }
  if (caller.kind === "agent" && (await callsLastHour(context, task.task_id)) >= AGENT_CALLS_PER_HOUR) return
  const [row] = await tx
    .insert(conversation)
    .values({
      project_id: task.project_id,
      agent_id: agent.agent_id,
      member_id: agent.member_id,
      task_id: task.task_id,
      trigger: cause.trigger,
      prompt: cause.prompt,
      caused_by: caller.kind === "user" ? caller.user_id : null,
    })
    .returning({ id: conversation.id })
  if (!row) throw new Error("The conversation was not stored.")
  const queued = await selectConversation(tx, task.project_id, row.id)
  recordConversation(context, "agent.conversation.queued", queued)
}

async function callsLastHour(context: Context, taskId: string): Promise<number> {
  const since = new Date(clock.now() - 3_600_000).toISOString()
  const [row] = await context.tx
    .select({ calls: count() })
    .from(conversation)
    .where(and(eq(conversation.task_id, taskId), gt(conversation.created_at, since)))
  return row?.calls ?? 0
}

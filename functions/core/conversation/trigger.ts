import { and, count, gt } from "drizzle-orm"
import { clock } from "../clock.ts"
import type { AboutDoc, AboutTask, CalledAgent } from "../notification/notify.ts"
import type { Context } from "../operation.ts"
import { conversation } from "./conversation.sql.ts"
import {
  type Conversation,
  deliver,
  isAbout,
  recordConversation,
  selectConversation,
  unfinished,
} from "./conversation.ts"
import type { conversationTriggers } from "./runtime.ts"

/** Agents may call each other, but not forever: conversations on one task or document that agents may cause within an hour. */
const AGENT_CALLS_PER_HOUR = 10

type Cause = { agent: CalledAgent; trigger: (typeof conversationTriggers)[number]; prompt: string } & (
  | { task: AboutTask }
  | { doc: AboutDoc }
)

/**
 * Queues a conversation in the transaction of what caused it. An agent that is at work on the task or document already
 * gets the message instead of a second container.
 */
export async function startFor(context: Context, cause: Cause): Promise<void> {
  const { tx, caller } = context
  const { agent } = cause
  const about = "doc" in cause ? cause.doc : cause.task
  const running = await unfinished(tx, about.project_id, agent.agent_id, about)
  if (running) {
    if (cause.trigger !== "assignment") await deliver(context, running, `${context.actor.name}: ${cause.prompt}`)
    return
  }
  if (caller.kind === "agent" && (await callsLastHour(context, about)) >= AGENT_CALLS_PER_HOUR) return
  await startConversation(context, {
    project_id: about.project_id,
    agent_id: agent.agent_id,
    member_id: agent.member_id,
    task_id: about.task_id ?? null,
    doc_id: about.doc_id ?? null,
    trigger: cause.trigger,
    prompt: cause.prompt,
  })
}

/** Stores a queued conversation that the caller caused, and records that it waits for a container. */
export async function startConversation(
  context: Pick<Context, "tx" | "caller" | "record">,
  row: Omit<typeof conversation.$inferInsert, "caused_by">,
): Promise<Conversation> {
  const { tx, caller } = context
  const caused_by = caller.kind === "user" ? caller.user_id : null
  const [stored] = await tx
    .insert(conversation)
    .values({ ...row, caused_by })
    .returning({ id: conversation.id })
  if (!stored) throw new Error("The conversation was not stored.")
  const queued = await selectConversation(tx, row.project_id, stored.id)
  recordConversation(context, "agent.conversation.queued", queued)
  return queued
}

async function callsLastHour(context: Context, about: AboutTask | AboutDoc): Promise<number> {
  const since = new Date(clock.now() - 3_600_000).toISOString()
  const [row] = await context.tx
    .select({ calls: count() })
    .from(conversation)
    .where(and(isAbout(about), gt(conversation.created_at, since)))
  return row?.calls ?? 0
}

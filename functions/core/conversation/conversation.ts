import { and, desc, eq, gte, inArray, isNull, lt, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { agent, providers } from "../agent/agent.sql.ts"
import { clock } from "../clock.ts"
import { type Database, db } from "../database.ts"
import { document } from "../document/document.sql.ts"
import { Conflict, NotFound } from "../error.ts"
import { event } from "../event/event.sql.ts"
import { projectMember } from "../member/member.sql.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { task } from "../task/task.sql.ts"
import { listOf } from "../text.ts"
import { user } from "../user/user.sql.ts"
import { conversation } from "./conversation.sql.ts"
import { conversationStatuses, conversationTriggers, RuntimeEventType } from "./runtime.ts"

export const Conversation = z
  .object({
    id: z.uuid(),
    project_id: z.uuid(),
    agent: z.object({
      id: z.uuid(),
      member_id: z.uuid(),
      name: z.string(),
      handle: z.string(),
      provider: z.enum(providers),
    }),
    task: z.object({ id: z.uuid(), key: z.string(), title: z.string() }).nullable(),
    /** The document it is about, when that is not a task. */
    doc: z.object({ id: z.uuid(), title: z.string() }).nullable(),
    trigger: z.enum(conversationTriggers),
    /** The person who caused it. */
    caused_by: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    /** The beginning of what the agent was asked. */
    prompt: z.string(),
    status: z.enum(conversationStatuses),
    reason: z.string().nullable(),
    summary: z.string().nullable(),
    activity: z.string().nullable(),
    usage: z.object({ input_tokens: z.int(), output_tokens: z.int(), seconds: z.int() }),
    version: z.int(),
    created_at: z.string(),
    started_at: z.string().nullable(),
    finished_at: z.string().nullable(),
  })
  .meta({ id: "Conversation" })
export type Conversation = z.infer<typeof Conversation>

/** Conversations in these states have, or will have, a container. */
export const liveStatuses = ["queued", "running"] as const

/** Characters of its prompt that a conversation shows. */
const PROMPT = 300

/** Conversations of one project that match `which`, newest first, at most `limit`. */
export async function selectConversations(
  tx: Database,
  projectId: string,
  which: SQL | undefined,
  limit: number,
): Promise<Conversation[]> {
  const rows = await tx
    .select({
      conversation,
      agent: { id: agent.id, name: agent.name, provider: agent.provider },
      handle: projectMember.handle,
      task: { id: task.id, number: task.number, title: task.title },
      doc: { id: document.id, title: document.title },
      prefix: project.prefix,
      caused_by: { id: user.id, name: user.name },
    })
    .from(conversation)
    .innerJoin(agent, eq(agent.id, conversation.agent_id))
    .innerJoin(projectMember, eq(projectMember.id, conversation.member_id))
    .innerJoin(project, eq(project.id, conversation.project_id))
    .leftJoin(task, eq(task.id, conversation.task_id))
    .leftJoin(document, eq(document.id, conversation.doc_id))
    .leftJoin(user, eq(user.id, conversation.caused_by))
    .where(and(eq(conversation.project_id, projectId), which))
    .orderBy(desc(conversation.id))
    .limit(limit)
  return rows.map(({ conversation: row, agent: by, handle, task: about, doc, prefix, caused_by }) => ({
    id: row.id,
    project_id: row.project_id,
    agent: { ...by, member_id: row.member_id, handle },
    task: about && { id: about.id, key: `${prefix}-${about.number}`, title: about.title },
    doc,
    trigger: row.trigger,
    caused_by,
    prompt: row.prompt.slice(0, PROMPT).toWellFormed(),
    status: row.status,
    reason: row.reason,
    summary: row.summary,
    activity: row.activity,
    usage: { input_tokens: row.input_tokens, output_tokens: row.output_tokens, seconds: row.seconds },
    version: row.version,
    created_at: row.created_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
  }))
}

/** @throws CONVERSATION_NOT_FOUND */
export async function selectConversation(tx: Database, projectId: string, id: string): Promise<Conversation> {
  const [row] = await selectConversations(tx, projectId, eq(conversation.id, id), 1)
  if (!row) throw NotFound("conversation")
  return row
}

/** Records what became of a conversation, for its own room and the project's. */
export function recordConversation(context: Pick<Context, "record">, type: string, after: Conversation): void {
  context.record({
    type,
    entity_type: "conversation",
    entity_id: after.id,
    project_id: after.project_id,
    task_id: type === "agent.conversation.status" && after.status === "running" ? undefined : after.task?.id,
    version: after.version,
    data: { conversation: after },
  })
}

/** Changes a conversation's row, counts its version up, records the event and answers the new state. */
export async function changeConversation(
  context: Pick<Context, "tx" | "record">,
  place: { project_id: string; id: string },
  set: Partial<typeof conversation.$inferInsert>,
  type = "agent.conversation.status",
): Promise<Conversation> {
  const { tx } = context
  await tx
    .update(conversation)
    .set({ ...set, version: sql`${conversation.version} + 1` })
    .where(and(eq(conversation.project_id, place.project_id), eq(conversation.id, place.id)))
  const after = await selectConversation(tx, place.project_id, place.id)
  recordConversation(context, type, after)
  return after
}

const ConversationId = ProjectId.extend({ id: z.uuid() })

export const ConversationList = z
  .object({ items: z.array(Conversation), next_cursor: z.string().nullable() })
  .meta({ id: "ConversationList" })

/** One page of conversations, newest first; the next one begins before the cursor. */
export async function selectPage(tx: Database, projectId: string, which: SQL | undefined, size: number) {
  const rows = await selectConversations(tx, projectId, which, size + 1)
  const items = rows.slice(0, size)
  return { items, next_cursor: rows.length > items.length ? (items.at(-1)?.id ?? null) : null }
}

export const list = query(
  {
    action: "conversations:read",
    summary: "List conversations, newest first",
    input: ProjectId.extend({
      task_id: z.uuid().optional(),
      doc_id: z.uuid().optional(),
      agent_id: z.uuid().optional(),
      statuses: listOf(z.enum(conversationStatuses)).optional(),
      trigger: z.enum(conversationTriggers).optional(),
      cursor: z.uuid().optional(),
      page_size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: ConversationList,
  },
  async ({ tx, input }) => {
    const which = and(
      input.task_id ? eq(conversation.task_id, input.task_id) : undefined,
      input.doc_id ? eq(conversation.doc_id, input.doc_id) : undefined,
      input.agent_id ? eq(conversation.agent_id, input.agent_id) : undefined,
      input.statuses?.length ? inArray(conversation.status, input.statuses) : undefined,
      input.trigger ? eq(conversation.trigger, input.trigger) : undefined,
      input.cursor ? lt(conversation.id, input.cursor) : undefined,
    )
    return selectPage(tx, input.project_id, which, input.page_size)
  },
)

export const get = query(
  { action: "conversations:read", summary: "Get a conversation", input: ConversationId, output: Conversation },
  async ({ tx, input }) => selectConversation(tx, input.project_id, input.id),
)

export const ConversationEvent = z
  .object({ index: z.int(), type: RuntimeEventType, data: z.record(z.string(), z.unknown()), at: z.string() })
  .meta({ id: "ConversationEvent" })

const StoredStep = z.object({ type: RuntimeEventType, data: z.record(z.string(), z.unknown()) })

const stepsOf = (id: string) => and(eq(event.type, "agent.conversation.event"), eq(event.entity_id, id))

/** A conversation's newest steps, in order. */
export async function selectLastSteps(tx: Database, id: string, limit: number) {
  const rows = await tx
    .select({ index: event.version, data: event.data })
    .from(event)
    .where(stepsOf(id))
    .orderBy(desc(event.version))
    .limit(limit)
  return rows.reverse().map((row) => ({ index: row.index, ...StoredStep.parse(row.data) }))
}

/** A conversation's steps from index `offset` on, in order. */
export async function selectSteps(tx: Database, id: string, offset: number, limit: number) {
  const rows = await tx
    .select({ index: event.version, data: event.data, at: event.at })
    .from(event)
    .where(and(stepsOf(id), gte(event.version, offset)))
    .orderBy(event.version)
    .limit(limit)
  return rows.map((row) => ({ index: row.index, at: row.at, ...StoredStep.parse(row.data) }))
}

export const events = query(
  {
    action: "conversations:read",
    summary: "A conversation's steps, in order",
    input: ConversationId.extend({
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
    output: z.object({ items: z.array(ConversationEvent), total: z.int() }).meta({ id: "ConversationEvents" }),
  },
  async ({ tx, input }) => {
    await selectConversation(tx, input.project_id, input.id)
    const [items, [last]] = await Promise.all([
      selectSteps(tx, input.id, input.offset, input.limit),
      tx
        .select({ total: sql<number>`coalesce(max(${event.version}) + 1, 0)`.mapWith(Number) })
        .from(event)
        .where(stepsOf(input.id)),
    ])
    return { items, total: last?.total ?? 0 }
  },
)

const over = (found: Conversation) =>
  Conflict(
    "CONVERSATION_OVER",
    `This conversation is over (${found.status.replace("_", " ")}). Start it again, or mention the agent.`,
  )

/** A conversation, locked until the transaction ends. @throws CONVERSATION_NOT_FOUND */
export async function lock(tx: Database, input: { project_id: string; id: string }): Promise<Conversation> {
  await tx
    .select({ id: conversation.id })
    .from(conversation)
    .where(and(eq(conversation.project_id, input.project_id), eq(conversation.id, input.id)))
    .for("update")
  return selectConversation(tx, input.project_id, input.id)
}

export const stop = command(
  { action: "conversations:write", summary: "Stop a conversation", input: ConversationId, output: Conversation },
  async (context) => {
    const found = await lock(context.tx, context.input)
    if (found.finished_at) return found
    const now = clock.instant()
    const reason = `Stopped by ${context.actor.name}.`
    const after = await changeConversation(context, context.input, {
      status: "stopped",
      reason,
      activity: null,
      finished_at: now,
    })
    // The dispatcher ends the container should it not end by itself.
    context.record({
      type: "agent.conversation.stopping",
      entity_type: "conversation",
      entity_id: after.id,
      version: after.version,
      data: {},
    })
    return after
  },
)

export const pause = command(
  {
    action: "conversations:write",
    summary: "Ask a conversation to pause after its current step; a message lets it go on",
    input: ConversationId,
    output: Conversation,
  },
  async (context) => {
    const { tx, input } = context
    const found = await lock(tx, input)
    if (found.finished_at) throw over(found)
    if (found.status !== "running") return found
    const pending = sql`${conversation.pending} || '{"pause": true}'::jsonb`
    await tx.update(conversation).set({ pending }).where(eq(conversation.id, input.id))
    return changeConversation(context, input, { activity: "Pausing after this step" })
  },
)

/** Whether somebody simply talks with the agent. Its end is only the end of a turn: a message begins the next one. */
export const isChat = (found: Pick<Conversation, "trigger" | "task" | "doc">): boolean =>
  found.trigger === "message" && !found.task && !found.doc

/** Writes a message as the next step of a conversation that no container works on. The row must be locked. */
export async function recordMessage(context: Pick<Context, "tx" | "record">, id: string, text: string): Promise<void> {
  const [last] = await context.tx
    .select({ next: sql<number>`coalesce(max(${event.version}) + 1, 0)`.mapWith(Number) })
    .from(event)
    .where(stepsOf(id))
  context.record({
    type: "agent.conversation.event",
    entity_type: "conversation",
    entity_id: id,
    version: last?.next ?? 0,
    data: { type: "user_message", data: { text } },
  })
}

/** Begins the next turn of a chat whose last one is over. */
async function nextTurn(context: Context, found: Conversation, text: string): Promise<Conversation> {
  await refuseSuspended(context.tx, found.agent.id)
  await recordMessage(context, found.id, text)
  const caused_by = context.caller.kind === "user" ? context.caller.user_id : null
  return queueAgain(context, found, { caused_by })
}

/** Queues a conversation that is over. Its history is kept, and its agent goes on from there. */
export const queueAgain = (
  context: Pick<Context, "tx" | "record">,
  place: { project_id: string; id: string },
  set: Partial<typeof conversation.$inferInsert> = {},
): Promise<Conversation> => {
  const fresh = { reason: null, summary: null, finished_at: null, launched_at: null, pending: { messages: [] } }
  return changeConversation(context, place, { ...set, ...fresh, status: "queued" }, "agent.conversation.queued")
}

/** @throws AGENT_SUSPENDED, or AGENT_NOT_FOUND when it was deleted */
export async function refuseSuspended(tx: Database, agentId: string): Promise<void> {
  const { name, suspended_at, deleted_at } = agent
  const [found] = await tx.select({ name, suspended_at, deleted_at }).from(agent).where(eq(agent.id, agentId))
  if (!found || found.deleted_at) throw NotFound("agent")
  if (found.suspended_at)
    throw Conflict(
      "AGENT_SUSPENDED",
      `${found.name} is suspended. Ask somebody who manages agents to let it work again.`,
    )
}

/** Hands a message to a live conversation, or wakes a paused one. The row must be locked. */
export async function deliver(
  context: Pick<Context, "tx" | "record">,
  found: Conversation,
  text: string,
): Promise<Conversation> {
  const { tx } = context
  const pending = sql`jsonb_set(${conversation.pending} - 'pause', '{messages}', coalesce(${conversation.pending} -> 'messages', '[]'::jsonb) || ${JSON.stringify([text])}::jsonb)`
  await tx.update(conversation).set({ pending }).where(eq(conversation.id, found.id))
  if (found.status !== "paused") return changeConversation(context, found, {})
  return changeConversation(context, found, { status: "queued", launched_at: null }, "agent.conversation.queued")
}

export const message = command(
  {
    action: "conversations:write",
    summary: "Send a message to a running conversation, continue a paused one, or begin the next turn of a chat",
    input: ConversationId.extend({ text: z.string().trim().min(1).max(20_000) }),
    output: Conversation,
  },
  async (context) => {
    const { tx, input } = context
    const found = await lock(tx, input)
    if (found.finished_at && isChat(found)) return nextTurn(context, found, input.text)
    if (found.finished_at) throw over(found)
    return deliver(context, found, input.text)
  },
)

/** Conversations about one task or document. */
export const isAbout = (about: { task_id?: string | undefined; doc_id?: string | undefined }): SQL =>
  about.doc_id ? eq(conversation.doc_id, about.doc_id) : eq(conversation.task_id, about.task_id ?? "")

/** The conversation of this agent about this task or document that is not over, locked; or undefined. */
export async function unfinished(
  tx: Database,
  projectId: string,
  agentId: string,
  about: Parameters<typeof isAbout>[0],
): Promise<Conversation | undefined> {
  const [row] = await tx
    .select({ id: conversation.id })
    .from(conversation)
    .where(
      and(
        eq(conversation.project_id, projectId),
        eq(conversation.agent_id, agentId),
        isAbout(about),
        isNull(conversation.finished_at),
      ),
    )
    .for("update")
  return row && selectConversation(tx, projectId, row.id)
}

/** The project of a conversation, for who must decide whether somebody may watch it. */
export async function projectOfConversation(id: string): Promise<string | undefined> {
  const [row] = await db()
    .select({ project_id: conversation.project_id })
    .from(conversation)
    .where(eq(conversation.id, id))
  return row?.project_id
}

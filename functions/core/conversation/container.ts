import { and, eq, isNull, lt, or, sql } from "drizzle-orm"
import * as z from "zod"
import { decrypt } from "../access/secret.ts"
import { conversationToken } from "../access/token.ts"
import { agent } from "../agent/agent.sql.ts"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { document } from "../document/document.sql.ts"
import { Conflict, NotFound } from "../error.ts"
import { event } from "../event/event.sql.ts"
import { projectMember } from "../member/member.sql.ts"
import { sendNotifications } from "../notification/notification.ts"
import { type Context, command, query, within } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { selectComments } from "../task/comment.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { user } from "../user/user.sql.ts"
import { conversation } from "./conversation.sql.ts"
import { type Conversation, changeConversation, isChat, liveStatuses, selectLastSteps } from "./conversation.ts"
import {
  type Control,
  HEARTBEAT_LIMIT,
  RuntimeAnswer,
  RuntimeConversation,
  RuntimeEvents,
  RuntimeFinish,
} from "./runtime.ts"

/** How long a launcher has to bring a container up before another try may be made. Milliseconds. */
const LAUNCH_LIMIT = 120_000

/** Newest steps of earlier runs that a continued conversation is given. */
const HISTORY_LIMIT = 1_000

/** A container gets this long beyond its agent's time limit to say goodbye. Seconds. */
const GRACE = 60

/**
 * Claims a queued conversation for one launch. Called by the dispatcher; the answer's token goes into the container.
 * Null: somebody else launched it, or it is over.
 */
export const launch = command(
  {
    action: "system",
    summary: "Claim a queued conversation for launching",
    input: z.object({ id: z.uuid() }),
    output: z
      .object({
        id: z.uuid(),
        token: z.string(),
        launched_at: z.string(),
        time_limit_seconds: z.int(),
        on_demand: z.boolean(),
      })
      .nullable(),
  },
  async ({ tx, input }) => {
    const stale = new Date(clock.now() - LAUNCH_LIMIT).toISOString()
    const launched_at = clock.instant()
    const [row] = await tx
      .update(conversation)
      .set({ launched_at, container_ref: null })
      .where(
        and(
          eq(conversation.id, input.id),
          eq(conversation.status, "queued"),
          or(isNull(conversation.launched_at), lt(conversation.launched_at, stale)),
        ),
      )
      .returning({
        project_id: conversation.project_id,
        agent_id: conversation.agent_id,
        on_demand: conversation.on_demand,
      })
    if (!row) return null
    const { on_demand, ...place } = row
    const [by] = await tx.select().from(agent).where(eq(agent.id, row.agent_id))
    if (!by || by.suspended_at) return null
    const seconds = by.time_limit_seconds + GRACE
    const token = await conversationToken({ id: input.id, ...place, agent_name: by.name, launched_at }, seconds)
    return { id: input.id, token, launched_at, time_limit_seconds: by.time_limit_seconds, on_demand }
  },
)

/** Gives a claim back when the launcher could not start anything, so that the next try need not wait. */
export const launchFailed = command(
  { action: "system", summary: "Give a launch back", input: z.object({ id: z.uuid() }), output: null },
  async ({ tx, input }) => {
    await tx
      .update(conversation)
      .set({ launched_at: null })
      .where(and(eq(conversation.id, input.id), eq(conversation.status, "queued")))
  },
)

function idOf(context: Context<unknown>): string {
  if (context.caller.kind !== "agent" || !context.caller.conversation_id) throw NotFound("conversation")
  return context.caller.conversation_id
}

async function lockRow(tx: Database, id: string) {
  const [row] = await tx.select().from(conversation).where(eq(conversation.id, id)).for("update")
  if (!row) throw NotFound("conversation")
  return row
}

/** Whether another container was started since the caller's: a chat goes on while the container of its last turn says goodbye. */
const isReplaced = ({ caller }: Context<unknown>, row: { launched_at: string | null }) =>
  caller.kind === "agent" && caller.launched_at !== undefined && caller.launched_at !== row.launched_at

/** Whether a conversation wants no container any more, for whoever ends them. */
export const isOver = query(
  {
    action: "system",
    summary: "Whether a conversation is over",
    input: z.object({ id: z.uuid() }),
    output: z.boolean(),
  },
  async ({ tx, input }) => {
    const [row] = await tx
      .select({ status: conversation.status })
      .from(conversation)
      .where(eq(conversation.id, input.id))
    return !row || !isLive(row.status)
  },
)

const isLive = (status: string) => liveStatuses.some((live) => live === status)

/**
 * A container's first call: takes the conversation from queued to running. A second container is refused; the same one
 * may ask again, since the answer may have been lost.
 */
export const begin = command(
  {
    action: "runtime",
    summary: "Start working on the conversation: its configuration, prompt and history",
    input: z.object({ container_id: z.uuid().optional() }),
    output: RuntimeConversation,
  },
  async (context) => {
    const { tx } = context
    const id = idOf(context)
    const row = await lockRow(tx, id)
    const again =
      row.status === "running" && row.container_id !== null && row.container_id === context.input.container_id
    if (again) return configuration(tx, row)
    if (row.status !== "queued" || isReplaced(context, row))
      throw Conflict(
        "CONVERSATION_TAKEN",
        `This conversation is ${row.status}; another container has it or it is over.`,
      )
    const now = clock.instant()
    await changeConversation(
      context,
      row,
      {
        status: "running",
        container_id: context.input.container_id ?? null,
        started_at: row.started_at ?? now,
        heartbeat_at: now,
        activity: "Reading the task",
      },
      "agent.conversation.started",
    )
    return configuration(tx, row)
  },
)

async function configuration(tx: Database, row: typeof conversation.$inferSelect): Promise<RuntimeConversation> {
  const [found] = await tx
    .select({
      project: { id: project.id, name: project.name, prefix: project.prefix },
      agent,
      handle: projectMember.handle,
      task: { id: task.id, number: task.number, title: task.title, description: task.description },
      doc: { id: document.id, title: document.title, content: document.content, version: document.version },
      status: taskStatus.name,
      caused_by: { name: user.name, handle: user.handle },
    })
    .from(conversation)
    .innerJoin(project, eq(project.id, conversation.project_id))
    .innerJoin(agent, eq(agent.id, conversation.agent_id))
    .innerJoin(projectMember, eq(projectMember.id, conversation.member_id))
    .leftJoin(task, eq(task.id, conversation.task_id))
    .leftJoin(taskStatus, eq(taskStatus.id, task.status_id))
    .leftJoin(document, and(eq(document.id, conversation.doc_id), isNull(document.deleted_at)))
    .leftJoin(user, eq(user.id, conversation.caused_by))
    .where(eq(conversation.id, row.id))
  if (!found) throw NotFound("conversation")
  const { agent: by, task: about } = found
  const comments = about ? await selectComments(tx, row.project_id, about.id) : []
  const steps = await selectLastSteps(tx, row.id, HISTORY_LIMIT)
  return {
    id: row.id,
    project: found.project,
    agent: {
      id: by.id,
      member_id: row.member_id,
      name: by.name,
      handle: found.handle,
      provider: by.provider,
      model: by.model,
      base_url: by.base_url,
      api_key: by.api_key_encrypted ? decrypt(by.api_key_encrypted, by.id) : null,
      prompt: by.prompt,
      max_iterations: by.max_iterations,
      time_limit_seconds: by.time_limit_seconds,
    },
    trigger: row.trigger,
    prompt: row.prompt,
    caused_by: found.caused_by,
    task: about && {
      id: about.id,
      key: `${found.project.prefix}-${about.number}`,
      title: about.title,
      description: about.description,
      status: found.status ?? "",
    },
    doc: found.doc,
    comments: comments.map((comment) => ({
      author: comment.author.name,
      text: comment.text.text,
      at: comment.created_at,
    })),
    skills: [],
    mcp_servers: [],
    environment: {},
    history: steps.map((step) => ({ event_index: step.index, type: step.type, data: step.data })),
  }
}

/** What the container must be told; taking it clears it. */
async function takeControl(tx: Database, row: typeof conversation.$inferSelect): Promise<Control> {
  if (!isLive(row.status)) return { stop: true }
  const { pause, messages } = row.pending
  if (!pause && messages.length === 0) return {}
  await tx
    .update(conversation)
    .set({ pending: { messages: [] } })
    .where(eq(conversation.id, row.id))
  return { ...(pause && { pause }), ...(messages.length > 0 && { messages }) }
}

export const append = command(
  {
    action: "runtime",
    summary: "Store a batch of steps; repeats are ignored",
    input: RuntimeEvents,
    output: RuntimeAnswer,
  },
  async (context) => {
    const { tx, input } = context
    const id = idOf(context)
    const row = await lockRow(tx, id)
    if (!isLive(row.status) || isReplaced(context, row)) return { control: { stop: true } }
    const stored = await tx
      .select({ index: event.version })
      .from(event)
      .where(
        and(
          eq(event.type, "agent.conversation.event"),
          eq(event.entity_id, id),
          sql`${event.version} >= ${Math.min(...input.events.map((step) => step.event_index))}`,
        ),
      )
    const known = new Set(stored.map((step) => step.index))
    for (const step of input.events) {
      if (known.has(step.event_index)) continue
      known.add(step.event_index)
      context.record({
        type: "agent.conversation.event",
        entity_type: "conversation",
        entity_id: id,
        version: step.event_index,
        data: { type: step.type, data: step.data },
      })
    }
    await tx.update(conversation).set({ heartbeat_at: clock.instant() }).where(eq(conversation.id, id))
    if (input.activity && input.activity !== row.activity)
      await changeConversation(context, row, { activity: input.activity })
    return { control: await takeControl(tx, row) }
  },
)

export const heartbeat = command(
  { action: "runtime", summary: "Say that the container lives", input: z.object({}), output: RuntimeAnswer },
  async (context) => {
    const row = await lockRow(context.tx, idOf(context))
    if (isReplaced(context, row)) return { control: { stop: true } }
    await context.tx.update(conversation).set({ heartbeat_at: clock.instant() }).where(eq(conversation.id, row.id))
    return { control: await takeControl(context.tx, row) }
  },
)

export const finish = command(
  { action: "runtime", summary: "End the run with its result", input: RuntimeFinish, output: RuntimeAnswer },
  async (context) => {
    const { tx, input } = context
    const row = await lockRow(tx, idOf(context))
    const usage = {
      input_tokens: row.input_tokens + input.usage.input_tokens,
      output_tokens: row.output_tokens + input.usage.output_tokens,
      seconds: row.seconds + input.usage.seconds,
    }
    if (row.finished_at || isReplaced(context, row)) {
      await tx.update(conversation).set(usage).where(eq(conversation.id, row.id))
      return { control: {} }
    }
    // A message that arrived while the container was saying goodbye must not be lost: another one goes on with it.
    const goesOn = row.pending.messages.length > 0 && ["paused", "finished", "iteration_limit"].includes(input.status)
    if (goesOn) {
      await changeConversation(
        context,
        row,
        { ...usage, status: "queued", launched_at: null },
        "agent.conversation.queued",
      )
      return { control: {} }
    }
    const after = await changeConversation(context, row, {
      ...usage,
      status: input.status,
      summary: input.summary,
      reason: input.reason ?? null,
      activity: null,
      finished_at: input.status === "paused" ? null : clock.instant(),
    })
    await tellCauser(context, row.caused_by, after)
    return { control: {} }
  },
)

/** The person who started an agent hears how it ended. */
async function tellCauser(
  context: Pick<Context, "tx" | "actor" | "record">,
  userId: string | null,
  after: Conversation,
): Promise<void> {
  // Who chats sees the answer where it was asked for.
  if (!userId || after.status === "stopped" || (isChat(after) && after.status === "finished")) return
  await sendNotifications(context, [
    {
      user_id: userId,
      project_id: after.project_id,
      task_id: after.task?.id ?? null,
      task_key: after.task?.key ?? null,
      doc_id: after.doc?.id ?? null,
      type: "conversation_finished",
      says: {
        who: after.agent.name,
        about: after.task?.key ?? (after.doc ? `“${after.doc.title}”` : ""),
        to: after.status,
      },
      body: after.summary ?? after.reason ?? "",
    },
  ])
}

/** Ends a conversation whose container cannot any more, and tells who caused it. The row must be locked. */
export async function fail<I>(
  context: Context<I>,
  row: Pick<typeof conversation.$inferSelect, "id" | "project_id" | "caused_by">,
  workspace_id: string,
  reason: string,
): Promise<void> {
  const there = within(context, { workspace_id, project_id: row.project_id })
  const finished_at = clock.instant()
  const after = await changeConversation(there, row, { status: "failed", reason, activity: null, finished_at })
  await tellCauser(there, row.caused_by, after)
}

/** Conversations that need care: silent, over their time, or queued without a container. One bounded batch. */
export const sweep = command(
  {
    action: "system",
    summary: "End silent conversations and queue forgotten ones again",
    input: z.object({}),
    output: z.object({ failed: z.int(), requeued: z.int() }),
  },
  async (context) => {
    const { tx } = context
    const silentSince = new Date(clock.now() - HEARTBEAT_LIMIT).toISOString()
    const dead = await tx
      .select({ row: conversation, workspace_id: project.workspace_id })
      .from(conversation)
      .innerJoin(project, eq(project.id, conversation.project_id))
      .where(and(eq(conversation.status, "running"), lt(conversation.heartbeat_at, silentSince)))
      .limit(50)
      .for("update", { of: conversation, skipLocked: true })
    for (const { row, workspace_id } of dead) {
      const reason = `The agent's container was silent for ${HEARTBEAT_LIMIT / 1000} s. Mention the agent to try again.`
      await fail(context, row, workspace_id, reason)
    }
    const forgotten = await tx
      .select({ row: conversation, workspace_id: project.workspace_id })
      .from(conversation)
      .innerJoin(project, eq(project.id, conversation.project_id))
      .where(
        and(
          eq(conversation.status, "queued"),
          lt(
            sql`coalesce(${conversation.launched_at}, ${conversation.created_at})`,
            sql`now() - interval '20 seconds'`,
          ),
          or(
            isNull(conversation.launched_at),
            lt(conversation.launched_at, new Date(clock.now() - LAUNCH_LIMIT).toISOString()),
          ),
        ),
      )
      .limit(50)
      .for("update", { of: conversation, skipLocked: true })
    for (const { row, workspace_id } of forgotten) {
      const there = within(context, { workspace_id, project_id: row.project_id })
      await changeConversation(there, row, { launched_at: null }, "agent.conversation.queued")
    }
    return { failed: dead.length, requeued: forgotten.length }
  },
)

import { and, asc, eq, gt, gte, inArray, isNotNull, lt, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { event } from "../event/event.sql.ts"
import { command, query, within } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { fail } from "./container.ts"
import { conversation } from "./conversation.sql.ts"
import { changeConversation, liveStatuses } from "./conversation.ts"

/** A container that has just been asked for may not be known everywhere yet. Milliseconds. */
const SETTLE = 15_000

/** How a container ended without a word, in terms that hold for every launcher. */
export const Loss = z.object({
  cause: z.enum(["out_of_memory", "taken_back", "no_capacity", "not_started", "exited", "stopped", "missing"]),
  /** One word that helps whoever looks into it, such as an exit code or an error's name. */
  hint: z.string().max(200).optional(),
})
export type Loss = z.infer<typeof Loss>

const sentences: Record<Loss["cause"], string> = {
  out_of_memory: "The agent's container ran out of memory",
  taken_back: "The cloud took the agent's container back (a Spot interruption)",
  no_capacity: "The cloud had no capacity for the agent's container",
  not_started: "The agent's container could not be started",
  exited: "The agent's container ended unexpectedly",
  stopped: "The agent's container was stopped from outside",
  missing: "The agent's container is gone",
}

type Affected = {
  /** Whether the agent has said or done anything since this container was launched. */
  worked: boolean
  /** Whether the container was of the kind that is not taken back. */
  on_demand: boolean
  /** Whether a message is what goes on with it. */
  chat: boolean
}

/**
 * What follows from a loss. Spare capacity may be taken back at any time: when nothing was done yet, a container of the
 * other kind starts over, which can happen once only. Work is never repeated, since its effects are in the project.
 */
export function judge(loss: Loss, { worked, on_demand, chat }: Affected): { restart: true } | { reason: string } {
  const spare = loss.cause === "taken_back" || loss.cause === "no_capacity"
  if (spare && !worked && !on_demand) return { restart: true }
  const hint = loss.hint ? `: ${loss.hint}` : ""
  const next = chat ? "Send a message to go on." : "Start it again, or mention the agent."
  return { reason: `${sentences[loss.cause]}${hint}. ${next}` }
}

/** Keeps what the launcher calls the container it started, unless another launch was made by now. */
export const launched = command(
  {
    action: "system",
    summary: "Keep the name of a launched container",
    input: z.object({ id: z.uuid(), launched_at: z.string(), container_ref: z.string().min(1) }),
    output: null,
  },
  async ({ tx, input: { id, launched_at, container_ref } }) => {
    await tx
      .update(conversation)
      .set({ container_ref })
      .where(and(eq(conversation.id, id), eq(conversation.launched_at, launched_at)))
  },
)

/** Containers that ought to run, in the order of their conversations; the next page begins after the last one's id. */
export const containers = query(
  {
    action: "system",
    summary: "Containers that ought to run",
    input: z.object({ after: z.uuid().optional(), limit: z.int().min(1).max(1_000) }),
    output: z.array(z.object({ id: z.uuid(), launched_at: z.string(), container_ref: z.string() })),
  },
  async ({ tx, input }) => {
    const rows = await tx
      .select({
        id: conversation.id,
        launched_at: conversation.launched_at,
        container_ref: conversation.container_ref,
      })
      .from(conversation)
      .where(
        and(
          inArray(conversation.status, liveStatuses),
          isNotNull(conversation.container_ref),
          lt(conversation.launched_at, new Date(clock.now() - SETTLE).toISOString()),
          input.after ? gt(conversation.id, input.after) : undefined,
        ),
      )
      .orderBy(asc(conversation.id))
      .limit(input.limit)
    return rows.flatMap(({ id, launched_at, container_ref }) =>
      launched_at && container_ref ? [{ id, launched_at, container_ref }] : [],
    )
  },
)

/** The live conversation of one launch with its workspace, locked; undefined when it is over or was launched again. */
async function lockLaunch(tx: Database, id: string, launched_at: string) {
  const [found] = await tx
    .select({ row: conversation, workspace_id: project.workspace_id })
    .from(conversation)
    .innerJoin(project, eq(project.id, conversation.project_id))
    .where(
      and(
        eq(conversation.id, id),
        eq(conversation.launched_at, launched_at),
        inArray(conversation.status, liveStatuses),
      ),
    )
    .for("update", { of: conversation })
  return found
}

/** Whether the agent has said or done something since `since`. What people said to it is not its work. */
async function hasWorked(tx: Database, id: string, since: string): Promise<boolean> {
  const [step] = await tx
    .select({ id: event.id })
    .from(event)
    .where(
      and(
        eq(event.type, "agent.conversation.event"),
        eq(event.entity_id, id),
        gte(event.at, since),
        sql`${event.data} ->> 'type' in ('agent_message_chunk', 'tool_call')`,
      ),
    )
    .limit(1)
  return step !== undefined
}

/**
 * A container ended without a word: its conversation starts over or fails. Null when that container is nobody's any
 * more, so that it may be said twice.
 */
export const lose = command(
  {
    action: "system",
    summary: "Deal with a container that ended without a word",
    input: z.object({ id: z.uuid(), launched_at: z.string(), loss: Loss }),
    output: z.enum(["restarted", "failed"]).nullable(),
  },
  async (context) => {
    const { tx, input } = context
    const found = await lockLaunch(tx, input.id, input.launched_at)
    if (!found) return null
    const { row, workspace_id } = found
    const judged = judge(input.loss, {
      worked: await hasWorked(tx, row.id, input.launched_at),
      on_demand: row.on_demand,
      chat: row.trigger === "message" && !row.task_id && !row.doc_id,
    })
    if ("reason" in judged) {
      await fail(context, row, workspace_id, judged.reason)
      return "failed"
    }
    const fresh = { launched_at: null, container_id: null, container_ref: null, heartbeat_at: null }
    await changeConversation(
      within(context, { workspace_id, project_id: row.project_id }),
      row,
      { ...fresh, status: "queued", on_demand: true, activity: "Starting again in another container" },
      "agent.conversation.queued",
    )
    return "restarted"
  },
)

/** A launch that no further try can help: its conversation fails with the launcher's sentence. */
export const refuse = command(
  {
    action: "system",
    summary: "End a conversation that cannot be launched",
    input: z.object({ id: z.uuid(), launched_at: z.string(), reason: z.string().min(1).max(2_000) }),
    output: null,
  },
  async (context) => {
    const { id, launched_at, reason } = context.input
    const found = await lockLaunch(context.tx, id, launched_at)
    if (found) await fail(context, found.row, found.workspace_id, reason)
  },
)

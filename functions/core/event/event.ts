import { and, asc, inArray, isNull, lt } from "drizzle-orm"
import * as z from "zod"
import type { Actor } from "../access/caller.ts"
import { clock } from "../clock.ts"
import { type Database, db } from "../database.ts"
import { valkey } from "../valkey.ts"
import { event } from "./event.sql.ts"

export const EVENTS = "paca:events"
export const TRIGGERS = "paca:agent:triggers"

/** Streams are trimmed to about this many entries; a client that missed more is told to refetch. */
const STREAM_LENGTH = 20_000

/** Event types that make the dispatcher act. */
const triggering = new Set(["agent.conversation.queued", "agent.conversation.stopping"])

export type EventRow = typeof event.$inferSelect

/** An event as an operation states it; who, when and where are filled in from the context. */
export type EventDraft = {
  type: string
  entity_type: string
  entity_id: string
  version: number
  data: Record<string, unknown>
  /** Set for everything that belongs in a task's activity feed. */
  task_id?: string | undefined
  workspace_id?: string | null
  project_id?: string | null
  /** Somebody else than the caller, e.g. the system when a time limit acts. */
  actor?: Actor
  /** Kept in the log but not published, because another event tells it in bulk (2,000 imported tasks, say). */
  quiet?: boolean
}

const CHUNK = 1_000

/** Writes the events of a change, in order, within its transaction. One statement per thousand. */
export async function store(tx: Database, actor: Actor, drafts: EventDraft[]): Promise<EventRow[]> {
  const stored: EventRow[] = []
  // Ids made in the same millisecond are in no order; a change's events must be.
  const ids = drafts.map(() => clock.id()).sort()
  for (let at = 0; at < drafts.length; at += CHUNK) {
    const rows = drafts.slice(at, at + CHUNK).map((draft, index) => toRow(draft, ids[at + index] ?? clock.id(), actor))
    await tx.insert(event).values(rows)
    stored.push(...rows.filter((row) => row.published_at === null))
  }
  return stored
}

function toRow(draft: EventDraft, id: string, actor: Actor): EventRow {
  if (!draft.workspace_id) throw new Error(`The event ${draft.type} names no workspace.`)
  const at = clock.instant()
  const by = draft.actor ?? actor
  return {
    id,
    type: draft.type,
    workspace_id: draft.workspace_id,
    project_id: draft.project_id ?? null,
    entity_type: draft.entity_type,
    entity_id: draft.entity_id,
    task_id: draft.task_id ?? null,
    actor_type: by.type,
    actor_id: by.id,
    actor_name: by.name,
    version: draft.version,
    data: draft.data,
    at,
    published_at: draft.quiet ? at : null,
  }
}

/** The event as it crosses the stream and reaches browsers (contract.md section 2). */
export type PublishedEvent = {
  id: string
  type: string
  /** Null for what happens to a person's account. */
  workspace_id: string | null
  project_id: string | null
  entity_type: string
  entity_id: string
  actor: Actor
  version: number
  data: Record<string, unknown>
  at: string
}

export function published(row: EventRow): PublishedEvent {
  const { id, type, workspace_id, project_id, entity_type, entity_id, version, data, at } = row
  const actor: Actor = { type: row.actor_type, id: row.actor_id, name: row.actor_name }
  return { id, type, workspace_id, project_id, entity_type, entity_id, actor, version, data, at }
}

/**
 * Sends events to the streams, in order. A failure is not the caller's: the rows are committed, and the relay finds out
 * what did not arrive. That they arrived is not noted here, so that a change costs no second write.
 * @returns whether all were sent
 */
export async function publish(rows: EventRow[]): Promise<boolean> {
  if (rows.length === 0) return true
  try {
    const pipeline = valkey().pipeline()
    for (const row of rows) {
      const event = JSON.stringify(published(row))
      const trim = { trim: { type: "MAXLEN", threshold: STREAM_LENGTH, comparison: "~" } } as const
      pipeline.xadd(EVENTS, "*", { id: row.id, event }, trim)
      if (triggering.has(row.type)) pipeline.xadd(TRIGGERS, "*", { id: row.id, event }, trim)
    }
    await pipeline.exec()
    return true
  } catch (error) {
    const message = "events were not published; the relay will"
    console.error(JSON.stringify({ message, count: rows.length, error: String(error) }))
    return false
  }
}

/**
 * Tells the live updates that sessions of a person are over, so that their open connections end now. Nothing is stored:
 * should this not arrive, they end when they are checked next, within a minute.
 */
export async function announceSessionsEnded(person: Actor): Promise<void> {
  const event: PublishedEvent = {
    id: clock.id(),
    type: "session.revoked",
    workspace_id: null,
    project_id: null,
    entity_type: "user",
    entity_id: person.id ?? "",
    actor: person,
    version: 1,
    data: {},
    at: clock.instant(),
  }
  try {
    const trim = { trim: { type: "MAXLEN", threshold: STREAM_LENGTH, comparison: "~" } } as const
    await valkey().xadd(EVENTS, "*", { id: event.id, event: JSON.stringify(event) }, trim)
  } catch (error) {
    console.error(JSON.stringify({ message: "ended sessions were not announced", error: String(error) }))
  }
}

/** How long a request may take to publish its own events before the relay takes over. Milliseconds. */
const RELAY_AFTER = 5_000
/** The clocks of the API and of the store may differ by this much. Milliseconds. */
const CLOCK_SLACK = 60_000
const READ_AT_ONCE = 1_000

/** Without its deserialization the client answers as the protocol does: ids with their fields and values in turn. */
const Entries = z.array(z.tuple([z.string(), z.array(z.string())]))

/** Ids of the events that the stream has got since `at`. One read per thousand, and no more than the stream holds. */
async function arrivedSince(at: string): Promise<Set<string>> {
  const arrived = new Set<string>()
  let from = String(Date.parse(at) - CLOCK_SLACK)
  for (let read = 0; read <= (2 * STREAM_LENGTH) / READ_AT_ONCE; read++) {
    const entries = Entries.parse(await valkey().xrange(EVENTS, from, "+", READ_AT_ONCE))
    for (const [, fields] of entries) arrived.add(fields[fields.indexOf("id") + 1] ?? "")
    const last = entries.at(-1)
    if (!last || entries.length < READ_AT_ONCE) break
    from = `(${last[0]}`
  }
  return arrived
}

/**
 * Looks after what was committed and is not known to have arrived: publishes what the stream does not have, oldest
 * first, and notes for all of them that they were published.
 * @returns how many events are settled now
 */
export async function relay(limit = 500): Promise<number> {
  const before = new Date(clock.now() - RELAY_AFTER).toISOString()
  const rows = await db()
    .select()
    .from(event)
    .where(and(isNull(event.published_at), lt(event.at, before)))
    .orderBy(asc(event.id))
    .limit(limit)
  const [oldest] = rows
  if (!oldest) return 0
  const arrived = await arrivedSince(oldest.at)
  if (!(await publish(rows.filter((row) => !arrived.has(row.id))))) return 0
  const ids = rows.map((row) => row.id)
  await db().update(event).set({ published_at: clock.instant() }).where(inArray(event.id, ids))
  return rows.length
}

import { and, desc, eq, lt } from "drizzle-orm"
import * as z from "zod"
import type { Caller } from "../access/caller.ts"
import { clock } from "../clock.ts"
import { type Database, db } from "../database.ts"
import { query } from "../operation.ts"
import { securityEvent, securityEventTypes, USER_AGENT_LENGTH } from "./security-event.sql.ts"

export const SecurityEvent = z
  .object({
    id: z.uuid(),
    type: z.enum(securityEventTypes),
    device: z.string(),
    ip_address: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    at: z.string(),
  })
  .meta({ id: "SecurityEvent" })

/** Days for which events are kept: a year, and time to notice that it is over. */
const KEPT_DAYS = 400

/** A `User-Agent` as it is kept. */
const keptUserAgent = (userAgent: string | null | undefined) => userAgent?.slice(0, USER_AGENT_LENGTH) ?? null

type Draft = {
  user_id: string
  type: (typeof securityEventTypes)[number]
  ip_address?: string | null | undefined
  user_agent?: string | null | undefined
  data?: Record<string, unknown>
}

/** Notes what happened to an account. `data` must hold nothing that opens anything. */
export async function note(tx: Database, { user_id, type, ip_address, user_agent, data }: Draft): Promise<void> {
  await tx.insert(securityEvent).values({
    id: clock.id(),
    user_id,
    type,
    ip_address: ip_address ?? null,
    user_agent: keptUserAgent(user_agent),
    data: data ?? {},
    at: clock.instant(),
  })
}

/** Notes what a person did to the own account, with where they did it from. */
export async function noteOwn(
  tx: Database,
  caller: Caller,
  event: Pick<Draft, "type"> & { data: Record<string, unknown> },
): Promise<void> {
  if (caller.kind !== "user") return
  await note(tx, {
    ...event,
    user_id: caller.user_id,
    ip_address: caller.from?.ip_address,
    user_agent: caller.from?.user_agent,
  })
}

export const list = query(
  {
    action: "self",
    summary: "List what happened to your account: sign-ins, failed ones, passwords, keys and sessions, newest first",
    input: z.object({
      page_size: z.coerce.number().int().min(1).max(100).default(20),
      /** The id of the last event of the page before. */
      cursor: z.uuid().optional(),
    }),
    output: z
      .object({ items: z.array(SecurityEvent), next_cursor: z.string().nullable() })
      .meta({ id: "SecurityEventPage" }),
  },
  async ({ tx, actor, input: { page_size, cursor } }) => {
    const rows = await tx
      .select()
      .from(securityEvent)
      .where(
        and(eq(securityEvent.user_id, actor.id ?? ""), cursor === undefined ? undefined : lt(securityEvent.id, cursor)),
      )
      .orderBy(desc(securityEvent.id))
      .limit(page_size + 1)
    const { deviceOf } = await import("./device.ts")
    const items = rows.slice(0, page_size).map(({ id, type, user_agent, ip_address, data, at }) => {
      return { id, type, device: deviceOf(user_agent), ip_address, data, at }
    })
    return { items, next_cursor: rows.length > page_size ? (items.at(-1)?.id ?? null) : null }
  },
)

/** Forgets what is older than anybody will ask about. */
export async function forgetOld(): Promise<void> {
  const before = new Date(clock.now() - KEPT_DAYS * 86_400_000).toISOString()
  await db().delete(securityEvent).where(lt(securityEvent.at, before))
}

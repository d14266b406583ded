import { and, desc, eq, gt, ne } from "drizzle-orm"
import * as z from "zod"
import { plainAddress } from "../access/address.ts"
import type { Caller } from "../access/caller.ts"
import { clock } from "../clock.ts"
import { NotFound } from "../error.ts"
import { announceSessionsEnded } from "../event/event.ts"
import { command, query } from "../operation.ts"
import { noteOwn } from "./security-event.ts"
import { session } from "./user.sql.ts"

/** Where somebody is signed in. The token itself is nowhere in it. */
export const SignedIn = z
  .object({
    id: z.uuid(),
    device: z.string(),
    user_agent: z.string().nullable(),
    ip_address: z.string().nullable(),
    created_at: z.string(),
    last_used_at: z.string(),
    expires_at: z.string(),
    /** The session this very request came with. */
    current: z.boolean(),
  })
  .meta({ id: "SignedIn" })

/** What knows the names of browsers is loaded when somebody looks at the list. */
const deviceNames = () => import("./device.ts")

const sessionOf = (caller: Caller) => (caller.kind === "user" ? caller.session_id : undefined)

export const list = query(
  {
    action: "self",
    summary: "List where you are signed in, last used first",
    input: z.object({}),
    output: z.array(SignedIn),
  },
  async ({ tx, caller, actor }) => {
    const rows = await tx
      .select()
      .from(session)
      .where(and(eq(session.user_id, actor.id ?? ""), gt(session.expires_at, new Date(clock.now()))))
      .orderBy(desc(session.last_used_at))
    const { deviceOf } = await deviceNames()
    return rows.map((row) => ({
      id: row.id,
      device: deviceOf(row.user_agent),
      user_agent: row.user_agent || null,
      ip_address: row.ip_address ? plainAddress(row.ip_address) : null,
      created_at: row.created_at.toISOString(),
      last_used_at: row.last_used_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
      current: row.id === sessionOf(caller),
    }))
  },
)

export const remove = command(
  { action: "self", summary: "Sign out one session; it ends at once", input: z.object({ id: z.uuid() }), output: null },
  async ({ tx, caller, actor, input, afterCommit }) => {
    const [ended] = await tx
      .delete(session)
      .where(and(eq(session.id, input.id), eq(session.user_id, actor.id ?? "")))
      .returning({ user_agent: session.user_agent })
    if (!ended) throw NotFound("session")
    const { deviceOf } = await deviceNames()
    await noteOwn(tx, caller, { type: "session_revoked", data: { device: deviceOf(ended.user_agent) } })
    afterCommit(() => announceSessionsEnded(actor))
  },
)

export const removeOthers = command(
  {
    action: "self",
    summary: "Sign out everywhere but here. With an API key, which is no session, everywhere",
    input: z.object({}),
    output: null,
  },
  async ({ tx, caller, actor, afterCommit }) => {
    const here = sessionOf(caller)
    const ended = await tx
      .delete(session)
      .where(and(eq(session.user_id, actor.id ?? ""), here === undefined ? undefined : ne(session.id, here)))
      .returning({ id: session.id })
    if (ended.length === 0) return
    await noteOwn(tx, caller, { type: "session_revoked", data: { sessions: ended.length } })
    afterCommit(() => announceSessionsEnded(actor))
  },
)

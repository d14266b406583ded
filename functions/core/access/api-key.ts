import { and, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm"
import * as z from "zod"
import { agent } from "../agent/agent.sql.ts"
import { clock } from "../clock.ts"
import { type Database, db } from "../database.ts"
import { BadRequest, NotFound } from "../error.ts"
import { command, query } from "../operation.ts"
import { noteOwn } from "../user/security-event.ts"
import { user } from "../user/user.sql.ts"
import { projectActions, workspaceActions } from "./actions.ts"
import { apiKey } from "./api-key.sql.ts"
import type { Caller } from "./caller.ts"
import { sha256 } from "./secret.ts"

export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string(),
    actions: z.array(z.string()).nullable(),
    created_at: z.string(),
    expires_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
  })
  .meta({ id: "ApiKey" })

const columns = {
  id: apiKey.id,
  name: apiKey.name,
  prefix: apiKey.prefix,
  actions: apiKey.actions,
  created_at: apiKey.created_at,
  expires_at: apiKey.expires_at,
  last_used_at: apiKey.last_used_at,
}

export const list = query(
  { action: "self", summary: "List your API keys", input: z.object({}), output: z.array(ApiKey) },
  async ({ tx, actor }) =>
    tx
      .select(columns)
      .from(apiKey)
      .where(and(eq(apiKey.user_id, actor.id ?? ""), isNull(apiKey.revoked_at)))
      .orderBy(desc(apiKey.id)),
)

const grantable = new Set<string>([...projectActions, ...workspaceActions])

/** Makes a key row for a person or an agent. The key itself is in the answer and nowhere else. */
export async function issueKey(
  tx: Database,
  key: { name: string; user_id?: string; agent_id?: string; actions?: string[] | null; expires_at?: string | null },
): Promise<z.infer<typeof ApiKey> & { key: string }> {
  const secret = `paca_${clock.secret(32)}`
  const [row] = await tx
    .insert(apiKey)
    .values({ ...key, prefix: secret.slice(0, 10), hash: sha256(secret) })
    .returning(columns)
  if (!row) throw new Error("The key was not stored.")
  return { ...row, key: secret }
}

export const create = command(
  {
    action: "self",
    summary: "Create an API key; the key is shown once",
    input: z.object({
      name: z.string().trim().min(1).max(80),
      actions: z.array(z.string()).min(1).nullish(),
      expires_at: z.iso.datetime({ offset: true }).nullish(),
    }),
    output: ApiKey.extend({ key: z.string() }).meta({ id: "NewApiKey" }),
  },
  async ({ tx, caller, actor, input }) => {
    const unknown = input.actions?.find((action) => !grantable.has(action))
    if (unknown)
      throw BadRequest(`There is no action "${unknown}".`, { issues: [{ path: "actions", message: "unknown action" }] })
    const key = await issueKey(tx, { ...input, user_id: actor.id ?? "" })
    await noteOwn(tx, caller, { type: "api_key_created", data: { name: key.name, prefix: key.prefix } })
    return key
  },
)

export const remove = command(
  { action: "self", summary: "Revoke an API key", input: z.object({ id: z.uuid() }), output: null },
  async ({ tx, caller, actor, input }) => {
    const [revoked] = await tx
      .update(apiKey)
      .set({ revoked_at: clock.instant() })
      .where(and(eq(apiKey.id, input.id), eq(apiKey.user_id, actor.id ?? ""), isNull(apiKey.revoked_at)))
      .returning({ name: apiKey.name, prefix: apiKey.prefix })
    if (!revoked) throw NotFound("API key")
    await noteOwn(tx, caller, { type: "api_key_revoked", data: revoked })
  },
)

/** The caller behind an API key, or undefined when it is unknown, revoked or expired. One query; `last_used_at` is kept to the minute. */
export async function callerOfKey(key: string): Promise<Caller | undefined> {
  const now = clock.instant()
  const [row] = await db()
    .select({
      id: apiKey.id,
      actions: apiKey.actions,
      last_used_at: apiKey.last_used_at,
      user_id: user.id,
      user_name: user.name,
      must_change_password: user.must_change_password,
      agent_id: agent.id,
      agent_name: agent.name,
      project_id: agent.project_id,
    })
    .from(apiKey)
    .leftJoin(user, and(eq(user.id, apiKey.user_id), isNull(user.suspended_at)))
    .leftJoin(agent, and(eq(agent.id, apiKey.agent_id), isNull(agent.deleted_at)))
    .where(
      and(
        eq(apiKey.hash, sha256(key)),
        isNull(apiKey.revoked_at),
        or(isNull(apiKey.expires_at), gt(apiKey.expires_at, now)),
      ),
    )
  if (!row) return undefined
  if (!row.last_used_at || Date.parse(row.last_used_at) < clock.now() - 60_000) {
    await db()
      .update(apiKey)
      .set({ last_used_at: now })
      .where(
        and(eq(apiKey.id, row.id), or(isNull(apiKey.last_used_at), lt(apiKey.last_used_at, sql`${now}::timestamptz`))),
      )
  }
  const narrowed = row.actions ?? undefined
  if (row.user_id && row.user_name) {
    const must_change_password = row.must_change_password ?? false
    return { kind: "user", user_id: row.user_id, name: row.user_name, narrowed, must_change_password }
  }
  if (row.agent_id && row.agent_name && row.project_id) {
    return { kind: "agent", agent_id: row.agent_id, name: row.agent_name, project_id: row.project_id, narrowed }
  }
  return undefined
}

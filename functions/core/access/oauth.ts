import { createHash } from "node:crypto"
import { and, arrayContains, eq, gt, isNull } from "drizzle-orm"
import { clock } from "../clock.ts"
import { setting } from "../config.ts"
import { db } from "../database.ts"
import { oauthAccessToken, oauthClient } from "../user/oauth.sql.ts"
import { user } from "../user/user.sql.ts"
import { projectActions, workspaceActions } from "./actions.ts"
import type { Caller } from "./caller.ts"
import { accessTokenPrefix } from "./credentials.ts"

/** What programs may ask people for. `offline_access` lets them stay connected when the person is away. */
export const oauthScopes = ["read", "write", "offline_access"] as const

const reading: readonly string[] = [
  "self:read",
  ...[...workspaceActions, ...projectActions].filter((action) => action.endsWith(":read")),
]

/** With these a program could make itself rights that outlive the person's consent: keys of agents, owners, roles. */
const withheld = new Set<string>([
  "agents:write",
  "project:delete",
  "project.members:write",
  "project.roles:write",
  "workspace:write",
  "workspace:delete",
  "workspace.members:write",
])

/** The actions each scope lets a program do, always within what the person may do. Nothing about the account is in any. */
export const scopeActions: Record<(typeof oauthScopes)[number], readonly string[]> = {
  read: reading,
  write: [...reading, ...[...workspaceActions, ...projectActions].filter((action) => !withheld.has(action))],
  offline_access: [],
}

/** What a token is good for: this installation's MCP server, and the API behind it. */
export const oauthAudience = () => `${setting("APP_URL")}/mcp`

const isScope = (scope: string): scope is keyof typeof scopeActions => scope in scopeActions

/**
 * The person for whom a program calls, narrowed to what they let it do; undefined when the token is unknown, expired,
 * revoked, or was made for something else. One query.
 */
export async function callerOfAccessToken(token: string): Promise<Caller | undefined> {
  const digest = createHash("sha256").update(token.slice(accessTokenPrefix.length)).digest("base64url")
  const [row] = await db()
    .select({
      id: user.id,
      name: user.name,
      must_change_password: user.must_change_password,
      scopes: oauthAccessToken.scopes,
    })
    .from(oauthAccessToken)
    .innerJoin(user, and(eq(user.id, oauthAccessToken.userId), isNull(user.suspended_at)))
    .innerJoin(oauthClient, and(eq(oauthClient.clientId, oauthAccessToken.clientId), eq(oauthClient.disabled, false)))
    .where(
      and(
        eq(oauthAccessToken.token, digest),
        isNull(oauthAccessToken.revoked),
        gt(oauthAccessToken.expiresAt, new Date(clock.now())),
        arrayContains(oauthAccessToken.resources, [oauthAudience()]),
      ),
    )
  if (!row) return undefined
  const narrowed = [...new Set(row.scopes.filter(isScope).flatMap((scope) => scopeActions[scope]))]
  const { id: user_id, name, must_change_password } = row
  return { kind: "user", user_id, name, narrowed, must_change_password }
}

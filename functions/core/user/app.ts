import { and, desc, eq, inArray, lt, max, notExists, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { db } from "../database.ts"
import { NotFound } from "../error.ts"
import { command, query } from "../operation.ts"
import { oauthAccessToken, oauthClient, oauthClientAssertion, oauthConsent, oauthRefreshToken } from "./oauth.sql.ts"
import { noteOwn } from "./security-event.ts"

/** A program that somebody has let act for them. */
export const ConnectedApp = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** Where it sends people back to: what there is to know it by, besides the name it gave itself. */
    redirect_hosts: z.array(z.string()),
    scopes: z.array(z.string()),
    connected_at: z.string(),
    last_token_at: z.string().nullable(),
  })
  .meta({ id: "ConnectedApp" })

const hostOf = (uri: string) => (URL.canParse(uri) ? new URL(uri).host || new URL(uri).protocol : uri)

export const list = query(
  { action: "self", summary: "List the apps that may act for you", input: z.object({}), output: z.array(ConnectedApp) },
  async ({ tx, actor }) => {
    const rows = await tx
      .select({
        id: oauthClient.id,
        name: oauthClient.name,
        redirects: oauthClient.redirectUris,
        scopes: oauthConsent.scopes,
        connected_at: oauthConsent.createdAt,
        last_token_at: max(oauthAccessToken.createdAt),
      })
      .from(oauthConsent)
      .innerJoin(oauthClient, eq(oauthClient.clientId, oauthConsent.clientId))
      .leftJoin(
        oauthAccessToken,
        and(eq(oauthAccessToken.clientId, oauthConsent.clientId), eq(oauthAccessToken.userId, oauthConsent.userId)),
      )
      .where(eq(oauthConsent.userId, actor.id ?? ""))
      .groupBy(oauthConsent.id, oauthClient.id)
      .orderBy(desc(oauthConsent.createdAt))
    return rows.map(({ redirects, name, connected_at, last_token_at, ...row }) => ({
      ...row,
      name: name ?? "Unnamed app",
      redirect_hosts: [...new Set(redirects.map(hostOf))],
      connected_at: connected_at.toISOString(),
      last_token_at: last_token_at?.toISOString() ?? null,
    }))
  },
)

export const remove = command(
  {
    action: "self",
    summary: "Disconnect an app: its tokens stop working at once",
    input: z.object({ id: z.uuid() }),
    output: null,
  },
  async ({ tx, caller, actor, input }) => {
    const me = actor.id ?? ""
    const [app] = await tx
      .select({ client_id: oauthClient.clientId, name: oauthClient.name })
      .from(oauthClient)
      .innerJoin(oauthConsent, and(eq(oauthConsent.clientId, oauthClient.clientId), eq(oauthConsent.userId, me)))
      .where(eq(oauthClient.id, input.id))
    if (!app) throw NotFound("app")
    for (const table of [oauthAccessToken, oauthRefreshToken, oauthConsent]) {
      await tx.delete(table).where(and(eq(table.clientId, app.client_id), eq(table.userId, me)))
    }
    await noteOwn(tx, caller, { type: "app_disconnected", data: { name: app.name } })
  },
)

/** Registrations that nobody consented to within this time were abandoned, or never meant. Milliseconds. */
const ABANDONED_AFTER = 7 * 86_400_000

/** Forgets tokens that are over and programs that nobody let in. */
export async function forgetUnused(): Promise<void> {
  const now = new Date(clock.now())
  await db().delete(oauthAccessToken).where(lt(oauthAccessToken.expiresAt, now))
  await db().delete(oauthRefreshToken).where(lt(oauthRefreshToken.expiresAt, now))
  await db().delete(oauthClientAssertion).where(lt(oauthClientAssertion.expiresAt, now))
  const consents = db()
    .select({ one: sql`1` })
    .from(oauthConsent)
    .where(eq(oauthConsent.clientId, oauthClient.clientId))
  const abandoned = db()
    .select({ id: oauthClient.id })
    .from(oauthClient)
    .where(and(lt(oauthClient.createdAt, new Date(clock.now() - ABANDONED_AFTER)), notExists(consents)))
  await db().delete(oauthClient).where(inArray(oauthClient.id, abandoned))
}

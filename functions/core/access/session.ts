import { createHmac, timingSafeEqual } from "node:crypto"
import { and, eq, gt, isNull } from "drizzle-orm"
import { clock } from "../clock.ts"
import { setting } from "../config.ts"
import { db } from "../database.ts"
import { session, user } from "../user/user.sql.ts"
import type { Caller } from "./caller.ts"

/** Name of the cookie that better-auth sets; browsers insist on the prefix where the origin is https. */
export const sessionCookies = ["__Secure-better-auth.session_token", "better-auth.session_token"]

/**
 * The caller behind a session cookie: `token.signature`, HMAC-SHA-256 with the secret of `functions/auth`. Read here with
 * one query and without better-auth, which would triple the API's cold start.
 */
export async function callerOfCookie(cookie: string): Promise<Caller | undefined> {
  const at = cookie.lastIndexOf(".")
  if (at < 1) return undefined
  const token = cookie.slice(0, at)
  const given = Buffer.from(cookie.slice(at + 1), "base64")
  const wanted = createHmac("sha256", setting("AUTH_SECRET")).update(token).digest()
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  const [row] = await db()
    .select({ id: user.id, name: user.name })
    .from(session)
    .innerJoin(user, eq(user.id, session.user_id))
    .where(and(eq(session.token, token), gt(session.expires_at, new Date(clock.now())), isNull(user.suspended_at)))
  return row && { kind: "user", user_id: row.id, name: row.name }
}

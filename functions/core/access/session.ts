import { createHmac, timingSafeEqual } from "node:crypto"
import { and, eq, gt, isNull, lt } from "drizzle-orm"
import { clock } from "../clock.ts"
import { setting } from "../config.ts"
import { db } from "../database.ts"
import { session, user } from "../user/user.sql.ts"
import type { Caller } from "./caller.ts"

/** Name of the cookie that better-auth sets; browsers insist on the prefix where the origin is https. */
export const sessionCookies = ["__Secure-better-auth.session_token", "better-auth.session_token"]

/** A session's time of last use is written this often at most. Milliseconds. */
const USE_NOTED_EVERY = 5 * 60_000

/**
 * The caller behind a session cookie: `token.signature`, HMAC-SHA-256 with the secret of `functions/auth`. Read here with
 * one query and without better-auth, which would triple the API's cold start. A second statement notes the use every few minutes.
 */
export async function callerOfCookie(cookie: string): Promise<Caller | undefined> {
  const at = cookie.lastIndexOf(".")
  if (at < 1) return undefined
  const token = cookie.slice(0, at)
  const given = Buffer.from(cookie.slice(at + 1), "base64")
  const wanted = createHmac("sha256", setting("AUTH_SECRET")).update(token).digest()
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  const [row] = await db()
    .select({
      id: user.id,
      name: user.name,
      session_id: session.id,
      last_used_at: session.last_used_at,
      must_change_password: user.must_change_password,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.user_id))
    .where(and(eq(session.token, token), gt(session.expires_at, new Date(clock.now())), isNull(user.suspended_at)))
  if (!row) return undefined
  const { id: user_id, name, session_id, must_change_password } = row
  const now = clock.now()
  if (row.last_used_at.getTime() < now - USE_NOTED_EVERY) {
    const stale = lt(session.last_used_at, new Date(now - USE_NOTED_EVERY))
    await db()
      .update(session)
      .set({ last_used_at: new Date(now) })
      .where(and(eq(session.id, session_id), stale))
  }
  return { kind: "user", user_id, name, session_id, must_change_password }
}

import type { Context } from "hono"
import { getCookie } from "hono/cookie"
import { callerOfKey } from "../core/access/api-key.ts"
import { anonymous, type Caller } from "../core/access/caller.ts"
import { callerOfCookie, sessionCookies } from "../core/access/session.ts"
import { callerOfToken } from "../core/access/token.ts"
import { setting } from "../core/config.ts"
import { Forbidden, Unauthorized } from "../core/error.ts"

const expired = () => Unauthorized("Your session or key is not valid any more. Sign in again, or send a valid key.")

/**
 * Who sends this request: an API key (`X-API-Key`, or as a bearer token), a conversation token, or a session cookie.
 * A credential that is given and not valid is refused, not ignored. At most one query.
 */
export async function authenticate(context: Context): Promise<Caller> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1]
  const key = context.req.header("x-api-key") ?? (bearer?.startsWith("paca_") ? bearer : undefined)
  if (key !== undefined) return (await callerOfKey(key)) ?? refuse()
  if (bearer !== undefined) return (await callerOfToken(bearer)) ?? refuse()
  const cookie = sessionCookies.map((name) => getCookie(context, name)).find((value) => value !== undefined)
  if (cookie === undefined) return anonymous
  const caller = (await callerOfCookie(cookie)) ?? refuse()
  if (context.req.method !== "GET" && context.req.method !== "HEAD") requireSameOrigin(context)
  return caller
}

function refuse(): never {
  throw expired()
}

/** A browser sends its cookies along whoever made the page; only our own pages may change anything. */
function requireSameOrigin(context: Context): void {
  const origin = context.req.header("origin")
  const own = new URL(setting("APP_URL"))
  const sameHost = origin !== undefined && URL.canParse(origin) && new URL(origin).host === context.req.header("host")
  if (origin === own.origin || sameHost) return
  throw Forbidden("This request came from another site. Open Paca itself, or use an API key.", "WRONG_ORIGIN")
}

import type { Context } from "hono"
import { getCookie } from "hono/cookie"
import { anonymous, type Caller } from "../core/access/caller.ts"
import { identify } from "../core/access/credentials.ts"
import { setting } from "../core/config.ts"
import { Forbidden, Unauthorized } from "../core/error.ts"

/** Who sends this request. A credential that is given and not valid is refused, not ignored. */
export async function authenticate(context: Context): Promise<Caller> {
  const found = await identify({
    key: context.req.header("x-api-key"),
    authorization: context.req.header("authorization"),
    cookie: (name) => getCookie(context, name),
  })
  if (found === "none") return anonymous
  if (found === "invalid") {
    throw Unauthorized("Your session or key is not valid any more. Sign in again, or send a valid key.")
  }
  const reading = context.req.method === "GET" || context.req.method === "HEAD"
  if (found.by === "cookie" && !reading) requireSameOrigin(context)
  return found.caller
}

/** A browser sends its cookies along whoever made the page; only our own pages may change anything. */
function requireSameOrigin(context: Context): void {
  const origin = context.req.header("origin")
  const sameHost = origin !== undefined && URL.canParse(origin) && new URL(origin).host === context.req.header("host")
  if (origin === new URL(setting("APP_URL")).origin || sameHost) return
  throw Forbidden("This request came from another site. Open Paca itself, or use an API key.", "WRONG_ORIGIN")
}

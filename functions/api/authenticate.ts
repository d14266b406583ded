import type { Context } from "hono"
import { getCookie } from "hono/cookie"
import { addressOf } from "../core/access/address.ts"
import { anonymous, type Caller } from "../core/access/caller.ts"
import { type Credentials, credentialIn, identify } from "../core/access/credentials.ts"
import { callerBuckets, count, refuseOver, type Standing, strangerBuckets } from "../core/access/rate-limit.ts"
import { setting } from "../core/config.ts"
import { Forbidden, Unauthorized } from "../core/error.ts"

function credentialsOf(context: Context): Credentials {
  return {
    key: context.req.header("x-api-key"),
    authorization: context.req.header("authorization"),
    cookie: (name) => getCookie(context, name),
  }
}

const addressIn = (context: Context) => addressOf((name) => context.req.header(name))

/** Tells how much of the tightest limit is left (draft-ietf-httpapi-ratelimit-headers). */
function tell(context: Context, standings: Standing[]): void {
  const [tightest] = standings.toSorted((one, other) => one.remaining - other.remaining)
  if (!tightest) return
  const { name, requests, seconds, remaining, reset_seconds } = tightest
  context.header("ratelimit-policy", `"${name}";q=${requests};w=${seconds}`)
  context.header("ratelimit", `"${name}";r=${remaining};t=${reset_seconds}`)
}

function admit(context: Context, standings: Standing[]): void {
  tell(context, standings)
  refuseOver(standings)
}

/** Counts a request that nobody stands behind. @throws RATE_LIMITED */
export async function admitStranger(context: Context): Promise<void> {
  admit(context, await count(strangerBuckets(addressIn(context))))
}

/**
 * Who sends this request. A credential that is given and not valid is refused, not ignored. Counting runs beside the
 * look-up, so that it costs a good caller no time; a bad credential is counted a second time, as a stranger's.
 * @throws RATE_LIMITED, UNAUTHORIZED
 */
export async function authenticate(context: Context): Promise<Caller> {
  const given = credentialsOf(context)
  const credential = credentialIn(given)
  if (credential === undefined) {
    await admitStranger(context)
    return anonymous
  }
  const [standings, found] = await Promise.all([count(callerBuckets(credential, addressIn(context))), identify(given)])
  admit(context, standings)
  if (typeof found === "string") {
    await admitStranger(context)
    throw Unauthorized("Your session or key is not valid any more. Sign in again, or send a valid key.")
  }
  const reading = context.req.method === "GET" || context.req.method === "HEAD"
  if (found.by === "cookie" && !reading) requireSameOrigin(context)
  return withOrigin(context, found.caller)
}

/** A person with where the request came from. */
function withOrigin(context: Context, caller: Caller): Caller {
  if (caller.kind !== "user") return caller
  return { ...caller, from: { ip_address: addressIn(context), user_agent: context.req.header("user-agent") } }
}

/** A browser sends its cookies along whoever made the page; only our own pages may change anything. */
function requireSameOrigin(context: Context): void {
  const origin = context.req.header("origin")
  const sameHost = origin !== undefined && URL.canParse(origin) && new URL(origin).host === context.req.header("host")
  if (origin === new URL(setting("APP_URL")).origin || sameHost) return
  throw Forbidden("This request came from another site. Open Paca itself, or use an API key.", "WRONG_ORIGIN")
}

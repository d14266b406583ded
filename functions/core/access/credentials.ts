import type { Caller } from "./caller.ts"
import { callerOfCookie, sessionCookies } from "./session.ts"

/** What access tokens begin with, so that they are told from keys and conversation tokens without a look-up. */
export const accessTokenPrefix = "pacaoauth_"

/** What a request or a socket's handshake carries. */
export type Credentials = {
  /** `X-API-Key`. */
  key?: string | undefined
  /** `Authorization`, whole. */
  authorization?: string | undefined
  cookie: (name: string) => string | undefined
}

type Presented = { by: "key" | "app" | "token" | "cookie"; value: string }

/** The one credential that counts: an API key (its own header, or as a bearer token), a token, or a session cookie. */
function presented(given: Credentials): Presented | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(given.authorization ?? "")?.[1]
  const key = given.key ?? (bearer?.startsWith("paca_") ? bearer : undefined)
  if (key !== undefined) return { by: "key", value: key }
  if (bearer?.startsWith(accessTokenPrefix)) return { by: "app", value: bearer }
  if (bearer !== undefined) return { by: "token", value: bearer }
  const cookie = sessionCookies.map(given.cookie).find((value) => value !== undefined)
  return cookie === undefined ? undefined : { by: "cookie", value: cookie }
}

/** The text of the credential that counts, not looked at yet. */
export function credentialIn(given: Credentials): string | undefined {
  return presented(given)?.value
}

/** Most callers are people with a cookie: what reads the rest is loaded with the first who brings it. */
const lookUp: Record<Presented["by"], (value: string) => Promise<Caller | undefined>> = {
  cookie: callerOfCookie,
  key: async (value) => (await import("./api-key.ts")).callerOfKey(value),
  app: async (value) => (await import("./oauth.ts")).callerOfAccessToken(value),
  token: async (value) => (await import("./token.ts")).callerOfToken(value),
}

/**
 * Who these credentials belong to: an API key (its own header, or as a bearer token), an app's access token, a conversation
 * token, or a session cookie, in this order. At most one query, two a minute for keys.
 * @returns `none` when nothing was given, `invalid` when something was and is not good any more
 */
export async function identify(
  given: Credentials,
): Promise<{ caller: Caller; by: Presented["by"] } | "none" | "invalid"> {
  const credential = presented(given)
  if (!credential) return "none"
  const caller = await lookUp[credential.by](credential.value)
  return caller ? { caller, by: credential.by } : "invalid"
}

import { callerOfKey } from "./api-key.ts"
import type { Caller } from "./caller.ts"
import { callerOfCookie, sessionCookies } from "./session.ts"
import { callerOfToken } from "./token.ts"

/** What a request or a socket's handshake carries. */
export type Credentials = {
  /** `X-API-Key`. */
  key?: string | undefined
  /** `Authorization`, whole. */
  authorization?: string | undefined
  cookie: (name: string) => string | undefined
}

/**
 * Who these credentials belong to: an API key (its own header, or as a bearer token), a conversation token, or a session
 * cookie, in this order. At most one query, two a minute for keys.
 * @returns `none` when nothing was given, `invalid` when something was and is not good any more
 */
export async function identify(
  given: Credentials,
): Promise<{ caller: Caller; by: "key" | "token" | "cookie" } | "none" | "invalid"> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(given.authorization ?? "")?.[1]
  const key = given.key ?? (bearer?.startsWith("paca_") ? bearer : undefined)
  const cookie = sessionCookies.map(given.cookie).find((value) => value !== undefined)
  const [by, caller] =
    key !== undefined
      ? (["key", await callerOfKey(key)] as const)
      : bearer !== undefined
        ? (["token", await callerOfToken(bearer)] as const)
        : (["cookie", cookie === undefined ? undefined : await callerOfCookie(cookie)] as const)
  if (caller) return { caller, by }
  return by === "cookie" && cookie === undefined ? "none" : "invalid"
}

import { isLoopback, networkOf } from "../core/access/address.ts"
import { count } from "../core/access/rate-limit.ts"
import { PATIENCE } from "./guard.ts"

type Rule = { window: number; max: number }

/**
 * What one address may ask of sign-in, beside the guard of each account (`guard.ts`). Seconds and requests. A class or
 * an office behind one address can still sign up together; a program that makes accounts or fills mailboxes cannot.
 */
export const addressLimits: Record<string, Rule> = {
  "/sign-in/*": { window: 60, max: 30 },
  "/sign-up/*": { window: 3_600, max: 60 },
  "/request-password-reset": { window: 3_600, max: 20 },
  "/reset-password": { window: 600, max: 20 },
  "/send-verification-email": { window: 3_600, max: 20 },
  "/change-password": { window: 600, max: 20 },
  "/oauth2/register": { window: 3_600, max: 30 },
}

/** Counts for all functions together: each has a memory of its own, and there may be hundreds. */
export const sharedLimits = {
  /** @param key address and path */
  consume: async (key: string, { window, max }: Rule) => {
    const [address = "", path = ""] = key.split("|")
    if (isLoopback(address)) return { allowed: true, retryAfter: null }
    const bucket = `auth:${networkOf(address)}:${path}`
    const [standing] = await count([{ name: "address", key: bucket, requests: max, seconds: window }], PATIENCE)
    const over = standing !== undefined && standing.used > max
    return { allowed: !over, retryAfter: over ? standing.reset_seconds : null }
  },
}

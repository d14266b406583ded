import * as z from "zod"
import { clock } from "../clock.ts"
import { setting } from "../config.ts"
import { DomainError } from "../error.ts"
import { valkey } from "../valkey.ts"
import { isLoopback, networkOf } from "./address.ts"
import { sha256 } from "./secret.ts"

/** So many requests in a window of so many seconds. */
export type Limit = { requests: number; seconds: number }

/**
 * What is enough for anybody and too little for abuse. A browser at work sends some 60 requests a minute; an agent, or a
 * script that walks a project, a few hundred.
 */
export const limits = {
  /** One credential, wherever it is used: 20 requests a second for a whole minute. */
  caller: { requests: 1_200, seconds: 60 },
  /** One address with all its callers: an office, or the MCP server, behind which many people stand. */
  address: { requests: 6_000, seconds: 60 },
  /** One address without a credential that is good: people who look at a public project, or who try out keys. */
  stranger: { requests: 300, seconds: 60 },
} as const satisfies Record<string, Limit>

/** What is counted, and how much of it is allowed. */
export type Bucket = Limit & { name: string; key: string }

/** How a bucket stands after a request. */
export type Standing = Bucket & { used: number; remaining: number; reset_seconds: number }

/** An ordinary request waits no longer than this for its counter. Milliseconds. */
const PATIENCE = 1_000
/** While the store is away it is asked, and its absence logged, only this often. Milliseconds. */
const RETRY_AFTER = 5_000
const LOG_EVERY = 60_000

let awayUntil = 0
let logAfter = 0

function storeIsAway(error: unknown): void {
  const now = clock.now()
  awayUntil = now + RETRY_AFTER
  if (now < logAfter) return
  logAfter = now + LOG_EVERY
  console.error(JSON.stringify({ level: "warn", message: "requests are not counted", error: String(error) }))
}

/** Gives up on work that takes too long. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const Replies = z.array(z.coerce.number())

/**
 * Counts a request in each bucket, in fixed windows, with one round trip.
 * @returns how they stand; empty when nothing is counted, because the store is away: nobody is shut out for that
 */
export async function count(buckets: Bucket[], patience = PATIENCE): Promise<Standing[]> {
  const now = clock.now()
  if (buckets.length === 0 || now < awayUntil || setting("RATE_LIMIT") === "off") return []
  try {
    const pipeline = valkey().pipeline()
    for (const { key, seconds } of buckets) {
      const window = `paca:rate:${key}:${Math.floor(now / (seconds * 1_000))}`
      pipeline.incr(window)
      pipeline.expire(window, seconds * 2)
    }
    const replies = Replies.parse(await within(patience, pipeline.exec()))
    return buckets.map((bucket, index) => standing(bucket, replies[index * 2] ?? 0, now))
  } catch (error) {
    storeIsAway(error)
    return []
  }
}

function standing(bucket: Bucket, used: number, now: number): Standing {
  const window = bucket.seconds * 1_000
  const reset_seconds = Math.max(1, Math.ceil((window - (now % window)) / 1_000))
  return { ...bucket, used, remaining: Math.max(0, bucket.requests - used), reset_seconds }
}

/** Refuses when a bucket is over its limit. @throws RATE_LIMITED */
export function refuseOver(standings: Standing[]): void {
  const over = standings
    .filter(({ used, requests }) => used > requests)
    .toSorted((one, other) => other.reset_seconds - one.reset_seconds)[0]
  if (!over) return
  throw new DomainError(429, "RATE_LIMITED", `Too many requests. Try again in ${over.reset_seconds} seconds.`, {
    retry_after: over.reset_seconds,
    limit: over.name,
  })
}

/** The buckets of a request that carries a credential. It is named by its digest: the store learns no secret. */
export function callerBuckets(credential: string, address: string | undefined): Bucket[] {
  const caller: Bucket = { ...limits.caller, name: "caller", key: `caller:${sha256(credential).slice(0, 32)}` }
  if (!address || isLoopback(address)) return [caller]
  return [caller, { ...limits.address, name: "address", key: `address:${networkOf(address)}` }]
}

/** The buckets of a request without a credential, or with one that is not good. */
export function strangerBuckets(address: string | undefined): Bucket[] {
  if (!address || isLoopback(address)) return []
  return [{ ...limits.stranger, name: "stranger", key: `stranger:${networkOf(address)}` }]
}

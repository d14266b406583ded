import { and, eq, lt, sql } from "drizzle-orm"
import * as z from "zod"
import { decrypt, encrypt } from "../access/secret.ts"
import { type Database, db } from "../database.ts"
import { Conflict } from "../error.ts"
import { idempotentResult } from "./idempotency.sql.ts"

/** A request that wants its change made once, however often it arrives within a day. */
export type Once = { caller_id: string; key: string; fingerprint: string }

const expired = () => lt(idempotentResult.created_at, sql`now() - interval '24 hours'`)

const Kept = z.object({ value: z.unknown() })

const contextOf = (once: Once) => `idempotency:${once.caller_id}:${once.key}`

/**
 * Claims a key in the transaction of its change. A second request with the key waits here until the first one's
 * transaction has ended.
 * @returns the first request's result, or undefined when this is the first
 * @throws IDEMPOTENCY_KEY_REUSED when the key came with another request
 */
export async function claim(tx: Database, once: Once): Promise<{ value: unknown } | undefined> {
  const mine = and(eq(idempotentResult.caller_id, once.caller_id), eq(idempotentResult.key, once.key))
  await tx.delete(idempotentResult).where(and(mine, expired()))
  const claimed = await tx
    .insert(idempotentResult)
    .values(once)
    .onConflictDoNothing()
    .returning({ key: idempotentResult.key })
  if (claimed.length > 0) return undefined
  const [first] = await tx.select().from(idempotentResult).where(mine)
  if (!first || first.fingerprint !== once.fingerprint || first.result === null) {
    throw Conflict("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was sent with another request. Use a new key.")
  }
  return { value: Kept.parse(JSON.parse(decrypt(first.result, contextOf(once)))).value }
}

/** Keeps a change's result under its key. */
export async function keep(tx: Database, once: Once, value: unknown): Promise<void> {
  await tx
    .update(idempotentResult)
    .set({ result: encrypt(JSON.stringify({ value }), contextOf(once)) })
    .where(and(eq(idempotentResult.caller_id, once.caller_id), eq(idempotentResult.key, once.key)))
}

/** Forgets results that are older than a day. */
export async function forgetExpired(): Promise<void> {
  await db().delete(idempotentResult).where(expired())
}

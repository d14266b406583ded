import type { S3Event } from "aws-lambda"
import { lt } from "drizzle-orm"
import { clock } from "../core/clock.ts"
import * as Container from "../core/conversation/container.ts"
import { db } from "../core/database.ts"
import * as Event from "../core/event/event.ts"
import { forgetExpired } from "../core/idempotency/idempotency.ts"
import * as Import from "../core/import/import.ts"
import { execute } from "../core/operation.ts"
import { forgetUnused } from "../core/user/app.ts"
import * as SecurityEvent from "../core/user/security-event.ts"
import { session, verification } from "../core/user/user.sql.ts"

const system = { kind: "system", name: "Paca" } as const

/** Batches that one run of the relay takes at most, so that it ends well within its time. */
const RELAY_BATCHES = 20

/** Scheduled: publishes events that were committed but not published. */
export async function relay(): Promise<void> {
  for (let batch = 0; batch < RELAY_BATCHES; batch++) if ((await Event.relay()) === 0) return
}

/** Scheduled: ends conversations whose container is silent, and starts again what was forgotten. */
export async function stale(): Promise<void> {
  await execute(Container.sweep, system, {})
  for (const id of await Import.forgotten()) await runImport(id)
}

/** Scheduled: deletes what has expired. */
export async function cleanup(): Promise<void> {
  const now = new Date(clock.now())
  await db().delete(session).where(lt(session.expires_at, now))
  await db().delete(verification).where(lt(verification.expires_at, now))
  await forgetExpired()
  await SecurityEvent.forgetOld()
  await forgetUnused()
}

/** An object landed under `imports/` in the bucket. Called at least once for each. */
export async function imports(event: S3Event): Promise<void> {
  for (const record of event.Records) {
    const id = Import.importOfKey(decodeURIComponent(record.s3.object.key.replaceAll("+", " ")))
    if (id) await runImport(id)
  }
}

async function runImport(id: string): Promise<void> {
  try {
    await Import.process(id)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NoSuchKey") throw error
    await Import.abandon(id, "The file did not arrive. Import it again.")
  }
}

import type { S3Event } from "aws-lambda"
import { lt } from "drizzle-orm"
import { AwsError } from "../core/aws.ts"
import { clock } from "../core/clock.ts"
import * as Container from "../core/conversation/container.ts"
import { db } from "../core/database.ts"
import * as Event from "../core/event/event.ts"
import { exportOfKey } from "../core/export/export.ts"
import * as Export from "../core/export/make.ts"
import { forgetUploads } from "../core/file/stored-file.ts"
import { forgetExpired } from "../core/idempotency/idempotency.ts"
import * as Import from "../core/import/import.ts"
import { mailUnread } from "../core/notification/digest.ts"
import { execute } from "../core/operation.ts"
import { forgetUnused } from "../core/user/app.ts"
import * as SecurityEvent from "../core/user/security-event.ts"
import { session, verification } from "../core/user/user.sql.ts"

const system = { kind: "system", name: "Paca" } as const

/** Batches that one run of the relay takes at most, so that it ends well within its time. */
const RELAY_BATCHES = 20

/** Batches of notifications that one run mails at most. */
const MAIL_BATCHES = 20

/** Scheduled: publishes events that were committed but not published. */
export async function relay(): Promise<void> {
  for (let batch = 0; batch < RELAY_BATCHES; batch++) if ((await Event.relay()) === 0) return
}

/** Scheduled: ends conversations whose container is silent, and starts again imports and exports that were forgotten. */
export async function stale(): Promise<void> {
  await execute(Container.sweep, system, {})
  for (const id of await Import.forgotten()) await runImport(id)
  for (const id of await Export.forgotten()) await runExport(id)
}

/** Scheduled: mails people what they have not read in the app. */
export async function mails(): Promise<void> {
  for (let batch = 0; batch < MAIL_BATCHES; batch++) if ((await mailUnread()) === 0) return
}

/** Scheduled: deletes what has expired. */
export async function cleanup(): Promise<void> {
  const now = new Date(clock.now())
  await db().delete(session).where(lt(session.expires_at, now))
  await db().delete(verification).where(lt(verification.expires_at, now))
  await forgetExpired()
  await forgetUploads()
  await Export.forgetExpired()
  await SecurityEvent.forgetOld()
  await forgetUnused()
}

/** The keys of the objects an event tells of. */
const keysOf = (event: S3Event) =>
  event.Records.map((record) => decodeURIComponent(record.s3.object.key.replaceAll("+", " ")))

/** An object landed under `imports/` in the bucket. Called at least once for each. */
export async function imports(event: S3Event): Promise<void> {
  for (const key of keysOf(event)) {
    const id = Import.importOfKey(key)
    if (id) await runImport(id)
  }
}

/** An object landed under `exports/requests/` in the bucket. Called at least once for each. */
export async function archives(event: S3Event): Promise<void> {
  for (const key of keysOf(event)) {
    const id = exportOfKey(key)
    if (id) await runExport(id)
  }
}

/** What fails is tried again by whoever called, and by the next sweep; only when that is in vain is it over. */
async function runExport(id: string): Promise<void> {
  try {
    await Export.process(id)
  } catch (error) {
    await Export.failed(id)
    throw error
  }
}

async function runImport(id: string): Promise<void> {
  try {
    await Import.process(id)
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "NoSuchKey") throw error
    await Import.abandon(id, "The file did not arrive. Import it again.")
  }
}

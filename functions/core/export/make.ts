import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm"
import * as z from "zod"
import { clock, instantIn } from "../clock.ts"
import { db, transaction } from "../database.ts"
import { deleteObject } from "../file/storage.ts"
import { command, execute } from "../operation.ts"
import { contentsOf } from "./contents.ts"
import { projectExport } from "./export.sql.ts"
import { type Change, change, fileKey, selectExport } from "./export.ts"
import { storeZip } from "./zip.ts"

/** How long a finished archive is kept. Milliseconds. */
const KEPT = 7 * 24 * 60 * 60_000

const system = { kind: "system", name: "Export" } as const

const setProgress = command(
  {
    action: "system",
    summary: "Note how far an export is",
    input: z.object({ id: z.uuid(), set: z.custom<Change>() }),
    output: z.object({ cancelled: z.boolean() }),
  },
  async (context) => {
    const row = await selectExport(context.tx, context.input)
    const { set } = context.input
    // A wish to cancel that comes just before the end is still heard.
    if (row.completed_at || (row.cancel_requested && set.status === "completed")) return { cancelled: true }
    await change(context, row, set)
    return { cancelled: row.cancel_requested }
  },
)

/** Somebody does not want it any more. */
class Cancelled extends Error {}

/**
 * Makes an export's archive. Safe to call again: a finished one is left alone, one that was interrupted starts over.
 */
export async function process(id: string): Promise<void> {
  const [row] = await db()
    .update(projectExport)
    .set({ status: "processing", started_at: clock.instant(), done: 0 })
    .where(and(eq(projectExport.id, id), inArray(projectExport.status, ["pending", "processing"])))
    .returning()
  if (!row) return
  try {
    const file_size = await transaction(async (tx) => {
      await tx.execute(sql`set transaction isolation level repeatable read, read only`)
      return storeZip(
        fileKey(id),
        contentsOf(tx, row.project_id, clock.instant(), async (done) => {
          const { cancelled } = await execute(setProgress, system, { id, set: { done } })
          if (cancelled) throw new Cancelled()
        }),
      )
    })
    const finished = { status: "completed", file_size, expires_at: instantIn(KEPT) } as const
    const { cancelled } = await execute(setProgress, system, { id, set: finished })
    if (cancelled) throw new Cancelled()
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error
    await deleteObject(fileKey(id))
    await execute(setProgress, system, { id, set: { status: "cancelled" } })
  }
}

/** Times an export is begun before it is given up. */
const ATTEMPTS = 3

/** Notes that making an archive failed; after the last attempt the export is over. */
export async function failed(id: string): Promise<void> {
  const [row] = await db()
    .update(projectExport)
    .set({ attempts: sql`${projectExport.attempts} + 1` })
    .where(and(eq(projectExport.id, id), isNull(projectExport.completed_at)))
    .returning()
  if (!row || row.attempts < ATTEMPTS) return
  const error_message = "The archive could not be made. Try again; if it stays, tell support this export's id."
  await execute(setProgress, system, { id, set: { status: "failed", error_message } })
}

/** Exports that began more than 15 minutes ago (a Lambda's longest life) or whose start was lost, to be made again. */
export async function forgotten(): Promise<string[]> {
  const rows = await db()
    .select({ id: projectExport.id })
    .from(projectExport)
    .where(
      and(
        isNull(projectExport.completed_at),
        or(
          and(eq(projectExport.status, "pending"), lt(projectExport.created_at, sql`now() - interval '1 minute'`)),
          and(eq(projectExport.status, "processing"), lt(projectExport.started_at, sql`now() - interval '15 minutes'`)),
        ),
      ),
    )
    .limit(5)
  return rows.map((row) => row.id)
}

/** Deletes the files of exports whose time is over. */
export async function forgetExpired(limit = 500): Promise<void> {
  const rows = await db()
    .select({ id: projectExport.id })
    .from(projectExport)
    .where(and(isNotNull(projectExport.file_size), lt(projectExport.expires_at, clock.instant())))
    .limit(limit)
  for (const { id } of rows) {
    await deleteObject(fileKey(id))
    await db().update(projectExport).set({ file_size: null }).where(eq(projectExport.id, id))
  }
}

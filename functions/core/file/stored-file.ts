import { and, asc, count, eq, isNotNull, isNull, lt, type SQL } from "drizzle-orm"
import * as z from "zod"
import { AwsError } from "../aws.ts"
import { clock } from "../clock.ts"
import { type Database, db } from "../database.ts"
import { document } from "../document/document.sql.ts"
import { BadRequest, Conflict, DomainError, NotFound } from "../error.ts"
import { signingMember } from "../member/member.ts"
import type { Context } from "../operation.ts"
import { task } from "../task/task.sql.ts"
import { attachment } from "./attachment.sql.ts"
import { type FileContent, presentation, SNIFFED_BYTES } from "./content.ts"
import {
  ADDRESS_LIFE,
  abortUpload,
  beginUpload,
  completeUpload,
  deleteObject,
  downloadAddress,
  getObject,
  objectSize,
  partAddress,
  uploadAddress,
} from "./storage.ts"

/** Bytes of one file. */
export const ATTACHMENT_LIMIT = 100 * 1024 * 1024
/** Bytes of one part; a file of at most this goes in one request. S3 takes no smaller parts than 5 MiB. */
const PART = 8 * 1024 * 1024
/** Files of one task, or of one document. */
const PER_OWNER = 100
/** Bytes that are answered through the API. A Lambda's answer ends at 6 MB, a third more as it travels in base64. */
export const CONTENT_LIMIT = 4 * 1024 * 1024
/** An upload that is not completed by then is given up. Milliseconds. */
const UPLOAD_LIFE = 24 * 60 * 60_000

/** What a file belongs to. Who may read or change that may read or change its files, and they are gone when it is. */
export type Owner = { kind: "task" | "document"; project_id: string; id: string }

export type StoredFile = typeof attachment.$inferSelect

/** What every attachment says of itself, besides whose it is. */
export const FileFields = z.object({
  id: z.uuid(),
  file: z.object({
    file_name: z.string(),
    content_type: z.string(),
    /** Bytes. */
    file_size: z.int(),
  }),
  /** The member who uploaded it. */
  created_by: z.uuid(),
  created_at: z.string(),
})

export const fieldsOf = ({ id, file_name, content_type, file_size, created_by, created_at }: StoredFile) => ({
  id,
  file: { file_name, content_type, file_size },
  created_by,
  created_at,
})

const objectKey = (row: { project_id: string; id: string }) => `attachments/${row.project_id}/${row.id}`

/** @throws TASK_NOT_FOUND, DOCUMENT_NOT_FOUND; also for what is deleted, whose files come back when it does */
async function requireOwner(tx: Database, { kind, project_id, id }: Owner): Promise<void> {
  const table = kind === "task" ? task : document
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.project_id, project_id), eq(table.id, id), isNull(table.deleted_at)))
  if (rows.length === 0) throw NotFound(kind)
}

const filesOf = ({ kind, project_id, id }: Owner): SQL | undefined =>
  and(
    eq(attachment.project_id, project_id),
    eq(kind === "task" ? attachment.task_id : attachment.document_id, id),
    isNull(attachment.deleted_at),
  )

/** The files that have arrived, oldest first. */
export async function listFiles(tx: Database, owner: Owner): Promise<StoredFile[]> {
  await requireOwner(tx, owner)
  return tx
    .select()
    .from(attachment)
    .where(and(filesOf(owner), isNotNull(attachment.completed_at)))
    .orderBy(asc(attachment.id))
}

/** One file that has arrived. @throws ATTACHMENT_NOT_FOUND */
async function selectFile(tx: Database, owner: Owner, id: string): Promise<StoredFile> {
  await requireOwner(tx, owner)
  const [row] = await tx
    .select()
    .from(attachment)
    .where(and(filesOf(owner), eq(attachment.id, id), isNotNull(attachment.completed_at)))
  if (!row) throw NotFound("attachment")
  return row
}

const FileName = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}/\\]+$/u, "must be a file's name, without a path")

/** What is said of a file before its bytes are sent. */
export const FileAnnouncement = z.object({
  file_name: FileName,
  // It becomes a header of the upload.
  content_type: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[\x20-\x7e]+$/, "a media type such as image/png"),
  file_size: z
    .int()
    .min(1)
    .max(ATTACHMENT_LIMIT, `at most ${ATTACHMENT_LIMIT / 1024 / 1024} MB`),
})

/** What is said of a file when its bytes have been sent. */
export const FileArrival = z.object({
  file_id: z.uuid(),
  parts: z
    .array(z.object({ part_number: z.int().min(1), etag: z.string().min(1).max(200) }))
    .max(Math.ceil(ATTACHMENT_LIMIT / PART))
    .default([]),
})

export const DownloadUrl = z.object({ url: z.string(), expires_in_seconds: z.int() }).meta({ id: "DownloadUrl" })

export const UploadSession = z
  .object({
    file_id: z.uuid(),
    /** PUT the whole file here, with the content type it was announced with; null for a file in parts. */
    upload_url: z.string().nullable(),
    upload_id: z.string().nullable(),
    /** Bytes of each part but the last; null for a file in one piece. */
    part_size: z.int().nullable(),
    /** PUT each part here and keep the ETag of the answer. */
    parts: z.array(z.object({ part_number: z.int(), upload_url: z.string() })),
    /** Seconds the addresses work. */
    expires_in_seconds: z.int(),
  })
  .meta({ id: "UploadSession" })

/** Notes a file that is to come, and answers where to send its bytes. @throws TOO_MANY_ATTACHMENTS */
export async function announceFile(
  context: Context,
  owner: Owner,
  file: z.infer<typeof FileAnnouncement>,
): Promise<z.infer<typeof UploadSession>> {
  const { tx } = context
  const { kind, project_id } = owner
  await requireOwner(tx, owner)
  const created_by = await signingMember(context)
  const [present] = await tx.select({ count: count() }).from(attachment).where(filesOf(owner))
  if ((present?.count ?? 0) >= PER_OWNER)
    throw Conflict("TOO_MANY_ATTACHMENTS", `A ${kind} has at most ${PER_OWNER} files. Delete one first.`)
  const { file_name, content_type, file_size } = file
  const id = clock.id()
  const key = objectKey({ project_id, id })
  const upload_id = file_size > PART ? await beginUpload(key, content_type) : null
  await tx.insert(attachment).values({
    id,
    project_id,
    ...(kind === "task" ? { task_id: owner.id } : { document_id: owner.id }),
    created_by,
    file_name,
    content_type,
    file_size,
    upload_id,
  })
  const session = { file_id: id, upload_id, expires_in_seconds: ADDRESS_LIFE }
  if (!upload_id) {
    const upload_url = await uploadAddress(key, { size: file_size, type: content_type })
    return { ...session, upload_url, part_size: null, parts: [] }
  }
  const parts = Array.from({ length: Math.ceil(file_size / PART) }, async (_, index) => {
    const size = Math.min(PART, file_size - index * PART)
    return { part_number: index + 1, upload_url: await partAddress(key, upload_id, index + 1, size) }
  })
  return { ...session, upload_url: null, part_size: PART, parts: await Promise.all(parts) }
}

const incomplete = () =>
  new DomainError(409, "UPLOAD_INCOMPLETE", "The file has not arrived, or not whole. Send its bytes, then complete it.")

/**
 * Takes a file whose bytes have been sent; whoever asks twice gets the same. `isNew` when it had not been taken yet.
 * @throws UPLOAD_INCOMPLETE; BAD_REQUEST when it is not what was announced
 */
export async function completeFile(
  context: Context,
  owner: Owner,
  { file_id, parts }: z.infer<typeof FileArrival>,
): Promise<{ file: StoredFile; isNew: boolean }> {
  const { tx } = context
  await requireOwner(tx, owner)
  const member = await signingMember(context)
  const [row] = await tx
    .select()
    .from(attachment)
    .where(and(filesOf(owner), eq(attachment.id, file_id), eq(attachment.created_by, member)))
    .for("update")
  if (!row) throw NotFound("attachment")
  if (row.completed_at) return { file: row, isNew: false }
  const key = objectKey(row)
  if (row.upload_id) await assemble(key, row.upload_id, parts)
  const size = await objectSize(key)
  if (size === undefined) throw incomplete()
  if (size !== row.file_size) {
    throw BadRequest(`The file has ${size} bytes and was announced with ${row.file_size}. Announce it anew.`, {
      issues: [{ path: "file_size", message: "not the size that was announced" }],
    })
  }
  const { contentTypeOf } = await import("./content-type.ts")
  const content_type = contentTypeOf(await getObject(key, SNIFFED_BYTES), row.content_type)
  const [file] = await tx
    .update(attachment)
    .set({ content_type, completed_at: clock.instant() })
    .where(eq(attachment.id, row.id))
    .returning()
  if (!file) throw NotFound("attachment")
  return { file, isNew: true }
}

/** Parts that are missing or not those that were sent are the caller's to send again. */
async function assemble(key: string, uploadId: string, parts: { part_number: number; etag: string }[]): Promise<void> {
  // Somebody who asks twice has made the object with the first request.
  if ((await objectSize(key)) !== undefined) return
  try {
    await completeUpload(key, uploadId, parts)
  } catch (error) {
    if (error instanceof AwsError && error.status < 500) throw incomplete()
    throw error
  }
}

/** An address to read a file from; with `download` browsers save it. */
export async function fileAddress(
  tx: Database,
  owner: Owner,
  id: string,
  download: boolean,
): Promise<z.infer<typeof DownloadUrl>> {
  const row = await selectFile(tx, owner, id)
  const { type, inline } = presentation(row.content_type)
  const url = await downloadAddress(objectKey(row), { name: row.file_name, type, inline: inline && !download })
  return { url, expires_in_seconds: ADDRESS_LIFE }
}

/** A file's bytes. @throws FILE_TOO_LARGE above what an answer holds */
export async function fileContent(tx: Database, owner: Owner, id: string): Promise<z.infer<typeof FileContent>> {
  const row = await selectFile(tx, owner, id)
  if (row.file_size > CONTENT_LIMIT) {
    const limit = CONTENT_LIMIT / 1024 / 1024
    throw new DomainError(413, "FILE_TOO_LARGE", `The file is larger than ${limit} MB. Ask for its download-url.`)
  }
  return { bytes: await getObject(objectKey(row)), name: row.file_name, ...presentation(row.content_type) }
}

/** Deletes a file, and its bytes after the commit. @returns what it was */
export async function removeFile({ tx, afterCommit }: Context, owner: Owner, id: string): Promise<StoredFile> {
  const row = await selectFile(tx, owner, id)
  await tx.update(attachment).set({ deleted_at: clock.instant() }).where(eq(attachment.id, row.id))
  afterCommit(async () => {
    await deleteObject(objectKey(row)).catch((error) => {
      console.error(JSON.stringify({ message: "an attachment's object was not deleted", error: String(error) }))
    })
  })
  return row
}

/** Gives up uploads that nobody completed within a day. @returns how many */
export async function forgetUploads(limit = 500): Promise<number> {
  const before = new Date(clock.now() - UPLOAD_LIFE).toISOString()
  const rows = await db()
    .select()
    .from(attachment)
    .where(and(isNull(attachment.completed_at), lt(attachment.created_at, before)))
    .limit(limit)
  for (const row of rows) {
    if (row.upload_id) await abortUpload(objectKey(row), row.upload_id)
    await deleteObject(objectKey(row))
    await db().delete(attachment).where(eq(attachment.id, row.id))
  }
  return rows.length
}

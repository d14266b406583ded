import { and, asc, count, eq, isNotNull, isNull, lt } from "drizzle-orm"
import * as z from "zod"
import { AwsError } from "../aws.ts"
import { clock } from "../clock.ts"
import { type Database, db } from "../database.ts"
import { BadRequest, Conflict, DomainError, NotFound } from "../error.ts"
import { ProjectId, signingMember } from "../member/member.ts"
import { command, query } from "../operation.ts"
import { selectTask } from "../task/card.ts"
import { task } from "../task/task.sql.ts"
import { attachment } from "./attachment.sql.ts"
import { FileContent, presentation, SNIFFED_BYTES } from "./content.ts"
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
/** Files of one task. */
const PER_TASK = 100
/** Bytes that are answered through the API. A Lambda's answer ends at 6 MB, a third more as it travels in base64. */
export const CONTENT_LIMIT = 4 * 1024 * 1024
/** An upload that is not completed by then is given up. Milliseconds. */
const UPLOAD_LIFE = 24 * 60 * 60_000

export const Attachment = z
  .object({
    id: z.uuid(),
    task_id: z.uuid(),
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
  .meta({ id: "Attachment" })
export type Attachment = z.infer<typeof Attachment>

type Row = typeof attachment.$inferSelect

function answer({ id, task_id, file_name, content_type, file_size, created_by, created_at }: Row): Attachment {
  return { id, task_id, file: { file_name, content_type, file_size }, created_by, created_at }
}

const objectKey = (row: { project_id: string; id: string }) => `attachments/${row.project_id}/${row.id}`

const TaskId = ProjectId.extend({ task_id: z.uuid() })
const AttachmentId = TaskId.extend({ attachment_id: z.uuid() })

/** One attachment of a task that is there. @throws ATTACHMENT_NOT_FOUND */
async function selectAttachment(tx: Database, input: z.infer<typeof AttachmentId>): Promise<Row> {
  await selectTask(tx, input.project_id, eq(task.id, input.task_id))
  const [row] = await tx
    .select()
    .from(attachment)
    .where(
      and(
        eq(attachment.project_id, input.project_id),
        eq(attachment.task_id, input.task_id),
        eq(attachment.id, input.attachment_id),
        isNotNull(attachment.completed_at),
        isNull(attachment.deleted_at),
      ),
    )
  if (!row) throw NotFound("attachment")
  return row
}

export const list = query(
  {
    action: "tasks:read",
    summary: "List a task's attachments, oldest first",
    input: TaskId,
    output: z.object({ items: z.array(Attachment) }).meta({ id: "AttachmentList" }),
  },
  async ({ tx, input }) => {
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const rows = await tx
      .select()
      .from(attachment)
      .where(
        and(
          eq(attachment.project_id, input.project_id),
          eq(attachment.task_id, input.task_id),
          isNotNull(attachment.completed_at),
          isNull(attachment.deleted_at),
        ),
      )
      .orderBy(asc(attachment.id))
    return { items: rows.map(answer) }
  },
)

const FileName = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}/\\]+$/u, "must be a file's name, without a path")

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

export const initiate = command(
  {
    action: "tasks:write",
    summary: "Announce a file for a task and get addresses to send its bytes to",
    input: TaskId.extend({
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
    }),
    output: UploadSession,
  },
  async (context) => {
    const { tx, input } = context
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const created_by = await signingMember(context)
    const [present] = await tx
      .select({ count: count() })
      .from(attachment)
      .where(and(eq(attachment.task_id, input.task_id), isNull(attachment.deleted_at)))
    if ((present?.count ?? 0) >= PER_TASK)
      throw Conflict("TOO_MANY_ATTACHMENTS", `A task has at most ${PER_TASK} files. Delete one first.`)
    const { file_name, content_type, file_size, project_id, task_id } = input
    const id = clock.id()
    const key = objectKey({ project_id, id })
    const upload_id = file_size > PART ? await beginUpload(key, content_type) : null
    await tx
      .insert(attachment)
      .values({ id, project_id, task_id, created_by, file_name, content_type, file_size, upload_id })
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
  },
)

const incomplete = () =>
  new DomainError(409, "UPLOAD_INCOMPLETE", "The file has not arrived, or not whole. Send its bytes, then complete it.")

export const complete = command(
  {
    action: "tasks:write",
    summary: "Say that a file's bytes have been sent; it then appears on the task",
    input: TaskId.extend({
      file_id: z.uuid(),
      parts: z
        .array(z.object({ part_number: z.int().min(1), etag: z.string().min(1).max(200) }))
        .max(Math.ceil(ATTACHMENT_LIMIT / PART))
        .default([]),
    }),
    output: Attachment,
  },
  async (context) => {
    const { tx, input, record } = context
    const about = await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const member = await signingMember(context)
    const [row] = await tx
      .select()
      .from(attachment)
      .where(
        and(
          eq(attachment.project_id, input.project_id),
          eq(attachment.task_id, input.task_id),
          eq(attachment.id, input.file_id),
          eq(attachment.created_by, member),
          isNull(attachment.deleted_at),
        ),
      )
      .for("update")
    if (!row) throw NotFound("attachment")
    if (row.completed_at) return answer(row)
    const key = objectKey(row)
    if (row.upload_id) await assemble(key, row.upload_id, input.parts)
    const size = await objectSize(key)
    if (size === undefined) throw incomplete()
    if (size !== row.file_size) {
      throw BadRequest(`The file has ${size} bytes and was announced with ${row.file_size}. Announce it anew.`, {
        issues: [{ path: "file_size", message: "not the size that was announced" }],
      })
    }
    const { contentTypeOf } = await import("./content-type.ts")
    const content_type = contentTypeOf(await getObject(key, SNIFFED_BYTES), row.content_type)
    const [done] = await tx
      .update(attachment)
      .set({ content_type, completed_at: clock.instant() })
      .where(eq(attachment.id, row.id))
      .returning()
    if (!done) throw NotFound("attachment")
    record({
      type: "attachment.created",
      entity_type: "attachment",
      entity_id: row.id,
      task_id: about.id,
      version: 1,
      data: {
        attachment: answer(done),
        task_id: about.id,
        changes: [{ field: "attachments", from: null, to: row.file_name }],
      },
    })
    return answer(done)
  },
)

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

export const downloadUrl = query(
  {
    action: "tasks:read",
    summary: "An address to read an attachment from, for 15 minutes. With download=true browsers save it",
    input: AttachmentId.extend({ download: z.stringbool().default(false) }),
    output: z.object({ url: z.string(), expires_in_seconds: z.int() }).meta({ id: "DownloadUrl" }),
  },
  async ({ tx, input }) => {
    const row = await selectAttachment(tx, input)
    const { type, inline } = presentation(row.content_type)
    const url = await downloadAddress(objectKey(row), { name: row.file_name, type, inline: inline && !input.download })
    return { url, expires_in_seconds: ADDRESS_LIFE }
  },
)

export const content = query(
  {
    action: "tasks:read",
    summary: "An attachment's bytes, for clients that cannot reach the object store. At most 4 MB",
    input: AttachmentId,
    output: FileContent,
  },
  async ({ tx, input }) => {
    const row = await selectAttachment(tx, input)
    if (row.file_size > CONTENT_LIMIT) {
      const limit = CONTENT_LIMIT / 1024 / 1024
      throw new DomainError(413, "FILE_TOO_LARGE", `The file is larger than ${limit} MB. Ask for its download-url.`)
    }
    return { bytes: await getObject(objectKey(row)), name: row.file_name, ...presentation(row.content_type) }
  },
)

export const remove = command(
  { action: "tasks:write", summary: "Delete an attachment", input: AttachmentId, output: null },
  async ({ tx, input, record, afterCommit }) => {
    const row = await selectAttachment(tx, input)
    await tx.update(attachment).set({ deleted_at: clock.instant() }).where(eq(attachment.id, row.id))
    record({
      type: "attachment.deleted",
      entity_type: "attachment",
      entity_id: row.id,
      task_id: row.task_id,
      version: 2,
      data: { task_id: row.task_id, changes: [{ field: "attachments", from: row.file_name, to: null }] },
    })
    afterCommit(async () => {
      await deleteObject(objectKey(row)).catch((error) => {
        console.error(JSON.stringify({ message: "an attachment's object was not deleted", error: String(error) }))
      })
    })
  },
)

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

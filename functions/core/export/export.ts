import { and, count, desc, eq, isNull } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { Conflict, NotFound } from "../error.ts"
import { ADDRESS_LIFE, deleteObject, downloadAddress, putObject } from "../file/storage.ts"
import { ProjectId, signingMember } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { task } from "../task/task.sql.ts"
import { exportStatuses, projectExport } from "./export.sql.ts"

/** Archives of one project that may be under way at once. */
const AT_ONCE = 2
/** Exports a list shows. */
const LISTED = 50

export const ProjectExport = z
  .object({
    id: z.uuid(),
    project_id: z.uuid(),
    /** The member who asked for it. */
    requested_by: z.uuid(),
    status: z.enum(exportStatuses),
    file_name: z.string(),
    /** Bytes, once the archive is there. */
    file_size: z.int().nullable(),
    /** Tasks in it. */
    total: z.int(),
    done: z.int(),
    error_message: z.string().nullable(),
    created_at: z.string(),
    completed_at: z.string().nullable(),
    expires_at: z.string().nullable(),
    /** Whether its file is gone. */
    expired: z.boolean(),
  })
  .meta({ id: "ProjectExport" })
export type ProjectExport = z.infer<typeof ProjectExport>

export type Row = typeof projectExport.$inferSelect

function answer(row: Row): ProjectExport {
  const { cancel_requested: _cancel, started_at: _started, attempts: _attempts, ...rest } = row
  return { ...rest, expired: row.expires_at !== null && Date.parse(row.expires_at) <= clock.now() }
}

const requestKey = (id: string) => `exports/requests/${id}`
export const fileKey = (id: string) => `exports/files/${id}.zip`

/** The export that an object under `exports/requests/` asks for, or undefined. */
export function exportOfKey(key: string): string | undefined {
  return /^exports\/requests\/([0-9a-f-]{36})$/.exec(key)?.[1]
}

const ExportId = ProjectId.extend({ id: z.uuid() })

export async function selectExport(tx: Database, which: { id: string; project_id?: string }): Promise<Row> {
  const [row] = await tx
    .select()
    .from(projectExport)
    .where(
      and(
        eq(projectExport.id, which.id),
        which.project_id ? eq(projectExport.project_id, which.project_id) : undefined,
      ),
    )
  if (!row) throw NotFound("export")
  return row
}

export const list = query(
  {
    action: "project:export",
    summary: "List a project's exports, newest first",
    input: ProjectId,
    output: z.object({ items: z.array(ProjectExport) }).meta({ id: "ProjectExportList" }),
  },
  async ({ tx, input }) => {
    const rows = await tx
      .select()
      .from(projectExport)
      .where(eq(projectExport.project_id, input.project_id))
      .orderBy(desc(projectExport.id))
      .limit(LISTED)
    return { items: rows.map(answer) }
  },
)

export const get = query(
  { action: "project:export", summary: "How an export is going", input: ExportId, output: ProjectExport },
  async ({ tx, input }) => answer(await selectExport(tx, input)),
)

export const start = command(
  {
    action: "project:export",
    summary: "Export a project as CSV and Markdown in a zip, in the background. It is kept for 7 days",
    input: ProjectId,
    output: ProjectExport,
  },
  async (context) => {
    const { tx, input } = context
    const requested_by = await signingMember(context)
    // The row's lock: of several who ask at once each sees the one before.
    const [about] = await tx
      .select({ prefix: project.prefix })
      .from(project)
      .where(eq(project.id, input.project_id))
      .for("no key update")
    if (!about) throw NotFound("project")
    const [underWay] = await tx
      .select({ count: count() })
      .from(projectExport)
      .where(and(eq(projectExport.project_id, input.project_id), isNull(projectExport.completed_at)))
    if ((underWay?.count ?? 0) >= AT_ONCE)
      throw Conflict("EXPORT_RUNNING", "This project is being exported already. Wait for it, or cancel it.")
    const [tasks] = await tx
      .select({ total: count() })
      .from(task)
      .where(and(eq(task.project_id, input.project_id), isNull(task.deleted_at)))
    const day = clock.instant().slice(0, 10)
    const [row] = await tx
      .insert(projectExport)
      .values({
        project_id: input.project_id,
        requested_by,
        file_name: `${about.prefix}-${day}.zip`,
        total: tasks?.total ?? 0,
      })
      .returning()
    if (!row) throw new Error("The export was not stored.")
    // After the commit: the arrival of this object starts the work, which looks for the row.
    context.afterCommit(() => putObject(requestKey(row.id), new Uint8Array(0), "application/octet-stream"))
    return answer(row)
  },
)

export const cancel = command(
  { action: "project:export", summary: "Cancel an export, or delete a finished one", input: ExportId, output: null },
  async (context) => {
    const { tx, input, afterCommit } = context
    const row = await selectExport(tx, input)
    if (!row.completed_at && row.status === "processing") {
      await tx.update(projectExport).set({ cancel_requested: true }).where(eq(projectExport.id, row.id))
    } else if (!row.completed_at) {
      await change(context, row, { status: "cancelled" })
    } else if (row.file_size !== null) {
      await change(context, row, { file_size: null, expires_at: clock.instant() })
      afterCommit(() => deleteObject(fileKey(row.id)))
    }
  },
)

export const download = query(
  {
    action: "project:export",
    summary: "An address to download an export from, for 15 minutes",
    input: ExportId,
    output: z.object({ url: z.string(), expires_in_seconds: z.int() }).meta({ id: "ExportDownload" }),
  },
  async ({ tx, input }) => {
    const row = await selectExport(tx, input)
    if (row.status !== "completed") throw Conflict("EXPORT_NOT_READY", "This export is not finished. Try again later.")
    if (answer(row).expired) throw Conflict("EXPORT_EXPIRED", "This export was kept for 7 days. Make a new one.")
    const as = { name: row.file_name, type: "application/zip", inline: false }
    return { url: await downloadAddress(fileKey(row.id), as), expires_in_seconds: ADDRESS_LIFE }
  },
)

export type Change = Partial<typeof projectExport.$inferInsert>

/** Changes an export's row and tells the project. */
export async function change(context: Pick<Context, "tx" | "record">, row: Row, set: Change): Promise<void> {
  const over = set.status && set.status !== "processing" && set.status !== "pending"
  const [after] = await context.tx
    .update(projectExport)
    .set({ ...set, ...(over && { completed_at: clock.instant() }) })
    .where(eq(projectExport.id, row.id))
    .returning()
  const [place] = await context.tx
    .select({ workspace_id: project.workspace_id })
    .from(project)
    .where(eq(project.id, row.project_id))
  if (!after || !place) throw NotFound("export")
  context.record({
    type: after.completed_at ? "export.completed" : "export.progress",
    entity_type: "export",
    entity_id: row.id,
    ...place,
    project_id: row.project_id,
    version: after.done,
    data: { export: answer(after) },
  })
}

import { and, asc, eq, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import { type Change, changesBetween } from "../event/changes.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { docFolder, document } from "./document.sql.ts"
import { lastPosition, makeRoom, Spot, withShift } from "./position.ts"

export const DocFolder = z
  .object({
    id: z.uuid(),
    project_id: z.uuid(),
    parent_id: z.uuid().nullable(),
    name: z.string(),
    position: z.int(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: "DocFolder" })
export type DocFolder = z.infer<typeof DocFolder>

const FolderId = ProjectId.extend({ folder_id: z.uuid() })

const Fields = z.object({ name: z.string().trim().min(1).max(200), parent_id: z.uuid().nullable(), ...Spot.shape })

/** A folder that is named by an input's field must be one of the project. */
export function folderError(error: unknown, path: string): unknown {
  if (sqlState(error)?.code !== "23503") return error
  return BadRequest(`${path}: there is no such folder in this project.`, {
    issues: [{ path, message: "not in this project" }],
  })
}

const columns = {
  id: docFolder.id,
  project_id: docFolder.project_id,
  parent_id: docFolder.parent_id,
  name: docFolder.name,
  position: docFolder.position,
  created_at: docFolder.created_at,
  updated_at: docFolder.updated_at,
}

async function selectFolder(tx: Database, projectId: string, id: string): Promise<DocFolder> {
  const [row] = await tx
    .select(columns)
    .from(docFolder)
    .where(and(eq(docFolder.project_id, projectId), eq(docFolder.id, id)))
  if (!row) throw NotFound("folder")
  return row
}

function tell(
  { record }: Pick<Context, "record">,
  type: "folder.created" | "folder.updated" | "folder.deleted",
  folder: DocFolder,
  version: number,
  data: { changes?: Change[] } = {},
): void {
  record({ type, entity_type: "folder", entity_id: folder.id, version, data: { folder, ...data } })
}

export const list = query(
  {
    action: "docs:read",
    summary: "List all folders of a project's documents, each folder's in their order",
    input: ProjectId,
    output: z.array(DocFolder),
  },
  async ({ tx, input }) =>
    tx
      .select(columns)
      .from(docFolder)
      .where(eq(docFolder.project_id, input.project_id))
      .orderBy(asc(docFolder.position), asc(docFolder.id)),
)

export const get = query(
  { action: "docs:read", summary: "Get a folder", input: FolderId, output: DocFolder },
  async ({ tx, input }) => selectFolder(tx, input.project_id, input.folder_id),
)

export const create = command(
  {
    action: "docs:write",
    summary: "Create a folder, as the last one of its parent unless a position, or what it goes after, says otherwise",
    input: Fields.partial().required({ name: true }).extend({ project_id: z.uuid() }),
    output: DocFolder,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, name, parent_id = null } = input
    await lockProject(tx, project_id)
    const place = { project_id, kind: "folder" as const, under: parent_id }
    const id = clock.id()
    const room = await makeRoom(tx, place, id, input)
    const position = room?.position ?? (await lastPosition(tx, place))
    try {
      await tx.insert(docFolder).values({ id, project_id, parent_id, name, position })
    } catch (error) {
      throw folderError(error, "parent_id")
    }
    const made = await selectFolder(tx, project_id, id)
    tell(context, "folder.created", made, 1)
    return made
  },
)

/** A folder may not lie within itself. One query, whatever the depth; the project's lock keeps two moves from closing a circle. */
async function refuseCycle(tx: Database, projectId: string, folderId: string, parentId: string): Promise<void> {
  const { rows } = await tx.execute(sql`
    with recursive ancestor(id) as (
      select ${parentId}::uuid
      union select f.parent_id from doc_folder f join ancestor a on f.id = a.id
        where f.project_id = ${projectId} and f.parent_id is not null
    ) select 1 from ancestor where id = ${folderId}`)
  if (rows.length > 0) throw Conflict("FOLDER_CYCLE", "A folder cannot lie in itself or in one of its own folders.")
}

export const update = command(
  {
    action: "docs:write",
    summary: "Rename or move a folder, to a position or after one of those beside it",
    input: Fields.partial().extend({ project_id: z.uuid(), folder_id: z.uuid() }),
    output: DocFolder,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, folder_id, name, parent_id } = input
    await lockProject(tx, project_id)
    const before = await selectFolder(tx, project_id, folder_id)
    if (parent_id) await refuseCycle(tx, project_id, folder_id, parent_id)
    const under = parent_id === undefined ? before.parent_id : parent_id
    const place = { project_id, kind: "folder" as const, under }
    const moved = under === before.parent_id ? before.position : await lastPosition(tx, place)
    const room = await makeRoom(tx, place, folder_id, input)
    const wanted = { ...before, name: name ?? before.name, parent_id: under, position: room?.position ?? moved }
    const changes = withShift(changesBetween(before, wanted, ["name", "parent_id", "position"]), room, before)
    if (changes.length === 0) return before
    const set = { name: wanted.name, parent_id: under, position: wanted.position, updated_at: clock.instant() }
    const [row] = await tx
      .update(docFolder)
      .set({ ...set, version: sql`${docFolder.version} + 1` })
      .where(and(eq(docFolder.project_id, project_id), eq(docFolder.id, folder_id)))
      .returning({ version: docFolder.version })
      .catch((error: unknown) => {
        throw folderError(error, "parent_id")
      })
    const after = await selectFolder(tx, project_id, folder_id)
    tell(context, "folder.updated", after, row?.version ?? 1, { changes })
    return after
  },
)

/**
 * Takes a folder away and nothing else: what lies in it, also what is deleted and may be restored, moves up to its
 * parent, behind what is there. Nobody loses a text by tidying up, and no question has to be asked.
 */
export const remove = command(
  {
    action: "docs:write",
    summary: "Delete a folder; the documents and folders in it move up to its parent",
    input: FolderId,
    output: null,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, folder_id } = input
    await lockProject(tx, project_id)
    // Waits for documents that are being put into it right now; those that come later find it gone.
    await tx
      .select({ id: docFolder.id })
      .from(docFolder)
      .where(and(eq(docFolder.project_id, project_id), eq(docFolder.id, folder_id)))
      .for("update")
    const before = await selectFolder(tx, project_id, folder_id)
    const { parent_id } = before
    const folders = await lastPosition(tx, { project_id, kind: "folder", under: parent_id })
    const documents = await lastPosition(tx, { project_id, kind: "document", under: parent_id })
    await tx
      .update(docFolder)
      .set({ parent_id, position: sql`${docFolder.position} + ${folders}`, version: sql`${docFolder.version} + 1` })
      .where(and(eq(docFolder.project_id, project_id), eq(docFolder.parent_id, folder_id)))
    await tx
      .update(document)
      .set({ folder_id: parent_id, position: sql`${document.position} + ${documents}` })
      .where(and(eq(document.project_id, project_id), eq(document.folder_id, folder_id)))
    const [gone] = await tx
      .delete(docFolder)
      .where(and(eq(docFolder.project_id, project_id), eq(docFolder.id, folder_id)))
      .returning({ version: docFolder.version })
    tell(context, "folder.deleted", before, (gone?.version ?? 0) + 1)
  },
)

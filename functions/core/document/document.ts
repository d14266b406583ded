import { and, asc, count, eq, gte, isNull, type SQL } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { startFor } from "../conversation/trigger.ts"
import type { Database } from "../database.ts"
import { Conflict, NotFound } from "../error.ts"
import { type Change, changesBetween } from "../event/changes.ts"
import { ProjectId, signingMember } from "../member/member.ts"
import { tellMembers } from "../notification/notify.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { mentions, mentionsAdded, PageInput, pageOf, RichText, richText, richTextInput } from "../text.ts"
import { document } from "./document.sql.ts"
import { folderError } from "./folder.ts"
import { keepSnapshot } from "./history.ts"
import { lastPosition, makeRoom, Spot, withShift } from "./position.ts"
import { linkTasksInText } from "./task-key.ts"

/** A document as lists and trees show it: everything but its text. */
export const DocumentItem = z
  .object({
    id: z.uuid(),
    project_id: z.uuid(),
    folder_id: z.uuid().nullable(),
    title: z.string(),
    position: z.int(),
    version: z.int(),
    created_by: z.uuid(),
    updated_by: z.uuid(),
    created_at: z.string(),
    updated_at: z.string(),
    deleted_at: z.string().nullable(),
  })
  .meta({ id: "DocumentItem" })
export type DocumentItem = z.infer<typeof DocumentItem>

export const Document = DocumentItem.extend({ content: RichText }).meta({ id: "Document" })
export type Document = z.infer<typeof Document>

/** Characters of Markdown. A request is refused above 1 MB before that. */
const CONTENT_LIMIT = 1_000_000

const Fields = z.object({
  title: z.string().trim().min(1).max(500),
  folder_id: z.uuid().nullable(),
  content: richTextInput(CONTENT_LIMIT).nullable(),
  ...Spot.shape,
})

export const DocId = ProjectId.extend({ doc_id: z.uuid() })

export const itemColumns = {
  id: document.id,
  project_id: document.project_id,
  folder_id: document.folder_id,
  title: document.title,
  position: document.position,
  version: document.version,
  created_by: document.created_by,
  updated_by: document.updated_by,
  created_at: document.created_at,
  updated_at: document.updated_at,
  deleted_at: document.deleted_at,
}

type Which = { project_id: string; doc_id: string }

/** One document with its text. @throws DOCUMENT_NOT_FOUND, also for a deleted one unless `deleted` asks for it */
export async function selectDocument(
  tx: Database,
  { project_id, doc_id }: Which,
  options: { deleted?: boolean } = {},
): Promise<Document> {
  const [row] = await tx
    .select({ ...itemColumns, content: document.content })
    .from(document)
    .where(and(isDocument({ project_id, doc_id }), options.deleted ? undefined : isNull(document.deleted_at)))
  if (!row) throw NotFound("document")
  return { ...row, content: richText(row.content) }
}

const isDocument = ({ project_id, doc_id }: Which): SQL | undefined =>
  and(eq(document.project_id, project_id), eq(document.id, doc_id))

/** The same, and nobody else changes it until the transaction ends. */
export async function lockDocument(tx: Database, which: Which, options: { deleted?: boolean } = {}): Promise<Document> {
  await tx.select({ id: document.id }).from(document).where(isDocument(which)).for("update")
  return selectDocument(tx, which, options)
}

/** @throws VERSION_CONFLICT when a client changes what it has not seen */
export function refuseStale(before: Document, seen: number | undefined): void {
  if (seen === undefined || seen === before.version) return
  throw Conflict("VERSION_CONFLICT", `Somebody changed this document meanwhile: it is at version ${before.version}.`, {
    version: before.version,
  })
}

/** The text stays out of events: the log and the streams are not for megabytes, and the history keeps every text. */
export function tellDocument(
  { record }: Pick<Context, "record">,
  type: "doc.created" | "doc.updated" | "doc.deleted" | "doc.restored",
  whole: Document,
  data: { changes?: Change[] } = {},
): void {
  const doc = DocumentItem.parse(whole)
  record({ type, entity_type: "doc", entity_id: doc.id, version: doc.version, data: { doc, ...data } })
}

export const list = query(
  {
    action: "docs:read",
    summary: "List documents without their texts; folder_id=null for those in no folder",
    input: PageInput.extend({
      project_id: z.uuid(),
      folder_id: z.union([z.uuid(), z.literal("null")]).optional(),
      updated_since: z.iso.datetime({ offset: true }).optional(),
    }),
    output: pageOf(DocumentItem).meta({ id: "DocumentPage" }),
  },
  async ({ tx, input }) => {
    const { project_id, folder_id, updated_since, page, page_size } = input
    const which = and(
      eq(document.project_id, project_id),
      isNull(document.deleted_at),
      folder_id === "null" ? isNull(document.folder_id) : folder_id ? eq(document.folder_id, folder_id) : undefined,
      updated_since ? gte(document.updated_at, updated_since) : undefined,
    )
    const [items, [totals]] = await Promise.all([
      tx
        .select(itemColumns)
        .from(document)
        .where(which)
        .orderBy(asc(document.position), asc(document.id))
        .limit(page_size)
        .offset((page - 1) * page_size),
      tx.select({ total: count() }).from(document).where(which),
    ])
    return { items, page, page_size, total: totals?.total ?? 0 }
  },
)

export const get = query(
  { action: "docs:read", summary: "Get a document", input: DocId, output: Document },
  async ({ tx, input }) => selectDocument(tx, input),
)

export const create = command(
  {
    action: "docs:write",
    summary: "Create a document. Mentioning an agent in it starts the agent",
    input: Fields.partial().extend({ project_id: z.uuid() }),
    output: Document,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, title = "Untitled", folder_id = null } = input
    const content = input.content ?? ""
    const memberId = await signingMember(context)
    const id = clock.id()
    const place = { project_id, kind: "document" as const, under: folder_id }
    if (input.position !== undefined || input.after !== undefined) await lockProject(tx, project_id)
    const room = await makeRoom(tx, place, id, input)
    const position = room?.position ?? (await lastPosition(tx, place))
    try {
      await tx
        .insert(document)
        .values({ id, project_id, folder_id, title, content, position, created_by: memberId, updated_by: memberId })
    } catch (error) {
      throw folderError(error, "folder_id")
    }
    const made = await selectDocument(tx, { project_id, doc_id: id })
    await keepSnapshot(tx, made, memberId)
    await linkTasksInText(tx, made)
    tellDocument(context, "doc.created", made)
    await involve(context, made, "")
    return made
  },
)

/** Tells the people whom a text newly mentions, and starts such agents, as comments do. */
async function involve(context: Context, about: Document, before: string): Promise<void> {
  const text = about.content.text
  const mentioned = mentionsAdded(before, text).slice(0, CALLED)
  if (mentioned.length === 0) return
  const place = { project_id: about.project_id, doc_id: about.id, title: about.title }
  const passage = passageOf(text, mentioned)
  const { agents } = await tellMembers(context, place, { assigned: [], text: passage, mentioned })
  for (const agent of agents) await startFor(context, { agent, doc: place, trigger: "mention", prompt: passage })
}

/** Members that one change can call; a longer list is no call. */
const CALLED = 100
/** Characters of a document that its readers are called with. */
const PASSAGE = 4_000

/** The lines that mention one of these. */
function passageOf(text: string, handles: string[]): string {
  const wanted = new Set(handles)
  const called = text.split("\n").filter((line) => mentions(line).some((handle) => wanted.has(handle)))
  return called.join("\n").slice(0, PASSAGE)
}

export const update = command(
  {
    action: "docs:write",
    summary:
      "Change a document, or move it to a position or after one of those beside it. With If-Match, only when it still has that version",
    input: Fields.partial().extend({
      project_id: z.uuid(),
      doc_id: z.uuid(),
      if_match: z.coerce.number().int().optional(),
    }),
    output: Document,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, title, folder_id, content, position, after } = input
    const memberId = await signingMember(context)
    // Moves in the tree come one after the other; writing goes on meanwhile.
    if (folder_id !== undefined || position !== undefined || after !== undefined) await lockProject(tx, project_id)
    const before = await lockDocument(tx, input)
    refuseStale(before, input.if_match)
    const under = folder_id === undefined ? before.folder_id : folder_id
    const place = { project_id, kind: "document" as const, under }
    const moved = under === before.folder_id ? before.position : await lastPosition(tx, place)
    const room = await makeRoom(tx, place, before.id, input)
    const wanted = {
      ...before,
      title: title ?? before.title,
      folder_id: under,
      position: room?.position ?? moved,
      content: content === undefined ? before.content : richText(content ?? ""),
    }
    const fields = ["title", "folder_id", "position", "content"] as const
    const changes = withShift(changesBetween(before, wanted, fields), room, before)
    if (changes.length === 0) return before
    return write(context, before, wanted, changes, memberId)
  },
)

/** Writes a document's new state, its history, its links and its event, and tells whom the new text calls. */
export async function write(
  context: Context,
  before: Document,
  wanted: Document,
  changes: Change[],
  memberId: string,
  options: { restored?: boolean } = {},
): Promise<Document> {
  const { tx } = context
  const which = { project_id: before.project_id, doc_id: before.id }
  const { title, folder_id, position } = wanted
  const set = { title, folder_id, position, content: wanted.content.text }
  const stamp = { version: before.version + 1, updated_by: memberId, updated_at: clock.instant() }
  await tx
    .update(document)
    .set({ ...set, ...stamp })
    .where(isDocument(which))
    .catch((error: unknown) => {
      throw folderError(error, "folder_id")
    })
  const after = await selectDocument(tx, which)
  const changed = (field: string) => changes.some((change) => change.field === field)
  if (changed("title") || changed("content")) await keepSnapshot(tx, after, memberId, options)
  if (changed("content")) await linkTasksInText(tx, after)
  const told = changes.map((change) => (change.field === "content" ? { ...change, from: null, to: null } : change))
  tellDocument(context, "doc.updated", after, { changes: told })
  if (changed("content") && !options.restored) await involve(context, after, before.content.text)
  return after
}

async function setDeleted(context: Context, input: z.infer<typeof DocId>, deleted: boolean): Promise<Document> {
  const { tx } = context
  const before = await lockDocument(tx, input, { deleted: true })
  if (deleted && before.deleted_at) throw NotFound("document")
  if (!deleted && !before.deleted_at) return before
  const now = clock.instant()
  await tx
    .update(document)
    .set({ deleted_at: deleted ? now : null, version: before.version + 1, updated_at: now })
    .where(isDocument(input))
  const after = await selectDocument(tx, input, { deleted: true })
  tellDocument(context, deleted ? "doc.deleted" : "doc.restored", after)
  return after
}

export const remove = command(
  {
    action: "docs:write",
    summary: "Delete a document; it can be restored with its history and links",
    input: DocId,
    output: null,
  },
  async (context) => {
    await setDeleted(context, context.input, true)
  },
)

export const restore = command(
  { action: "docs:write", summary: "Restore a deleted document", input: DocId, output: Document },
  async (context) => setDeleted(context, context.input, false),
)

import { and, count, desc, eq, sql } from "drizzle-orm"
import * as z from "zod"
import { agent } from "../agent/agent.sql.ts"
import type { Database } from "../database.ts"
import { NotFound } from "../error.ts"
import { changesBetween } from "../event/changes.ts"
import { projectMember } from "../member/member.sql.ts"
import { signingMember } from "../member/member.ts"
import { command, query } from "../operation.ts"
import { PageInput, pageOf, RichText, richText } from "../text.ts"
import { user } from "../user/user.sql.ts"
import { diffText, TextDiff } from "./diff.ts"
import { docSnapshot } from "./document.sql.ts"
import { DocId, Document, lockDocument, refuseStale, selectDocument, write } from "./document.ts"

/** What a document said at some time, as a list shows it. */
export const DocSnapshotItem = z
  .object({
    id: z.uuid(),
    document_id: z.uuid(),
    snapshot_number: z.int(),
    title: z.string(),
    created_by: z.uuid(),
    created_by_name: z.string(),
    created_at: z.string(),
  })
  .meta({ id: "DocSnapshotItem" })

export const DocSnapshot = DocSnapshotItem.extend({ content: RichText }).meta({ id: "DocSnapshot" })
type DocSnapshot = z.infer<typeof DocSnapshot>

const Side = z.object({ snapshot_id: z.uuid().nullable(), snapshot_number: z.int().nullable(), title: z.string() })

/** What it takes to get from one text of a document to another. Without a snapshot a side is the present text. */
export const DocDiff = TextDiff.extend({ from: Side, to: Side }).meta({ id: "DocDiff" })

const SnapshotId = DocId.extend({ snapshot_id: z.uuid() })

const itemColumns = {
  id: docSnapshot.id,
  document_id: docSnapshot.document_id,
  snapshot_number: docSnapshot.snapshot_number,
  title: docSnapshot.title,
  created_by: docSnapshot.created_by,
  created_by_name: sql<string>`coalesce(${user.name}, ${agent.name})`,
  created_at: docSnapshot.created_at,
}

const ofDocument = ({ project_id, doc_id }: z.infer<typeof DocId>) =>
  and(eq(docSnapshot.project_id, project_id), eq(docSnapshot.document_id, doc_id))

async function selectSnapshot(tx: Database, input: z.infer<typeof SnapshotId>): Promise<DocSnapshot> {
  const [row] = await tx
    .select({ ...itemColumns, content: docSnapshot.content })
    .from(docSnapshot)
    .innerJoin(projectMember, eq(projectMember.id, docSnapshot.created_by))
    .leftJoin(user, eq(user.id, projectMember.user_id))
    .leftJoin(agent, eq(agent.id, projectMember.agent_id))
    .where(and(ofDocument(input), eq(docSnapshot.id, input.snapshot_id)))
  if (!row) throw NotFound("snapshot")
  return { ...row, content: richText(row.content) }
}

export const list = query(
  {
    action: "docs:read",
    summary: "List a document's snapshots without their texts, newest first; the newest is the present text",
    input: PageInput.extend(DocId.shape),
    output: pageOf(DocSnapshotItem).meta({ id: "DocSnapshotPage" }),
  },
  async ({ tx, input }) => {
    const { page, page_size } = input
    await selectDocument(tx, input)
    const [items, [totals]] = await Promise.all([
      tx
        .select(itemColumns)
        .from(docSnapshot)
        .innerJoin(projectMember, eq(projectMember.id, docSnapshot.created_by))
        .leftJoin(user, eq(user.id, projectMember.user_id))
        .leftJoin(agent, eq(agent.id, projectMember.agent_id))
        .where(ofDocument(input))
        .orderBy(desc(docSnapshot.snapshot_number))
        .limit(page_size)
        .offset((page - 1) * page_size),
      tx.select({ total: count() }).from(docSnapshot).where(ofDocument(input)),
    ])
    return { items, page, page_size, total: totals?.total ?? 0 }
  },
)

export const get = query(
  { action: "docs:read", summary: "Get a document's snapshot with its text", input: SnapshotId, output: DocSnapshot },
  async ({ tx, input }) => {
    await selectDocument(tx, input)
    return selectSnapshot(tx, input)
  },
)

const sideOf = (snapshot: DocSnapshot) => ({
  snapshot_id: snapshot.id,
  snapshot_number: snapshot.snapshot_number,
  title: snapshot.title,
})

export const diff = query(
  {
    action: "docs:read",
    summary: "What changed from a snapshot to the present text, or to the snapshot that `against` names",
    input: SnapshotId.extend({ against: z.uuid().optional() }),
    output: DocDiff,
  },
  async ({ tx, input }) => {
    const { project_id, doc_id, against } = input
    const present = await selectDocument(tx, input)
    const from = await selectSnapshot(tx, input)
    const other = against && (await selectSnapshot(tx, { project_id, doc_id, snapshot_id: against }))
    const to = other ? sideOf(other) : { snapshot_id: null, snapshot_number: null, title: present.title }
    return { from: sideOf(from), to, ...diffText(from.content.text, (other || present).content.text) }
  },
)

export const restore = command(
  {
    action: "docs:write",
    summary: "Give a document the title and text of a snapshot. What it says now stays in its history",
    input: SnapshotId.extend({ if_match: z.coerce.number().int().optional() }),
    output: Document,
  },
  async (context) => {
    const { tx, input } = context
    const memberId = await signingMember(context)
    const before = await lockDocument(tx, input)
    refuseStale(before, input.if_match)
    const { title, content } = await selectSnapshot(tx, input)
    const wanted = { ...before, title, content }
    const changes = changesBetween(before, wanted, ["title", "content"])
    if (changes.length === 0) return before
    // The text called whom it mentions when it was written.
    return write(context, before, wanted, changes, memberId, { restored: true })
  },
)

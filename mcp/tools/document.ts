import * as z from "zod"
import { ApiError, done, unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { allDocuments, folderPaths, projectId, resolveDocument, resolveFolder, resolveProject } from "../reference.ts"
import { DocFolder, DocSnapshot, DocSnapshotItem, Document, DocumentItem } from "../schemas.ts"
import { type ToolContext, tool, Unclear } from "../tool.ts"

const name = (what: string) => z.string().trim().min(1).describe(what)
const document = name("The document: its title or id; list_documents shows them.")
const folder = name("A folder by name, path (Specs/API) or id; list_doc_folders shows them.")
const title = z.string().trim().min(1).max(500)
const content = z
  .string()
  .describe("The whole text as Markdown. @handle mentions a member, PLN-12 links the document to that task.")
const snapshotId = z.uuid().describe("The snapshot's id; list_doc_snapshots shows it.")
const position = z.int().min(0).describe("Its place among those beside it, from 0.")

const Folders = z.array(DocFolder)

async function foldersOf({ api }: ToolContext, project: string): Promise<z.infer<typeof Folders>> {
  return unwrap(api.GET("/projects/{projectId}/docs/folders", { params: { path: { projectId: project } } }))
}

/** A folder's id from its name; null, for the top, and undefined stay what they are. */
const folderId = async (context: ToolContext, project: string, named: string | null | undefined) =>
  named == null ? named : resolveFolder(context, project, named)

async function placeOf(context: ToolContext, input: { projectId?: string | undefined; document: string }) {
  const project = await resolveProject(context, input.projectId)
  return { projectId: project, docId: await resolveDocument(context, project, input.document) }
}

type Item = z.infer<typeof DocumentItem>

function lineOf(item: Item, paths: Map<string, string>): string {
  const where = item.folder_id ? `${paths.get(item.folder_id) ?? "?"}/` : ""
  return `- ${where}${item.title} (document ${item.id}, version ${item.version}, changed ${item.updated_at})`
}

async function answer(context: ToolContext, found: z.infer<typeof Document>, said = "") {
  const paths = found.folder_id ? folderPaths(await foldersOf(context, found.project_id)) : new Map<string, string>()
  const facts = [
    `Folder: ${found.folder_id ? (paths.get(found.folder_id) ?? "?") : "none"}`,
    `Version: ${found.version}`,
    `Id: ${found.id}`,
  ]
  const text = `${said}# ${found.title}\n\n${facts.join("\n")}\n\n${found.content.text || "(empty)"}`
  return { data: { document: found }, text }
}

const snapshotLine = (snapshot: z.infer<typeof DocSnapshotItem>) =>
  `- ${snapshot.snapshot_number}: ${snapshot.title}, by ${snapshot.created_by_name} at ${snapshot.created_at} (snapshot ${snapshot.id})`

/** Others may write between reading and adding; then it is read again, this many times. */
const TRIES = 5

async function append({ api }: ToolContext, path: { projectId: string; docId: string }, text: string) {
  for (let left = TRIES; ; left--) {
    const before = await unwrap(api.GET("/projects/{projectId}/docs/{docId}", { params: { path } }))
    const content = [before.content.text.trimEnd(), text].filter(Boolean).join("\n\n")
    const headers = { "if-match": String(before.version) }
    const change = api.PATCH("/projects/{projectId}/docs/{docId}", { params: { path }, body: { content }, headers })
    try {
      return await unwrap(change)
    } catch (error) {
      if (left <= 1 || !(error instanceof ApiError) || error.code !== "VERSION_CONFLICT") throw error
    }
  }
}

const documentChanges = [
  tool({
    name: "list_documents",
    title: "List documents",
    description: "Lists a project's documents, each with its folder, without their texts.",
    effect: "read",
    input: {
      projectId,
      folder: folder.nullable().optional().describe("Only those right in this folder; null for those in no folder."),
      updatedSince: z.iso.datetime({ offset: true }).optional(),
      page: z.int().min(1).default(1),
      pageSize: z.int().min(1).max(100).default(50),
    },
    output: { documents: z.array(DocumentItem), total: z.int() },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const query = {
        folder_id: input.folder === null ? "null" : await folderId(context, project, input.folder),
        updated_since: input.updatedSince,
        page: input.page,
        page_size: input.pageSize,
      }
      const params = { path: { projectId: project }, query: { ...query, folder_id: query.folder_id ?? undefined } }
      const [found, folders] = await Promise.all([
        unwrap(context.api.GET("/projects/{projectId}/docs", { params })),
        foldersOf(context, project),
      ])
      const paths = folderPaths(folders)
      const more = input.page * input.pageSize < found.total ? [`There are more: pass page ${input.page + 1}.`] : []
      const text = listText([...found.items.map((item) => lineOf(item, paths)), ...more], "No documents yet.")
      return { data: { documents: found.items, total: found.total }, text }
    },
  }),
  tool({
    name: "get_document",
    title: "Get a document",
    description: "Gets a document with its whole text.",
    effect: "read",
    input: { projectId, document },
    output: { document: Document },
    run: async (input, context) => {
      const path = await placeOf(context, input)
      return answer(context, await unwrap(context.api.GET("/projects/{projectId}/docs/{docId}", { params: { path } })))
    },
  }),
  tool({
    name: "create_document",
    title: "Create a document",
    description: "Creates a document. Mentioning an agent in it starts that agent.",
    effect: "add",
    input: { projectId, title, content: content.optional(), folder: folder.nullable().optional() },
    output: { document: Document },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const folder_id = await folderId(context, project, input.folder)
      const body = { title: input.title, content: input.content, folder_id }
      const params = { path: { projectId: project } }
      const made = await unwrap(context.api.POST("/projects/{projectId}/docs", { params, body }))
      return answer(context, made, "Created ")
    },
  }),
  tool({
    name: "update_document",
    title: "Update a document",
    description:
      "Changes a document's title, text or folder. The text is replaced as a whole: read it first, and pass the version you read so that nobody's change in between is overwritten. Every text stays in the document's snapshots.",
    effect: "set",
    input: {
      projectId,
      document,
      title: title.optional(),
      content: content.optional(),
      folder: folder.nullable().optional().describe("Moves it to this folder; null moves it to the top."),
      position: position.optional(),
      version: z.int().optional().describe("Refuses the change when the document is not at this version any more."),
    },
    output: { document: Document },
    run: async (input, context) => {
      const path = await placeOf(context, input)
      const folder_id = await folderId(context, path.projectId, input.folder)
      const body = { title: input.title, content: input.content, folder_id, position: input.position }
      if (Object.values(body).every((value) => value === undefined))
        throw new Unclear("Nothing to change: pass at least one of title, content, folder and position.")
      const headers = input.version === undefined ? {} : { "if-match": String(input.version) }
      const after = await unwrap(
        context.api.PATCH("/projects/{projectId}/docs/{docId}", { params: { path }, body, headers }),
      )
      return answer(context, after, "Updated ")
    },
  }),
  tool({
    name: "append_to_document",
    title: "Add to a document",
    description:
      "Adds Markdown at the end of a document and leaves all else as it is, whoever writes there meanwhile. For a long document, of which one has not read everything, this is the safe way.",
    effect: "add",
    input: {
      projectId,
      document,
      text: z.string().trim().min(1).describe("Markdown, added as paragraphs of its own."),
    },
    output: { document: DocumentItem },
    run: async (input, context) => {
      const path = await placeOf(context, input)
      const { content: _, ...after } = await append(context, path, input.text)
      return { data: { document: after }, text: `Added to “${after.title}”, now at version ${after.version}.` }
    },
  }),
  tool({
    name: "delete_document",
    title: "Delete a document",
    description: "Deletes a document. A person can restore it with its history.",
    effect: "destroy",
    input: { projectId, document },
    output: { deleted_document_id: z.uuid() },
    run: async (input, context) => {
      const path = await placeOf(context, input)
      await done(context.api.DELETE("/projects/{projectId}/docs/{docId}", { params: { path } }))
      return { data: { deleted_document_id: path.docId }, text: "The document is deleted." }
    },
  }),
]

const folderTools = [
  tool({
    name: "list_doc_folders",
    title: "List document folders",
    description: "Lists the folders of a project's documents as a tree, with the documents in each.",
    effect: "read",
    input: { projectId },
    output: { folders: Folders },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const [folders, documents] = await Promise.all([foldersOf(context, project), allDocuments(context, project)])
      const paths = folderPaths(folders)
      const inside = new Map<string, number>()
      for (const { folder_id } of documents) if (folder_id) inside.set(folder_id, (inside.get(folder_id) ?? 0) + 1)
      const lines = folders
        .map((each) => ({ id: each.id, path: paths.get(each.id) ?? each.name }))
        .sort((a, b) => a.path.localeCompare(b.path))
        .map(({ id, path }) => `- ${path} (folder ${id}, ${inside.get(id) ?? 0} documents)`)
      return { data: { folders }, text: listText(lines, "No folders yet.") }
    },
  }),
  tool({
    name: "create_doc_folder",
    title: "Create a document folder",
    description: "Creates a folder for documents, at the top or in another folder.",
    effect: "add",
    input: { projectId, name: name("Its name").max(200), parent: folder.nullable().optional() },
    output: { folder: DocFolder },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const body = { name: input.name, parent_id: await folderId(context, project, input.parent) }
      const params = { path: { projectId: project } }
      const made = await unwrap(context.api.POST("/projects/{projectId}/docs/folders", { params, body }))
      return { data: { folder: made }, text: `Created the folder ${made.name} (folder ${made.id}).` }
    },
  }),
  tool({
    name: "update_doc_folder",
    title: "Rename or move a document folder",
    description: "Changes a folder's name, or moves it with all that lies in it.",
    effect: "set",
    input: {
      projectId,
      folder,
      name: name("Its new name").max(200).optional(),
      parent: folder.nullable().optional().describe("Moves it into this folder; null moves it to the top."),
      position: position.optional(),
    },
    output: { folder: DocFolder },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const path = { projectId: project, folderId: await resolveFolder(context, project, input.folder) }
      const parent_id = await folderId(context, project, input.parent)
      const body = { name: input.name, parent_id, position: input.position }
      const after = await unwrap(
        context.api.PATCH("/projects/{projectId}/docs/folders/{folderId}", { params: { path }, body }),
      )
      return { data: { folder: after }, text: `Updated the folder ${after.name} (folder ${after.id}).` }
    },
  }),
  tool({
    name: "delete_doc_folder",
    title: "Delete a document folder",
    description: "Deletes a folder alone: the documents and folders in it move up to its parent.",
    effect: "destroy",
    input: { projectId, folder },
    output: { deleted_folder_id: z.uuid() },
    run: async (input, context) => {
      const project = await resolveProject(context, input.projectId)
      const path = { projectId: project, folderId: await resolveFolder(context, project, input.folder) }
      await done(context.api.DELETE("/projects/{projectId}/docs/folders/{folderId}", { params: { path } }))
      const text = "The folder is deleted. What lay in it moved up."
      return { data: { deleted_folder_id: path.folderId }, text }
    },
  }),
]

const snapshotTools = [
  tool({
    name: "list_doc_snapshots",
    title: "List a document's snapshots",
    description: "Lists what a document said before, newest first. The newest snapshot is its present text.",
    effect: "read",
    input: { projectId, document, page: z.int().min(1).default(1) },
    output: { snapshots: z.array(DocSnapshotItem), total: z.int() },
    run: async (input, context) => {
      const path = await placeOf(context, input)
      const params = { path, query: { page: input.page, page_size: 50 } }
      const found = await unwrap(context.api.GET("/projects/{projectId}/docs/{docId}/snapshots", { params }))
      const more = input.page * 50 < found.total ? [`There are more: pass page ${input.page + 1}.`] : []
      const text = listText([...found.items.map(snapshotLine), ...more], "No snapshots.")
      return { data: { snapshots: found.items, total: found.total }, text }
    },
  }),
  tool({
    name: "get_doc_snapshot",
    title: "Get a document's snapshot",
    description: "Gets one snapshot of a document with its whole text.",
    effect: "read",
    input: { projectId, document, snapshotId },
    output: { snapshot: DocSnapshot },
    run: async (input, context) => {
      const path = { ...(await placeOf(context, input)), snapshotId: input.snapshotId }
      const snapshot = await unwrap(
        context.api.GET("/projects/{projectId}/docs/{docId}/snapshots/{snapshotId}", { params: { path } }),
      )
      return { data: { snapshot }, text: `${snapshotLine(snapshot)}\n\n${snapshot.content.text || "(empty)"}` }
    },
  }),
  tool({
    name: "restore_doc_snapshot",
    title: "Restore a document's snapshot",
    description:
      "Gives a document the title and text of a snapshot, as a new version. What it says now stays in its snapshots.",
    effect: "set",
    input: {
      projectId,
      document,
      snapshotId,
      version: z.int().optional().describe("Refuses it when the document is not at this version any more."),
    },
    output: { document: Document },
    run: async (input, context) => {
      const path = { ...(await placeOf(context, input)), snapshotId: input.snapshotId }
      const headers = input.version === undefined ? {} : { "if-match": String(input.version) }
      const after = await unwrap(
        context.api.POST("/projects/{projectId}/docs/{docId}/snapshots/{snapshotId}/restore", {
          params: { path },
          headers,
        }),
      )
      return answer(context, after, "Restored ")
    },
  }),
]

export const documentTools = [...documentChanges, ...folderTools, ...snapshotTools]

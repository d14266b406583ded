import * as z from "zod"
import { DocId } from "../document/document.ts"
import { type Context, command, query } from "../operation.ts"
import { FileContent } from "./content.ts"
import {
  announceFile,
  completeFile,
  DownloadUrl,
  FileAnnouncement,
  FileArrival,
  FileFields,
  fieldsOf,
  fileAddress,
  fileContent,
  listFiles,
  type Owner,
  removeFile,
  type StoredFile,
  UploadSession,
} from "./stored-file.ts"

/** A file of a document. */
export const DocAttachment = FileFields.extend({ doc_id: z.uuid() }).meta({ id: "DocAttachment" })
export type DocAttachment = z.infer<typeof DocAttachment>

const AttachmentId = DocId.extend({ attachment_id: z.uuid() })

const ownerOf = ({ project_id, doc_id }: z.infer<typeof DocId>): Owner => ({ kind: "document", project_id, id: doc_id })

const answer = (file: StoredFile, { doc_id }: z.infer<typeof DocId>): DocAttachment => ({ ...fieldsOf(file), doc_id })

function tell({ record, input }: Context<z.infer<typeof DocId>>, file: StoredFile, made?: DocAttachment): void {
  const { doc_id } = input
  const [from, to] = made ? [null, file.file_name] : [file.file_name, null]
  record({
    type: made ? "doc_attachment.created" : "doc_attachment.deleted",
    entity_type: "doc_attachment",
    entity_id: file.id,
    version: made ? 1 : 2,
    data: { doc_id, changes: [{ field: "attachments", from, to }], ...(made && { attachment: made }) },
  })
}

export const list = query(
  {
    action: "docs:read",
    summary: "List a document's attachments, oldest first",
    input: DocId,
    output: z.object({ items: z.array(DocAttachment) }).meta({ id: "DocAttachmentList" }),
  },
  async ({ tx, input }) => ({ items: (await listFiles(tx, ownerOf(input))).map((file) => answer(file, input)) }),
)

export const initiate = command(
  {
    action: "docs:write",
    summary: "Announce a file for a document and get addresses to send its bytes to",
    input: DocId.extend(FileAnnouncement.shape),
    output: UploadSession,
  },
  async (context) => announceFile(context, ownerOf(context.input), context.input),
)

export const complete = command(
  {
    action: "docs:write",
    summary: "Say that a file's bytes have been sent; it then appears on the document",
    input: DocId.extend(FileArrival.shape),
    output: DocAttachment,
  },
  async (context) => {
    const { file, isNew } = await completeFile(context, ownerOf(context.input), context.input)
    const made = answer(file, context.input)
    if (isNew) tell(context, file, made)
    return made
  },
)

export const downloadUrl = query(
  {
    action: "docs:read",
    summary: "An address to read a document's attachment from, for 15 minutes. With download=true browsers save it",
    input: AttachmentId.extend({ download: z.stringbool().default(false) }),
    output: DownloadUrl,
  },
  async ({ tx, input }) => fileAddress(tx, ownerOf(input), input.attachment_id, input.download),
)

export const content = query(
  {
    action: "docs:read",
    summary: "The bytes of a document's attachment, for clients that cannot reach the object store. At most 4 MB",
    input: AttachmentId,
    output: FileContent,
  },
  async ({ tx, input }) => fileContent(tx, ownerOf(input), input.attachment_id),
)

export const remove = command(
  { action: "docs:write", summary: "Delete a document's attachment", input: AttachmentId, output: null },
  async (context) => {
    tell(context, await removeFile(context, ownerOf(context.input), context.input.attachment_id))
  },
)

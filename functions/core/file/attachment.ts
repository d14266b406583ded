import * as z from "zod"
import { ProjectId } from "../member/member.ts"
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

/** A file of a task. */
export const Attachment = FileFields.extend({ task_id: z.uuid() }).meta({ id: "Attachment" })
export type Attachment = z.infer<typeof Attachment>

const TaskId = ProjectId.extend({ task_id: z.uuid() })
const AttachmentId = TaskId.extend({ attachment_id: z.uuid() })
type TaskId = z.infer<typeof TaskId>

const ownerOf = ({ project_id, task_id }: TaskId): Owner => ({ kind: "task", project_id, id: task_id })

const answer = (file: StoredFile, { task_id }: TaskId): Attachment => ({ ...fieldsOf(file), task_id })

/** Tells the task's history of a file that came or went. */
function tell({ record, input }: Context<TaskId>, file: StoredFile, made?: Attachment): void {
  const { task_id } = input
  const [from, to] = made ? [null, file.file_name] : [file.file_name, null]
  record({
    type: made ? "attachment.created" : "attachment.deleted",
    entity_type: "attachment",
    entity_id: file.id,
    task_id,
    version: made ? 1 : 2,
    data: { task_id, changes: [{ field: "attachments", from, to }], ...(made && { attachment: made }) },
  })
}

export const list = query(
  {
    action: "tasks:read",
    summary: "List a task's attachments, oldest first",
    input: TaskId,
    output: z.object({ items: z.array(Attachment) }).meta({ id: "AttachmentList" }),
  },
  async ({ tx, input }) => ({ items: (await listFiles(tx, ownerOf(input))).map((file) => answer(file, input)) }),
)

export const initiate = command(
  {
    action: "tasks:write",
    summary: "Announce a file for a task and get addresses to send its bytes to",
    input: TaskId.extend(FileAnnouncement.shape),
    output: UploadSession,
  },
  async (context) => announceFile(context, ownerOf(context.input), context.input),
)

export const complete = command(
  {
    action: "tasks:write",
    summary: "Say that a file's bytes have been sent; it then appears on the task",
    input: TaskId.extend(FileArrival.shape),
    output: Attachment,
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
    action: "tasks:read",
    summary: "An address to read an attachment from, for 15 minutes. With download=true browsers save it",
    input: AttachmentId.extend({ download: z.stringbool().default(false) }),
    output: DownloadUrl,
  },
  async ({ tx, input }) => fileAddress(tx, ownerOf(input), input.attachment_id, input.download),
)

export const content = query(
  {
    action: "tasks:read",
    summary: "An attachment's bytes, for clients that cannot reach the object store. At most 4 MB",
    input: AttachmentId,
    output: FileContent,
  },
  async ({ tx, input }) => fileContent(tx, ownerOf(input), input.attachment_id),
)

export const remove = command(
  { action: "tasks:write", summary: "Delete an attachment", input: AttachmentId, output: null },
  async (context) => {
    tell(context, await removeFile(context, ownerOf(context.input), context.input.attachment_id))
  },
)

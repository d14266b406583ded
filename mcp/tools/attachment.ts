import * as z from "zod"
import { ApiError, done, unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { projectId, resolveDocument, resolveProject, resolveTask, taskReference } from "../reference.ts"
import { Attachment, DocAttachment } from "../schemas.ts"
import { type Image, type ToolContext, tool, Unclear } from "../tool.ts"

/** What is told of a file, whatever it belongs to. */
type Attached = Pick<z.infer<typeof Attachment>, "id" | "file">

/** What can be asked about the files of one task, or of one document. */
type Files<File extends Attached> = {
  list: () => Promise<File[]>
  content: (id: string) => Promise<{ response: Response; data?: unknown }>
  address: (id: string) => Promise<{ url: string; expires_in_seconds: number }>
  announce: (file: {
    file_name: string
    content_type: string
    file_size: number
  }) => Promise<{ file_id: string; upload_url: string | null }>
  complete: (file_id: string) => Promise<File>
  remove: (id: string) => Promise<void>
}

const task = { projectId, task: taskReference }
const document = {
  projectId,
  document: z.string().trim().min(1).describe("The document: its title or id; list_documents shows them."),
}
const attachmentId = z.uuid().describe("The attachment's id; a list of attachments shows it.")
const fileName = z.string().trim().min(1).max(255).describe("A name without a path, e.g. report.md.")

/** Bytes of a text that is read into an answer, and of a picture. */
const TEXT_LIMIT = 256 * 1024
const IMAGE_LIMIT = 4 * 1024 * 1024
/** How long sending a file's bytes may take. Milliseconds. */
const UPLOAD_TIMEOUT = 60_000

const text = z.string().min(1).max(TEXT_LIMIT).describe("What the file holds.")

const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"])
const textual =
  /^text\/|^application\/(json|xml|yaml|x-yaml|toml|sql|javascript|typescript|x-sh|x-ndjson)$|\+(json|xml)$/

async function ofTask(
  context: ToolContext,
  input: { projectId?: string | undefined; task: string | number },
): Promise<Files<z.infer<typeof Attachment>>> {
  const { api } = context
  const place = await resolveTask(context, input.projectId, input.task)
  const path = { projectId: place.project, taskId: place.id }
  const params = { path }
  const at = (attachmentId: string) => ({ ...path, attachmentId })
  return {
    list: async () => (await unwrap(api.GET("/projects/{projectId}/tasks/{taskId}/attachments", { params }))).items,
    content: (id) =>
      api.GET("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}/content", {
        params: { path: at(id) },
        parseAs: "arrayBuffer",
      }),
    address: (id) =>
      unwrap(
        api.GET("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}/download-url", {
          params: { path: at(id), query: { download: "true" } },
        }),
      ),
    announce: (body) =>
      unwrap(api.POST("/projects/{projectId}/tasks/{taskId}/attachments/initiate-upload", { params, body })),
    complete: (file_id) => {
      const body = { file_id, parts: [] }
      return unwrap(api.POST("/projects/{projectId}/tasks/{taskId}/attachments/complete-upload", { params, body }))
    },
    remove: (id) =>
      done(api.DELETE("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}", { params: { path: at(id) } })),
  }
}

async function ofDocument(
  context: ToolContext,
  input: { projectId?: string | undefined; document: string },
): Promise<Files<z.infer<typeof DocAttachment>>> {
  const { api } = context
  const project = await resolveProject(context, input.projectId)
  const path = { projectId: project, docId: await resolveDocument(context, project, input.document) }
  const params = { path }
  const at = (attachmentId: string) => ({ ...path, attachmentId })
  return {
    list: async () => (await unwrap(api.GET("/projects/{projectId}/docs/{docId}/attachments", { params }))).items,
    content: (id) =>
      api.GET("/projects/{projectId}/docs/{docId}/attachments/{attachmentId}/content", {
        params: { path: at(id) },
        parseAs: "arrayBuffer",
      }),
    address: (id) =>
      unwrap(
        api.GET("/projects/{projectId}/docs/{docId}/attachments/{attachmentId}/download-url", {
          params: { path: at(id), query: { download: "true" } },
        }),
      ),
    announce: (body) =>
      unwrap(api.POST("/projects/{projectId}/docs/{docId}/attachments/initiate-upload", { params, body })),
    complete: (file_id) => {
      const body = { file_id, parts: [] }
      return unwrap(api.POST("/projects/{projectId}/docs/{docId}/attachments/complete-upload", { params, body }))
    },
    remove: (id) =>
      done(api.DELETE("/projects/{projectId}/docs/{docId}/attachments/{attachmentId}", { params: { path: at(id) } })),
  }
}

const sizeText = (bytes: number) =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1024 * 1024
      ? `${Math.ceil(bytes / 1024)} kB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`

const line = ({ id, file }: Attached) => `${file.file_name} (${file.content_type}, ${sizeText(file.file_size)}): ${id}`

/** How a file can be read here. @throws Unclear with what to do instead */
function readableAs({ file }: Attached): "text" | "image" {
  const kind = pictures.has(file.content_type) ? "image" : textual.test(file.content_type) ? "text" : undefined
  const instead =
    "get_attachment_download_url and get_document_attachment_download_url give an address to download from."
  if (!kind) throw new Unclear(`${file.file_name} (${file.content_type}) is neither text nor a picture. ${instead}`)
  if (file.file_size > (kind === "image" ? IMAGE_LIMIT : TEXT_LIMIT))
    throw new Unclear(`${file.file_name} has ${sizeText(file.file_size)}, too much to read here. ${instead}`)
  return kind
}

async function list<File extends Attached>(files: Files<File>) {
  const attachments = await files.list()
  const lines = attachments.map((each) => `- ${line(each)}`)
  return { data: { attachments }, text: listText(lines, "No files yet.") }
}

type Read<File> = { data: { attachment: File; text: string | null }; text: string; image?: Image }

async function read<File extends Attached>(files: Files<File>, id: string): Promise<Read<File>> {
  const attachment = (await files.list()).find((each) => each.id === id)
  if (!attachment) throw new Unclear("There is no such file. The list of attachments shows what there is.")
  const kind = readableAs(attachment)
  const answer = await files.content(id)
  if (!answer.response.ok || !(answer.data instanceof ArrayBuffer))
    throw new ApiError(answer.response.status, "UNREADABLE", `${attachment.file.file_name} could not be read.`)
  const bytes = Buffer.from(answer.data)
  if (kind === "text") {
    const text = bytes.toString("utf8")
    return { data: { attachment, text }, text: `${line(attachment)}\n\n${text}` }
  }
  const image = { data: bytes.toString("base64"), mimeType: attachment.file.content_type }
  return { data: { attachment, text: null }, text: line(attachment), image }
}

async function address<File extends Attached>(files: Files<File>, id: string) {
  const found = await files.address(id)
  return { data: found, text: `${found.url}\n(works for ${found.expires_in_seconds / 60} minutes)` }
}

async function add<File extends Attached>(files: Files<File>, file_name: string, content: string) {
  const body = new TextEncoder().encode(content)
  const content_type = "text/plain"
  const session = await files.announce({ file_name, content_type, file_size: body.length })
  const sent = await fetch(session.upload_url ?? "", {
    method: "PUT",
    headers: { "content-type": content_type },
    body,
    signal: AbortSignal.timeout(UPLOAD_TIMEOUT),
  })
  if (!sent.ok) throw new ApiError(sent.status, "UPLOAD_FAILED", "The file could not be stored. Call again.")
  const attachment = await files.complete(session.file_id)
  return { data: { attachment }, text: `Attached ${line(attachment)}` }
}

async function remove<File extends Attached>(files: Files<File>, id: string) {
  await files.remove(id)
  return { data: { deleted_attachment_id: id }, text: `Deleted attachment ${id}.` }
}

const READS = "Reads a text file (to 256 kB) or shows a picture (PNG, JPEG, GIF or WebP, to 4 MB)"
const ADDRESS = "Gives an address to download a file from. It works for 15 minutes, for whoever has it."

export const attachmentTools = [
  tool({
    name: "list_task_attachments",
    title: "List a task's attachments",
    description: "Lists the files attached to a task, oldest first.",
    effect: "read",
    input: task,
    output: { attachments: z.array(Attachment) },
    run: async (input, context) => list(await ofTask(context, input)),
  }),
  tool({
    name: "read_task_attachment",
    title: "Read an attachment",
    description: `${READS}.`,
    effect: "read",
    input: { ...task, attachmentId },
    output: { attachment: Attachment, text: z.string().nullable() },
    run: async (input, context) => read(await ofTask(context, input), input.attachmentId),
  }),
  tool({
    name: "get_attachment_download_url",
    title: "Get an attachment's download address",
    description: ADDRESS,
    effect: "read",
    input: { ...task, attachmentId },
    output: { url: z.string(), expires_in_seconds: z.int() },
    run: async (input, context) => address(await ofTask(context, input), input.attachmentId),
  }),
  tool({
    name: "add_task_attachment",
    title: "Attach a text file to a task",
    description: "Attaches a text file, such as a log or a report, to a task.",
    effect: "add",
    input: { ...task, fileName, text },
    output: { attachment: Attachment },
    run: async (input, context) => add(await ofTask(context, input), input.fileName, input.text),
  }),
  tool({
    name: "delete_task_attachment",
    title: "Delete an attachment",
    description: "Deletes a file of a task. It cannot be brought back.",
    effect: "destroy",
    input: { ...task, attachmentId },
    output: { deleted_attachment_id: z.uuid() },
    run: async (input, context) => remove(await ofTask(context, input), input.attachmentId),
  }),
  tool({
    name: "list_document_attachments",
    title: "List a document's attachments",
    description: "Lists the files attached to a document, oldest first.",
    effect: "read",
    input: document,
    output: { attachments: z.array(DocAttachment) },
    run: async (input, context) => list(await ofDocument(context, input)),
  }),
  tool({
    name: "read_document_attachment",
    title: "Read a document's attachment",
    description: `${READS} of a document.`,
    effect: "read",
    input: { ...document, attachmentId },
    output: { attachment: DocAttachment, text: z.string().nullable() },
    run: async (input, context) => read(await ofDocument(context, input), input.attachmentId),
  }),
  tool({
    name: "get_document_attachment_download_url",
    title: "Get the download address of a document's attachment",
    description: ADDRESS,
    effect: "read",
    input: { ...document, attachmentId },
    output: { url: z.string(), expires_in_seconds: z.int() },
    run: async (input, context) => address(await ofDocument(context, input), input.attachmentId),
  }),
  tool({
    name: "add_document_attachment",
    title: "Attach a text file to a document",
    description: "Attaches a text file, such as a log or a report, to a document.",
    effect: "add",
    input: { ...document, fileName, text },
    output: { attachment: DocAttachment },
    run: async (input, context) => add(await ofDocument(context, input), input.fileName, input.text),
  }),
  tool({
    name: "delete_document_attachment",
    title: "Delete a document's attachment",
    description: "Deletes a file of a document. It cannot be brought back.",
    effect: "destroy",
    input: { ...document, attachmentId },
    output: { deleted_attachment_id: z.uuid() },
    run: async (input, context) => remove(await ofDocument(context, input), input.attachmentId),
  }),
]

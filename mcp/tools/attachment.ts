import * as z from "zod"
import { ApiError, done, unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { projectId, resolveTask, taskReference } from "../reference.ts"
import { Attachment } from "../schemas.ts"
import { type ToolContext, tool, Unclear } from "../tool.ts"

type Attached = z.infer<typeof Attachment>

const task = { projectId, task: taskReference }
const attachmentId = z.uuid().describe("The attachment's id; list_task_attachments shows it.")

/** Bytes of a text that is read into an answer, and of a picture. */
const TEXT_LIMIT = 256 * 1024
const IMAGE_LIMIT = 4 * 1024 * 1024
/** How long sending a file's bytes may take. Milliseconds. */
const UPLOAD_TIMEOUT = 60_000

const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"])
const textual =
  /^text\/|^application\/(json|xml|yaml|x-yaml|toml|sql|javascript|typescript|x-sh|x-ndjson)$|\+(json|xml)$/

async function pathOf(context: ToolContext, input: { projectId?: string | undefined; task: string | number }) {
  const place = await resolveTask(context, input.projectId, input.task)
  return { projectId: place.project, taskId: place.id }
}

const sizeText = (bytes: number) =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1024 * 1024
      ? `${Math.ceil(bytes / 1024)} kB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`

const line = ({ id, file }: Attached) => `${file.file_name} (${file.content_type}, ${sizeText(file.file_size)}): ${id}`

async function attachmentsOf(context: ToolContext, path: { projectId: string; taskId: string }): Promise<Attached[]> {
  const { items } = await unwrap(
    context.api.GET("/projects/{projectId}/tasks/{taskId}/attachments", { params: { path } }),
  )
  return items
}

/** How a file can be read here. @throws Unclear with what to do instead */
function readableAs({ file }: Attached): "text" | "image" {
  const kind = pictures.has(file.content_type) ? "image" : textual.test(file.content_type) ? "text" : undefined
  const instead = "get_attachment_download_url gives an address to download it from."
  if (!kind) throw new Unclear(`${file.file_name} (${file.content_type}) is neither text nor a picture. ${instead}`)
  if (file.file_size > (kind === "image" ? IMAGE_LIMIT : TEXT_LIMIT))
    throw new Unclear(`${file.file_name} has ${sizeText(file.file_size)}, too much to read here. ${instead}`)
  return kind
}

export const attachmentTools = [
  tool({
    name: "list_task_attachments",
    title: "List a task's attachments",
    description: "Lists the files attached to a task, oldest first.",
    effect: "read",
    input: task,
    output: { attachments: z.array(Attachment) },
    run: async (input, context) => {
      const attachments = await attachmentsOf(context, await pathOf(context, input))
      return {
        data: { attachments },
        text: listText(
          attachments.map((each) => `- ${line(each)}`),
          "No files yet.",
        ),
      }
    },
  }),
  tool({
    name: "read_task_attachment",
    title: "Read an attachment",
    description: "Reads a text file (to 256 kB) or shows a picture (PNG, JPEG, GIF or WebP, to 4 MB).",
    effect: "read",
    input: { ...task, attachmentId },
    output: { attachment: Attachment, text: z.string().nullable() },
    run: async (input, context) => {
      const path = await pathOf(context, input)
      const attachment = (await attachmentsOf(context, path)).find(({ id }) => id === input.attachmentId)
      if (!attachment) throw new Unclear("This task has no such file. list_task_attachments shows what it has.")
      const kind = readableAs(attachment)
      const answer = await context.api.GET("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}/content", {
        params: { path: { ...path, attachmentId: attachment.id } },
        parseAs: "arrayBuffer",
      })
      if (!answer.response.ok || !(answer.data instanceof ArrayBuffer))
        throw new ApiError(answer.response.status, "UNREADABLE", `${attachment.file.file_name} could not be read.`)
      const bytes = Buffer.from(answer.data)
      if (kind === "text") {
        const text = bytes.toString("utf8")
        return { data: { attachment, text }, text: `${line(attachment)}\n\n${text}` }
      }
      const image = { data: bytes.toString("base64"), mimeType: attachment.file.content_type }
      return { data: { attachment, text: null }, text: line(attachment), image }
    },
  }),
  tool({
    name: "get_attachment_download_url",
    title: "Get an attachment's download address",
    description: "Gives an address to download a file from. It works for 15 minutes, for whoever has it.",
    effect: "read",
    input: { ...task, attachmentId },
    output: { url: z.string(), expires_in_seconds: z.int() },
    run: async (input, context) => {
      const path = { ...(await pathOf(context, input)), attachmentId: input.attachmentId }
      const found = await unwrap(
        context.api.GET("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}/download-url", {
          params: { path, query: { download: "true" } },
        }),
      )
      return { data: found, text: `${found.url}\n(works for ${found.expires_in_seconds / 60} minutes)` }
    },
  }),
  tool({
    name: "add_task_attachment",
    title: "Attach a text file to a task",
    description: "Attaches a text file, such as a log or a report, to a task.",
    effect: "add",
    input: {
      ...task,
      fileName: z.string().trim().min(1).max(255).describe("A name without a path, e.g. report.md."),
      text: z.string().min(1).max(TEXT_LIMIT).describe("What the file holds."),
    },
    output: { attachment: Attachment },
    run: async (input, context) => {
      const path = await pathOf(context, input)
      const body = new TextEncoder().encode(input.text)
      const content_type = "text/plain"
      const session = await unwrap(
        context.api.POST("/projects/{projectId}/tasks/{taskId}/attachments/initiate-upload", {
          params: { path },
          body: { file_name: input.fileName, content_type, file_size: body.length },
        }),
      )
      const sent = await fetch(session.upload_url ?? "", {
        method: "PUT",
        headers: { "content-type": content_type },
        body,
        signal: AbortSignal.timeout(UPLOAD_TIMEOUT),
      })
      if (!sent.ok) throw new ApiError(sent.status, "UPLOAD_FAILED", "The file could not be stored. Call again.")
      const attachment = await unwrap(
        context.api.POST("/projects/{projectId}/tasks/{taskId}/attachments/complete-upload", {
          params: { path },
          body: { file_id: session.file_id, parts: [] },
        }),
      )
      return { data: { attachment }, text: `Attached ${line(attachment)}` }
    },
  }),
  tool({
    name: "delete_task_attachment",
    title: "Delete an attachment",
    description: "Deletes a file of a task. It cannot be brought back.",
    effect: "destroy",
    input: { ...task, attachmentId },
    output: { deleted_attachment_id: z.uuid() },
    run: async (input, context) => {
      const path = { ...(await pathOf(context, input)), attachmentId: input.attachmentId }
      await done(
        context.api.DELETE("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}", { params: { path } }),
      )
      return { data: { deleted_attachment_id: input.attachmentId }, text: `Deleted attachment ${input.attachmentId}.` }
    },
  }),
]

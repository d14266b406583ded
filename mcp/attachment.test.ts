import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import { afterAll, beforeAll, expect, it } from "vitest"
import * as z from "zod"
import * as ApiKey from "../functions/core/access/api-key.ts"
import * as Document from "../functions/core/document/document.ts"
import * as Attachment from "../functions/core/file/attachment.ts"
import { execute } from "../functions/core/operation.ts"
import type { Task } from "../functions/core/task/card.ts"
import * as TaskOperations from "../functions/core/task/task.ts"
import { freshDatabase } from "../functions/local/testing/database.ts"
import { createWorld, type World } from "../functions/local/testing/domain.ts"
import { startFunctions } from "../functions/local/testing/gateway.ts"

await freshDatabase()
const paca = await startFunctions()
const client = new Client({ name: "test", version: "1" })
let world: World
let task: Task

beforeAll(async () => {
  world = await createWorld("PLN")
  task = await world.as(world.owner, TaskOperations.create, { title: "With files" })
  const { key } = await execute(ApiKey.create, world.owner, { name: "laptop" })
  const requestInit = { headers: { "x-api-key": key } }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${paca.url}/mcp`), { requestInit }))
  await client.listTools()
})
afterAll(async () => {
  await client.close()
  await paca.stop()
})

const Result = z.object({
  content: z.array(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string() }),
      z.object({ type: z.literal("image"), data: z.string(), mimeType: z.string() }),
    ]),
  ),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().default(false),
})

async function call(name: string, input: Record<string, unknown> = {}) {
  return Result.parse(await client.callTool({ name, arguments: { projectId: "PLN", task: "PLN-1", ...input } }))
}

const Made = z.object({ attachment: z.looseObject({ id: z.string() }) })

it("an agent attaches a report, reads it again, passes on its address and deletes it", async () => {
  const made = await call("add_task_attachment", { fileName: "bericht.md", text: "# Geprüft\nAlles läuft." })
  const { id: attachmentId } = Made.parse(made.structuredContent).attachment
  const listed = await call("list_task_attachments")
  expect(listed.content).toMatchObject([{ text: expect.stringContaining("bericht.md (text/plain") }])
  const read = await call("read_task_attachment", { attachmentId })
  expect(read.structuredContent).toMatchObject({ text: "# Geprüft\nAlles läuft." })
  const { url } = z
    .object({ url: z.string() })
    .parse((await call("get_attachment_download_url", { attachmentId })).structuredContent)
  expect(await (await fetch(url)).text()).toBe("# Geprüft\nAlles läuft.")
  expect((await call("delete_task_attachment", { attachmentId })).isError).toBe(false)
  expect((await call("list_task_attachments")).content).toMatchObject([{ text: "No files yet." }])
  expect((await call("read_task_attachment", { attachmentId })).isError).toBe(true)
})

it("an agent sees a picture, and hears what to do with a file it cannot read", async () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex")
  const attach = async (bytes: Uint8Array<ArrayBuffer>, file_name: string, content_type: string) => {
    const about = { task_id: task.id, file_name, content_type, file_size: bytes.length }
    const session = await world.as(world.owner, Attachment.initiate, about)
    await fetch(session.upload_url ?? "", { method: "PUT", body: bytes, headers: { "content-type": content_type } })
    return world.as(world.owner, Attachment.complete, { task_id: task.id, file_id: session.file_id })
  }
  const picture = await attach(new Uint8Array(png), "a.png", "image/png")
  const seen = await call("read_task_attachment", { attachmentId: picture.id })
  expect(seen.content[1]).toEqual({ type: "image", data: png.toString("base64"), mimeType: "image/png" })
  const archive = await attach(new Uint8Array(Buffer.from("504b0304", "hex")), "a.zip", "application/zip")
  const unread = await call("read_task_attachment", { attachmentId: archive.id })
  expect(unread.isError).toBe(true)
  expect(unread.content).toMatchObject([{ text: expect.stringContaining("get_attachment_download_url") }])
})

it("an agent does the same with a document's files", async () => {
  const doc = await world.as(world.owner, Document.create, { title: "Notes" })
  const ask = async (name: string, input: object = {}) => {
    const about = { projectId: "PLN", document: "Notes", ...input }
    return Result.parse(await client.callTool({ name, arguments: about }))
  }
  const made = await ask("add_document_attachment", { fileName: "log.txt", text: "All is well." })
  expect(made.structuredContent).toMatchObject({ attachment: { doc_id: doc.id } })
  const { id: attachmentId } = Made.parse(made.structuredContent).attachment
  expect((await ask("list_document_attachments")).content).toMatchObject([{ text: expect.stringContaining("log.txt") }])
  const read = await ask("read_document_attachment", { attachmentId })
  expect(read.structuredContent).toMatchObject({ text: "All is well." })
  const { url } = z
    .object({ url: z.string() })
    .parse((await ask("get_document_attachment_download_url", { attachmentId })).structuredContent)
  expect(await (await fetch(url)).text()).toBe("All is well.")
  expect((await ask("delete_document_attachment", { attachmentId })).isError).toBe(false)
  expect((await ask("list_document_attachments")).content).toMatchObject([{ text: "No files yet." }])
})

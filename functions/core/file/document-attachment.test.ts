import { asc, eq } from "drizzle-orm"
import { beforeAll, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import * as Role from "../access/role.ts"
import { db } from "../database.ts"
import * as Document from "../document/document.ts"
import { event } from "../event/event.sql.ts"
import * as Member from "../member/member.ts"
import { execute } from "../operation.ts"
import * as Task from "../task/task.ts"
import * as Usage from "../usage/usage.ts"
import { attachment } from "./attachment.sql.ts"
import * as TaskAttachment from "./attachment.ts"
import * as Attachment from "./document-attachment.ts"
import { objectSize } from "./storage.ts"

let world: World
let doc_id: string
beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  doc_id = (await world.as(world.owner, Document.create, { title: "With pictures" })).id
})

/** Sends a text file to a document as a browser does. */
async function attach(text: string, file_name: string, to = doc_id, by: Person = world.owner) {
  const bytes = new TextEncoder().encode(text)
  const file = { file_name, content_type: "text/plain", file_size: bytes.length }
  const session = await world.as(by, Attachment.initiate, { doc_id: to, ...file })
  const sent = await fetch(session.upload_url ?? "", {
    method: "PUT",
    body: bytes,
    headers: { "content-type": "text/plain" },
  })
  expect(sent.status).toBe(200)
  return world.as(by, Attachment.complete, { doc_id: to, file_id: session.file_id, parts: [] })
}

const read = async (attachment_id: string, by: Person = world.owner) => {
  const { bytes } = await world.as(by, Attachment.content, { doc_id, attachment_id })
  return new TextDecoder().decode(bytes)
}

it("a document's file comes back as it was sent, and counts as stored", async () => {
  const stored = async () => (await execute(Usage.get, world.owner, { workspace_id: world.workspace.id })).storage_bytes
  const before = await stored()
  const made = await attach("a plan", "plan.txt")
  expect(made).toMatchObject({ doc_id, file: { file_name: "plan.txt", content_type: "text/plain", file_size: 6 } })
  const { items } = await world.as(world.owner, Attachment.list, { doc_id })
  expect(items).toEqual([made])
  expect(await read(made.id)).toBe("a plan")
  const { url } = await world.as(world.owner, Attachment.downloadUrl, { doc_id, attachment_id: made.id })
  expect(await (await fetch(url)).text()).toBe("a plan")
  expect(await stored()).toBe(before + 6)
})

it("it is gone from the store when it is deleted, and both are told of once", async () => {
  const made = await attach("not for long", "short.txt")
  await world.as(world.owner, Attachment.complete, { doc_id, file_id: made.id, parts: [] })
  await world.as(world.owner, Attachment.remove, { doc_id, attachment_id: made.id })
  expect(await objectSize(`attachments/${world.project.id}/${made.id}`)).toBeUndefined()
  await expect(read(made.id)).rejects.toMatchObject({ code: "ATTACHMENT_NOT_FOUND" })
  const rows = await db().select().from(event).where(eq(event.entity_id, made.id)).orderBy(asc(event.id))
  expect(rows.map(({ type, task_id, data }) => [type, task_id, data.doc_id])).toEqual([
    ["doc_attachment.created", null, doc_id],
    ["doc_attachment.deleted", null, doc_id],
  ])
})

it("files go with their document, and come back with it", async () => {
  const other = await world.as(world.owner, Document.create, { title: "Thrown away" })
  const made = await attach("kept", "kept.txt", other.id)
  const file = { doc_id: other.id, attachment_id: made.id }
  await world.as(world.owner, Document.remove, { doc_id: other.id })
  const gone = { code: "DOCUMENT_NOT_FOUND" }
  await expect(world.as(world.owner, Attachment.content, file)).rejects.toMatchObject(gone)
  await expect(world.as(world.owner, Attachment.downloadUrl, file)).rejects.toMatchObject(gone)
  await expect(world.as(world.owner, Attachment.remove, file)).rejects.toMatchObject(gone)
  await expect(attach("late", "late.txt", other.id)).rejects.toMatchObject({ code: "DOCUMENT_NOT_FOUND" })
  await world.as(world.owner, Document.restore, { doc_id: other.id })
  expect((await world.as(world.owner, Attachment.list, { doc_id: other.id })).items).toEqual([made])
})

it("they are read by whoever reads documents, written by whoever writes them, and nobody's of another project", async () => {
  const made = await attach("secret", "secret.txt")
  const viewer = await createPerson("Vera Viewer")
  await joinWorld(world, viewer, "Viewer")
  expect(await read(made.id, viewer)).toBe("secret")
  await expect(attach("mine", "mine.txt", doc_id, viewer)).rejects.toMatchObject({ status: 403 })
  await expect(world.as(viewer, Attachment.remove, { doc_id, attachment_id: made.id })).rejects.toMatchObject({
    status: 403,
  })
  const role = await world.as(world.owner, Role.create, { name: "Tasks only", actions: ["tasks:read", "tasks:write"] })
  const tom = await createPerson("Tom Tasks")
  const { id: member_id } = await joinWorld(world, tom, "Viewer")
  await world.as(world.owner, Member.update, { member_id, role_id: role.id })
  await expect(read(made.id, tom)).rejects.toMatchObject({ status: 403 })

  const other = await createWorld("OTH")
  const theirs = await other.as(other.owner, Document.create, { title: "Theirs" })
  for (const about of [{ doc_id: theirs.id }, { doc_id }]) {
    const file = { ...about, attachment_id: made.id }
    await expect(other.as(other.owner, Attachment.content, file)).rejects.toMatchObject({ status: 404 })
    await expect(other.as(other.owner, Attachment.remove, file)).rejects.toMatchObject({ status: 404 })
  }
  expect(await read(made.id)).toBe("secret")
})

it("a task's file is not a document's, nor the other way round, and none is both", async () => {
  const made = await attach("a document's", "doc.txt")
  const task = await world.as(world.owner, Task.create, { title: "With files" })
  const about = { task_id: task.id, attachment_id: made.id }
  await expect(world.as(world.owner, TaskAttachment.content, about)).rejects.toMatchObject({ status: 404 })
  expect((await world.as(world.owner, TaskAttachment.list, { task_id: task.id })).items).toEqual([])
  const both = db().update(attachment).set({ task_id: task.id }).where(eq(attachment.id, made.id))
  await expect(both).rejects.toMatchObject({ cause: { constraint: "attachment_owner" } })
})

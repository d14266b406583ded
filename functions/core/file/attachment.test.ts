import { randomBytes } from "node:crypto"
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import type * as z from "zod"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { clock } from "../clock.ts"
import { db } from "../database.ts"
import * as Activity from "../task/activity.ts"
import type { Task } from "../task/card.ts"
import * as TaskOperations from "../task/task.ts"
import { attachment } from "./attachment.sql.ts"
import * as Attachment from "./attachment.ts"
import { beginUpload, objectSize, putObject } from "./storage.ts"
import { ATTACHMENT_LIMIT, forgetUploads, type UploadSession } from "./stored-file.ts"

let world: World
let task: Task
beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  task = await world.as(world.owner, TaskOperations.create, { title: "With files" })
})
afterEach(() => vi.restoreAllMocks())

const PNG = Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), randomBytes(100)])

const announce = (bytes: Uint8Array, file_name: string, content_type: string) =>
  world.as(world.owner, Attachment.initiate, { task_id: task.id, file_name, content_type, file_size: bytes.length })

type Session = z.infer<typeof UploadSession>

const put = (url: string | null, bytes: Uint8Array<ArrayBuffer>, type?: string) =>
  fetch(url ?? "", { method: "PUT", body: bytes, headers: type ? { "content-type": type } : {} })

const complete = (session: Session, parts: { part_number: number; etag: string }[] = []) =>
  world.as(world.owner, Attachment.complete, { task_id: task.id, file_id: session.file_id, parts })

/** Sends a file as a browser does. */
async function attach(content: Uint8Array | string, file_name: string, content_type: string) {
  const bytes = new Uint8Array(Buffer.from(content))
  const session = await announce(bytes, file_name, content_type)
  expect((await put(session.upload_url, bytes, content_type)).status).toBe(200)
  return complete(session)
}

async function download(id: string, how: { download?: string } = {}) {
  const { url } = await world.as(world.owner, Attachment.downloadUrl, { task_id: task.id, attachment_id: id, ...how })
  const answer = await fetch(url)
  const { headers } = answer
  return {
    bytes: Buffer.from(await answer.arrayBuffer()),
    type: headers.get("content-type"),
    disposition: headers.get("content-disposition") ?? "",
  }
}

describe("a file", () => {
  it("goes to the store in one request, appears on the task, in its history, and comes back byte by byte", async () => {
    const made = await attach(PNG, "Bildschirmfoto – größer.png", "image/png")
    expect(made.file).toEqual({
      file_name: "Bildschirmfoto – größer.png",
      content_type: "image/png",
      file_size: PNG.length,
    })
    const { items } = await world.as(world.owner, Attachment.list, { task_id: task.id })
    expect(items.map(({ id }) => id)).toEqual([made.id])
    const got = await download(made.id)
    expect(got.bytes.equals(PNG)).toBe(true)
    expect(got.type).toBe("image/png")
    expect(got.disposition).toMatch(/^inline; .*filename\*=UTF-8''Bildschirmfoto%20%E2%80%93%20gr%C3%B6%C3%9Fer\.png$/)
    expect((await download(made.id, { download: "true" })).disposition).toMatch(/^attachment; /)
    const history = await world.as(world.owner, Activity.list, { task_id: task.id })
    expect(history.items[0]).toMatchObject({
      type: "attachment.created",
      changes: [{ field: "attachments", from: null, to: "Bildschirmfoto – größer.png" }],
    })
  })

  it("that is large goes in parts, and completing it twice makes it once", async () => {
    const bytes = new Uint8Array(randomBytes(17 * 1024 * 1024))
    const session = await announce(bytes, "video.bin", "application/octet-stream")
    expect(session.parts.map(({ part_number }) => part_number)).toEqual([1, 2, 3])
    const size = session.part_size ?? 0
    const parts = await Promise.all(
      session.parts.map(async ({ part_number, upload_url }) => {
        const answer = await put(upload_url, bytes.slice((part_number - 1) * size, part_number * size))
        return { part_number, etag: answer.headers.get("etag") ?? "" }
      }),
    )
    const wrong = [...parts.slice(0, 2), { part_number: 3, etag: '"nothing"' }]
    await expect(complete(session, wrong)).rejects.toMatchObject({ code: "UPLOAD_INCOMPLETE" })
    const [first, again] = await Promise.all([complete(session, parts), complete(session, parts)])
    expect(again).toEqual(first)
    expect((await download(first.id)).bytes.equals(bytes)).toBe(true)
  })

  it("that never arrived, or not whole, cannot be completed", async () => {
    const session = await announce(PNG, "never.png", "image/png")
    await expect(complete(session)).rejects.toMatchObject({ status: 409, code: "UPLOAD_INCOMPLETE" })
    const { items } = await world.as(world.owner, Attachment.list, { task_id: task.id })
    expect(items.map(({ id }) => id)).not.toContain(session.file_id)
  })

  it("cannot be larger or of another type than it was announced", async () => {
    const session = await announce(PNG, "small.png", "image/png")
    const larger = new Uint8Array(Buffer.concat([PNG, PNG]))
    expect((await put(session.upload_url, larger, "image/png")).status).toBe(403)
    expect((await put(session.upload_url, new Uint8Array(PNG), "text/html")).status).toBe(403)
    await expect(
      world.as(world.owner, Attachment.initiate, {
        task_id: task.id,
        file_name: "huge.bin",
        content_type: "application/zip",
        file_size: ATTACHMENT_LIMIT + 1,
      }),
    ).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "file_size" }] } })
  })

  it("can have no path for a name", async () => {
    for (const name of ["../../etc/passwd", "a\\b", "a\nb", "", " "]) {
      await expect(announce(PNG, name, "image/png")).rejects.toMatchObject({ code: "BAD_REQUEST" })
    }
  })

  it("is gone when it is deleted, from the store too, and its history stays", async () => {
    const made = await attach("some notes", "notes.txt", "text/plain")
    const key = `attachments/${world.project.id}/${made.id}`
    expect(await objectSize(key)).toBe(10)
    await world.as(world.owner, Attachment.remove, { task_id: task.id, attachment_id: made.id })
    expect(await objectSize(key)).toBeUndefined()
    await expect(download(made.id)).rejects.toMatchObject({ code: "ATTACHMENT_NOT_FOUND" })
    const history = await world.as(world.owner, Activity.list, { task_id: task.id })
    expect(history.items[0]).toMatchObject({ type: "attachment.deleted", changes: [{ from: "notes.txt", to: null }] })
  })
})

describe("what a browser does with a file", () => {
  const cases: [string, string, string, { type: string | null; inline: boolean }][] = [
    [
      "a page",
      "<!doctype html><script>alert(1)</script>",
      "text/html",
      { type: "application/octet-stream", inline: false },
    ],
    [
      "a page that says it is text",
      "<script>alert(1)</script>",
      "text/plain",
      { type: "text/plain; charset=utf-8", inline: true },
    ],
    [
      "a page that says it is a picture",
      "<script>alert(1)</script>",
      "image/png",
      { type: "text/plain; charset=utf-8", inline: true },
    ],
    [
      "a drawing with a script",
      '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
      "image/svg+xml",
      { type: "application/octet-stream", inline: false },
    ],
    [
      "a program that says it is a picture",
      "MZ\u0090\0\u0003\0\0\0",
      "image/png",
      { type: "application/octet-stream", inline: false },
    ],
    ["bytes nobody knows", "\0\u0001\u0002\u0003\0", "text/plain", { type: "application/octet-stream", inline: false }],
    ["data", '{"a":1}', "application/json", { type: "application/octet-stream", inline: false }],
  ]
  for (const [name, text, declared, { type, inline }] of cases) {
    it(`${name} ${inline ? "is shown" : "is saved"} as ${type}`, async () => {
      const made = await attach(Buffer.from(text, "latin1"), "file", declared)
      const got = await download(made.id)
      expect(got.type).toBe(type)
      expect(got.disposition.startsWith(inline ? "inline" : "attachment")).toBe(true)
    })
  }
})

it("is nobody's of another project, and a viewer's to read only", async () => {
  const made = await attach("secret", "secret.txt", "text/plain")
  const other = await createWorld("OTH")
  const theirs = await other.as(other.owner, TaskOperations.create, { title: "Theirs" })
  const about = { task_id: theirs.id, attachment_id: made.id }
  await expect(other.as(other.owner, Attachment.downloadUrl, about)).rejects.toMatchObject({ status: 404 })
  await expect(other.as(other.owner, Attachment.remove, about)).rejects.toMatchObject({ status: 404 })
  const viewer = await createPerson("Vera Viewer")
  await joinWorld(world, viewer, "Viewer")
  const mine = { task_id: task.id, attachment_id: made.id }
  expect((await world.as(viewer, Attachment.content, mine)).bytes).toEqual(new Uint8Array(Buffer.from("secret")))
  await expect(world.as(viewer, Attachment.remove, mine)).rejects.toMatchObject({ status: 403 })
})

it("that nobody completed within a day is forgotten, with what had arrived of it", async () => {
  const session = await announce(PNG, "forgotten.png", "image/png")
  const key = `attachments/${world.project.id}/${session.file_id}`
  await putObject(key, new Uint8Array(PNG), "image/png")
  const large = await announce(new Uint8Array(9 * 1024 * 1024), "large.bin", "application/zip")
  const kept = await attach("kept", "kept.txt", "text/plain")
  const now = clock.now()
  vi.spyOn(clock, "now").mockImplementation(() => now + 25 * 60 * 60_000)
  expect(await forgetUploads()).toBeGreaterThanOrEqual(2)
  vi.restoreAllMocks()
  expect(await objectSize(key)).toBeUndefined()
  const left = (await db().select({ id: attachment.id }).from(attachment)).map(({ id }) => id)
  expect(left).toContain(kept.id)
  expect(left).not.toContain(large.file_id)
  expect(await beginUpload(key, "image/png")).toBeTruthy()
})

import { BlobReader, TextWriter, ZipReader } from "@zip.js/zip.js"
import { parse } from "csv-parse/sync"
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { clock } from "../clock.ts"
import * as Document from "../document/document.ts"
import * as Folder from "../document/folder.ts"
import * as Field from "../field/field.ts"
import { objectSize } from "../file/storage.ts"
import * as Import from "../import/import.ts"
import * as Sprint from "../sprint/sprint.ts"
import * as Comment from "../task/comment.ts"
import * as Link from "../task/link.ts"
import * as Task from "../task/task.ts"
import * as TimeLog from "../task/time-log.ts"
import * as Export from "./export.ts"
import * as Making from "./make.ts"

let world: World
beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})
afterEach(() => vi.restoreAllMocks())

const start = (at = world) => at.as(at.owner, Export.start, {})
const get = (id: string, at = world) => at.as(at.owner, Export.get, { id })

async function exported(at = world): Promise<{ id: string; files: Map<string, string> }> {
  const { id } = await start(at)
  await Making.process(id)
  const { url } = await at.as(at.owner, Export.download, { id })
  const reader = new ZipReader(new BlobReader(await (await fetch(url)).blob()))
  const files = new Map<string, string>()
  for (const entry of await reader.getEntries()) {
    if (!entry.directory) files.set(entry.filename, await entry.getData(new TextWriter()))
  }
  await reader.close()
  return { id, files }
}

const Rows = z.array(z.record(z.string(), z.string()))
const rowsOf = (text: string | undefined) => Rows.parse(parse(text ?? "", { columns: true }))

describe("an export", () => {
  it("holds tasks, what lies around them and their texts", async () => {
    const severity = await world.as(world.owner, Field.create, { name: "Severity", type: "select", options: ["Major"] })
    const sprint = await world.as(world.owner, Sprint.create, { name: "Sprint 1", goal: "Ship it" })
    const epic = await world.as(world.owner, Task.create, { title: "Epic" })
    const story = await world.as(world.owner, Task.create, {
      title: 'Say "hello", Zoë\nand more',
      description: "# Why\n\nBecause.",
      points: 5,
      tags: ["a", "b"],
      due_date: "2026-03-01",
      parent_task_id: epic.id,
      sprint_id: sprint.id,
      custom_fields: { [severity.id]: severity.options[0]?.id },
    })
    const deleted = await world.as(world.owner, Task.create, { title: "Gone" })
    await world.as(world.owner, Task.remove, { task_id: deleted.id })
    await world.as(world.owner, Comment.create, { task_id: story.id, text: "**Looks** good" })
    await world.as(world.owner, Link.create, { task_id: story.id, target_task_id: epic.id, type: "blocks" })
    await world.as(world.owner, TimeLog.create, { task_id: story.id, minutes: 90, day: "2026-02-01", note: "reviewed" })
    const folder = await world.as(world.owner, Folder.create, { name: "How/to" })
    for (const title of ["Notes", "notes"]) {
      await world.as(world.owner, Document.create, { title, content: `Of *${title}*`, folder_id: folder.id })
    }
    const { id, files } = await exported()

    expect(await get(id)).toMatchObject({ status: "completed", done: 2, total: 2, expired: false })
    expect([...files.keys()].sort()).toEqual(
      [
        "README.md",
        "documents/How-to/Notes.md",
        "documents/How-to/notes (2).md",
        "links.csv",
        "sprints.csv",
        "tasks.csv",
        `tasks/${story.key}.md`,
        "time-logs.csv",
      ].sort(),
    )
    const tasks = rowsOf(files.get("tasks.csv"))
    expect(tasks.map((row) => row["Issue key"])).toEqual([epic.key, story.key])
    expect(tasks[1]).toMatchObject({
      Summary: 'Say "hello", Zoë\nand more',
      Status: "To Do",
      "Story Points": "5",
      Labels: "a, b",
      Sprint: "Sprint 1",
      Parent: epic.key,
      "Due date": "2026-03-01",
      "Custom field (Severity)": "Major",
      Reporter: world.owner.handle,
    })
    expect(files.get("documents/How-to/Notes.md")).toBe("# Notes\n\nOf *Notes*\n")
    expect(rowsOf(files.get("sprints.csv"))).toMatchObject([{ Name: "Sprint 1", Goal: "Ship it", State: "planned" }])
    expect(rowsOf(files.get("links.csv"))).toEqual([{ From: story.key, Relation: "blocks", To: epic.key }])
    expect(rowsOf(files.get("time-logs.csv"))).toMatchObject([
      { "Issue key": story.key, Minutes: "90", Note: "reviewed" },
    ])
    expect(files.get(`tasks/${story.key}.md`)).toContain("Because.")
    expect(files.get(`tasks/${story.key}.md`)).toMatch(/### Olive Owner, .*\n\n\*\*Looks\*\* good/)
  })

  it("can be imported again, and gives a spreadsheet no formula to run", async () => {
    const from = await createWorld("OLD")
    const parent = await from.as(from.owner, Task.create, { title: "Parent", points: 3 })
    await from.as(from.owner, Task.create, { title: "Child", parent_task_id: parent.id, priority: "high", tags: ["x"] })
    await from.as(from.owner, Task.create, { title: '=HYPERLINK("http://evil.example")' })
    const { files } = await exported(from)
    const text = files.get("tasks.csv") ?? ""
    expect(rowsOf(text)[2]?.Summary).toBe(`'=HYPERLINK("http://evil.example")`)
    const to = await createWorld("NEW")
    const started = await to.as(to.owner, Import.start, { file: new Uint8Array(Buffer.from(text)) })
    await Import.process(started.id)
    expect(await to.as(to.owner, Import.get, { id: started.id })).toMatchObject({ created: 3, skipped: 0, errors: [] })
    const { items } = await to.as(to.owner, Task.list, {})
    expect(items.find(({ title }) => title === "Child")).toMatchObject({
      priority: "high",
      tags: ["x"],
      parent_task_id: items.find(({ title }) => title === "Parent")?.id,
    })
  })

  it("of thousands of tasks shows how far it is, and stops when it is cancelled", async () => {
    const large = await createWorld("BIG")
    const lines = Array.from({ length: 1_500 }, (_, index) => `K-${index},Task number ${index}`)
    const file = new Uint8Array(Buffer.from(["key,title", ...lines].join("\n")))
    await Import.process((await large.as(large.owner, Import.start, { file })).id)
    const { id, files } = await exported(large)
    expect(rowsOf(files.get("tasks.csv")).length).toBe(1_500)
    expect(await get(id, large)).toMatchObject({ total: 1_500, done: 1_500 })

    const again = await start(large)
    const processing = Making.process(again.id)
    await vi.waitFor(async () => expect((await get(again.id, large)).status).toBe("processing"))
    await large.as(large.owner, Export.cancel, { id: again.id })
    await processing
    expect(await get(again.id, large)).toMatchObject({ status: "cancelled", file_size: null })
    expect(await objectSize(`exports/files/${again.id}.zip`)).toBeUndefined()
  })

  it("is kept for 7 days and can be deleted before", async () => {
    const { id } = await exported()
    const key = `exports/files/${id}.zip`
    expect(await objectSize(key)).toBeGreaterThan(0)
    const now = clock.now()
    vi.spyOn(clock, "now").mockImplementation(() => now + 7 * 24 * 60 * 60_000 + 1_000)
    await expect(world.as(world.owner, Export.download, { id })).rejects.toMatchObject({ code: "EXPORT_EXPIRED" })
    await Making.forgetExpired()
    vi.restoreAllMocks()
    expect(await objectSize(key)).toBeUndefined()

    const other = await exported()
    await world.as(world.owner, Export.cancel, { id: other.id })
    await expect(world.as(world.owner, Export.download, { id: other.id })).rejects.toMatchObject({
      code: "EXPORT_EXPIRED",
    })
    expect(await objectSize(`exports/files/${other.id}.zip`)).toBeUndefined()
  })

  it("is not begun a third time while two are under way", async () => {
    const busy = await createWorld("BSY")
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => start(busy)))
    expect(answers.filter(({ status }) => status === "fulfilled").length).toBe(2)
    const refused = answers.find((answer) => answer.status === "rejected")
    expect(refused?.reason).toMatchObject({ status: 409, code: "EXPORT_RUNNING" })
  })

  it("that cannot be made is given up after three attempts and says so", async () => {
    const broken = await createWorld("BRK")
    const { id } = await start(broken)
    for (let attempt = 0; attempt < 3; attempt++) await Making.failed(id)
    expect(await get(id, broken)).toMatchObject({
      status: "failed",
      error_message: expect.stringContaining("Try again"),
    })
  })

  it("is an admin's to ask for, nobody else's", async () => {
    const editor = await createPerson("Edith Editor")
    await joinWorld(world, editor, "Editor")
    await expect(world.as(editor, Export.start, {})).rejects.toMatchObject({ status: 403 })
  })
})

import { eq } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import { db } from "../database.ts"
import * as Activity from "../task/activity.ts"
import * as Task from "../task/task.ts"
import { docTaskLink } from "./document.sql.ts"
import * as Document from "./document.ts"
import * as Link from "./link.ts"
import { numbersIn } from "./task-key.ts"

let world: World

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld("PLN")
})

const makeTask = (title = "A task") => world.as(world.owner, Task.create, { title })
const write = (content: string) => world.as(world.owner, Document.create, { title: "Notes", content })
const change = (doc: { id: string }, content: string) =>
  world.as(world.owner, Document.update, { doc_id: doc.id, content })
const linksOf = async (doc: { id: string }) =>
  (await world.as(world.owner, Link.list, { doc_id: doc.id })).map(({ task, origin }) => [task.key, origin])
const docsOf = async (task: { id: string }) =>
  (await world.as(world.owner, Link.ofTask, { task_id: task.id })).map((doc) => [doc.id, doc.origin])

describe("a document that names tasks", () => {
  it("is linked to them both ways, for as long as it names them", async () => {
    const [one, two] = [await makeTask(), await makeTask()]
    const doc = await write(`See ${one.key} and ${one.key.toLowerCase()}, then ${two.key}.`)
    expect(await linksOf(doc)).toEqual([
      [one.key, "text"],
      [two.key, "text"],
    ])
    expect(await docsOf(one)).toEqual([[doc.id, "text"]])
    await change(doc, `Only ${two.key} is left.`)
    expect(await linksOf(doc)).toEqual([[two.key, "text"]])
    expect(await docsOf(one)).toEqual([])
  })

  it("is linked to no task of another project, whose numbers are the same", async () => {
    const other = await createWorld("PLN")
    const mine = await makeTask()
    let theirs = await other.as(other.owner, Task.create, { title: "Theirs" })
    while (theirs.number < mine.number) theirs = await other.as(other.owner, Task.create, { title: "Theirs" })
    expect(theirs.key).toBe(mine.key)
    const doc = await write(`OTH-1, ${mine.key}, PLN-999999999`)
    expect(await linksOf(doc)).toEqual([[mine.key, "text"]])
    expect(await other.as(other.owner, Link.ofTask, { task_id: theirs.id })).toEqual([])
  })

  it("does not show deleted tasks, and is not shown when it is deleted itself", async () => {
    const task = await makeTask()
    const doc = await write(`About ${task.key}`)
    await world.as(world.owner, Task.remove, { task_id: task.id })
    expect(await linksOf(doc)).toEqual([])
    await world.as(world.owner, Task.restore, { task_id: task.id })
    expect(await linksOf(doc)).toEqual([[task.key, "text"]])
    await world.as(world.owner, Document.remove, { doc_id: doc.id })
    expect(await docsOf(task)).toEqual([])
    await world.as(world.owner, Document.restore, { doc_id: doc.id })
    expect(await docsOf(task)).toEqual([[doc.id, "text"]])
  })
})

describe("a link by hand", () => {
  it("is made, shown on both sides and in the task's history, and removed", async () => {
    const [task, doc] = [await makeTask(), await write("Nothing named.")]
    const place = { doc_id: doc.id, task_id: task.id }
    expect(await world.as(world.owner, Link.create, place)).toMatchObject({ task: { key: task.key }, origin: "manual" })
    await expect(world.as(world.owner, Link.create, place)).rejects.toMatchObject({ code: "LINK_EXISTS" })
    expect(await docsOf(task)).toEqual([[doc.id, "manual"]])
    await world.as(world.owner, Link.remove, place)
    expect(await linksOf(doc)).toEqual([])
    await expect(world.as(world.owner, Link.remove, place)).rejects.toMatchObject({ code: "LINK_NOT_FOUND" })
    const { items } = await world.as(world.owner, Activity.list, { task_id: task.id })
    expect(items.map((item) => item.type)).toEqual(["doc_link.deleted", "doc_link.created", "task.created"])
  })

  it("outlives the key in the text, and the key outlives it", async () => {
    const task = await makeTask()
    const doc = await write(`About ${task.key}`)
    const place = { doc_id: doc.id, task_id: task.id }
    await world.as(world.owner, Link.create, place)
    expect(await linksOf(doc)).toEqual([[task.key, "manual"]])
    await change(doc, "Not any more.")
    expect(await linksOf(doc)).toEqual([[task.key, "manual"]])
    await change(doc, `Again ${task.key}`)
    await world.as(world.owner, Link.remove, place)
    expect(await linksOf(doc)).toEqual([[task.key, "text"]])
    await expect(world.as(world.owner, Link.remove, place)).rejects.toMatchObject({ code: "LINK_IN_TEXT" })
  })

  it("cannot lead to another project, in the operations and in the database", async () => {
    const other = await createWorld("OTH")
    const theirs = await other.as(other.owner, Task.create, { title: "Theirs" })
    const theirDoc = await other.as(other.owner, Document.create, { title: "Theirs" })
    const [task, doc] = [await makeTask(), await write("x")]
    await expect(world.as(world.owner, Link.create, { doc_id: doc.id, task_id: theirs.id })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { issues: [{ path: "task_id" }] },
    })
    const foreign = { doc_id: theirDoc.id, task_id: task.id }
    for (const call of [
      () => world.as(world.owner, Link.create, foreign),
      () => world.as(world.owner, Link.remove, foreign),
      () => world.as(world.owner, Link.list, foreign),
    ])
      await expect(call()).rejects.toMatchObject({ code: "DOCUMENT_NOT_FOUND" })
    await expect(world.as(world.owner, Link.ofTask, { task_id: theirs.id })).rejects.toMatchObject({
      code: "TASK_NOT_FOUND",
    })
    const row = { document_id: doc.id, task_id: theirs.id, origin: "manual" as const }
    for (const project_id of [world.project.id, other.project.id])
      await expect(
        db()
          .insert(docTaskLink)
          .values({ ...row, project_id }),
      ).rejects.toMatchObject({
        cause: { code: "23503" },
      })
    expect(await db().select().from(docTaskLink).where(eq(docTaskLink.task_id, theirs.id))).toEqual([])
  })
})

describe("keys in a text", () => {
  it.each([
    ["PLN-1, pln-2 and (PLN-3).", [1, 2, 3]],
    ["PLN-1 PLN-1", [1]],
    ["`PLN-1` and\n```\nPLN-2\n```", []],
    ["XPLN-1 PLN-1x PLN-1-2 my-PLN-4 PLN-1.5 OTH-7", []],
    ["https://example.org/?task=PLN-8 [it](/tasks/PLN-9)", [8, 9]],
    ["PLN-12345678901", []],
  ])("%s", (text, numbers) => expect(numbersIn(text, "PLN")).toEqual(numbers))
})

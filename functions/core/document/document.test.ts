import { readdirSync, readFileSync } from "node:fs"
import { and, asc, eq, sql } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import { anonymous } from "../access/caller.ts"
import { projectRole } from "../access/role.sql.ts"
import * as Role from "../access/role.ts"
import * as Agent from "../agent/agent.ts"
import * as Conversation from "../conversation/conversation.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Member from "../member/member.ts"
import * as Notification from "../notification/notification.ts"
import { execute } from "../operation.ts"
import * as Project from "../project/project.ts"
import { streamed } from "../testing/streamed.ts"
import { document } from "./document.sql.ts"
import * as Document from "./document.ts"
import * as Folder from "./folder.ts"

let world: World
let edith: Person
let theirs: { world: World; folder: string; doc: string }

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  edith = await createPerson("Edith Editor")
  await joinWorld(world, edith, "Editor")
  const other = await createWorld("OTH")
  const folder = await other.as(other.owner, Folder.create, { name: "Theirs" })
  const doc = await other.as(other.owner, Document.create, { title: "Theirs" })
  theirs = { world: other, folder: folder.id, doc: doc.id }
})

const write = (fields: object = {}) => world.as(world.owner, Document.create, { title: "A document", ...fields })
const change = (doc: { id: string }, fields: object, by: Person = world.owner) =>
  world.as(by, Document.update, { doc_id: doc.id, ...fields })
const read = (doc: { id: string }) => world.as(world.owner, Document.get, { doc_id: doc.id })
const makeFolder = (fields: object = {}) => world.as(world.owner, Folder.create, { name: "A folder", ...fields })
const move = (folder: { id: string }, fields: object) =>
  world.as(world.owner, Folder.update, { folder_id: folder.id, ...fields })

describe("documents", () => {
  it("keep their Markdown and are listed without it", async () => {
    const doc = await write({ title: "Refunds", content: "# Why\n\nPeople ask." })
    expect(doc).toMatchObject({
      version: 1,
      folder_id: null,
      content: { format: "markdown", text: "# Why\n\nPeople ask." },
    })
    const { items, total } = await world.as(world.owner, Document.list, { page_size: 100 })
    expect(total).toBe(items.length)
    const listed = items.find((item) => item.id === doc.id)
    expect(listed).toMatchObject({ title: "Refunds", version: 1 })
    expect(listed).not.toHaveProperty("content")
  })

  it("take an editor's blocks as they take Markdown", async () => {
    const content = [{ type: "heading", props: { level: 2 }, content: [{ type: "text", text: "Why", styles: {} }] }]
    expect((await write({ content })).content.text).toBe("## Why")
  })

  it("may be as large as a request", async () => {
    const content = "All work and no play. ".repeat(40_000)
    const doc = await write({ content })
    expect((await read(doc)).content.text).toBe(content)
    await expect(write({ content: "a".repeat(1_000_001) })).rejects.toMatchObject({ code: "BAD_REQUEST" })
  })

  it("are found by their folder, and by when they changed", async () => {
    const folder = await makeFolder()
    const inside = await write({ folder_id: folder.id })
    const outside = await write()
    const since = new Date(Date.now() + 1).toISOString()
    await new Promise((resolve) => setTimeout(resolve, 5))
    const late = await write()
    const ids = async (filter: object) =>
      (await world.as(world.owner, Document.list, { page_size: 100, ...filter })).items.map((item) => item.id)
    expect(await ids({ folder_id: folder.id })).toEqual([inside.id])
    expect(await ids({ folder_id: "null" })).toEqual(expect.arrayContaining([outside.id, late.id]))
    expect(await ids({ folder_id: "null" })).not.toContain(inside.id)
    expect(await ids({ updated_since: since })).toEqual([late.id])
  })

  it("lie in the order of their positions, and one put between two moves the rest on", async () => {
    const folder_id = (await makeFolder()).id
    const [one, two, three] = [await write({ folder_id }), await write({ folder_id }), await write({ folder_id })]
    const order = async () => (await world.as(world.owner, Document.list, { folder_id })).items.map((item) => item.id)
    expect(await order()).toEqual([one.id, two.id, three.id])
    await change(three, { position: 1 })
    expect(await order()).toEqual([one.id, three.id, two.id])
    const first = await write({ folder_id, position: 0 })
    expect(await order()).toEqual([first.id, one.id, three.id, two.id])
  })

  it("go after one of those beside them, also where two were made at once and share a position", async () => {
    const folder_id = (await makeFolder()).id
    const made = [await write({ folder_id }), await write({ folder_id }), await write({ folder_id })]
    const [one, two, three] = made.map(({ id }) => ({ id }))
    if (!one || !two || !three) throw new Error("Three were made.")
    await db().update(document).set({ position: 3 }).where(eq(document.folder_id, folder_id))
    const order = async () => (await world.as(world.owner, Document.list, { folder_id })).items.map((item) => item.id)
    await change(three, { after: one.id })
    expect(await order()).toEqual([one.id, three.id, two.id])
    await change(two, { after: null })
    expect(await order()).toEqual([two.id, one.id, three.id])
    const outside = await write()
    await change(outside, { folder_id, after: two.id })
    expect(await order()).toEqual([two.id, outside.id, one.id, three.id])
    await expect(change(outside, { folder_id: null, after: two.id })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { issues: [{ path: "after" }] },
    })
    await expect(change(two, { after: two.id })).rejects.toMatchObject({ code: "BAD_REQUEST" })
    expect(await order()).toEqual([two.id, outside.id, one.id, three.id])
  })

  it("of several moved at once, each lies behind the one it was put after, or behind those put there later", async () => {
    const folder_id = (await makeFolder()).id
    const first = await write({ folder_id })
    const others = await Promise.all(Array.from({ length: 8 }, () => write({ folder_id })))
    await Promise.all(others.map((doc) => change(doc, { after: first.id })))
    const { items } = await world.as(world.owner, Document.list, { folder_id })
    expect(items[0]?.id).toBe(first.id)
    expect(new Set(items.map((item) => item.position)).size).toBe(9)
  })

  it("name their position in the event of every move that shifts others, so that whoever shows them reads again", async () => {
    const [here, there] = [await makeFolder(), await makeFolder()]
    const moved = await write({ folder_id: here.id })
    const shifted = await write({ folder_id: there.id })
    expect(moved.position).toBe(shifted.position)
    await change(moved, { folder_id: there.id, position: shifted.position })
    expect((await read(shifted)).position).toBe(shifted.position + 1)
    const rows = await db().select().from(event).where(eq(event.entity_id, moved.id)).orderBy(asc(event.id))
    expect(rows.at(-1)?.data.changes).toMatchObject([{ field: "folder_id" }, { field: "position" }])
  })

  it("tell of their life without their text", async () => {
    const doc = await write({ content: "secret words" })
    await change(doc, { title: "New", content: "other words" })
    await world.as(world.owner, Document.remove, { doc_id: doc.id })
    await world.as(world.owner, Document.restore, { doc_id: doc.id })
    const rows = await db().select().from(event).where(eq(event.entity_id, doc.id)).orderBy(asc(event.id))
    expect(rows.map((row) => row.type)).toEqual(["doc.created", "doc.updated", "doc.deleted", "doc.restored"])
    expect(rows[1]?.data.changes).toEqual([
      { field: "title", from: "A document", to: "New" },
      { field: "content", from: null, to: null },
    ])
    expect(JSON.stringify(rows)).not.toContain("words")
    const sent = (await streamed()).filter((each) => each.entity_id === doc.id).map((each) => each.type)
    expect(sent).toEqual(rows.map((row) => row.type))
  })

  it("do not change, and tell nothing, when nothing is different", async () => {
    const doc = await write({ content: "same" })
    expect(await change(doc, { content: "same", title: doc.title })).toEqual(doc)
  })

  it("are gone when they are deleted, and come back whole", async () => {
    const doc = await write({ content: "kept" })
    await world.as(world.owner, Document.remove, { doc_id: doc.id })
    await expect(read(doc)).rejects.toMatchObject({ code: "DOCUMENT_NOT_FOUND" })
    await expect(change(doc, { title: "x" })).rejects.toMatchObject({ code: "DOCUMENT_NOT_FOUND" })
    await expect(world.as(world.owner, Document.remove, { doc_id: doc.id })).rejects.toMatchObject({ status: 404 })
    const back = await world.as(world.owner, Document.restore, { doc_id: doc.id })
    expect(back).toMatchObject({ content: { text: "kept" }, deleted_at: null, version: 3 })
  })

  it("refuse a change made against an older version: of 20 at once, one wins", async () => {
    const doc = await write()
    for (let version = 1; version <= 3; version++) {
      const tries = await Promise.allSettled(
        Array.from({ length: 20 }, (_, writer) =>
          change(
            doc,
            { content: `version ${version}, writer ${writer}`, if_match: version },
            writer % 2 ? edith : world.owner,
          ),
        ),
      )
      const won = tries.filter((one) => one.status === "fulfilled")
      expect(won).toHaveLength(1)
      expect((await read(doc)).content).toEqual(won[0]?.value.content)
      for (const lost of tries) {
        if (lost.status === "rejected")
          expect(lost.reason).toMatchObject({ code: "VERSION_CONFLICT", details: { version: version + 1 } })
      }
    }
  })

  it("are read by anyone in a public project, and written by members alone", async () => {
    const open = await createWorld("PUB")
    const doc = await open.as(open.owner, Document.create, { title: "Open" })
    const viewer = await createPerson("Vera Viewer")
    await joinWorld(open, viewer, "Viewer")
    expect((await open.as(viewer, Document.get, { doc_id: doc.id })).title).toBe("Open")
    await expect(open.as(viewer, Document.update, { doc_id: doc.id, title: "x" })).rejects.toMatchObject({
      status: 403,
    })
    await expect(open.as(anonymous, Document.get, { doc_id: doc.id })).rejects.toMatchObject({ status: 401 })
    await open.as(open.owner, Project.update, { is_public: true })
    expect((await open.as(anonymous, Document.get, { doc_id: doc.id })).title).toBe("Open")
    await expect(open.as(anonymous, Document.create, { title: "x" })).rejects.toMatchObject({ status: 401 })
  })

  it("cannot lie in another project's folder, and another project's are not there", async () => {
    const wrong = { code: "BAD_REQUEST", details: { issues: [{ path: "folder_id", message: "not in this project" }] } }
    await expect(write({ folder_id: theirs.folder })).rejects.toMatchObject(wrong)
    await expect(change(await write(), { folder_id: theirs.folder })).rejects.toMatchObject(wrong)
    const foreign = { doc_id: theirs.doc, title: "Ours" }
    for (const call of [
      () => world.as(world.owner, Document.get, foreign),
      () => world.as(world.owner, Document.update, foreign),
      () => world.as(world.owner, Document.remove, foreign),
      () => world.as(world.owner, Document.restore, foreign),
    ])
      await expect(call()).rejects.toMatchObject({ code: "DOCUMENT_NOT_FOUND" })
  })
})

describe("projects that are older than documents", () => {
  it("have them in the roles they ship with, and in none of their own", async () => {
    const old = await createWorld("OLD")
    const roles = [
      { name: "Editor", actions: ["tasks:read", "tasks:write"] },
      { name: "Viewer", actions: ["tasks:read"] },
      { name: "Editor of ours", actions: ["tasks:write"] },
    ]
    const own = { project_id: old.project.id, name: "Editor of ours", actions: [] }
    await db().insert(projectRole).values(own)
    for (const { name, actions } of roles)
      await db()
        .update(projectRole)
        .set({ actions })
        .where(and(eq(projectRole.project_id, old.project.id), eq(projectRole.name, name)))
    const folder = new URL("../migrations/", import.meta.url)
    const statements = readdirSync(folder)
      .filter((file) => file.endsWith(".sql"))
      .flatMap((file) => readFileSync(new URL(file, folder), "utf8").split("--> statement-breakpoint"))
      .filter((statement) => /update "project_role"[^;]*'docs:/i.test(statement))
    expect(statements).toHaveLength(2)
    for (const statement of [...statements, ...statements]) await db().execute(sql.raw(statement))
    const rows = await db().select().from(projectRole).where(eq(projectRole.project_id, old.project.id))
    const held = Object.fromEntries(rows.map((row) => [row.name, row.actions]))
    expect(held).toEqual({
      Admin: ["*"],
      Editor: ["tasks:read", "tasks:write", "docs:read", "docs:write"],
      Viewer: ["tasks:read", "docs:read"],
      "Editor of ours": ["tasks:write"],
    })
  })
})

describe("mentions in a document", () => {
  const inboxOf = async (person: Person) => (await execute(Notification.list, person, { page_size: 100 })).items

  it("tell the person once, not again for every change around the place", async () => {
    const mara = await createPerson("Mara Mentioned")
    await joinWorld(world, mara, "Editor")
    const doc = await write({ title: "Notes", content: `Ask @${mara.handle} first.` })
    expect(await inboxOf(mara)).toMatchObject([
      {
        type: "mentioned",
        doc_id: doc.id,
        task_id: null,
        task_key: null,
        title: "Olive Owner mentioned you in “Notes”",
      },
    ])
    await change(doc, { content: `Ask @${mara.handle} first, please.` })
    await change(doc, { content: `Some more.\n\nAsk @${mara.handle} first, please. \`@${mara.handle}\`` })
    expect(await inboxOf(mara)).toHaveLength(1)
    await change(doc, { content: `@${mara.handle}: see below.\n\nAsk @${mara.handle} first, please.` })
    expect(await inboxOf(mara)).toHaveLength(2)
  })

  it("tell nobody who may not read documents", async () => {
    const role = await world.as(world.owner, Role.create, { name: "Tasks only", actions: ["tasks:read"] })
    const tom = await createPerson("Tom Tasks")
    const { id } = await joinWorld(world, tom, "Viewer")
    await world.as(world.owner, Member.update, { member_id: id, role_id: role.id })
    await write({ content: `@${tom.handle} secret` })
    expect(await inboxOf(tom)).toEqual([])
  })

  it("are bounded: a text that is nothing but mentions is taken, in the time of any other", async () => {
    const content = Array.from({ length: 90_000 }, (_, index) => `@m${index}`).join("\n")
    const started = performance.now()
    const doc = await write({ content })
    await change(doc, {
      content: `${content}\n${Array.from({ length: 15_000 }, (_, index) => `PLN-${index}`).join(" ")}`,
    })
    expect(performance.now() - started).toBeLessThan(8_000)
  })

  it("start agents, with the passage, and an agent at work gets the message instead", async () => {
    const agent = await world.as(world.owner, Agent.create, { name: "Docs", handle: "docs-agent", provider: "demo" })
    const doc = await write({ title: "Plan", content: "Intro\n\n@docs-agent write a summary\n\nEnd" })
    const started = async () => (await world.as(world.owner, Conversation.list, { agent_id: agent.id })).items
    expect(await started()).toMatchObject([
      { trigger: "mention", task: null, doc: { id: doc.id, title: "Plan" }, status: "queued" },
    ])
    const before = (await started())[0]
    await change(doc, { content: "Intro\n\n@docs-agent write a summary\n\nEnd\n\n@docs-agent and a title" })
    const now = await started()
    expect(now).toHaveLength(1)
    expect(now[0]?.version).toBe((before?.version ?? 0) + 1)
    const other = await write({ content: "@docs-agent here too" })
    expect((await started()).map((one) => one.doc?.id)).toEqual([other.id, doc.id])
    const there = await world.as(world.owner, Conversation.list, { doc_id: other.id })
    expect(there.items.map((one) => one.doc?.id)).toEqual([other.id])
  })
})

describe("folders", () => {
  it("make a tree with an order", async () => {
    const top = await makeFolder({ name: "Top" })
    const [one, two] = [
      await makeFolder({ name: "One", parent_id: top.id }),
      await makeFolder({ name: "Two", parent_id: top.id }),
    ]
    expect(one).toMatchObject({ parent_id: top.id, position: 0 })
    await move(two, { position: 0 })
    const inTop = (await world.as(world.owner, Folder.list, {})).filter((folder) => folder.parent_id === top.id)
    expect(inTop.map((folder) => folder.name)).toEqual(["Two", "One"])
    expect(await world.as(world.owner, Folder.get, { folder_id: one.id })).toMatchObject({ name: "One", position: 1 })
    expect(await move(one, { parent_id: null, name: "Free" })).toMatchObject({ parent_id: null, name: "Free" })
    const three = await makeFolder({ name: "Three", parent_id: top.id, after: null })
    await move(three, { after: two.id })
    await move(one, { parent_id: top.id, after: two.id })
    const names = (await world.as(world.owner, Folder.list, {})).filter((folder) => folder.parent_id === top.id)
    expect(names.map((folder) => folder.name)).toEqual(["Two", "Free", "Three"])
  })

  it("cannot lie in themselves or in what lies in them", async () => {
    const one = await makeFolder()
    const two = await makeFolder({ parent_id: one.id })
    const three = await makeFolder({ parent_id: two.id })
    for (const parent_id of [one.id, two.id, three.id])
      await expect(move(one, { parent_id })).rejects.toMatchObject({ code: "FOLDER_CYCLE" })
  })

  it("close no circle when they are moved into each other at once", async () => {
    for (let round = 0; round < 5; round++) {
      const all = await Promise.all(Array.from({ length: 6 }, () => makeFolder()))
      const moves = await Promise.allSettled(
        all.map((folder, index) => move(folder, { parent_id: all[(index + 1) % all.length]?.id })),
      )
      expect(moves.filter((one) => one.status === "rejected")).toHaveLength(1)
      const parents = new Map((await world.as(world.owner, Folder.list, {})).map((each) => [each.id, each.parent_id]))
      for (const { id } of all) {
        let at: string | null = id
        for (let steps = 0; at !== null; steps++) {
          expect(steps).toBeLessThan(10)
          at = parents.get(at) ?? null
        }
      }
    }
  })

  it("lose nothing when they are deleted: what lay in them moves up, in its order", async () => {
    const top = await makeFolder({ name: "Top" })
    const beside = await write({ title: "Beside", folder_id: top.id })
    const gone = await makeFolder({ name: "Gone", parent_id: top.id })
    const below = await makeFolder({ name: "Below", parent_id: gone.id })
    const [a, b] = [await write({ title: "A", folder_id: gone.id }), await write({ title: "B", folder_id: gone.id })]
    const trashed = await write({ title: "Trashed", folder_id: gone.id })
    await world.as(world.owner, Document.remove, { doc_id: trashed.id })
    await world.as(world.owner, Folder.remove, { folder_id: gone.id })
    await expect(world.as(world.owner, Folder.get, { folder_id: gone.id })).rejects.toMatchObject({
      code: "FOLDER_NOT_FOUND",
    })
    expect((await world.as(world.owner, Folder.get, { folder_id: below.id })).parent_id).toBe(top.id)
    const { items } = await world.as(world.owner, Document.list, { folder_id: top.id })
    expect(items.map((item) => item.id)).toEqual([beside.id, a.id, b.id])
    expect((await world.as(world.owner, Document.restore, { doc_id: trashed.id })).folder_id).toBe(top.id)
  })

  it("take no document with them that is put into them just then", async () => {
    for (let round = 0; round < 5; round++) {
      const folder = await makeFolder()
      const moving = await write()
      const [removed, ...rest] = await Promise.allSettled([
        world.as(world.owner, Folder.remove, { folder_id: folder.id }),
        ...Array.from({ length: 6 }, () => write({ folder_id: folder.id })),
        change(moving, { folder_id: folder.id }),
      ])
      expect(removed?.status).toBe("fulfilled")
      for (const one of rest) {
        if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "BAD_REQUEST" })
        else expect((await read(one.value)).folder_id).toBeNull()
      }
    }
  })

  it("of another project are not there, in a path or in a body", async () => {
    const foreign = { folder_id: theirs.folder, name: "Ours" }
    for (const call of [
      () => world.as(world.owner, Folder.get, foreign),
      () => world.as(world.owner, Folder.update, foreign),
      () => world.as(world.owner, Folder.remove, foreign),
    ])
      await expect(call()).rejects.toMatchObject({ code: "FOLDER_NOT_FOUND" })
    const wrong = { code: "BAD_REQUEST", details: { issues: [{ path: "parent_id", message: "not in this project" }] } }
    await expect(makeFolder({ parent_id: theirs.folder })).rejects.toMatchObject(wrong)
    await expect(move(await makeFolder(), { parent_id: theirs.folder })).rejects.toMatchObject(wrong)
  })

  it("tell of their life", async () => {
    const { id } = await makeFolder({ name: "Told" })
    await move({ id }, { name: "Retold" })
    await world.as(world.owner, Folder.remove, { folder_id: id })
    const rows = await db()
      .select()
      .from(event)
      .where(and(eq(event.entity_id, id), sql`type like 'folder.%'`))
      .orderBy(asc(event.id))
    expect(rows.map((row) => [row.type, row.version])).toEqual([
      ["folder.created", 1],
      ["folder.updated", 2],
      ["folder.deleted", 3],
    ])
    expect(rows[1]?.data.changes).toEqual([{ field: "name", from: "Told", to: "Retold" }])
  })
})

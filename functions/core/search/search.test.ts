import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import * as Role from "../access/role.ts"
import * as Document from "../document/document.ts"
import * as Member from "../member/member.ts"
import { execute } from "../operation.ts"
import * as Project from "../project/project.ts"
import type { Task } from "../task/card.ts"
import * as Comment from "../task/comment.ts"
import * as TaskOperations from "../task/task.ts"
import * as Search from "./search.ts"
import { piecesOf } from "./words.ts"

let world: World
let other: World
const tasks: Record<string, Task> = {}

const create = (at: World, title: string, description?: string) =>
  at.as(at.owner, TaskOperations.create, { title, ...(description && { description }) })

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  other = await createWorld("OTH")
  tasks.signIn = await create(world, "Sign in with a passkey", "People forget passwords.")
  tasks.password = await create(world, "Reset the password", "A forgotten password is set anew.")
  tasks.export = await create(world, "Export invoices", "As PDF, behind a password. <b onclick='x'>Alert</b> & more")
  await create(other, "Their password vault")
  await world.as(world.owner, Comment.create, { task_id: tasks.export.id, text: "Ask the accountants about VAT" })
  await world.as(world.owner, Document.create, { title: "Authentication", content: "Passkeys replace passwords." })
})

const search = async (q: string, more: object = {}) =>
  (await execute(Search.everywhere, world.owner, { q, ...more })).items
const titles = async (q: string, more: object = {}) => (await search(q, more)).map(({ title }) => title)

describe("a search finds", () => {
  it("what holds all words in any form, in titles before texts", async () => {
    expect(await titles("password")).toEqual([
      "Reset the password",
      "Authentication",
      "Export invoices",
      "Sign in with a passkey",
    ])
    expect(await titles("forgot passwords", { types: "task" })).toEqual([])
    expect((await titles("forgetting passwords", { types: "task" })).sort()).toEqual(["Sign in with a passkey"])
    expect(await titles("invoice export")).toEqual(["Export invoices"])
  })

  it("the beginning of a word that is still being typed", async () => {
    expect(await titles("reset the pass")).toEqual(["Reset the password"])
    expect(await titles("inv")).toEqual(["Export invoices"])
  })

  it("addresses and compounds as they are written", async () => {
    await create(
      world,
      "Mail to billing@example.test bounces",
      "See docs.example.test/a-b for more, or send an e-mail.",
    )
    for (const q of ["billing@example.test", "docs.example.test/a-b", "an e-mail", "bounc"]) {
      expect(await titles(q, { types: "task" }), q).toEqual(["Mail to billing@example.test bounces"])
    }
  })

  it("titles in spite of a typing error, when nothing holds the word itself", async () => {
    expect((await titles("pasword"))[0]).toBe("Reset the password")
    expect((await titles("authentcation"))[0]).toBe("Authentication")
    expect(await titles("zzzzqqq")).toEqual([])
  })

  it("of likely titles one page, and counts no more than can be turned to", async () => {
    await create(world, "Quokka fences")
    await create(world, "Quokka feeding")
    const likely = (more: object) => execute(Search.everywhere, world.owner, { q: "quoka", types: "task", ...more })
    expect(await likely({})).toMatchObject({ items: [{}, {}], total: 2 })
    expect(await likely({ page_size: 1 })).toMatchObject({ items: [{}], total: 1 })
    expect(await likely({ page_size: 1, page: 2 })).toMatchObject({ items: [], total: 0 })
  })

  it("phrases, alternatives and what a word is missing from", async () => {
    expect(await titles('"reset the password"')).toEqual(["Reset the password"])
    expect((await titles("invoices or passkey", { types: "task" })).sort()).toEqual([
      "Export invoices",
      "Sign in with a passkey",
    ])
    expect(await titles("password -reset", { types: "task" })).toEqual(["Export invoices", "Sign in with a passkey"])
  })

  it("a task by its key or number, first", async () => {
    const { key = "", number = 0, id } = tasks.export ?? {}
    for (const q of [key, key.toLowerCase(), `#${number}`, String(number)]) {
      expect((await search(q))[0], q).toMatchObject({ id, matched_in: "key", key })
    }
    expect(await search("ZZZ-1")).toEqual([])
  })

  it("comments with their task, and only while the task is there", async () => {
    const [hit] = await search("accountants")
    expect(hit).toMatchObject({
      type: "comment",
      title: "Export invoices",
      task_id: tasks.export?.id,
      key: tasks.export?.key,
    })
    const gone = await create(world, "Gone soon")
    await world.as(world.owner, Comment.create, { task_id: gone.id, text: "Chrysanthemum" })
    expect((await search("chrysanthemum")).length).toBe(1)
    await world.as(world.owner, TaskOperations.remove, { task_id: gone.id })
    expect(await search("chrysanthemum")).toEqual([])
    expect(await search("gone soon")).toEqual([])
  })

  it("what was written a moment ago, and not what was overwritten", async () => {
    const task = await create(world, "Tangerine")
    await world.as(world.owner, TaskOperations.update, { task_id: task.id, title: "Clementine" })
    expect(await titles("tangerine", { types: "task" })).toEqual([])
    expect(await titles("clementine")).toEqual(["Clementine"])
  })
})

it("shows what matched in pieces, and never as HTML", async () => {
  const [hit] = await search("alert", { types: "task" })
  const text = hit?.snippet.map((piece) => piece.text).join("")
  expect(text).toMatch(/Alert .*& more/)
  expect(hit?.snippet.filter(({ match }) => match).map((piece) => piece.text)).toEqual(["Alert"])
  expect(piecesOf("a \u0002b\u0003 c\u0002d")).toEqual([
    { text: "a ", match: false },
    { text: "b", match: true },
    { text: " c", match: false },
    { text: "d", match: false },
  ])
})

it("takes whatever is typed", async () => {
  for (const q of [
    "'",
    '"',
    "\\",
    "a & | ! b",
    "(((",
    ":*",
    "-",
    "%",
    "the",
    "🙂",
    "a:b:c",
    "<->",
    "\u0001",
    "or or or",
  ]) {
    expect(Array.isArray(await search(q)), q).toBe(true)
  }
  await expect(search("")).rejects.toMatchObject({ code: "BAD_REQUEST" })
  await expect(search("x".repeat(201))).rejects.toMatchObject({ code: "BAD_REQUEST" })
})

it("pages through the results without a gap or a repeat", async () => {
  const many = await createWorld("MNY")
  for (let number = 0; number < 25; number++) await create(many, `Walrus number ${number}`)
  const at = (page: number) => execute(Search.everywhere, many.owner, { q: "walrus", page, page_size: 10 })
  const pages = [await at(1), await at(2), await at(3), await at(4)]
  expect(pages.map(({ items }) => items.length)).toEqual([10, 10, 5, 0])
  expect(pages[0]?.total).toBe(25)
  expect(new Set(pages.flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(25)
})

it("finds in many projects what it finds in few", async () => {
  const many = await createWorld("FEW")
  await create(many, "Albatross")
  const other = { workspace_id: many.workspace.id, name: "More" }
  for (const letter of "ABCDEFGHI") {
    const { id } = await execute(Project.create, many.owner, { ...other, prefix: `M${letter}` })
    await execute(TaskOperations.create, many.owner, { project_id: id, title: `Albatross ${letter}` })
  }
  expect((await execute(Search.everywhere, many.owner, { q: "albatross" })).total).toBe(10)
})

describe("nobody finds what they may not read", () => {
  it("in another workspace, by words, likeness, key, and in a deleted project", async () => {
    expect((await search("vault")).length).toBe(0)
    expect((await search("vaullt")).length).toBe(0)
    expect((await search("OTH-1")).length).toBe(0)
    expect((await execute(Search.everywhere, other.owner, { q: "vault" })).items.length).toBe(1)
    await expect(world.as(other.owner, Search.inProject, { q: "password" })).rejects.toMatchObject({ status: 404 })
  })

  it("with a role that reads documents and not tasks, or the other way round", async () => {
    const reader = await createPerson("Rita Reader")
    const { id } = await joinWorld(world, reader, "Viewer")
    const roleOf = async (actions: string[], name: string) => {
      const role = await world.as(world.owner, Role.create, { name, actions })
      await world.as(world.owner, Member.update, { member_id: id, role_id: role.id })
      return (await execute(Search.everywhere, reader, { q: "password" })).items.map(({ type }) => type)
    }
    expect(new Set(await roleOf(["project:read", "docs:read"], "Docs only"))).toEqual(new Set(["doc"]))
    expect(new Set(await roleOf(["project:read", "tasks:read"], "Tasks only"))).toEqual(new Set(["task"]))
    const { items } = await world.as(reader, Search.inProject, { q: "password" })
    expect(items.every(({ type }) => type === "task")).toBe(true)
  })
})

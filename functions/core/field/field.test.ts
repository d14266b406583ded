import { eq } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Activity from "../task/activity.ts"
import * as Task from "../task/task.ts"
import { streamed } from "../testing/streamed.ts"
import * as Board from "../view/board.ts"
import type { fieldTypes } from "./field.sql.ts"
import * as Field from "./field.ts"

let world: World

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})

let fieldCount = 0
const add = (type: (typeof fieldTypes)[number], more: object = {}) =>
  world.as(world.owner, Field.create, { name: `Field ${++fieldCount}`, type, ...more })
const create = (custom_fields: object = {}) => world.as(world.owner, Task.create, { title: "A task", custom_fields })
const set = (task: { id: string }, custom_fields: object) =>
  world.as(world.owner, Task.update, { task_id: task.id, custom_fields })
const found = async (filter: object) => {
  const { items } = await world.as(world.owner, Task.list, { custom_fields: JSON.stringify(filter), page_size: 100 })
  return items.map((card) => card.id)
}
const named = (field: Field.CustomField, name: string) => field.options.find((option) => option.name === name)?.id ?? ""

describe("custom fields", () => {
  it("are added, changed, put in order and deleted, and the project hears of it with all of them", async () => {
    const one = await add("text", { position: 0 })
    const two = await add("number", { position: 0, required: false })
    const first = await world.as(world.owner, Field.list, {})
    expect(first.map((field) => field.id).slice(0, 2)).toEqual([two.id, one.id])
    await world.as(world.owner, Field.update, { id: one.id, name: "Customer", position: 0 })
    await world.as(world.owner, Field.remove, { id: two.id })
    await world.as(world.owner, Field.remove, { id: one.id })
    const rows = await db().select().from(event).where(eq(event.entity_id, one.id)).orderBy(event.id)
    expect(rows.map((row) => row.type)).toEqual([
      "custom_field.created",
      "custom_field.updated",
      "custom_field.deleted",
    ])
    expect(rows[1]?.data.changes).toEqual([
      { field: "name", from: one.name, to: "Customer" },
      { field: "position", from: 1, to: 0 },
    ])
    expect(rows[2]?.data.custom_fields).toEqual(await world.as(world.owner, Field.list, {}))
  })

  it("do not share a name, and only selects have options, each once", async () => {
    await add("text", { name: "Region" })
    await expect(add("number", { name: "region" })).rejects.toMatchObject({ status: 409, code: "FIELD_NAME_TAKEN" })
    for (const wrong of [
      () => add("text", { options: ["One"] }),
      () => add("select"),
      () => add("multi_select", { options: [] }),
      () => add("select", { options: ["One", "one"] }),
      () => add("select", { options: [{ id: world.project.id, name: "Unknown id" }] }),
    ]) {
      await expect(wrong()).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path: "options" }] },
      })
    }
  })

  it("keep their tasks' values when an option is renamed or moved, and keep an option that tasks have", async () => {
    const field = await add("select", { options: ["Low", "High"] })
    const task = await create({ [field.id]: "High" })
    const high = named(field, "High")
    const renamed = await world.as(world.owner, Field.update, {
      id: field.id,
      options: [{ id: high, name: "Urgent" }, "Low", "Medium"],
    })
    expect(renamed.options.map((option) => option.name)).toEqual(["Urgent", "Low", "Medium"])
    expect(named(renamed, "Low")).toBe(named(field, "Low"))
    expect((await world.as(world.owner, Task.get, { task_id: task.id })).custom_fields).toEqual({ [field.id]: high })
    const removal = world.as(world.owner, Field.update, { id: field.id, options: ["Low"] })
    await expect(removal).rejects.toMatchObject({
      status: 409,
      code: "OPTION_IN_USE",
      details: { option_id: high, tasks: 1 },
    })
    await set(task, { [field.id]: null })
    const left = await world.as(world.owner, Field.update, { id: field.id, options: ["Low"] })
    expect(left.options).toEqual([{ id: named(field, "Low"), name: "Low" }])
  })

  it("take their values with them when deleted, and each task's history keeps its own", async () => {
    const field = await add("number")
    const [task, other] = [await create({ [field.id]: 8 }), await create()]
    await world.as(world.owner, Field.remove, { id: field.id })
    expect(await world.as(world.owner, Task.get, { task_id: task.id })).toMatchObject({ custom_fields: {}, version: 2 })
    expect((await world.as(world.owner, Task.get, { task_id: other.id })).version).toBe(1)
    const { items } = await world.as(world.owner, Activity.list, { task_id: task.id })
    expect(items[0]?.changes).toEqual([{ field: `custom_fields.${field.id}`, from: 8, to: null }])
    const sent = (await streamed()).slice(-1).map((entry) => [entry.type, entry.entity_id])
    expect(sent).toEqual([["custom_field.deleted", field.id]])
    await expect(set(task, { [field.id]: 9 })).rejects.toMatchObject({ code: "BAD_REQUEST" })
  })

  it("are set up by admins, not by editors", async () => {
    const editor = await createPerson("Ed Editor")
    await joinWorld(world, editor, "Editor")
    await expect(world.as(editor, Field.create, { name: "Ed's", type: "text" })).rejects.toMatchObject({ status: 403 })
  })

  it("of another project are not found", async () => {
    const other = await createWorld("OTH")
    const theirs = await other.as(other.owner, Field.create, { name: "Theirs", type: "text" })
    for (const change of [
      () => world.as(world.owner, Field.update, { id: theirs.id, name: "Mine" }),
      () => world.as(world.owner, Field.remove, { id: theirs.id }),
    ]) {
      await expect(change()).rejects.toMatchObject({ status: 404, code: "CUSTOM_FIELD_NOT_FOUND" })
    }
    await expect(create({ [theirs.id]: "x" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { issues: [{ path: `custom_fields.${theirs.id}` }] },
    })
  })
})

describe("a task's values", () => {
  it("of every type are kept and shown on the task and its card", async () => {
    const options = { options: ["Alpha", "Beta", "Gamma"] }
    const fields = {
      text: await add("text"),
      number: await add("number"),
      date: await add("date"),
      boolean: await add("boolean"),
      url: await add("url"),
      select: await add("select", options),
      multi: await add("multi_select", options),
    }
    const given = {
      [fields.text.id]: "  Northwind ",
      [fields.number.id]: -1.5,
      [fields.date.id]: "2026-12-24",
      [fields.boolean.id]: false,
      [fields.url.id]: "https://example.test/a?b=c",
      [fields.select.id]: "beta",
      [fields.multi.id]: ["Gamma", named(fields.multi, "Alpha"), "gamma"],
    }
    const kept = {
      ...given,
      [fields.text.id]: "Northwind",
      [fields.select.id]: named(fields.select, "Beta"),
      [fields.multi.id]: [named(fields.multi, "Alpha"), named(fields.multi, "Gamma")],
    }
    const task = await create(given)
    expect(task.custom_fields).toEqual(kept)
    const board = await world.as(world.owner, Board.board, { view_id: "default" })
    expect(board.tasks.find((card) => card.id === task.id)?.custom_fields).toEqual(kept)
    const again = await set(task, { [fields.multi.id]: ["Alpha", "Gamma"] })
    expect(again.version).toBe(task.version)
  })

  it("of the wrong type are refused with the field's name, and nothing is written", async () => {
    const select = await add("select", { options: ["Alpha"] })
    const cases: [Field.CustomField, unknown][] = [
      [await add("text"), 5],
      [await add("text"), "x".repeat(2_001)],
      [await add("number"), "5"],
      [await add("date"), "2026-02-30"],
      [await add("boolean"), "yes"],
      [await add("url"), "javascript:alert(1)"],
      [select, "Omega"],
      [select, ["Alpha"]],
      [await add("multi_select", { options: ["Alpha"] }), ["Alpha", "Omega"]],
    ]
    const task = await create()
    for (const [field, value] of cases) {
      await expect(set(task, { [field.id]: value })).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path: `custom_fields.${field.id}` }] },
      })
    }
    expect((await world.as(world.owner, Task.get, { task_id: task.id })).version).toBe(1)
  })

  it("change one by one, and the history says which", async () => {
    const [one, two] = [await add("text"), await add("number")]
    const task = await create({ [one.id]: "a", [two.id]: 1 })
    const after = await set(task, { [two.id]: 2 })
    expect(after.custom_fields).toEqual({ [one.id]: "a", [two.id]: 2 })
    expect((await set(task, { [one.id]: null })).custom_fields).toEqual({ [two.id]: 2 })
    const { items } = await world.as(world.owner, Activity.list, { task_id: task.id })
    expect(items.slice(0, 2).map((item) => item.changes)).toEqual([
      [{ field: `custom_fields.${one.id}`, from: "a", to: null }],
      [{ field: `custom_fields.${two.id}`, from: 1, to: 2 }],
    ])
  })

  it("are found by a filter: equal to one, any of several, among others, or none at all", async () => {
    const text = await add("text")
    const select = await add("select", { options: ["Alpha", "Beta", "Gamma"] })
    const multi = await add("multi_select", { options: ["Red", "Green"] })
    const one = await create({ [text.id]: "x", [select.id]: "Alpha", [multi.id]: ["Red", "Green"] })
    const two = await create({ [text.id]: "y", [select.id]: "Beta", [multi.id]: ["Green"] })
    const three = await create({ [text.id]: "x", [select.id]: "Gamma" })
    expect(await found({ [text.id]: "x" })).toEqual([one.id, three.id])
    expect(await found({ [text.id]: "x", [select.id]: "Gamma" })).toEqual([three.id])
    expect(await found({ [select.id]: ["Alpha", named(select, "Beta")] })).toEqual([one.id, two.id])
    expect(await found({ [multi.id]: "Green" })).toEqual([one.id, two.id])
    expect(await found({ [multi.id]: ["Red"] })).toEqual([one.id])
    expect(await found({ [text.id]: "x", [multi.id]: null })).toEqual([three.id])
    for (const custom_fields of ["not json", "[1]", JSON.stringify({ [world.project.id]: 1 })]) {
      await expect(world.as(world.owner, Task.list, { custom_fields })).rejects.toMatchObject({ code: "BAD_REQUEST" })
    }
  })

  it("that are required must come with a new task and cannot be taken away", async () => {
    const other = await createWorld("REQ")
    const old = await other.as(other.owner, Task.create, { title: "From before" })
    const field = await other.as(other.owner, Field.create, { name: "Customer", type: "text", required: true })
    const issue = { code: "BAD_REQUEST", details: { issues: [{ path: `custom_fields.${field.id}` }] } }
    await expect(other.as(other.owner, Task.create, { title: "x" })).rejects.toMatchObject(issue)
    const made = await other.as(other.owner, Task.create, { title: "x", custom_fields: { [field.id]: "Northwind" } })
    for (const nothing of [null, "", "  "]) {
      const change = { task_id: made.id, custom_fields: { [field.id]: nothing } }
      await expect(other.as(other.owner, Task.update, change)).rejects.toMatchObject(issue)
    }
    expect((await other.as(other.owner, Task.update, { task_id: old.id, title: "Still fine" })).title).toBe(
      "Still fine",
    )
  })
})

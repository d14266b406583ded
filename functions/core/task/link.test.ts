import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { streamed } from "../testing/streamed.ts"
import * as Activity from "./activity.ts"
import * as Child from "./child.ts"
import * as Link from "./link.ts"
import * as Task from "./task.ts"
import * as Type from "./type.ts"

let world: World

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})

type Made = { id: string }
const create = (fields: object = {}) => world.as(world.owner, Task.create, { title: "A task", ...fields })
const link = (from: Made, type: string, to: Made) =>
  world.as(world.owner, Link.create, { task_id: from.id, type, target_task_id: to.id })
const linksOf = async (task: Made) =>
  (await world.as(world.owner, Link.list, { task_id: task.id })).map((found) => [found.type, found.task.id])

describe("links between tasks", () => {
  it("show their inverse on the other task", async () => {
    const pairs = [
      ["blocks", "blocked_by"],
      ["blocked_by", "blocks"],
      ["relates", "relates"],
      ["duplicates", "duplicated_by"],
    ] as const
    for (const [type, inverse] of pairs) {
      const [one, two] = [await create({ title: "One" }), await create({ title: "Two" })]
      const made = await link(one, type, two)
      expect(made).toMatchObject({ type, task: { id: two.id, key: two.key, title: "Two" } })
      expect(await linksOf(one)).toEqual([[type, two.id]])
      expect(await linksOf(two)).toEqual([[inverse, one.id]])
    }
  })

  it("are made once, whichever way round they are said", async () => {
    const [one, two] = [await create(), await create()]
    await link(one, "relates", two)
    await link(one, "blocks", two)
    for (const again of [
      () => link(one, "relates", two),
      () => link(two, "relates", one),
      () => link(one, "blocks", two),
      () => link(two, "blocked_by", one),
    ]) {
      await expect(again()).rejects.toMatchObject({ status: 409, code: "LINK_EXISTS" })
    }
    expect(await linksOf(one)).toHaveLength(2)
  })

  it("do not lead to the task itself, to another project, or to what is not there", async () => {
    const one = await create()
    const gone = await create()
    await world.as(world.owner, Task.remove, { task_id: gone.id })
    const other = await createWorld("OTH")
    const theirs = await other.as(other.owner, Task.create, { title: "Theirs" })
    for (const target of [one, gone, theirs]) {
      await expect(link(one, "relates", target)).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path: "target_task_id" }] },
      })
    }
    await expect(link(gone, "relates", one)).rejects.toMatchObject({ code: "TASK_NOT_FOUND" })
    await expect(link(theirs, "relates", one)).rejects.toMatchObject({ code: "TASK_NOT_FOUND" })
  })

  it("cannot make tasks wait for each other in a circle, however long", async () => {
    const chain = await Promise.all(Array.from({ length: 12 }, () => create()))
    for (const [index, task] of chain.entries()) {
      const next = chain[index + 1]
      if (next) await link(task, "blocks", next)
    }
    const [first, last] = [chain[0] as Made, chain.at(-1) as Made]
    await expect(link(last, "blocks", first)).rejects.toMatchObject({ status: 409, code: "LINK_CYCLE" })
    await expect(link(first, "blocked_by", last)).rejects.toMatchObject({ code: "LINK_CYCLE" })
    expect((await link(first, "blocks", last)).type).toBe("blocks")
  })

  it("made at the same moment cannot close a circle between them", async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two, three] = [await create(), await create(), await create()]
      await link(one, "blocks", two)
      const both = await Promise.allSettled([link(two, "blocks", three), link(three, "blocks", one)])
      expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"])
    }
  })

  it("disappear with a deleted task and come back with it", async () => {
    const [one, two] = [await create(), await create()]
    await link(one, "relates", two)
    await world.as(world.owner, Task.remove, { task_id: two.id })
    expect(await linksOf(one)).toEqual([])
    await world.as(world.owner, Task.restore, { task_id: two.id })
    expect(await linksOf(one)).toEqual([["relates", two.id]])
  })

  it("can be removed from either task; both histories show it, and one live update is sent", async () => {
    const [one, two, three] = [await create(), await create(), await create()]
    const { id } = await link(one, "blocks", two)
    await expect(world.as(world.owner, Link.remove, { task_id: three.id, id })).rejects.toMatchObject({
      code: "LINK_NOT_FOUND",
    })
    await world.as(world.owner, Link.remove, { task_id: two.id, id })
    expect(await linksOf(one)).toEqual([])
    for (const [task, type, key] of [
      [one, "blocks", two.key],
      [two, "blocked_by", one.key],
    ] as const) {
      const { items } = await world.as(world.owner, Activity.list, { task_id: task.id })
      expect(items.slice(0, 2).map((item) => [item.type, item.changes?.[0]])).toMatchObject([
        ["link.deleted", { field: "links", from: { type, key }, to: null }],
        ["link.created", { field: "links", from: null, to: { type, key } }],
      ])
    }
    const sent = (await streamed()).filter((sent) => sent.entity_id === id)
    expect(sent.map((sent) => sent.type)).toEqual(["link.created", "link.deleted"])
  })

  it("may be seen but not made by a viewer", async () => {
    const viewer = await createPerson("Vera Viewer")
    await joinWorld(world, viewer, "Viewer")
    const [one, two] = [await create(), await create()]
    await link(one, "relates", two)
    expect(await world.as(viewer, Link.list, { task_id: one.id })).toHaveLength(1)
    await expect(
      world.as(viewer, Link.create, { task_id: one.id, type: "blocks", target_task_id: two.id }),
    ).rejects.toMatchObject({ status: 403 })
  })
})

describe("children", () => {
  it("are Subtasks, and under an Epic tasks of the default type, unless somebody says otherwise", async () => {
    const types = await world.as(world.owner, Type.list, {})
    const typeCalled = (name: string) => types.find((type) => type.name === name)?.id
    const story = await create({ task_type_id: typeCalled("Story") })
    const epic = await create({ task_type_id: typeCalled("Epic") })
    const under = (parent: Made, fields: object = {}) =>
      world.as(world.owner, Child.create, { task_id: parent.id, title: "Part", ...fields })
    expect((await under(story)).task_type_id).toBe(typeCalled("Subtask"))
    expect((await under(epic)).task_type_id).toBe(typeCalled("Task"))
    const bug = await under(epic, { task_type_id: typeCalled("Bug") })
    expect(bug).toMatchObject({ task_type_id: typeCalled("Bug"), parent_task_id: epic.id })
    await world.as(world.owner, Task.remove, { task_id: bug.id })
    const listed = await world.as(world.owner, Child.list, { task_id: epic.id })
    expect(listed.map((child) => [child.title, child.parent_task_id])).toEqual([["Part", epic.id]])
  })

  it("need a parent that is there", async () => {
    const gone = await create()
    await world.as(world.owner, Task.remove, { task_id: gone.id })
    for (const call of [
      () => world.as(world.owner, Child.create, { task_id: gone.id, title: "Orphan" }),
      () => world.as(world.owner, Child.list, { task_id: gone.id }),
    ]) {
      await expect(call()).rejects.toMatchObject({ status: 404, code: "TASK_NOT_FOUND" })
    }
  })
})

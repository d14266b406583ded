import { and, asc, eq, inArray, like } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Activity from "../task/activity.ts"
import * as Status from "../task/status.ts"
import * as Task from "../task/task.ts"
import { streamed } from "../testing/streamed.ts"
import * as Sprint from "./sprint.ts"

let world: World
let done: string | undefined

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  done = (await world.as(world.owner, Status.list, {})).find((status) => status.category === "done")?.id
})

const plan = (fields: object = {}) => world.as(world.owner, Sprint.create, { name: "A sprint", ...fields })
const begin = async (fields: object = {}) => world.as(world.owner, Sprint.start, { id: (await plan(fields)).id })
const create = (fields: object = {}) => world.as(world.owner, Task.create, { title: "A task", ...fields })
const sprintOf = async (task: { id: string }) => (await world.as(world.owner, Task.get, { task_id: task.id })).sprint_id

const eventsOf = (id: string) =>
  db()
    .select()
    .from(event)
    .where(and(eq(event.entity_id, id), like(event.type, "sprint.%")))
    .orderBy(asc(event.id))

describe("sprints", () => {
  it("lie in the order in which they were planned, also when planned at once", async () => {
    const other = await createWorld("ORD")
    await Promise.all(["1", "2", "3"].map((name) => other.as(other.owner, Sprint.create, { name })))
    const last = await other.as(other.owner, Sprint.create, { name: "last" })
    const all = await other.as(other.owner, Sprint.list, {})
    expect(all.map((sprint) => sprint.name).sort()).toEqual(["1", "2", "3", "last"])
    expect(all.at(-1)).toEqual(last)
  })

  it("tell the project of their life, from planning to deletion", async () => {
    const { id } = await plan({ name: "Sprint 7", goal: "Refunds", end_date: "2026-12-11" })
    await world.as(world.owner, Sprint.update, { id, start_date: "2026-11-30" })
    await world.as(world.owner, Sprint.start, { id })
    await world.as(world.owner, Sprint.complete, { id })
    await world.as(world.owner, Sprint.remove, { id })
    const rows = await eventsOf(id)
    expect(rows.map((row) => row.type)).toEqual([
      "sprint.created",
      "sprint.updated",
      "sprint.started",
      "sprint.completed",
      "sprint.deleted",
    ])
    expect(rows[1]?.data.changes).toEqual([{ field: "start_date", from: null, to: "2026-11-30" }])
    expect(rows[2]?.data.changes).toEqual([{ field: "state", from: "planned", to: "active" }])
    const sent = (await streamed()).filter((each) => each.entity_id === id).map((each) => each.type)
    expect(sent).toEqual(rows.map((row) => row.type))
  })

  it("cannot end before they start", async () => {
    const wrong = { start_date: "2026-12-02", end_date: "2026-12-01" }
    const { id } = await plan({ end_date: "2026-12-01" })
    for (const change of [
      () => plan(wrong),
      () => world.as(world.owner, Sprint.update, { id, start_date: "2026-12-02" }),
      () => world.as(world.owner, Sprint.start, { id, ...wrong }),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "end_date" }] } })
    }
    expect(await world.as(world.owner, Sprint.get, { id })).toMatchObject({ state: "planned", start_date: null })
  })

  it("may be active side by side, and start once", async () => {
    const [one, two] = [await begin(), await begin({ start_date: "2026-01-05" })]
    expect([one.state, two.state]).toEqual(["active", "active"])
    expect(one.start_date).toBe(new Date().toISOString().slice(0, 10))
    expect(two.start_date).toBe("2026-01-05")
    await expect(world.as(world.owner, Sprint.start, { id: one.id })).rejects.toMatchObject({ code: "SPRINT_ACTIVE" })
    await world.as(world.owner, Sprint.complete, { id: one.id })
    for (const again of [
      () => world.as(world.owner, Sprint.start, { id: one.id }),
      () => world.as(world.owner, Sprint.complete, { id: one.id }),
    ]) {
      await expect(again()).rejects.toMatchObject({
        status: 409,
        code: "SPRINT_COMPLETED",
      })
    }
    const planned = await plan()
    await expect(world.as(world.owner, Sprint.complete, { id: planned.id })).rejects.toMatchObject({
      code: "SPRINT_NOT_STARTED",
    })
  })
})

describe("completing a sprint", () => {
  it("moves its unfinished tasks to the sprint named; finished ones stay, and each history says what happened", async () => {
    const [sprint, next] = [await begin(), await plan()]
    const open = await create({ sprint_id: sprint.id })
    const finished = await create({ sprint_id: sprint.id, status_id: done })
    const elsewhere = await create()
    await world.as(world.owner, Sprint.complete, { id: sprint.id, move_to_sprint_id: next.id })
    expect(await Promise.all([open, finished, elsewhere].map(sprintOf))).toEqual([next.id, sprint.id, null])
    const { items } = await world.as(world.owner, Activity.list, { task_id: open.id })
    expect(items.map((item) => item.type)).toEqual(["task.updated", "task.created"])
    expect(items[0]?.changes).toEqual([{ field: "sprint_id", from: sprint.id, to: next.id }])
    expect((await eventsOf(sprint.id)).at(-1)?.data).toMatchObject({
      move_to_sprint_id: next.id,
      task_ids: [open.id],
      sprint: { state: "completed" },
    })
  })

  it("moves them to the backlog when no sprint is named", async () => {
    const sprint = await begin()
    const open = await create({ sprint_id: sprint.id })
    await world.as(world.owner, Sprint.complete, { id: sprint.id })
    expect(await sprintOf(open)).toBe(null)
  })

  it("refuses a sprint that is over, another project's, or itself, and then changes nothing", async () => {
    const [sprint, over] = [await begin(), await begin()]
    await world.as(world.owner, Sprint.complete, { id: over.id })
    const other = await createWorld("OTH")
    const theirs = await other.as(other.owner, Sprint.create, { name: "Theirs" })
    const open = await create({ sprint_id: sprint.id })
    for (const move_to_sprint_id of [over.id, theirs.id, sprint.id]) {
      await expect(world.as(world.owner, Sprint.complete, { id: sprint.id, move_to_sprint_id })).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path: "move_to_sprint_id" }] },
      })
    }
    expect(await sprintOf(open)).toBe(sprint.id)
    expect((await world.as(world.owner, Sprint.get, { id: sprint.id })).state).toBe("active")
  })

  it("happens once when two people do it at the same time", async () => {
    const sprint = await begin()
    const open = await create({ sprint_id: sprint.id })
    const both = await Promise.allSettled([1, 2].map(() => world.as(world.owner, Sprint.complete, { id: sprint.id })))
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"])
    expect((await world.as(world.owner, Task.get, { task_id: open.id })).version).toBe(2)
  })

  it("publishes one event, however many tasks move", async () => {
    const sprint = await begin()
    for (let index = 0; index < 5; index++) await create({ sprint_id: sprint.id })
    await world.as(world.owner, Sprint.complete, { id: sprint.id })
    const completed = (await eventsOf(sprint.id)).at(-1)
    const ids = z.array(z.string()).parse(completed?.data.task_ids)
    expect(ids).toHaveLength(5)
    const updates = await db()
      .select()
      .from(event)
      .where(and(eq(event.type, "task.updated"), inArray(event.entity_id, ids)))
    expect(updates).toHaveLength(5)
    const types = (await streamed()).map((sent) => sent.type)
    expect(types).not.toContain("task.updated")
    expect(types.at(-1)).toBe("sprint.completed")
  })
})

describe("deleting a sprint", () => {
  it("that runs or ran needs to know where its tasks go", async () => {
    const sprint = await begin()
    const [open, finished] = [
      await create({ sprint_id: sprint.id }),
      await create({ sprint_id: sprint.id, status_id: done }),
    ]
    await expect(world.as(world.owner, Sprint.remove, { id: sprint.id })).rejects.toMatchObject({
      status: 409,
      code: "SPRINT_IN_USE",
      details: { tasks: 2 },
    })
    const target = await plan()
    await world.as(world.owner, Sprint.remove, { id: sprint.id, move_to: target.id })
    expect(await Promise.all([open, finished].map(sprintOf))).toEqual([target.id, target.id])
    await expect(world.as(world.owner, Sprint.get, { id: sprint.id })).rejects.toMatchObject({
      code: "SPRINT_NOT_FOUND",
    })
  })

  it('with move_to "null", and one that was only planned, puts them into the backlog', async () => {
    const [running, planned] = [await begin(), await plan()]
    const tasks = [await create({ sprint_id: running.id }), await create({ sprint_id: planned.id })]
    await world.as(world.owner, Sprint.remove, { id: running.id, move_to: "null" })
    await world.as(world.owner, Sprint.remove, { id: planned.id })
    expect(await Promise.all(tasks.map(sprintOf))).toEqual([null, null])
  })
})

it("sprints are run by editors and only looked at by viewers", async () => {
  const [editor, viewer] = [await createPerson("Ed Editor"), await createPerson("Vera Viewer")]
  await joinWorld(world, editor, "Editor")
  await joinWorld(world, viewer, "Viewer")
  const sprint = await world.as(editor, Sprint.create, { name: "Ed's" })
  expect((await world.as(editor, Sprint.start, { id: sprint.id })).state).toBe("active")
  expect((await world.as(viewer, Sprint.get, { id: sprint.id })).name).toBe("Ed's")
  for (const change of [
    () => world.as(viewer, Sprint.create, { name: "Vera's" }),
    () => world.as(viewer, Sprint.complete, { id: sprint.id }),
    () => world.as(viewer, Sprint.remove, { id: sprint.id }),
  ]) {
    await expect(change()).rejects.toMatchObject({ status: 403 })
  }
})

describe("a completed sprint", () => {
  it("takes no tasks any more, whoever comes first", async () => {
    const over = await begin()
    const [early, late] = [await create({ sprint_id: over.id }), await create()]
    await world.as(world.owner, Task.update, { task_id: early.id, status_id: done })
    await world.as(world.owner, Sprint.complete, { id: over.id })
    for (const put of [
      () => create({ sprint_id: over.id }),
      () => world.as(world.owner, Task.update, { task_id: late.id, sprint_id: over.id }),
    ]) {
      await expect(put()).rejects.toMatchObject({ status: 409, code: "SPRINT_COMPLETED" })
    }
    const renamed = await world.as(world.owner, Task.update, { task_id: early.id, sprint_id: over.id, title: "Still" })
    expect(renamed).toMatchObject({ title: "Still", sprint_id: over.id })

    const racing = await begin()
    const loose = await Promise.all(["4", "5", "6"].map((title) => create({ title })))
    const [completed, ...put] = await Promise.allSettled([
      world.as(world.owner, Sprint.complete, { id: racing.id }),
      ...["1", "2", "3"].map((title) => create({ title, sprint_id: racing.id })),
      ...loose.map(({ id }) => world.as(world.owner, Task.update, { task_id: id, sprint_id: racing.id })),
    ])
    expect(completed?.status).toBe("fulfilled")
    for (const one of put) {
      if (one.status === "fulfilled") expect(await sprintOf(one.value)).toBeNull()
      else expect(one.reason).toMatchObject({ code: "SPRINT_COMPLETED" })
    }
  })
})

import { and, eq } from "drizzle-orm"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { clock } from "../clock.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Member from "../member/member.ts"
import * as Status from "../task/status.ts"
import * as Task from "../task/task.ts"
import * as Move from "../view/move.ts"
import * as View from "../view/view.ts"
import * as Capacity from "./capacity.ts"
import * as Planning from "./planning.ts"
import * as Sprint from "./sprint.ts"

let world: World
let done: string | undefined

beforeAll(freshDatabase)
beforeEach(async () => {
  world = await createWorld()
  done = (await world.as(world.owner, Status.list, {})).find((status) => status.category === "done")?.id
})

const plan = (name: string) => world.as(world.owner, Sprint.create, { name })
const add = (title: string, fields: object = {}) => world.as(world.owner, Task.create, { title, ...fields })
const overview = () => world.as(world.owner, Planning.overview, {})
const titles = async (input: object) => {
  const { items, next_cursor } = await world.as(world.owner, Planning.tasks, input)
  return { titles: items.map(({ title }) => title), next_cursor }
}

describe("a project's planning", () => {
  it("says what each sprint and the backlog hold", async () => {
    const [one, two] = [await plan("One"), await plan("Two")]
    await add("A", { points: 5, sprint_id: one.id })
    await add("B", { points: 3, sprint_id: one.id, status_id: done })
    await add("C", { sprint_id: one.id })
    await add("D", { points: 8 })
    await add("E")
    await add("F", { points: 2, status_id: done })
    const gone = await add("G", { points: 1 })
    await world.as(world.owner, Task.remove, { task_id: gone.id })
    const { sprints, backlog, velocity } = await overview()
    expect(sprints).toMatchObject([
      { name: "One", total: { points: 8, tasks: 3 }, done: { points: 3, tasks: 1 }, unestimated: 1, started_at: null },
      { name: "Two", total: { points: 0, tasks: 0 }, done: { points: 0, tasks: 0 }, unestimated: 0 },
    ])
    expect(backlog).toEqual({ points: 8, tasks: 2, unestimated: 1 })
    expect(velocity).toEqual({ sprints: [], average_points: null })
    await world.as(world.owner, Sprint.start, { id: one.id })
    await world.as(world.owner, Sprint.complete, { id: one.id, move_to_sprint_id: two.id })
    const after = await overview()
    expect(after.sprints).toMatchObject([
      { state: "completed", total: { points: 3, tasks: 1 } },
      { total: { points: 5, tasks: 2 }, unestimated: 1 },
    ])
    expect(after.velocity).toMatchObject({ sprints: [{ committed: { points: 8 }, done: { points: 3 } }] })
  })

  it("lists the backlog in the order somebody gave it, without what is done, page by page", async () => {
    const sprint = await plan("One")
    const [a, b] = [await add("A"), await add("B")]
    await add("C", { status_id: done })
    await add("D", { tags: ["later"] })
    await add("E", { sprint_id: sprint.id, status_id: done })
    const views = await world.as(world.owner, View.list, { context: "backlog" })
    const backlog = views.find(({ config }) => config.column_by === "sprint")
    const place = { view_id: backlog?.id, column: null }
    await world.as(world.owner, Move.move, { ...place, task_id: a.id, after: b.id })
    expect(await titles({ sprint_id: "null" })).toEqual({ titles: ["B", "A", "D"], next_cursor: null })
    const first = await titles({ sprint_id: "null", page_size: 2 })
    expect(first.titles).toEqual(["B", "A"])
    expect(await titles({ sprint_id: "null", page_size: 2, cursor: first.next_cursor })).toEqual({
      titles: ["D"],
      next_cursor: null,
    })
    expect((await titles({ sprint_id: "null", q: "later" })).titles).toEqual(["D"])
    expect((await titles({ sprint_id: sprint.id })).titles).toEqual(["E"])
    await expect(titles({ sprint_id: clock.id() })).rejects.toMatchObject({ code: "SPRINT_NOT_FOUND" })
  })
})

describe("capacity", () => {
  it("is said of a member, changed and taken back, and the project hears of it", async () => {
    const sprint = await plan("One")
    const edith = await joinWorld(world, await createPerson("Edith Editor"), "Editor")
    const set = (points: number | null, member_id = edith.id) =>
      world.as(world.owner, Capacity.setCapacity, { id: sprint.id, member_id, points })
    expect(await set(8)).toEqual([{ member_id: edith.id, points: 8 }])
    expect(await set(5.5)).toEqual([{ member_id: edith.id, points: 5.5 }])
    expect((await overview()).sprints[0]?.capacity).toEqual([{ member_id: edith.id, points: 5.5 }])
    expect(await set(null)).toEqual([])
    const told = await db()
      .select()
      .from(event)
      .where(and(eq(event.entity_id, sprint.id), eq(event.type, "sprint.updated")))
      .orderBy(event.id)
    expect(told.map(({ data }) => data.changes)).toEqual([
      [{ field: "capacity", member_id: edith.id, from: null, to: 8 }],
      [{ field: "capacity", member_id: edith.id, from: 8, to: 5.5 }],
      [{ field: "capacity", member_id: edith.id, from: 5.5, to: null }],
    ])
    await expect(set(1, clock.id())).rejects.toMatchObject({ code: "MEMBER_NOT_FOUND" })
    const other = await createWorld("OTH")
    const [theirs] = await other.as(other.owner, Member.list, {})
    await expect(set(1, theirs?.id)).rejects.toMatchObject({ code: "MEMBER_NOT_FOUND" })
  })

  it("goes with its sprint, and is fixed once the sprint is completed", async () => {
    const sprint = await plan("One")
    const [owner] = await world.as(world.owner, Member.list, {})
    const set = () => world.as(world.owner, Capacity.setCapacity, { id: sprint.id, member_id: owner?.id, points: 8 })
    await set()
    await world.as(world.owner, Sprint.start, { id: sprint.id })
    await world.as(world.owner, Sprint.complete, { id: sprint.id })
    await expect(set()).rejects.toMatchObject({ code: "SPRINT_COMPLETED" })
    await world.as(world.owner, Sprint.remove, { id: sprint.id, move_to: "null" })
    expect((await overview()).sprints).toEqual([])
  })
})

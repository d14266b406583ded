import { and, eq, sql } from "drizzle-orm"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { db, transaction } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Field from "../field/field.ts"
import * as Sprint from "../sprint/sprint.ts"
import * as Task from "../task/task.ts"
import * as Board from "./board.ts"
import * as Move from "./move.ts"
import { RANK_LIMIT, rankBetween } from "./rank.ts"
import { rebalance } from "./rebalance.ts"
import { viewPosition } from "./view.sql.ts"
import * as View from "./view.ts"

let world: World
let view: View.View
beforeAll(async () => {
  await freshDatabase()
})
beforeEach(async () => {
  world = await createWorld()
  view = await world.as(world.owner, View.get, { view_id: "default" })
})

const create = (fields: object = {}) => world.as(world.owner, Task.create, { title: "A task", ...fields })
const createMany = async (count: number) => {
  const tasks = []
  for (let index = 0; index < count; index++) tasks.push(await create())
  return tasks
}
const move = (task_id: string | undefined, target: object, view_id = view.id) =>
  world.as(world.owner, Move.move, { view_id, task_id, ...target })
const get = (task_id: string) => world.as(world.owner, Task.get, { task_id })
const order = async (view_id = view.id, column?: string) => {
  const { items } = await world.as(world.owner, Board.tasks, { view_id, page_size: 200, ...(column && { column }) })
  return items.map(({ id }) => id)
}
const ranks = async () => {
  const { rows } = await db().execute<{ rank: string }>(
    sql`select rank from view_position where view_id = ${view.id} order by rank`,
  )
  return rows.map(({ rank }) => rank)
}
const viewBy = (column_by: string, config: object = {}) =>
  world.as(world.owner, View.create, { name: column_by, config: { column_by, ...config } })

describe("a card", () => {
  it("can go to the end of a column, wherever that is", async () => {
    const [one, two, three] = await createMany(3)
    await move(one?.id, { at_end: true })
    expect(await order()).toEqual([two?.id, three?.id, one?.id])
    await move(two?.id, { at_end: true, column: one?.status_id })
    expect(await order()).toEqual([three?.id, one?.id, two?.id])
  })

  it("lies right after its neighbour, also when another has the same rank", async () => {
    const [one, two, three, four] = await createMany(4)
    await move(one?.id, { after: two?.id })
    // As when two cards of two columns had one rank, and one of them came over.
    const same = await db()
      .select()
      .from(viewPosition)
      .where(eq(viewPosition.task_id, one?.id ?? ""))
    await db()
      .insert(viewPosition)
      .values({
        ...same[0],
        project_id: world.project.id,
        view_id: view.id,
        task_id: three?.id ?? "",
        status_id: three?.status_id ?? "",
        rank: same[0]?.rank ?? "",
      })
    expect(await order()).toEqual([two?.id, one?.id, three?.id, four?.id])
    await move(four?.id, { after: one?.id })
    expect(await order()).toEqual([two?.id, one?.id, four?.id, three?.id])
  })

  it("of another project is not found, nor is a view of one", async () => {
    const [mine, other] = [await create(), await createWorld("OTH")]
    const theirs = await other.as(other.owner, Task.create, { title: "Theirs" })
    const theirView = await other.as(other.owner, View.get, { view_id: "default" })
    await expect(move(theirs.id, {})).rejects.toMatchObject({ code: "TASK_NOT_FOUND" })
    await expect(move(mine.id, {}, theirView.id)).rejects.toMatchObject({ code: "VIEW_NOT_FOUND" })
    await expect(move(mine.id, { after: theirs.id })).rejects.toMatchObject({
      details: { issues: [{ path: "after" }] },
    })
    await expect(move(mine.id, { column: theirs.status_id })).rejects.toMatchObject({
      details: { issues: [{ path: "column" }] },
    })
  })
})

describe("moving in a view that is not by status", () => {
  it("sets the field that the columns stand for", async () => {
    const mate = await joinWorld(world, await createPerson("Mia Mate"), "Editor")
    const team = await world.as(world.owner, Field.create, { name: "Team", type: "select", options: ["Red", "Blue"] })
    const parts = await world.as(world.owner, Field.create, {
      name: "Parts",
      type: "multi_select",
      options: ["A", "B"],
    })
    const risky = await world.as(world.owner, Field.create, { name: "Risky", type: "boolean" })
    const sprint = await world.as(world.owner, Sprint.create, { name: "Sprint 1" })
    const epic = await create({ title: "Epic" })
    const { task_types } = await world.as(world.owner, Board.board, { view_id: "default" })
    const bug = task_types.find(({ name }) => name === "Bug")?.id
    const task = await create()
    const [red, part] = [team.options[0]?.id ?? "", parts.options[1]?.id ?? ""]
    for (const [column_by, column, set, empty] of [
      ["assignee", mate.id, { assignee_ids: [mate.id] }, { assignee_ids: [] }],
      ["priority", "high", { priority: "high" }, { priority: null }],
      ["sprint", sprint.id, { sprint_id: sprint.id }, { sprint_id: null }],
      ["parent", epic.id, { parent_task_id: epic.id }, { parent_task_id: null }],
      ["tag", "tax", { tags: ["tax"] }, { tags: [] }],
      [team.id, red, { custom_fields: { [team.id]: red } }, { custom_fields: {} }],
      [parts.id, part, { custom_fields: { [parts.id]: [part] } }, { custom_fields: {} }],
      [risky.id, "false", { custom_fields: { [risky.id]: false } }, { custom_fields: {} }],
      ["task_type", bug, { task_type_id: bug }, undefined],
    ] as const) {
      const by = await viewBy(column_by)
      await move(task.id, { column }, by.id)
      expect(await get(task.id), column_by).toMatchObject(set)
      expect(await order(by.id, column)).toContain(task.id)
      await move(task.id, { column: null }, by.id)
      expect(await get(task.id), column_by).toMatchObject(empty ?? set)
      await expect(move(task.id, { column: "no such column" }, by.id))
        .rejects.toMatchObject(column_by === "tag" ? {} : { details: { issues: [{ path: "column" }] } })
        .catch((error: unknown) => {
          // Any word can be a tag.
          if (column_by !== "tag") throw error
        })
    }
    const events = await db()
      .select({ data: event.data })
      .from(event)
      .where(and(eq(event.entity_id, task.id), eq(event.type, "task.updated")))
      .orderBy(event.id)
    expect(events[0]?.data).toMatchObject({ changes: [{ field: "assignee_ids" }], position: { task_id: task.id } })
  })

  it("sets what a swimlane stands for as well, and leaves it alone when none is named", async () => {
    const by = await viewBy("status", { swimlanes: "priority" })
    const { columns } = await world.as(world.owner, Board.board, { view_id: by.id })
    const [first, last] = [columns[0]?.key, columns.at(-1)?.key]
    const [one, two] = await createMany(2)
    await move(one?.id, { column: first, swimlane: "high" }, by.id)
    expect(await get(one?.id ?? "")).toMatchObject({ status_id: first, priority: "high" })
    await move(one?.id, { column: last }, by.id)
    expect(await get(one?.id ?? "")).toMatchObject({ status_id: last, priority: "high" })
    await move(two?.id, { column: last, swimlane: "high", after: one?.id }, by.id)
    expect(await order(by.id, last ?? "")).toEqual([one?.id, two?.id])
    await move(one?.id, { swimlane: null }, by.id)
    expect(await get(one?.id ?? "")).toMatchObject({ status_id: last, priority: null })
    const wrong = { details: { issues: [{ path: "swimlane" }] } }
    await expect(move(one?.id, { swimlane: "no such lane" }, by.id)).rejects.toMatchObject(wrong)
    await expect(move(one?.id, { swimlane: "high" })).rejects.toMatchObject(wrong)
  })

  it("leaves the other values alone when it says which column it comes from", async () => {
    const task = await create({ tags: ["tax", "refund"] })
    const by = await viewBy("tag")
    await move(task.id, { column: "audit", from_column: "tax" }, by.id)
    expect((await get(task.id)).tags).toEqual(["refund", "audit"])
  })

  it("obeys the rules of the field", async () => {
    const sprint = await world.as(world.owner, Sprint.create, { name: "Sprint 1" })
    await world.as(world.owner, Sprint.start, { id: sprint.id })
    await world.as(world.owner, Sprint.complete, { id: sprint.id })
    const [one, two] = [await create(), await create()]
    const bySprint = await viewBy("sprint")
    await expect(move(one.id, { column: sprint.id }, bySprint.id)).rejects.toMatchObject({ code: "SPRINT_COMPLETED" })
    const byParent = await viewBy("parent")
    await move(one.id, { column: two.id }, byParent.id)
    await expect(move(two.id, { column: one.id }, byParent.id)).rejects.toMatchObject({ code: "PARENT_CYCLE" })
  })
})

describe("a bulk move", () => {
  it("moves all of them in turn", async () => {
    const [one, two, three, four] = await createMany(4)
    const { statuses } = await world.as(world.owner, Board.board, { view_id: "default" })
    const done = statuses.at(-1)?.id
    const { items } = await world.as(world.owner, Move.bulkMove, {
      view_id: view.id,
      items: [
        { task_id: three?.id, column: done },
        { task_id: one?.id, group_key: done, after: three?.id },
        { task_id: two?.id, column: done, at_end: true },
      ],
    })
    expect(items.map(({ status_id }) => status_id)).toEqual([done, done, done])
    expect(await order(view.id, done)).toEqual([three?.id, one?.id, two?.id])
    expect(await order(view.id, four?.status_id)).toEqual([four?.id])
  })

  it("moves none when one cannot be", async () => {
    const [one, two] = await createMany(2)
    const { statuses } = await world.as(world.owner, Board.board, { view_id: "default" })
    const bulk = world.as(world.owner, Move.bulkMove, {
      view_id: view.id,
      items: [
        { task_id: one?.id, column: statuses.at(-1)?.id },
        { task_id: two?.id, column: view.id },
      ],
    })
    await expect(bulk).rejects.toMatchObject({ code: "BAD_REQUEST" })
    expect((await get(one?.id ?? "")).status_id).toBe(one?.status_id)
    const many = Array.from({ length: 201 }, () => ({ task_id: one?.id }))
    await expect(world.as(world.owner, Move.bulkMove, { view_id: view.id, items: many })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { issues: [{ path: "items" }] },
    })
  })
})

describe("ranks", () => {
  it("stay short and keep the order through thousands of moves between the same two cards", async () => {
    const tasks = await createMany(12)
    let expected = tasks.map(({ id }) => id)
    for (let step = 0; step < 2_000; step++) {
      const last = expected.at(-1) ?? ""
      await move(last, { after: expected[0] })
      expected = [expected[0] ?? "", last, ...expected.slice(1, -1)]
      if (step % 250 === 0) expect(await order()).toEqual(expected)
    }
    expect(await order()).toEqual(expected)
    expect(Math.max(...(await ranks()).map((rank) => rank.length))).toBeLessThanOrEqual(RANK_LIMIT)
    const told = await db()
      .select({ data: event.data })
      .from(event)
      .where(and(eq(event.entity_id, view.id), sql`${event.data} ? 'rebalanced'`))
    expect(told.length).toBeGreaterThan(3)
    expect(told[0]?.data).toEqual({ view_id: view.id, rebalanced: true })
  }, 120_000)

  it("lose no card and no order when several people move into the same gap at once", async () => {
    const tasks = await createMany(30)
    const fixed = tasks.slice(0, 5).map(({ id }) => id)
    const movers = tasks.slice(5)
    let same = 0
    for (let round = 0; round < 40; round++) {
      const moved = [0, 1, 2, 3].map((index) => movers[(round * 4 + index) % movers.length]?.id ?? "")
      const answers = await Promise.all(moved.map((id) => move(id, { after: fixed[1] })))
      const now = await order()
      expect(now).toHaveLength(tasks.length)
      expect(now.filter((id) => fixed.includes(id))).toEqual(fixed)
      const at = now.indexOf(fixed[1] ?? "")
      expect(now.slice(at + 1, at + 5).toSorted()).toEqual(moved.toSorted())
      // As the answers say, so they lie.
      const byRank = answers.toSorted((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ task_id }) => task_id)
      const distinct = new Set(answers.map(({ rank }) => rank)).size
      if (distinct === 4) expect(now.slice(at + 1, at + 5)).toEqual(byRank)
      else same++
    }
    // Ranks are drawn: that two are alike is rare, and then the number decides.
    expect(same).toBeLessThan(10)
  }, 60_000)

  it("that are written anew while a move has read them make it read again", async () => {
    const tasks = await createMany(6)
    const moving = tasks[5]?.id ?? ""
    const where = { project_id: world.project.id, view_id: view.id, sprint_id: null, moving }
    let moved: Promise<unknown> = Promise.resolve()
    await transaction(async (tx) => {
      await rebalance({ tx, record: () => {} }, where, { rank: tasks[2]?.rank ?? "", number: 3 })
      // It sees the ranks of before, and waits for the view.
      moved = move(moving, { after: tasks[1]?.id })
      await new Promise((resolve) => setTimeout(resolve, 200))
    })
    await moved
    expect(await order()).toEqual([0, 1, 5, 2, 3, 4].map((index) => tasks[index]?.id))
  })

  it("keep the order while they are written anew under other people's moves", async () => {
    const tasks = await createMany(8)
    const [first, second] = tasks
    // As long as a rank may be: the next move between the two writes them anew.
    let low: string | null = null
    const high = "a2"
    while ((low ?? "").length < RANK_LIMIT) low = rankBetween(low ?? "a1", high)
    await db()
      .insert(viewPosition)
      .values({
        project_id: world.project.id,
        view_id: view.id,
        task_id: first?.id ?? "",
        status_id: first?.status_id ?? "",
        rank: low ?? "",
      })
    const others = tasks.slice(2).map(({ id }) => id)
    for (let round = 0; round < 20; round++) {
      await Promise.all(others.map((id) => move(id, { after: first?.id })))
      const now = await order()
      expect(now[0]).toBe(first?.id)
      expect(now.at(-1)).toBe(second?.id)
      expect(now.slice(1, -1).toSorted()).toEqual(others.toSorted())
    }
  }, 60_000)
})

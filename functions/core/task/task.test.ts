import { asc, eq } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import * as Agent from "../agent/agent.ts"
import * as Conversation from "../conversation/conversation.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Member from "../member/member.ts"
import * as Notification from "../notification/notification.ts"
import { execute } from "../operation.ts"
import * as Board from "../view/board.ts"
import * as Move from "../view/move.ts"
import * as Activity from "./activity.ts"
import * as Comment from "./comment.ts"
import * as Task from "./task.ts"

let world: World

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})

const create = (fields: object = {}) => world.as(world.owner, Task.create, { title: "A task", ...fields })

describe("tasks", () => {
  it("get numbers without holes or repeats when created at once", async () => {
    const before = await create()
    const made = await Promise.all(Array.from({ length: 12 }, () => create()))
    const numbers = made.map((task) => task.number).sort((one, other) => one - other)
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => before.number + 1 + index))
  })

  it("write one event with the change's fields, before and after", async () => {
    const task = await create({ description: "first" })
    await world.as(world.owner, Task.update, { task_id: task.id, title: "Another name", points: 3 })
    const rows = await db().select().from(event).where(eq(event.entity_id, task.id)).orderBy(asc(event.id))
    expect(rows.map((row) => row.type)).toEqual(["task.created", "task.updated"])
    expect(rows[1]?.data.changes).toEqual([
      { field: "title", from: "A task", to: "Another name" },
      { field: "points", from: null, to: 3 },
    ])
  })

  it("refuse a change made against an older version", async () => {
    const task = await create()
    await world.as(world.owner, Task.update, { task_id: task.id, title: "Second", if_match: 1 })
    const late = world.as(world.owner, Task.update, { task_id: task.id, title: "Third", if_match: 1 })
    await expect(late).rejects.toMatchObject({ code: "VERSION_CONFLICT", details: { version: 2 } })
  })

  it("cannot lie under themselves", async () => {
    const [one, two] = [await create(), await create()]
    await world.as(world.owner, Task.update, { task_id: two.id, parent_task_id: one.id })
    const cycle = world.as(world.owner, Task.update, { task_id: one.id, parent_task_id: two.id })
    await expect(cycle).rejects.toMatchObject({ code: "PARENT_CYCLE" })
  })

  it("cannot refer to anything of another project", async () => {
    const other = await createWorld("OTH")
    const board = await execute(Board.board, other.owner, { project_id: other.project.id, view_id: "default" })
    for (const fields of [
      { status_id: board.statuses[0]?.id },
      { task_type_id: board.task_types[0]?.id },
      { assignee_ids: [board.members[0]?.id] },
      {
        parent_task_id: (await execute(Task.create, other.owner, { project_id: other.project.id, title: "Theirs" })).id,
      },
    ]) {
      const field = Object.keys(fields)[0]
      await expect(create(fields)).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path: field }] },
      })
    }
  })

  it("cannot be assigned to somebody who has left the project", async () => {
    const leaver = await createPerson("Lee Leaver")
    const member = await joinWorld(world, leaver, "Editor")
    const task = await create({ assignee_ids: [member.id] })
    await world.as(world.owner, Member.remove, { member_id: member.id })
    expect((await world.as(world.owner, Task.get, { task_id: task.id })).assignee_ids).toEqual([])
    const late = world.as(world.owner, Task.update, { task_id: task.id, assignee_ids: [member.id] })
    await expect(late).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "assignee_ids" }] } })
  })

  it("are not found by somebody of another workspace", async () => {
    const stranger = await createPerson("Sam Stranger")
    const task = await create()
    await expect(world.as(stranger, Task.get, { task_id: task.id })).rejects.toMatchObject({
      code: "PROJECT_NOT_FOUND",
    })
  })

  it("may be read but not changed by a viewer", async () => {
    const viewer = await createPerson("Vera Viewer")
    await joinWorld(world, viewer, "Viewer")
    const task = await create()
    expect((await world.as(viewer, Task.get, { task_id: task.id })).title).toBe("A task")
    await expect(world.as(viewer, Task.update, { task_id: task.id, title: "x" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    })
  })

  it("come back when restored", async () => {
    const task = await create()
    await world.as(world.owner, Task.remove, { task_id: task.id })
    await expect(world.as(world.owner, Task.get, { task_id: task.id })).rejects.toMatchObject({
      code: "TASK_NOT_FOUND",
    })
    await world.as(world.owner, Task.restore, { task_id: task.id })
    expect((await world.as(world.owner, Task.get, { task_id: task.id })).id).toBe(task.id)
  })

  it("are listed page by page, each once", async () => {
    const seen: number[] = []
    let cursor: string | undefined
    for (let page = 0; page < 20; page++) {
      const answer = await world.as(world.owner, Task.list, { page_size: 3, cursor })
      seen.push(...answer.items.map((task) => task.number))
      cursor = answer.next_cursor ?? undefined
      if (!cursor) break
    }
    expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other))
    expect(seen.length).toBeGreaterThan(12)
  })
})

describe("moving on a board", () => {
  it("puts a task after another and keeps that order for everybody", async () => {
    const board = await world.as(world.owner, Board.board, { view_id: "default" })
    const column = board.statuses.at(-1)?.id
    const [one, two, three] = [await create({ status_id: column }), await create({ status_id: column }), await create()]
    const move = (task: string, after: string | null) =>
      world.as(world.owner, Move.move, { view_id: board.view.id, task_id: task, column, after })
    await move(three.id, one.id)
    await move(two.id, null)
    const after = await world.as(world.owner, Board.board, { view_id: "default" })
    const order = after.tasks.filter((task) => task.status_id === column).map((task) => task.id)
    expect(order).toEqual([two.id, one.id, three.id])
    expect(after.tasks.find((task) => task.id === three.id)?.version).toBe(2)
  })

  it("refuses a neighbour that is not in the column", async () => {
    const board = await world.as(world.owner, Board.board, { view_id: "default" })
    const [one, two] = [await create(), await create({ status_id: board.statuses[3]?.id })]
    const move = world.as(world.owner, Move.move, {
      view_id: board.view.id,
      task_id: one.id,
      column: one.status_id,
      after: two.id,
    })
    await expect(move).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "after" }] } })
  })
})

describe("agents", () => {
  it("are started once by an assignment, and told again by a mention while they work", async () => {
    const agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
    const task = await create({ assignee_ids: [agent.member_id] })
    await world.as(world.owner, Comment.create, { task_id: task.id, text: "please hurry, @demo" })
    const { items } = await world.as(world.owner, Conversation.list, { task_id: task.id })
    expect(items.map((item) => [item.status, item.trigger])).toEqual([["queued", "assignment"]])
    const stopped = await world.as(world.owner, Conversation.stop, { id: items[0]?.id })
    expect(stopped).toMatchObject({ status: "stopped", reason: "Stopped by Olive Owner." })
    const { items: activity } = await world.as(world.owner, Activity.list, { task_id: task.id })
    expect(activity.map((item) => item.type)).toContain("comment.created")
  })
})

describe("notifications", () => {
  it("reach who is assigned or mentioned, once, and never the author", async () => {
    const editor = await createPerson("Edith Editor")
    const member = await joinWorld(world, editor, "Editor")
    await create({ assignee_ids: [member.id], description: `for @${editor.handle} and @${world.owner.handle}` })
    const page = await execute(Notification.list, editor, {})
    expect(page).toMatchObject({
      total: 1,
      unread: 1,
      items: [{ type: "assigned", task_key: expect.stringMatching(/^PLN-\d+$/) }],
    })
    expect((await execute(Notification.list, world.owner, {})).total).toBe(0)
  })
})

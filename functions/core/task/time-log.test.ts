import { asc, eq } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Activity from "./activity.ts"
import * as Task from "./task.ts"
import * as TimeLog from "./time-log.ts"

let world: World
let editor: Person

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  editor = await createPerson("Ed Editor")
  await joinWorld(world, editor, "Editor")
})

const create = () => world.as(world.owner, Task.create, { title: "A task" })
const log = (by: Person, task: { id: string }, minutes: number, more: object = {}) =>
  world.as(by, TimeLog.create, { task_id: task.id, minutes, ...more })
const sumOf = async (task: { id: string }) =>
  (await world.as(world.owner, Task.get, { task_id: task.id })).logged_minutes

describe("logged time", () => {
  it("adds up on its task and is listed by day", async () => {
    const task = await create()
    expect(task.logged_minutes).toBe(0)
    const late = await log(world.owner, task, 30, { day: "2026-11-20", note: "Review" })
    const early = await log(editor, task, 90, { day: "2026-11-18" })
    expect(late).toMatchObject({ minutes: 30, note: "Review", member: { name: "Olive Owner", kind: "user" } })
    const listed = await world.as(world.owner, TimeLog.list, { task_id: task.id })
    expect(listed.map((row) => row.id)).toEqual([early.id, late.id])
    expect(await sumOf(task)).toBe(120)
    expect((await log(editor, task, 1)).day).toBe(new Date().toISOString().slice(0, 10))
  })

  it("is changed only by who logged it; an admin may delete it", async () => {
    const task = await create()
    const [own, theirs] = [await log(editor, task, 60), await log(world.owner, task, 10)]
    const changed = await world.as(editor, TimeLog.update, { task_id: task.id, id: own.id, minutes: 45, note: "Less" })
    expect(changed).toMatchObject({ minutes: 45, note: "Less", day: own.day, version: 2 })
    for (const change of [
      () => world.as(editor, TimeLog.update, { task_id: task.id, id: theirs.id, minutes: 1 }),
      () => world.as(editor, TimeLog.remove, { task_id: task.id, id: theirs.id }),
      () => world.as(world.owner, TimeLog.update, { task_id: task.id, id: own.id, minutes: 1 }),
    ]) {
      await expect(change()).rejects.toMatchObject({ status: 403 })
    }
    expect(await sumOf(task)).toBe(55)
    await world.as(world.owner, TimeLog.remove, { task_id: task.id, id: own.id })
    expect(await sumOf(task)).toBe(10)
    await expect(world.as(editor, TimeLog.update, { task_id: task.id, id: own.id, minutes: 5 })).rejects.toMatchObject({
      status: 404,
      code: "TIME_LOG_NOT_FOUND",
    })
  })

  it("must be minutes of one day", async () => {
    const task = await create()
    const cases: [number, object, string][] = [
      [0, {}, "minutes"],
      [-5, {}, "minutes"],
      [1.5, {}, "minutes"],
      [1_441, {}, "minutes"],
      [5, { day: "2026-02-30" }, "day"],
    ]
    for (const [minutes, more, path] of cases) {
      await expect(log(editor, task, minutes, more)).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path }] },
      })
    }
  })

  it("tells the project and the task's history its new sum", async () => {
    const task = await create()
    const { id } = await log(editor, task, 60)
    await world.as(editor, TimeLog.update, { task_id: task.id, id, minutes: 90 })
    await world.as(editor, TimeLog.remove, { task_id: task.id, id })
    const rows = await db().select().from(event).where(eq(event.entity_id, id)).orderBy(asc(event.id))
    expect(rows.map((row) => [row.type, row.data.logged_minutes])).toEqual([
      ["time_log.created", 60],
      ["time_log.updated", 90],
      ["time_log.deleted", 0],
    ])
    const { items } = await world.as(world.owner, Activity.list, { task_id: task.id })
    expect(items[0]?.changes).toEqual([{ field: "logged_minutes", from: 90, to: 0 }])
  })

  it("of a task is not reached through another one", async () => {
    const [task, other] = [await create(), await create()]
    const { id } = await log(editor, task, 60)
    await expect(world.as(editor, TimeLog.remove, { task_id: other.id, id })).rejects.toMatchObject({ status: 404 })
    expect(await sumOf(task)).toBe(60)
  })
})

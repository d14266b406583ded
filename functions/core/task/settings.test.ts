import { and, asc, eq, like } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import { streamed } from "../testing/streamed.ts"
import * as Activity from "./activity.ts"
import * as Status from "./status.ts"
import * as Task from "./task.ts"
import * as Type from "./type.ts"

let world: World

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})

const statuses = () => world.as(world.owner, Status.list, {})
const types = () => world.as(world.owner, Type.list, {})
const newStatus = (name: string, more: object = {}) =>
  world.as(world.owner, Status.create, { name, category: "todo", ...more })
const create = (fields: object = {}) => world.as(world.owner, Task.create, { title: "A task", ...fields })

const eventsOf = (id: string, type: string) =>
  db()
    .select()
    .from(event)
    .where(and(eq(event.entity_id, id), like(event.type, type)))
    .orderBy(asc(event.id))

describe("task statuses", () => {
  it("come to lie at their place, and the others close up", async () => {
    const before = (await statuses()).map((status) => status.name)
    const made = await newStatus("Blocked", { position: 2 })
    expect(made).toMatchObject({ name: "Blocked", position: 2, is_default: false })
    const first = await world.as(world.owner, Status.update, { id: made.id, position: 0 })
    expect(first.position).toBe(0)
    const after = await statuses()
    expect(after.map((status) => status.name)).toEqual(["Blocked", ...before])
    expect(after.map((status) => status.position)).toEqual(after.map((_, index) => index))
    const moved = await world.as(world.owner, Status.update, { id: made.id, position: 900 })
    expect(moved.position).toBe(before.length)
  })

  it("keep distinct places when several are added at once", async () => {
    await Promise.all(["One", "Two", "Three", "Four"].map((name) => newStatus(name)))
    const positions = (await statuses()).map((status) => status.position)
    expect(positions).toEqual(positions.map((_, index) => index))
  })

  it("do not share a name, however it is written", async () => {
    await expect(newStatus("done")).rejects.toMatchObject({ status: 409, code: "STATUS_NAME_TAKEN" })
    const [one] = await statuses()
    const rename = world.as(world.owner, Status.update, { id: one?.id, name: "In progress" })
    await expect(rename).rejects.toMatchObject({ code: "STATUS_NAME_TAKEN" })
  })

  it("tell the project of every change, with all columns as they are then", async () => {
    const made = await newStatus("Told")
    await world.as(world.owner, Status.update, { id: made.id, name: "Retold", category: "ready" })
    await world.as(world.owner, Status.update, { id: made.id, name: "Retold" })
    await world.as(world.owner, Status.remove, { id: made.id })
    const rows = await eventsOf(made.id, "status.%")
    expect(rows.map((row) => row.type)).toEqual(["status.created", "status.updated", "status.deleted"])
    expect(rows[1]?.data.changes).toEqual([
      { field: "name", from: "Told", to: "Retold" },
      { field: "category", from: "todo", to: "ready" },
    ])
    expect(rows[2]?.data).toMatchObject({ status: { name: "Retold" }, statuses: await statuses() })
    const sent = (await streamed()).filter((each) => each.entity_id === made.id).map((each) => each.type)
    expect(sent).toEqual(rows.map((row) => row.type))
  })

  it("always have one default, which new tasks get and which cannot be deleted", async () => {
    const made = await newStatus("Inbox")
    const before = (await statuses()).find((status) => status.is_default)
    expect((await world.as(world.owner, Status.setDefault, { id: made.id })).is_default).toBe(true)
    expect((await create()).status_id).toBe(made.id)
    const removal = world.as(world.owner, Status.remove, { id: made.id, move_to: before?.id })
    await expect(removal).rejects.toMatchObject({ status: 409, code: "STATUS_IS_DEFAULT" })
    await Promise.all([made.id, before?.id].map((id) => world.as(world.owner, Status.setDefault, { id })))
    expect((await statuses()).filter((status) => status.is_default)).toHaveLength(1)
    await world.as(world.owner, Status.setDefault, { id: before?.id })
  })

  it("are deleted only when somebody says where their tasks go, and each task's history says so", async () => {
    const [gone, target] = [await newStatus("Going"), await newStatus("Staying")]
    const tasks = [await create({ status_id: gone.id }), await create({ status_id: gone.id })]
    const deleted = await create({ status_id: gone.id })
    await world.as(world.owner, Task.remove, { task_id: deleted.id })
    await expect(world.as(world.owner, Status.remove, { id: gone.id })).rejects.toMatchObject({
      status: 409,
      code: "STATUS_IN_USE",
      details: { tasks: 2 },
    })
    for (const move_to of [gone.id, (await createWorld("OTH")).project.id]) {
      await expect(world.as(world.owner, Status.remove, { id: gone.id, move_to })).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path: "move_to" }] },
      })
    }
    await world.as(world.owner, Status.remove, { id: gone.id, move_to: target.id })
    for (const { id, version } of tasks) {
      expect(await world.as(world.owner, Task.get, { task_id: id })).toMatchObject({
        status_id: target.id,
        version: version + 1,
      })
      const { items } = await world.as(world.owner, Activity.list, { task_id: id })
      expect(items[0]).toMatchObject({
        type: "task.updated",
        actor: { name: "Olive Owner" },
        changes: [{ field: "status_id", from: gone.id, to: target.id }],
      })
    }
    const restored = await world.as(world.owner, Task.restore, { task_id: deleted.id })
    expect(restored.status_id).toBe(target.id)
  })

  it("without tasks are deleted at once, and a deleted task goes to the default", async () => {
    const gone = await newStatus("Short-lived")
    const deleted = await create({ status_id: gone.id })
    await world.as(world.owner, Task.remove, { task_id: deleted.id })
    await world.as(world.owner, Status.remove, { id: gone.id })
    await expect(world.as(world.owner, Status.get, { id: gone.id })).rejects.toMatchObject({ code: "STATUS_NOT_FOUND" })
    const restored = await world.as(world.owner, Task.restore, { task_id: deleted.id })
    expect((await statuses()).find((status) => status.id === restored.status_id)?.is_default).toBe(true)
  })

  it("of another project cannot be touched", async () => {
    const other = await createWorld("THR")
    const [theirs] = await other.as(other.owner, Status.list, {})
    for (const change of [
      () => world.as(world.owner, Status.update, { id: theirs?.id, name: "Mine" }),
      () => world.as(world.owner, Status.remove, { id: theirs?.id }),
      () => world.as(world.owner, Status.setDefault, { id: theirs?.id }),
    ]) {
      await expect(change()).rejects.toMatchObject({ status: 404, code: "STATUS_NOT_FOUND" })
    }
    expect((await other.as(other.owner, Status.list, {}))[0]).toEqual(theirs)
  })

  it("are changed by admins, not by editors", async () => {
    const [admin, editor] = [await createPerson("Ada Admin"), await createPerson("Ed Editor")]
    await joinWorld(world, admin, "Admin")
    await joinWorld(world, editor, "Editor")
    const made = await world.as(admin, Status.create, { name: "By Ada", category: "ready" })
    for (const change of [
      () => world.as(editor, Status.create, { name: "By Ed", category: "ready" }),
      () => world.as(editor, Status.remove, { id: made.id }),
      () => world.as(editor, Type.create, { name: "By Ed" }),
    ]) {
      await expect(change()).rejects.toMatchObject({ status: 403, code: "FORBIDDEN" })
    }
  })
})

describe("task types", () => {
  it("are added, changed and deleted, and the project hears of it", async () => {
    const made = await world.as(world.owner, Type.create, { name: "Spike", icon: "flask-conical", color: "#AA00BB" })
    expect(made).toMatchObject({ icon: "flask-conical", color: "#aa00bb", is_system: false, is_default: false })
    await world.as(world.owner, Type.update, { id: made.id, name: "Research" })
    await world.as(world.owner, Type.remove, { id: made.id })
    const rows = await eventsOf(made.id, "task_type.%")
    expect(rows.map((row) => row.type)).toEqual(["task_type.created", "task_type.updated", "task_type.deleted"])
    expect(rows[1]?.data.changes).toEqual([{ field: "name", from: "Spike", to: "Research" }])
  })

  it("do not share a name", async () => {
    await expect(world.as(world.owner, Type.create, { name: "bug" })).rejects.toMatchObject({
      status: 409,
      code: "TASK_TYPE_NAME_TAKEN",
    })
  })

  it("of the system keep their name and stay, but may look different", async () => {
    for (const name of ["Epic", "Subtask"]) {
      const id = (await types()).find((type) => type.name === name)?.id
      for (const change of [
        () => world.as(world.owner, Type.update, { id, name: "Theme" }),
        () => world.as(world.owner, Type.remove, { id }),
      ]) {
        await expect(change()).rejects.toMatchObject({ status: 409, code: "TASK_TYPE_IS_SYSTEM" })
      }
      expect((await world.as(world.owner, Type.update, { id, name, color: "#000000" })).color).toBe("#000000")
    }
  })

  it("always have one default, which cannot be deleted", async () => {
    const made = await world.as(world.owner, Type.create, { name: "Chore" })
    const before = (await types()).find((type) => type.is_default)
    await world.as(world.owner, Type.setDefault, { id: made.id })
    expect((await create()).task_type_id).toBe(made.id)
    await expect(world.as(world.owner, Type.remove, { id: made.id })).rejects.toMatchObject({
      code: "TASK_TYPE_IS_DEFAULT",
    })
    await world.as(world.owner, Type.setDefault, { id: before?.id })
    await expect(world.as(world.owner, Type.remove, { id: made.id })).rejects.toMatchObject({
      code: "TASK_TYPE_IN_USE",
      details: { tasks: 1 },
    })
    await world.as(world.owner, Type.remove, { id: made.id, move_to: before?.id })
    expect((await types()).filter((type) => type.is_default).map((type) => type.id)).toEqual([before?.id])
  })
})

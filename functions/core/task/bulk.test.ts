import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { statementsOf } from "../../local/testing/statements.ts"
import * as Agent from "../agent/agent.ts"
import * as Conversation from "../conversation/conversation.ts"
import * as Field from "../field/field.ts"
import type { Member } from "../member/member.ts"
import * as Notification from "../notification/notification.ts"
import { execute } from "../operation.ts"
import * as Sprint from "../sprint/sprint.ts"
import * as Activity from "./activity.ts"
import * as Bulk from "./bulk.ts"
import type { Task } from "./card.ts"
import * as Revert from "./revert.ts"
import * as Status from "./status.ts"
import * as TaskOperations from "./task.ts"

let world: World
let member: Member
let mara: Awaited<ReturnType<typeof createPerson>>
beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  mara = await createPerson("Mara Member")
  member = await joinWorld(world, mara, "Editor")
})

const create = (title: string, more: object = {}) => world.as(world.owner, TaskOperations.create, { title, ...more })
const get = (task: Task) => world.as(world.owner, TaskOperations.get, { task_id: task.id })
const bulk = (tasks: { id: string }[], set: object, more: object = {}) =>
  world.as(world.owner, Bulk.bulk, { task_ids: tasks.map(({ id }) => id), set, ...more })
const done = async () => {
  const statuses = await world.as(world.owner, Status.list, {})
  return statuses.find(({ name }) => name === "Done")?.id ?? ""
}
const history = async (task: Task) => (await world.as(world.owner, Activity.list, { task_id: task.id })).items

describe("a bulk change", () => {
  it("sets fields, adds to lists and takes from them, with a history for each task", async () => {
    const tasks = [
      await create("A", { tags: ["x", "y"] }),
      await create("B", { assignee_ids: [member.id] }),
      await create("C"),
    ]
    const status_id = await done()
    const set = { status_id, priority: "high", add_tags: ["z"], remove_tags: ["x"], add_assignee_ids: [member.id] }
    const answer = await bulk(tasks, set)
    expect(answer.changed).toBe(3)
    expect(answer.tasks.map(({ tags }) => tags)).toEqual([["y", "z"], ["z"], ["z"]])
    for (const card of answer.tasks) {
      expect(card).toMatchObject({ status_id, priority: "high", version: 2, assignee_ids: [member.id] })
    }
    const [first] = tasks
    if (first) {
      expect((await history(first))[0]).toMatchObject({
        type: "task.updated",
        changes: expect.arrayContaining([{ field: "tags", from: ["x", "y"], to: ["y", "z"] }]),
      })
    }
    const { items } = await execute(Notification.list, mara, {})
    expect(items.filter(({ type }) => type === "assigned").length).toBe(3) // once each: B had her already, A and C not
    expect((await bulk(tasks, set)).changed).toBe(0)
  })

  it("changes all or none", async () => {
    const tasks = [await create("A"), await create("B")]
    const other = await createWorld("OTH")
    const theirs = await other.as(other.owner, TaskOperations.create, { title: "Theirs" })
    await expect(bulk([...tasks, theirs], { priority: "low" })).rejects.toMatchObject({ code: "TASK_NOT_FOUND" })
    await expect(bulk(tasks, { status_id: other.project.id })).rejects.toMatchObject({ code: "BAD_REQUEST" })
    await expect(bulk(tasks, { add_assignee_ids: [theirs.id] })).rejects.toMatchObject({ code: "BAD_REQUEST" })
    await expect(bulk(tasks, { parent_task_id: tasks[1]?.id })).rejects.toMatchObject({ code: "PARENT_CYCLE" })
    await expect(bulk(tasks, {})).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "set" }] } })
    for (const task of tasks) expect((await get(task)).version).toBe(1)
    const sprint = await world.as(world.owner, Sprint.create, { name: "Over" })
    await world.as(world.owner, Sprint.start, { id: sprint.id })
    await world.as(world.owner, Sprint.complete, { id: sprint.id })
    await expect(bulk(tasks, { sprint_id: sprint.id })).rejects.toMatchObject({ code: "SPRINT_COMPLETED" })
  })

  it("deletes, and what was deleted can be restored", async () => {
    const tasks = [await create("A"), await create("B")]
    expect(await bulk(tasks, {}, { delete: true })).toEqual({ tasks: [], changed: 2 })
    const [first] = tasks
    if (!first) return
    await expect(get(first)).rejects.toMatchObject({ code: "TASK_NOT_FOUND" })
    expect((await world.as(world.owner, TaskOperations.restore, { task_id: first.id })).title).toBe("A")
  })

  it("starts an agent for each task it is given, but not for too many", async () => {
    const agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
    const tasks = await Promise.all(Array.from({ length: 21 }, (_, index) => create(`Agent's ${index}`)))
    const set = { assignee_ids: [agent.member_id] }
    await expect(bulk(tasks, set)).rejects.toMatchObject({ code: "BAD_REQUEST" })
    await bulk(tasks.slice(0, 3), set)
    const { items } = await world.as(world.owner, Conversation.list, {})
    expect(items.length).toBe(3)
  })

  it("takes as many statements for 200 tasks as for 2", async () => {
    const tasks: Task[] = []
    for (let number = 0; number < 200; number++) tasks.push(await create(`Many ${number}`))
    const few = await statementsOf(() => bulk(tasks.slice(0, 2), { points: 1, add_tags: ["few"] }))
    const many = await statementsOf(() => bulk(tasks, { points: 2, add_tags: ["many"] }))
    expect(many.length).toBe(few.length)
  })

  it("and its reverse at the same time do not wait for each other", async () => {
    const tasks = await Promise.all(Array.from({ length: 20 }, (_, index) => create(`Raced ${index}`)))
    const rounds = Array.from({ length: 10 }, (_, index) =>
      bulk(index % 2 ? tasks : tasks.toReversed(), { points: index }),
    )
    await expect(Promise.all(rounds)).resolves.toHaveLength(10)
    const points = await Promise.all(tasks.map(async (task) => (await get(task)).points))
    expect(new Set(points).size).toBe(1)
  })
})

describe("a change that is reverted", () => {
  const revert = (task: Task, activity_id: string | undefined, more: object = {}) =>
    world.as(world.owner, Revert.revert, { task_id: task.id, activity_id, ...more })
  const update = (task: Task, fields: object) =>
    world.as(world.owner, TaskOperations.update, { task_id: task.id, ...fields })

  it("is taken back in one call, and so can be its reversal", async () => {
    const severity = await world.as(world.owner, Field.create, { name: "Severity", type: "number" })
    const task = await create("Before", { description: "Old text", tags: ["a"], points: 1 })
    const custom_fields = { [severity.id]: 7 }
    await update(task, {
      title: "After",
      description: "New text",
      tags: ["b", "c"],
      points: 5,
      custom_fields,
      assignee_ids: [member.id],
    })
    const [change] = await history(task)
    const back = await revert(task, change?.id)
    expect(back).toMatchObject({ title: "Before", tags: ["a"], points: 1, custom_fields: {}, assignee_ids: [] })
    expect(back.description?.text).toBe("Old text")
    const [reversal] = await history(task)
    expect(await revert(task, reversal?.id)).toMatchObject({ title: "After", points: 5, custom_fields })
  })

  it("and was changed again since is not, unless it is meant so", async () => {
    const task = await create("Twice")
    await update(task, { points: 1, priority: "low" })
    const [change] = await history(task)
    await update(task, { points: 2 })
    await expect(revert(task, change?.id)).rejects.toMatchObject({
      status: 409,
      code: "REVERT_CONFLICT",
      details: { fields: ["points"] },
    })
    expect(await revert(task, change?.id, { force: true })).toMatchObject({ points: null, priority: null })
  })

  it("may be a deletion; what is no change of this task's fields cannot be", async () => {
    const task = await create("Gone")
    const other = await create("Other")
    await world.as(world.owner, TaskOperations.remove, { task_id: task.id })
    const { items } = await world
      .as(world.owner, Bulk.bulk, { task_ids: [other.id], set: { points: 1 } })
      .then(() => world.as(world.owner, Activity.list, { task_id: other.id }))
    await expect(revert(other, items.at(-1)?.id)).rejects.toMatchObject({ code: "BAD_REQUEST" })
    await expect(revert(task, items[0]?.id)).rejects.toMatchObject({ code: "ACTIVITY_NOT_FOUND" })
  })
})

import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import type { Member } from "../member/member.ts"
import * as Notification from "../notification/notification.ts"
import { execute } from "../operation.ts"
import * as Activity from "./activity.ts"
import * as Bulk from "./bulk.ts"
import * as Comment from "./comment.ts"
import * as Reaction from "./reaction.ts"
import * as Status from "./status.ts"
import * as Task from "./task.ts"
import * as Watch from "./watch.ts"

let world: World
let mara: Person
let member: Member

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  mara = await createPerson("Mara Member")
  member = await joinWorld(world, mara, "Editor")
})

const create = (fields: object = {}) => world.as(world.owner, Task.create, { title: "A task", ...fields })
const say = (task_id: string, text = "Something new", who: Person = world.owner) =>
  world.as(who, Comment.create, { task_id, text })
const unread = async (who: Person) => (await execute(Notification.list, who, {})).unread
/** How many notifications somebody gets of what is done. */
async function heard(who: Person, work: () => Promise<unknown>): Promise<number> {
  const before = await unread(who)
  await work()
  return (await unread(who)) - before
}

describe("watching a task", () => {
  it("comes with having to do with it: reporting it, working on it, having said something", async () => {
    const [foreign, assigned, spoken] = [await create(), await create({ assignee_ids: [member.id] }), await create()]
    await say(spoken.id, "I was here", mara)
    expect(await heard(mara, () => say(foreign.id))).toBe(0)
    expect(await heard(mara, () => say(assigned.id))).toBe(1)
    expect(await heard(mara, () => say(spoken.id))).toBe(1)
    // The owner reported all of them.
    expect(await heard(world.owner, () => say(foreign.id, "And you?", mara))).toBe(1)
  })

  it("can be chosen and given up, whatever one has to do with it", async () => {
    const [foreign, assigned] = [await create(), await create({ assignee_ids: [member.id] })]
    await world.as(mara, Watch.watch, { task_id: foreign.id, watching: true })
    await world.as(mara, Watch.watch, { task_id: assigned.id, watching: false })
    expect(await heard(mara, () => say(foreign.id))).toBe(1)
    expect(await heard(mara, () => say(assigned.id))).toBe(0)
    const { watching, member_ids } = await world.as(mara, Watch.watchers, { task_id: foreign.id })
    expect([watching, member_ids.includes(member.id)]).toEqual([true, true])
    await world.as(mara, Watch.watch, { task_id: foreign.id, watching: false })
    expect(await heard(mara, () => say(foreign.id))).toBe(0)
    expect(await world.as(mara, Watch.watchers, { task_id: foreign.id })).toMatchObject({ watching: false })
  })
})

it("who watches a task is told of its new status, once for each, and never who gave it", async () => {
  const [statuses, ...tasks] = await Promise.all([
    world.as(world.owner, Status.list, {}),
    create({ assignee_ids: [member.id] }),
    create({ assignee_ids: [member.id] }),
    create(),
  ])
  const [first, second, foreign] = tasks
  const done = statuses.find(({ category }) => category === "done")
  if (!first || !second || !foreign || !done) throw new Error("The project has no tasks or no status for done ones.")
  const move = (task_id: string, who: Person = world.owner) =>
    world.as(who, Task.update, { task_id, status_id: done.id })
  expect(await heard(mara, () => move(first.id))).toBe(1)
  expect(await heard(mara, () => move(first.id))).toBe(0) // it is there already
  expect(await heard(mara, () => move(foreign.id))).toBe(0)
  const [told] = (await execute(Notification.list, mara, {})).items
  expect(told).toMatchObject({
    type: "status_changed",
    title: `Olive Owner moved ${first.key} to ${done.name}`,
    says: { who: "Olive Owner", about: first.key, to: done.name },
    task_key: first.key,
  })
  const third = await create({ assignee_ids: [member.id] })
  const set = { status_id: done.id }
  const all = [first.id, second.id, third.id, foreign.id]
  expect(await heard(mara, () => world.as(world.owner, Bulk.bulk, { task_ids: all, set }))).toBe(2)
  // Who moves it knows; who reported it does not.
  const own = await create({ assignee_ids: [member.id] })
  const before = await unread(mara)
  expect(await heard(world.owner, () => move(own.id, mara))).toBe(1)
  expect(await unread(mara)).toBe(before)
})

describe("reactions", () => {
  it("stand with the comment, each member's once, in the order they came", async () => {
    const task = await create()
    const { id: comment_id } = await say(task.id)
    const react = (who: Person, emoji: string, reacted = true) =>
      world.as(who, Reaction.react, { task_id: task.id, comment_id, emoji, reacted })
    await react(mara, "🎉")
    await react(mara, "🎉")
    await react(world.owner, "👍")
    await react(world.owner, "🎉")
    const [comment] = await world.as(mara, Comment.list, { task_id: task.id })
    expect(comment?.reactions.map(({ emoji, member_ids }) => [emoji, member_ids.length])).toEqual([
      ["🎉", 2],
      ["👍", 1],
    ])
    expect(comment?.reactions[0]?.member_ids[0]).toBe(member.id)
    await react(mara, "🎉", false)
    const { items } = await world.as(mara, Activity.list, { task_id: task.id })
    const shown = items.find((item) => item.comment)?.comment
    expect(shown?.reactions.map(({ emoji }) => emoji)).toEqual(["👍", "🎉"])
    // They are no lines of their own in the history.
    expect(items.map(({ type }) => type)).toEqual(["comment.created", "task.created"])
  })

  it("are those of the list, and only to what is there", async () => {
    const task = await create()
    const { id: comment_id } = await say(task.id)
    const react = (input: object) => world.as(mara, Reaction.react, { task_id: task.id, comment_id, ...input })
    await expect(react({ emoji: "🦖" })).rejects.toMatchObject({ code: "BAD_REQUEST" })
    const other = await create()
    await expect(react({ emoji: "👍", task_id: other.id })).rejects.toMatchObject({ code: "COMMENT_NOT_FOUND" })
  })
})

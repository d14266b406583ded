import { eq } from "drizzle-orm"
import { afterEach, beforeAll, expect, it, vi } from "vitest"
import * as z from "zod"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import { clock } from "../clock.ts"
import { setting } from "../config.ts"
import { db } from "../database.ts"
import type { Member } from "../member/member.ts"
import { execute } from "../operation.ts"
import * as Comment from "../task/comment.ts"
import * as Task from "../task/task.ts"
import { user } from "../user/user.sql.ts"
import * as User from "../user/user.ts"
import { mailUnread } from "./digest.ts"
import * as Notification from "./notification.ts"
import * as Preference from "./preference.ts"

let world: World
let mara: Person
let member: Member
beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  mara = await createPerson("Mara Member")
  member = await joinWorld(world, mara, "Editor")
})
afterEach(() => vi.restoreAllMocks())

const inbox = async () => (await execute(Notification.list, mara, {})).items.map(({ title }) => title)
const assign = (title: string) => world.as(world.owner, Task.create, { title, assignee_ids: [member.id] })
const choose = (type: string, channel: string) => execute(Preference.set, mara, { preferences: [{ type, channel }] })

const Mails = z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string().nullable() }))
const mails = async () => {
  const answer = await fetch(`${setting("SES_ENDPOINT")}/dev/mailbox.json`)
  return Mails.parse(await answer.json()).filter(({ to }) => to.includes(mara.email))
}

it("a type that is turned off is not notified of, and the others still are", async () => {
  const { preferences } = await execute(Preference.get, mara, {})
  expect(preferences).toContainEqual({ type: "assigned", channel: "email" })
  await choose("assigned", "off")
  const task = await assign("Quiet")
  expect(await inbox()).toEqual([])
  await world.as(world.owner, Comment.create, { task_id: task.id, text: `@${mara.handle} look` })
  expect(await inbox()).toEqual([`Olive Owner mentioned you in ${task.key}`])
  await choose("assigned", "app")
  const loud = await assign("Loud")
  expect((await inbox())[0]).toBe(`Olive Owner assigned you ${loud.key}`)
})

it("the inbox shows only what is unread, when asked, and counts both", async () => {
  const before = await execute(Notification.list, mara, {})
  const first = before.items[0]?.id ?? ""
  await execute(Notification.read, mara, { id: first })
  const unread = await execute(Notification.list, mara, { unread: "true" })
  expect(unread).toMatchObject({ total: before.unread - 1, unread: before.unread - 1 })
  expect(unread.items.map(({ id }) => id)).not.toContain(first)
  expect(await execute(Notification.list, mara, { unread: "false" })).toMatchObject({ total: before.total })
})

it("what stays unread is mailed once, to a confirmed address, if its type is", async () => {
  await execute(Notification.readAll, mara, {})
  await choose("assigned", "email")
  await choose("mentioned", "app")
  const tasks = [await assign("First"), await assign("Second")]
  await world.as(world.owner, Comment.create, { task_id: tasks[0]?.id, text: `@${mara.handle} in the app only` })
  const now = clock.now()
  await mailUnread()
  expect(await mails()).toEqual([]) // there is time to read it first
  vi.spyOn(clock, "now").mockImplementation(() => now + 11 * 60_000)
  expect(await mailUnread()).toBeGreaterThan(0)
  expect(await mails()).toEqual([]) // nobody has confirmed that this address is theirs

  await db().update(user).set({ email_verified: true }).where(eq(user.id, mara.user_id))
  vi.restoreAllMocks()
  const [third, read] = [await assign("Third"), await assign("Read in time")]
  const { items } = await execute(Notification.list, mara, {})
  await execute(Notification.read, mara, { id: items[0]?.id })
  vi.spyOn(clock, "now").mockImplementation(() => now + 30 * 60_000)
  await Promise.all([mailUnread(), mailUnread()])
  await mailUnread()
  const sent = await mails()
  expect(sent.map(({ subject }) => subject)).toEqual([`Olive Owner assigned you ${third.key}`])
  expect(sent[0]?.text).toContain("Third")
  expect(sent[0]?.text).not.toContain(read.key)
  expect(sent[0]?.text).toContain("waiting for you")
})

it("is mailed in the reader's language", async () => {
  await execute(Notification.readAll, mara, {})
  await execute(User.updateMe, mara, { language: "de" })
  await db().update(user).set({ email_verified: true }).where(eq(user.id, mara.user_id))
  await choose("assigned", "email")
  const task = await assign("Vierte")
  const now = clock.now()
  vi.spyOn(clock, "now").mockImplementation(() => now + 60 * 60_000)
  await mailUnread()
  const mail = (await mails()).find(({ subject }) => subject.includes(task.key))
  expect(mail?.subject).toBe(`Olive Owner hat dir ${task.key} zugewiesen`)
  expect(mail?.text).toContain("das wartet auf dich")
  // What the API answers is in English; the app has the parts.
  expect((await inbox())[0]).toBe(`Olive Owner assigned you ${task.key}`)
  await expect(execute(User.updateMe, mara, { language: "xx" })).rejects.toMatchObject({ code: "BAD_REQUEST" })
})

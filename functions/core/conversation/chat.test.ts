import { eq } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { callerOfToken } from "../access/token.ts"
import * as Agent from "../agent/agent.ts"
import { db } from "../database.ts"
import { execute } from "../operation.ts"
import * as Task from "../task/task.ts"
import * as Chat from "./chat.ts"
import * as Container from "./container.ts"
import { conversation } from "./conversation.sql.ts"
import * as Conversation from "./conversation.ts"
import { retry } from "./retry.ts"

await freshDatabase()

const system = { kind: "system", name: "test" } as const
let world: World
let agent: Agent.Agent
beforeAll(async () => {
  world = await createWorld()
  agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
})

const chat = (text: string) => world.as(world.owner, Chat.create, { agent_id: agent.id, text })
const say = (session_id: string, text: string) =>
  world.as(world.owner, Chat.message, { agent_id: agent.id, session_id, text })
const stepsOf = async (id: string) =>
  (await world.as(world.owner, Conversation.events, { id })).items.map(({ index, type, data }) => [
    index,
    type,
    data.text,
  ])

/** Takes a chat up as its container does. */
async function takeUp(id: string) {
  const launched = await execute(Container.launch, system, { id })
  const container = launched && (await callerOfToken(launched.token))
  if (!container) throw new Error("It was not launched.")
  await execute(Container.begin, container, {})
  return container
}

const usage = { input_tokens: 5, output_tokens: 7, seconds: 1 }

describe("a chat", () => {
  it("keeps what was said and begins its next turn with the next message", async () => {
    const begun = await chat("What is open?")
    expect(begun).toMatchObject({ trigger: "message", status: "queued", prompt: "What is open?", task: null })
    expect(begun.caused_by?.name).toBe("Olive Owner")
    const first = await takeUp(begun.id)
    const words = { event_index: 1, type: "agent_message_chunk" as const, data: { text: "Two tasks." } }
    await execute(Container.append, first, { events: [words] })
    await execute(Container.finish, first, { status: "finished", summary: "Two tasks.", usage })
    expect(await say(begun.id, "Which ones?")).toMatchObject({ status: "queued", finished_at: null, summary: null })
    expect(await stepsOf(begun.id)).toEqual([
      [0, "user_message", "What is open?"],
      [1, "agent_message_chunk", "Two tasks."],
      [2, "user_message", "Which ones?"],
    ])
    const second = await takeUp(begun.id)
    await execute(Container.finish, second, { status: "finished", summary: "These.", usage })
    const after = await world.as(world.owner, Conversation.get, { id: begun.id })
    expect(after).toMatchObject({ status: "finished", usage: { input_tokens: 10, output_tokens: 14 } })
    const { items } = await world.as(world.owner, Chat.list, { agent_id: agent.id })
    expect(items.map(({ id }) => id)).toEqual([begun.id])
  })

  it("hears nothing more of the container of its last turn", async () => {
    const begun = await chat("Stop me")
    const first = await takeUp(begun.id)
    await world.as(world.owner, Conversation.stop, { id: begun.id })
    await say(begun.id, "Again, please")
    expect(await execute(Container.isOver, system, { id: begun.id })).toBe(false)
    const stray = { event_index: 9, type: "agent_message_chunk" as const, data: { text: "late" } }
    expect(await execute(Container.append, first, { events: [stray] })).toEqual({ control: { stop: true } })
    const second = await takeUp(begun.id)
    expect(await execute(Container.heartbeat, first, {})).toEqual({ control: { stop: true } })
    await execute(Container.finish, first, { status: "stopped", summary: null, usage })
    expect(await world.as(world.owner, Conversation.get, { id: begun.id })).toMatchObject({ status: "running" })
    expect(await execute(Container.heartbeat, second, {})).toEqual({ control: {} })
    expect((await stepsOf(begun.id)).map(([index]) => index)).toEqual([0, 1])
  })

  it("hands a message to the agent while it answers", async () => {
    const begun = await chat("Count")
    const container = await takeUp(begun.id)
    await say(begun.id, "Backwards")
    expect(await execute(Container.heartbeat, container, {})).toEqual({ control: { messages: ["Backwards"] } })
  })

  it("is not begun with a suspended agent, nor is the agent called", async () => {
    const before = await chat("Work")
    await world.as(world.owner, Agent.update, { agent_id: agent.id, suspended: true })
    expect(await world.as(world.owner, Conversation.get, { id: before.id })).toMatchObject({
      status: "stopped",
      reason: "Olive Owner suspended the agent.",
    })
    await expect(chat("Hello")).rejects.toMatchObject({ code: "AGENT_SUSPENDED" })
    await expect(say(before.id, "Hello")).rejects.toMatchObject({ code: "AGENT_SUSPENDED" })
    const task = await world.as(world.owner, Task.create, { title: "Later", assignee_ids: [agent.member_id] })
    expect((await world.as(world.owner, Conversation.list, { task_id: task.id })).items).toEqual([])
    const back = await world.as(world.owner, Agent.update, { agent_id: agent.id, suspended: false })
    expect(back.suspended_at).toBeNull()
  })

  it("is another agent's, or no chat at all: then there is none", async () => {
    const other = await world.as(world.owner, Agent.create, { name: "Two", handle: "two", provider: "demo" })
    const begun = await chat("Mine")
    const elsewhere = { agent_id: other.id, session_id: begun.id, text: "x" }
    await expect(world.as(world.owner, Chat.message, elsewhere)).rejects.toMatchObject({ status: 404 })
    const viewer = await createPerson("Vera Viewer")
    await joinWorld(world, viewer, "Viewer")
    await expect(world.as(viewer, Chat.create, { agent_id: agent.id, text: "x" })).rejects.toMatchObject({
      status: 403,
    })
  })
})

describe("starting again", () => {
  it("repeats what a task's conversation was about, once at a time", async () => {
    const task = await world.as(world.owner, Task.create, { title: "Again", assignee_ids: [agent.member_id] })
    const [first] = (await world.as(world.owner, Conversation.list, { task_id: task.id })).items
    const id = first?.id ?? ""
    await expect(world.as(world.owner, retry, { id })).rejects.toMatchObject({ code: "CONVERSATION_RUNNING" })
    await world.as(world.owner, Conversation.stop, { id })
    const again = await world.as(world.owner, retry, { id })
    expect(again).toMatchObject({ status: "queued", trigger: "assignment", task: { id: task.id } })
    expect(again.id).not.toBe(id)
    expect((await world.as(world.owner, retry, { id })).id).toBe(again.id)
    const [row] = await db().select().from(conversation).where(eq(conversation.id, again.id))
    expect(row?.prompt).toBe(`You were assigned ${task.key}: Again`)
  })

  it("repeats a chat's last turn", async () => {
    const begun = await chat("Try")
    const container = await takeUp(begun.id)
    await execute(Container.finish, container, { status: "failed", summary: null, reason: "No model.", usage })
    const again = await world.as(world.owner, retry, { id: begun.id })
    expect(again).toMatchObject({ id: begun.id, status: "queued", reason: null })
  })
})

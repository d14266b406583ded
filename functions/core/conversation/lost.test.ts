import { eq } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import { callerOfToken } from "../access/token.ts"
import * as Agent from "../agent/agent.ts"
import { clock } from "../clock.ts"
import { db } from "../database.ts"
import { execute } from "../operation.ts"
import * as Task from "../task/task.ts"
import * as Chat from "./chat.ts"
import * as Container from "./container.ts"
import { conversation } from "./conversation.sql.ts"
import * as Conversation from "./conversation.ts"
import * as Lost from "./lost.ts"

await freshDatabase()

const system = { kind: "system", name: "test" } as const
let world: World
let agent: Agent.Agent
beforeAll(async () => {
  world = await createWorld()
  agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
})

const get = (id: string) => world.as(world.owner, Conversation.get, { id })
async function assign(): Promise<string> {
  const task = await world.as(world.owner, Task.create, { title: "Work", assignee_ids: [agent.member_id] })
  const { items } = await world.as(world.owner, Conversation.list, { task_id: task.id })
  return items[0]?.id ?? ""
}

/** Launches as a dispatcher does; `begin` and `work` stand for the container. */
async function launch(id: string) {
  const claimed = await execute(Container.launch, system, { id })
  if (!claimed) throw new Error("It was not queued.")
  const { launched_at, on_demand, token } = claimed
  await execute(Lost.launched, system, { id, launched_at, container_ref: `task-of-${id}` })
  const container = await callerOfToken(token)
  if (!container) throw new Error("The token is none.")
  const step = (type: string, event_index: number) =>
    execute(Container.append, container, { events: [{ event_index, type, data: { text: "…" } }] })
  const lose = (loss: Lost.Loss) => execute(Lost.lose, system, { id, launched_at, loss })
  return { launched_at, on_demand, begin: () => execute(Container.begin, container, {}), step, lose, container }
}

const taken = { cause: "taken_back" } as const

describe("a container that ended without a word", () => {
  it("fails its conversation with a reason, and tells who caused it", async () => {
    const id = await assign()
    const run = await launch(id)
    await run.begin()
    expect(await run.lose({ cause: "out_of_memory" })).toBe("failed")
    expect(await get(id)).toMatchObject({
      status: "failed",
      reason: "The agent's container ran out of memory. Start it again, or mention the agent.",
      activity: null,
    })
    expect(await run.lose({ cause: "out_of_memory" })).toBeNull()
    expect((await execute(Container.heartbeat, run.container, {})).control).toEqual({ stop: true })
  })

  it("is replaced once, on demand, when it was taken back before any work", async () => {
    const id = await assign()
    const first = await launch(id)
    await first.begin()
    await first.step("user_message", 0)
    expect(await first.lose(taken)).toBe("restarted")
    expect(await get(id)).toMatchObject({ status: "queued", finished_at: null })
    // What was its container may still speak for a moment: nobody listens.
    expect((await first.step("agent_message_chunk", 1)).control).toEqual({ stop: true })

    const second = await launch(id)
    expect([first.on_demand, second.on_demand]).toEqual([false, true])
    expect((await second.begin()).history).toHaveLength(1)
    expect(await second.lose(taken)).toBe("failed")
  })

  it.each(["agent_message_chunk", "tool_call"])("is not replaced after a %s: work is never repeated", async (type) => {
    const id = await assign()
    const run = await launch(id)
    await run.begin()
    await run.step(type, 0)
    expect(await run.lose(taken)).toBe("failed")
    expect((await get(id)).reason).toContain("Spot interruption")
  })

  it("fails a chat's turn only: the next message goes on", async () => {
    const { id } = await world.as(world.owner, Chat.create, { agent_id: agent.id, text: "What is open?" })
    const run = await launch(id)
    await run.begin()
    await run.lose({ cause: "exited", hint: "exit code 1" })
    expect((await get(id)).reason).toBe(
      "The agent's container ended unexpectedly: exit code 1. Send a message to go on.",
    )
    await world.as(world.owner, Chat.message, { agent_id: agent.id, session_id: id, text: "Go on" })
    expect(await get(id)).toMatchObject({ status: "queued", reason: null })
    expect((await (await launch(id)).begin()).history.map((step) => step.data.text)).toContain("Go on")
  })

  it("changes nothing for a conversation that is over, or was launched again", async () => {
    const id = await assign()
    const run = await launch(id)
    await run.begin()
    await world.as(world.owner, Conversation.stop, { id })
    expect(await run.lose({ cause: "stopped" })).toBeNull()
    expect((await get(id)).status).toBe("stopped")

    const other = await assign()
    const first = await launch(other)
    await execute(Container.launchFailed, system, { id: other })
    await db()
      .update(conversation)
      .set({ launched_at: new Date(clock.now() + 5).toISOString() })
      .where(eq(conversation.id, other))
    expect(await first.lose({ cause: "missing" })).toBeNull()
    expect((await get(other)).status).toBe("queued")
  })
})

it("lists containers that ought to run, page by page, once they have settled", async () => {
  const ids = [await assign(), await assign(), await assign()]
  for (const id of ids) await launch(id)
  const known = async (limit: number, after?: string) =>
    (await execute(Lost.containers, system, { limit, after })).filter(({ id }) => ids.includes(id)).map(({ id }) => id)
  expect(await known(1_000)).toEqual([])
  for (const id of ids)
    await db().update(conversation).set({ launched_at: "2026-01-01T00:00:00.000Z" }).where(eq(conversation.id, id))
  expect(await known(1_000)).toEqual([...ids].sort())
  expect(await known(1_000, [...ids].sort()[0])).toHaveLength(2)
  await world.as(world.owner, Conversation.stop, { id: ids[0] })
  expect(await known(1_000)).toHaveLength(2)
})

it("ends a conversation that cannot be launched with the launcher's sentence", async () => {
  const id = await assign()
  const { launched_at } = await launch(id)
  await execute(Lost.refuse, system, { id, launched_at, reason: "AWS refused." })
  expect(await get(id)).toMatchObject({ status: "failed", reason: "AWS refused." })
})

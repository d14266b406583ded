import { setTimeout as sleep } from "node:timers/promises"
import { eq } from "drizzle-orm"
import { Redis } from "ioredis"
import { afterAll, beforeAll, expect, it } from "vitest"
import * as Agent from "../core/agent/agent.ts"
import { conversation } from "../core/conversation/conversation.sql.ts"
import * as Conversation from "../core/conversation/conversation.ts"
import { db } from "../core/database.ts"
import * as Task from "../core/task/task.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createWorld, type World } from "../local/testing/domain.ts"
import type { Configuration } from "./config.ts"
import { ecsLauncher, patience } from "./launchers/ecs.ts"
import { reconcile, reconcileOnce } from "./reconcile.ts"
import { startRealtime } from "./server.ts"
import { credentials, region, startEcs } from "./testing/ecs.ts"

let world: World
let agent: Agent.Agent
let url: string
let configuration: Configuration
let ecs: Awaited<ReturnType<typeof startEcs>>
const realtimes: Awaited<ReturnType<typeof startRealtime>>[] = []

const launcher = () => {
  const requestHandler = { ...patience.requestHandler, requestTimeout: 2_000 }
  return ecsLauncher(configuration, { endpoint: ecs.endpoint, region, credentials, requestHandler })
}

beforeAll(async () => {
  const { env } = await freshDatabase()
  url = env.VALKEY_URL ?? ""
  configuration = {
    PORT: 0,
    HOST: "127.0.0.1",
    VALKEY_URL: url,
    APP_URL: "http://localhost:3000",
    PACA_API_URL: "http://localhost:3000",
    DRAIN_SECONDS: 0,
    LAUNCHER: "ecs",
    ECS_CLUSTER: "agents",
    ECS_TASK_DEFINITION: "paca-agent",
    ECS_SUBNETS: "subnet-a",
    ECS_SECURITY_GROUP: "sg-agents",
  }
  ecs = await startEcs()
  world = await createWorld()
  agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
  // Two of them, as during every deployment.
  for (let at = 0; at < 2; at++) realtimes.push(await startRealtime(configuration, launcher()))
})
afterAll(async () => {
  for (const realtime of realtimes) await realtime.stop()
  await ecs.stop()
})

const get = (id: string) => world.as(world.owner, Conversation.get, { id })

async function eventually<T>(look: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  for (let wait = 0; wait < 500; wait++) {
    const found = await look()
    if (found) return found
    await sleep(20)
  }
  throw new Error(`It did not come within 10 s: ${what}`)
}

async function assign(): Promise<string> {
  const task = await world.as(world.owner, Task.create, { title: "Work", assignee_ids: [agent.member_id] })
  const { items } = await world.as(world.owner, Conversation.list, { task_id: task.id })
  return items[0]?.id ?? ""
}

const runsOf = (id: string) => ecs.runs().filter((run) => run.startedBy === id)

/** The task of a conversation's newest launch, once Paca knows it by name. */
const taskOf = (id: string, runs = 1) =>
  eventually(async () => {
    const [row] = await db().select().from(conversation).where(eq(conversation.id, id))
    return runsOf(id).length >= runs && row?.container_ref ? row.container_ref : undefined
  }, `task of ${id}`)

/** Looks now instead of when everything has settled. */
async function look(id: string): Promise<void> {
  const at = new Date(Date.now() - 60_000).toISOString()
  await db().update(conversation).set({ launched_at: at }).where(eq(conversation.id, id))
  await reconcileOnce(launcher())
}

it("starts one task per conversation, with two realtime processes reading the triggers", async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, assign))
  for (const id of ids) await taskOf(id)
  expect(ids.map((id) => runsOf(id).length)).toEqual(ids.map(() => 1))
  expect(ecs.tasks.size).toBe(6)
})

it("notices a task that ran out of memory", async () => {
  const id = await assign()
  ecs.end(await taskOf(id), {
    stopCode: "EssentialContainerExited",
    containers: [{ name: "agent", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
  })
  await look(id)
  expect(await get(id)).toMatchObject({ status: "failed", reason: expect.stringContaining("ran out of memory") })
})

it("notices a task that ECS does not know any more, and leaves those that run alone", async () => {
  const [gone, running] = [await assign(), await assign()]
  const forgotten = await taskOf(gone)
  await taskOf(running)
  ecs.tasks.delete(forgotten)
  await look(running)
  await look(gone)
  expect(await get(gone)).toMatchObject({ status: "failed", reason: expect.stringContaining("is gone") })
  expect((await get(running)).status).toBe("queued")
})

it("starts again on demand what Spot took back before it had begun", async () => {
  const id = await assign()
  ecs.end(await taskOf(id), { stopCode: "SpotInterruption", stoppedReason: "Your Spot Task was interrupted." })
  await look(id)
  await taskOf(id, 2)
  expect(runsOf(id).map((run) => run.capacityProviderStrategy[0]?.capacityProvider)).toEqual([
    "FARGATE_SPOT",
    "FARGATE",
  ])
  expect((await get(id)).status).toBe("queued")
})

it("tells a person when AWS refuses, and does not try again", async () => {
  ecs.meddle(({ action }) =>
    action === "RunTask"
      ? { status: 400, type: "AccessDeniedException", message: "not authorized to perform: ecs:RunTask" }
      : undefined,
  )
  const id = await assign()
  const failed = await eventually(async () => {
    const found = await get(id)
    return found.status === "failed" ? found : undefined
  }, "the refusal")
  ecs.meddle(() => undefined)
  expect(failed.reason).toMatch(/^AWS refused to start the agent's container \(AccessDeniedException\)\./)
  expect(runsOf(id)).toHaveLength(1)
})

it("looks after all of them in batches of a hundred, and goes on when ECS is away for a round", async () => {
  const id = await assign()
  const ref = await taskOf(id)
  const launched_at = new Date(Date.now() - 60_000).toISOString()
  const [row] = await db().select().from(conversation).where(eq(conversation.id, id))
  if (!row) throw new Error("There is no such conversation.")
  const { id: _id, ...rest } = row
  const copies = Array.from({ length: 230 }, () => ({ ...rest, launched_at, status: "running" as const }))
  await db().insert(conversation).values(copies)
  ecs.end(ref, { stopCode: "EssentialContainerExited", containers: [{ name: "agent", exitCode: 1 }] })
  const before = ecs.requests.length
  let refusals = 0
  ecs.meddle(({ action }) =>
    action === "DescribeTasks" && refusals++ === 0
      ? { status: 400, type: "AccessDeniedException", message: "not now" }
      : undefined,
  )
  const stopping = new AbortController()
  const redis = new Redis(url)
  await redis.del("paca:agent:reconcile")
  const loop = reconcile(redis, "test", launcher(), stopping.signal, 40)
  const open = async () =>
    (await db().select().from(conversation).where(eq(conversation.container_ref, ref))).filter(
      (each) => each.status === "running",
    ).length
  await eventually(async () => (await open()) === 0, "the end of all of them")
  stopping.abort()
  await loop.done
  redis.disconnect()
  ecs.meddle(() => undefined)
  const sizes = ecs.requests
    .slice(before)
    .filter(({ action }) => action === "DescribeTasks")
    .map(({ body }) => (body.tasks as string[]).length)
  expect(Math.max(...sizes)).toBe(100)
  expect(sizes.length).toBeGreaterThanOrEqual(4)
}, 40_000)

it("does not look while another process has its turn", async () => {
  const stopping = new AbortController()
  const redis = new Redis(url)
  await redis.set("paca:agent:reconcile", "another", "PX", 60_000)
  const before = ecs.requests.length
  const loop = reconcile(redis, "test", launcher(), stopping.signal, 20)
  await sleep(200)
  stopping.abort()
  await loop.done
  redis.disconnect()
  expect(ecs.requests.length).toBe(before)
})

import { Redis } from "ioredis"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import { clock } from "../clock.ts"
import { db } from "../database.ts"
import * as Task from "../task/task.ts"
import { valkey } from "../valkey.ts"
import { event } from "./event.sql.ts"
import { EVENTS, publish, relay } from "./event.ts"

let world: World
let redis: Redis

beforeAll(async () => {
  const { env } = await freshDatabase()
  redis = new Redis(env.VALKEY_URL ?? "")
  world = await createWorld()
})
afterAll(() => redis.disconnect())
beforeEach(() => {
  vi.restoreAllMocks()
})

const inStream = async () =>
  (await redis.xrange(EVENTS, "-", "+")).map(([, fields]) => fields[fields.indexOf("id") + 1])
const unsettled = async () => (await db().select().from(event)).filter((row) => row.published_at === null).length
const create = (title: string) => world.as(world.owner, Task.create, { title })

/** Lets the relay look at events that are younger than it usually waits. */
function later(): void {
  const now = Date.now()
  vi.spyOn(clock, "now").mockImplementation(() => now + 10_000)
}

describe("events", () => {
  it("are in the stream when the change is answered, once each", async () => {
    const task = await create("Published")
    const rows = (await db().select().from(event)).filter((row) => row.entity_id === task.id)
    const ids = await inStream()
    expect(rows.map((row) => ids.filter((id) => id === row.id).length)).toEqual([1])
  })

  it("that arrived are not sent again by the relay", async () => {
    const before = await inStream()
    later()
    expect(await relay()).toBeGreaterThan(0)
    expect(await inStream()).toEqual(before)
    expect(await unsettled()).toBe(0)
  })

  it("that could not be sent do not fail the change, and the relay sends them in order", async () => {
    vi.spyOn(valkey(), "pipeline").mockImplementation(() => {
      throw new Error("the store is away")
    })
    vi.spyOn(console, "error").mockImplementation(() => {})
    const tasks = [await create("Lost 1"), await create("Lost 2")]
    vi.restoreAllMocks()
    const before = await inStream()
    later()
    await relay()
    const sent = (await inStream()).slice(before.length)
    const rows = (await db().select().from(event)).filter((row) => tasks.some((task) => task.id === row.entity_id))
    expect(sent).toEqual(rows.map((row) => row.id).sort())
    expect(await unsettled()).toBe(0)
  })

  it("wait for the store to come back", async () => {
    vi.spyOn(valkey(), "xrange").mockRejectedValue(new Error("the store is away"))
    await create("Waiting")
    later()
    await expect(relay()).rejects.toThrow("the store is away")
    expect(await unsettled()).toBe(1)
    expect(await publish([])).toBe(true)
  })
})

import { sql } from "drizzle-orm"
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { networkOf } from "../core/access/address.ts"
import * as ApiKey from "../core/access/api-key.ts"
import { limits } from "../core/access/rate-limit.ts"
import { clock } from "../core/clock.ts"
import { db, transaction } from "../core/database.ts"
import { execute } from "../core/operation.ts"
import { lockProject } from "../core/project/lock.ts"
import { valkey } from "../core/valkey.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createPerson, createWorld } from "../local/testing/domain.ts"
import { TEMPLATE } from "../local/testing/global-setup.ts"
import { createApp } from "./app.ts"

const app = createApp()

beforeAll(async () => {
  await freshDatabase()
  process.env.RATE_LIMIT = "on"
})

let minute = 0
beforeEach(() => {
  // Each test has a window of its own, which does not end in the middle of it.
  const now = Math.ceil(Date.now() / 60_000) * 60_000 + ++minute * 600_000
  vi.spyOn(clock, "now").mockImplementation(() => now)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const Refusal = z.object({ error_code: z.string(), error: z.string(), error_details: z.object({ limit: z.string() }) })

const get = (path: string, headers: Record<string, string> = {}) => app.request(`/api/v1${path}`, { headers })
const from = (address: string) => ({ "x-paca-address": address })

/** Sends `times` requests, a few at once, and answers their statuses. */
async function send(times: number, one: () => Promise<Response> | Response): Promise<number[]> {
  const statuses: number[] = []
  for (let left = times; left > 0; left -= 20) {
    const answers = await Promise.all(Array.from({ length: Math.min(20, left) }, one))
    statuses.push(...answers.map(({ status }) => status))
  }
  return statuses
}

describe("a caller", () => {
  it("is refused over its limit, told when to come back, and nobody else is", async () => {
    const [busy, calm] = [await createPerson("Busy Bee"), await createPerson("Calm Carl")]
    const key = (await execute(ApiKey.create, busy, { name: "script" })).key
    const other = (await execute(ApiKey.create, calm, { name: "script" })).key
    const first = await get("/users/me", { "x-api-key": key })
    expect(first.headers.get("ratelimit-policy")).toBe('"caller";q=1200;w=60')
    expect(first.headers.get("ratelimit")).toBe('"caller";r=1199;t=60')
    const rest = await send(limits.caller.requests - 1, () => get("/users/me", { "x-api-key": key }))
    expect(new Set(rest)).toEqual(new Set([200]))
    const refused = await get("/users/me", { "x-api-key": key })
    expect(refused.status).toBe(429)
    expect(refused.headers.get("retry-after")).toBe("60")
    expect(Refusal.parse(await refused.json())).toEqual({
      error_code: "RATE_LIMITED",
      error: "Too many requests. Try again in 60 seconds.",
      error_details: { limit: "caller" },
    })
    expect((await get("/users/me", { "x-api-key": other })).status).toBe(200)
  }, 60_000)

  it("is refused before anything is changed", async () => {
    const { owner } = await createWorld()
    const { key } = await execute(ApiKey.create, owner, { name: "script" })
    const create = () =>
      app.request("/api/v1/workspaces", {
        method: "POST",
        headers: { "x-api-key": key, "content-type": "application/json" },
        body: JSON.stringify({ name: "One too many" }),
      })
    vi.spyOn(valkey(), "pipeline").mockImplementation(() => {
      const pipeline = { incr: () => pipeline, expire: () => pipeline, exec: async () => [5_000, 1] }
      return pipeline as never
    })
    expect((await create()).status).toBe(429)
    vi.mocked(valkey().pipeline).mockRestore()
    const { data } = z
      .object({ data: z.array(z.object({ name: z.string() })) })
      .parse(await (await get("/workspaces", { "x-api-key": key })).json())
    expect(data.map(({ name }) => name)).not.toContain("One too many")
  })
})

describe("an address", () => {
  it("that tries out keys is refused, whatever keys it makes up", async () => {
    let tried = 0
    const guess = () => get("/users/me", { "x-api-key": `paca_guess-${tried++}`, ...from("198.51.100.9") })
    const statuses = await send(limits.stranger.requests, guess)
    expect(new Set(statuses)).toEqual(new Set([401]))
    expect((await guess()).status).toBe(429)
    expect((await get("/users/me", { "x-api-key": "paca_guess", ...from("198.51.100.10") })).status).toBe(401)
  }, 60_000)

  it("of strangers does not shut out those there who are signed in", async () => {
    const person = await createPerson("Office Olga")
    const { key } = await execute(ApiKey.create, person, { name: "script" })
    await send(limits.stranger.requests + 1, () => get("/invitations/none", from("198.51.100.20")))
    expect((await get("/invitations/none", from("198.51.100.20"))).status).toBe(429)
    expect((await get("/users/me", { "x-api-key": key, ...from("198.51.100.20") })).status).toBe(200)
  }, 60_000)

  it("of IPv6 counts with its whole network, which one customer has to himself", () => {
    expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64")
    expect(networkOf("2001:db8:1:2::9")).toBe("2001:db8:1:2::/64")
    expect(networkOf("2001:db8::1")).toBe("2001:db8:0:0::/64")
    expect(networkOf("203.0.113.4")).toBe("203.0.113.4")
  })

  it("is not what the client says in X-Forwarded-For", async () => {
    let hop = 0
    const forged = () =>
      get("/invitations/none", { "x-forwarded-for": `10.0.0.${hop++ % 250}`, ...from("198.51.100.30") })
    await send(limits.stranger.requests, forged)
    expect((await forged()).status).toBe(429)
  }, 60_000)
})

describe("a store that is away", () => {
  it("shuts nobody out, and is asked again after a while", async () => {
    const person = await createPerson("Lucky Luke")
    const { key } = await execute(ApiKey.create, person, { name: "script" })
    const logged = vi.spyOn(console, "error").mockImplementation(() => {})
    const away = vi.spyOn(valkey(), "pipeline").mockImplementation(() => {
      throw new Error("the store is away")
    })
    const statuses = await send(20, () => get("/users/me", { "x-api-key": key }))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(away.mock.calls.length).toBeLessThan(20)
    expect(logged).toHaveBeenCalledTimes(1)
    away.mockRestore()
    vi.mocked(clock.now).mockImplementation(() => Date.now() + 86_400_000)
    expect((await get("/users/me", { "x-api-key": key })).headers.get("ratelimit")).not.toBeNull()
  })
})

describe("a request that takes too long", () => {
  it("is told so, and what it waited for goes on", async () => {
    const world = await createWorld()
    const { key } = await execute(ApiKey.create, world.owner, { name: "script" })
    const impatient = createApp({ timeLimit: 200 })
    await transaction(async (tx) => {
      await lockProject(tx, world.project.id)
      const answer = await impatient.request(`/api/v1/projects/${world.project.id}`, {
        method: "PATCH",
        headers: { "x-api-key": key, "content-type": "application/json" },
        body: JSON.stringify({ name: "Held up" }),
      })
      expect(answer.status).toBe(503)
      expect(await answer.json()).toMatchObject({
        error_code: "TIMEOUT",
        error: expect.stringContaining("longer than"),
      })
    })
  })

  it("holds no statement longer than its Lambda lives", async () => {
    await transaction(async (tx) => {
      const { rows } = await tx.execute("show statement_timeout")
      expect(rows).toEqual([{ statement_timeout: "20s" }])
    })
    // Outside transactions the role's own setting holds, which copies of a database do not get.
    const { rows } = await db().execute(sql`
      select setconfig from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
      where datname = ${TEMPLATE}`)
    expect(rows).toEqual([{ setconfig: ["statement_timeout=20s"] }])
  })
})

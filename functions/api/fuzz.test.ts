import { setTimeout } from "node:timers/promises"
import { eq } from "drizzle-orm"
import fc from "fast-check"
import { beforeAll, expect, it, vi } from "vitest"
import { db } from "../core/database.ts"
import { project } from "../core/project/project.sql.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createApp } from "./app.ts"
import { answerChecker } from "./testing/answers.ts"
import { type Described, described } from "./testing/document.ts"
import { draftOf, type Wire, wireOf } from "./testing/request.ts"
import { digests, everyId, hiddenValues } from "./testing/rows.ts"
import { hostile, nearly } from "./testing/spoil.ts"
import { createTenant, drawn, jsonOf, send, type Tenant, type Who } from "./testing/tenant.ts"
import { oddTexts } from "./testing/values.ts"

/**
 * Requests made from the OpenAPI document alone (valid, nearly valid and hostile), against the real API and database.
 * `npm run fuzz -- --requests 10000 --seed 1` runs more of them than a test run does.
 */
const REQUESTS = Number(process.env.PACA_FUZZ_REQUESTS ?? 1_500)
const SEED = Number(process.env.PACA_FUZZ_SEED ?? 20_261)

/** No request may take longer. Milliseconds. */
const BOUND = 5_000
/** A world that has lasted for this many requests is left for a new one, or its lists only grow. */
const WORLD_LIFE = 700
/** Failures after which a run has told enough. */
const ENOUGH = 25

const THEIRS = "Zyxcanary"
const OURS = "Ours"

const app = createApp()
const checker = answerChecker()
function nameOf({ operation }: Described) {
  return operation.operationId
}

const operations = described()
/** Operations that have ended a world, such as deleting its project. They are sent seldom from then on. */
const enders = new Set(
  operations.filter(({ method, path }) => method === "DELETE" && /\{(project|workspace)Id\}$/.test(path)).map(nameOf),
)

let theirs: Tenant
let theirIds: string[]
let before: Record<string, string>
const logged: string[] = []

beforeAll(async () => {
  await freshDatabase()
  vi.spyOn(console, "error").mockImplementation((line) => logged.push(String(line)))
  theirs = await createTenant(app, THEIRS, SEED)
  theirIds = await everyId()
  before = await digests(theirIds)
})

const spoken = fc.oneof(
  { weight: 6, arbitrary: fc.nat(999).map((n) => `${OURS} ${n}`) },
  { weight: 3, arbitrary: fc.constantFrom(...oddTexts) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 80 }) },
)

/** A world of ours that anybody may read: outsiders then get through to what they must not see of it. */
async function createOurs(seed: number): Promise<Tenant> {
  const ours = await createTenant(app, OURS, seed)
  await db().update(project).set({ is_public: true }).where(eq(project.id, ours.world.project.id))
  return ours
}

type Plan = { one: Described; who: Who; wire: Wire; exact: boolean }

/** The request of one number of a run. */
function plan(ours: Tenant, seed: number): Plan {
  const weighted = operations.map((one) => ({
    weight: enders.has(one.operation.operationId) ? 1 : 20,
    arbitrary: fc.constant(one),
  }))
  const one = drawn(fc.oneof(...weighted), seed)
  const who: Who =
    one.operation["x-action"] === "runtime"
      ? "conversation"
      : drawn(
          fc.oneof(
            { weight: 14, arbitrary: fc.constant<Who>("owner") },
            {
              weight: 6,
              arbitrary: fc.constantFrom<Who>(
                "editor",
                "viewer",
                "guest",
                "stranger",
                "nobody",
                "agent",
                "conversation",
              ),
            },
          ),
          seed + 1,
        )
  const draft = drawn(draftOf(one, ours.pool, { ...ours.texts, text: spoken }, seed % 3 === 0), seed + 2)
  const kind = drawn(fc.constantFrom("valid", "valid", "valid", "nearly", "nearly", "hostile"), seed + 3)
  if (kind === "valid") return { one, who, wire: wireOf(draft, seed % 2 === 0), exact: true }
  if (kind === "nearly") return { one, who, wire: drawn(nearly(draft, theirs.pool.all()), seed + 4), exact: true }
  return { one, who, wire: drawn(hostile(draft), seed + 4), exact: false }
}

type Told = { fault: string | undefined; text: string; status: number }

/** Sends a request and says what is wrong with the answer. */
async function ask(ours: Tenant, { one, who, wire, exact }: Plan): Promise<Told> {
  const credentials = await ours.as(who)
  const timer = new AbortController()
  const late = setTimeout(BOUND, undefined, { signal: timer.signal }).catch(() => undefined)
  const response = await Promise.race([send(app, wire, credentials), late])
  timer.abort()
  if (!response) return { fault: `no answer in ${BOUND} ms`, text: "", status: 0 }
  const text = await response.text()
  const { status } = response
  const told = (fault: string | undefined): Told => ({ fault, text, status })
  if (text.includes(THEIRS) || text.includes(THEIRS.toLowerCase())) return told("answers what is another tenant's")
  // Its own model's key is what a conversation's container needs, and nobody else gets.
  if (one.operation["x-action"] !== "runtime" && text.includes(ours.texts.secret)) return told("answers a secret")
  if ((who === "stranger" || who === "nobody") && one.operation["x-action"] !== "public") {
    const address = Object.values(ours.people).find(
      ({ email, user_id }) => text.includes(email) && !isMe(ours, who, user_id),
    )
    if (address) return told(`tells an outsider the address ${address.email}`)
  }
  const isJson = response.headers.get("content-type")?.startsWith("application/json")
  if (status >= 400)
    return told(wire.method === "HEAD" && status < 500 ? undefined : checker.failure(status, jsonOf(text)))
  const json = isJson ? jsonOf(text) : undefined
  if (exact) {
    if (wire.method === "DELETE") ours.pool.forget(wire.url.split("?")[0]?.split("/").at(-1) ?? "")
    ours.pool.harvest(one.path, wire.url, json)
    return told(status === 204 ? undefined : checker.success(one, status, isJson ? json : undefined))
  }
  return told(undefined)
}

const isMe = (ours: Tenant, who: Who, userId: string) => who === "stranger" && ours.people.stranger.user_id === userId

/** Whether the world can still be worked in: its project may be deleted or archived, its owner's key revoked. */
async function stands(ours: Tenant): Promise<boolean> {
  const url = `/api/v1/projects/${ours.world.project.id}`
  const response = await send(app, { method: "GET", url, headers: {} }, await ours.as("owner"))
  return response.ok && (await response.text()).includes('"archived_at":null')
}

/** The smallest part of a body that fails in the same way. */
async function shrunk(ours: Tenant, failed: Plan, fault: string): Promise<Wire> {
  let { wire } = failed
  if (typeof wire.body !== "string") return wire
  const body = jsonOf(wire.body)
  if (typeof body !== "object" || body === null || Array.isArray(body)) return wire
  let left: Record<string, unknown> = { ...body }
  for (const key of Object.keys(left)) {
    const { [key]: _, ...fewer } = left
    const smaller = { ...wire, body: JSON.stringify(fewer) }
    if ((await ask(ours, { ...failed, wire: smaller })).fault !== fault) continue
    left = fewer
    wire = smaller
  }
  return wire
}

async function report(ours: Tenant, failed: Plan, told: Told & { fault: string }, seed: number): Promise<string> {
  const cause = logged.at(-1) ?? ""
  const { method, url, body } = await shrunk(ours, failed, told.fault)
  const sent = typeof body === "string" ? body.slice(0, 600) : body === undefined ? "" : "(bytes or a form)"
  const answer = told.status >= 500 ? cause.slice(0, 1_200) : told.text.slice(0, 400)
  return `${told.fault}: ${failed.who} ${method} ${url.slice(0, 400)} ${sent}\n  seed ${seed}, answer ${told.status} ${answer}`
}

it(`${REQUESTS} requests made from the OpenAPI document are answered as it says (seed ${SEED})`, {
  timeout: 60_000 + REQUESTS * 100,
}, async () => {
  const failures = new Map<string, string>()
  const statuses = new Map<string, number>()
  const succeeded = new Set<string>()
  let answers: string[] = []
  let ours = await createOurs(SEED)
  let age = 0
  const leave = async () => {
    const said = answers.join("\n")
    const secret = (await hiddenValues()).find((value) => said.includes(value))
    if (secret) failures.set("hidden", `an answer had what the database keeps hidden: ${secret.slice(0, 12)}…`)
    answers = []
    age = 0
  }
  for (let number = 0; number < REQUESTS && failures.size < ENOUGH; number++, age++) {
    const seed = SEED * 1_000_003 + number * 7
    const request = plan(ours, seed)
    const told = await ask(ours, request)
    answers.push(told.text)
    const family = `${Math.floor(told.status / 100)}xx`
    statuses.set(family, (statuses.get(family) ?? 0) + 1)
    if (family === "2xx" && request.exact) succeeded.add(request.one.operation.operationId)
    if (family === "2xx" && request.wire.method !== "GET" && !(await stands(ours))) {
      enders.add(request.one.operation.operationId)
      age = WORLD_LIFE
    }
    if (age >= WORLD_LIFE) {
      await leave()
      ours = await createOurs(SEED + number)
    }
    const { fault } = told
    if (!fault) continue
    const alike = `${request.one.operation.operationId} ${fault}`
    if (!failures.has(alike)) failures.set(alike, await report(ours, request, { ...told, fault }, seed))
  }
  await leave()
  const never = operations.map(({ operation }) => operation.operationId).filter((id) => !succeeded.has(id))
  console.info(
    `fuzz: seed ${SEED}, ${JSON.stringify(Object.fromEntries(statuses))}, never succeeded: ${never.join(", ")}`,
  )
  expect([...failures.values()].join("\n\n")).toBe("")
  // What the fuzz never gets through to is not tested by it.
  if (REQUESTS >= operations.length * 8) expect(never.length, never.join(", ")).toBeLessThan(operations.length / 2)
  expect(await digests(theirIds)).toEqual(before)
})

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { and, eq, isNull, sql } from "drizzle-orm"
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest"
import * as z from "zod"
import { restoreAuthorization } from "../../stacks/headers.ts"
import * as Agent from "../core/agent/agent.ts"
import { conversation } from "../core/conversation/conversation.sql.ts"
import { db } from "../core/database.ts"
import { event } from "../core/event/event.sql.ts"
import { notification } from "../core/notification/notification.sql.ts"
import { task as taskTable } from "../core/task/task.sql.ts"
import * as Task from "../core/task/task.ts"
import { session, user } from "../core/user/user.sql.ts"
import { freePort } from "./free-port.ts"
import { type Gateway, startGateway } from "./gateway/gateway.ts"
import { withClient } from "./postgres/postgres.ts"
import { type Bundle, bundleFunction, type Packing } from "./testing/bundle.ts"
import { freshDatabase } from "./testing/database.ts"
import { createWorld, joinWorld, type World } from "./testing/domain.ts"
import { FunctionError, Sandbox } from "./testing/sandbox.ts"

// A cold start on a busy machine takes seconds.
vi.setConfig({ testTimeout: 60_000 })

const { env: services, url: databaseUrl } = await freshDatabase()
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
// The names that `stacks/` gives each function; and where services and credentials are, which the cloud knows by itself.
const given = (...names: string[]) => {
  const all: Record<string, string> = { ...services, APP_URL: origin, PACA_API_URL: origin }
  const here = ["NEON_LOCAL_PROXY", "S3_ENDPOINT", "SES_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
  return Object.fromEntries([...names, ...here, "RATE_LIMIT"].map((name) => [name, all[name] ?? ""]))
}
const valkey = ["UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"]
const files = ["S3_BUCKET", "S3_REGION"]
const secrets = ["DATABASE_URL", "AUTH_SECRET"]
const jobs = given("DATABASE_URL", "APP_URL", "MAIL_FROM", ...files, ...valkey)

const bundles: Bundle[] = []
const sandboxes: Sandbox[] = []
async function sandbox(name: string, packing: Packing, env: Record<string, string>, timeoutMs?: number) {
  const bundle = await bundleFunction(packing)
  bundles.push(bundle)
  return environment(name, bundle, env, timeoutMs)
}
function environment(name: string, bundle: Bundle, env: Record<string, string>, timeoutMs?: number): Sandbox {
  const made = new Sandbox({ name, ...bundle, env, timeoutMs })
  sandboxes.push(made)
  return made
}

let gateway: Gateway
let api: Sandbox
let auth: Sandbox
let mcp: Sandbox
let jobsBundle: Bundle
beforeAll(async () => {
  const injections = restoreAuthorization
  api = await sandbox(
    "Api",
    { handler: "functions/api/handler.handler", splitting: true, injections },
    given("APP_URL", ...secrets, "ENCRYPTION_KEYS", "MAIL_FROM", ...files, ...valkey),
  )
  auth = await sandbox(
    "Auth",
    { handler: "functions/auth/handler.handler", injections },
    { ...given("APP_URL", ...secrets, "MAIL_FROM", "S3_REGION", ...valkey), OIDC_PROVIDERS: "[]" },
  )
  mcp = await sandbox("Mcp", { handler: "mcp/http.handler", injections }, given("APP_URL", "PACA_API_URL"))
  jobsBundle = await bundleFunction({ handler: "functions/jobs/handler.relay" })
  bundles.push(jobsBundle)
  const nowhere = new URL("http://127.0.0.1:9")
  gateway = await startGateway({
    port,
    origin: new URL(origin),
    functions: { api, auth, mcp },
    realtime: nowhere,
    web: nowhere,
    mail: nowhere,
    clientFolder: "/nonexistent",
  })
}, 120_000)
afterAll(async () => {
  await gateway?.stop()
  for (const each of sandboxes) await each.stop()
  for (const bundle of bundles) bundle.remove()
})

/** A function of one expression, to see what holds for it. */
function probe(name: string, expression: string, timeoutMs?: number): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), "paca-lambda-"))
  bundles.push({ folder, handler: "", remove: () => rmSync(folder, { recursive: true, force: true }) })
  writeFileSync(join(folder, "probe.mjs"), `export const handler = async (event) => (${expression})`)
  return environment(name, { folder, handler: "probe.handler", remove: () => {} }, {}, timeoutMs)
}

const job = (name: string) =>
  environment(name, { ...jobsBundle, handler: `handler.${name}` }, jobs, name === "relay" ? 30_000 : 60_000)

/** What EventBridge's scheduler sends. */
const schedule = (name: string) => ({
  version: "0",
  id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "123456789012",
  time: "2026-11-30T10:00:00Z",
  region: "eu-central-1",
  resources: [`arn:aws:events:eu-central-1:123456789012:rule/${name}`],
  detail: {},
})

/** What S3 sends of an object that has landed; keys are form-encoded. */
const landed = (key: string) => ({
  Records: [
    {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "eu-central-1",
      eventTime: "2026-11-30T10:00:00.000Z",
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: "AWS:AROAEXAMPLE" },
      requestParameters: { sourceIPAddress: "10.0.0.1" },
      responseElements: { "x-amz-request-id": "C3D13FE58DE4C810" },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: "Imports",
        bucket: { name: services.S3_BUCKET, arn: `arn:aws:s3:::${services.S3_BUCKET}` },
        object: { key: encodeURIComponent(key).replaceAll("%2F", "/"), size: 10, sequencer: "0A1B2C3D4E5F678901" },
      },
    },
  ],
})

/** Cuts every connection to the database, as Neon does when it moves or sleeps. */
const cutConnections = () =>
  withClient(services.NEON_LOCAL_PROXY, inject("services").DATABASE_URL ?? "", (client) =>
    client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [
      new URL(databaseUrl).pathname.slice(1),
    ]),
  )

/** Lets nobody write tasks until `meanwhile` is over; it begins when somebody waits to. */
const whileBlocked = (meanwhile: () => Promise<void> | void, begun: Promise<unknown>) =>
  withClient(services.NEON_LOCAL_PROXY, databaseUrl, async (client) => {
    await client.query("begin")
    await client.query("lock table task in exclusive mode")
    blocked.resolve()
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    for (let tries = 0; tries < 500; tries++) {
      if ((await withClient(services.NEON_LOCAL_PROXY, databaseUrl, (other) => other.query(waiting))).rows.length) break
      if (tries === 499) throw new Error("Nobody came to write a task.")
      await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, 20))])
    }
    await meanwhile()
    await client.query("rollback")
  })
let blocked = Promise.withResolvers<void>()

const Answer = z.object({ data: z.record(z.string(), z.unknown()) })
let cookie = ""
const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  fetch(origin + path, {
    method,
    headers: { cookie, origin, ...(body && { "content-type": "application/json" }), ...headers },
    body: body && JSON.stringify(body),
  })
const dataOf = async (answer: Response) => Answer.parse(await answer.json()).data
const idOf = async (answer: Response) => String((await dataOf(answer)).id)

const account = { name: "Ada Example", email: "ada@example.com", password: "correct horse battery" }
let project = ""
beforeAll(async () => {
  await call("POST", "/api/v1/auth/sign-up/email", account)
  const signedIn = await call("POST", "/api/v1/auth/sign-in/email", account)
  cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ")
  const workspace_id = await idOf(await call("POST", "/api/v1/workspaces", { name: "Examples" }))
  project = await idOf(await call("POST", "/api/v1/projects", { workspace_id, name: "Deployed", prefix: "DEP" }))
}, 60_000)

const tasksPath = () => `/api/v1/projects/${project}/tasks`
const tasksCalled = (title: string) =>
  db().select({ id: taskTable.id }).from(taskTable).where(eq(taskTable.title, title))

describe("the API as it is deployed", () => {
  it("answers from its bundle, and stands still between two requests", async () => {
    const answer = await call("POST", tasksPath(), { title: "Ünïcode ✓" })
    expect([answer.status, await dataOf(answer)]).toEqual([201, expect.objectContaining({ title: "Ünïcode ✓" })])
    await expect.poll(() => api.frozen).toBe(true)
    expect((await call("GET", "/api/readyz")).status).toBe(200)
  })

  it("loads what few requests need when one does: its chunks are all in the bundle", async () => {
    const form = new FormData()
    form.set("file", new File(["Summary\nFirst\n"], "a.csv", { type: "text/csv" }))
    const preview = await fetch(`${origin}/api/v1/projects/${project}/imports?preview=true`, {
      method: "POST",
      headers: { cookie, origin },
      body: form,
    })
    expect([preview.status, await dataOf(preview)]).toEqual([200, expect.objectContaining({ rows: 1 })])
    for (const page of ["/api/docs", "/api/v1/openapi.json"]) expect((await call("GET", page)).status).toBe(200)
  })

  it("reads the caller's own Authorization behind CloudFront's signature", async () => {
    const { key } = await dataOf(await call("POST", "/api/v1/users/me/api-keys", { name: "test" }))
    const signature = { authorization: "AWS4-HMAC-SHA256 Credential=x", cookie: "" }
    expect((await call("GET", "/api/v1/users/me", undefined, signature)).status).toBe(401)
    const withKey = { ...signature, "x-api-key": String(key) }
    expect((await call("GET", "/api/v1/users/me", undefined, withKey)).status).toBe(200)
    const invalid = { ...signature, "x-paca-authorization": "Bearer not-a-token" }
    const refused = await call("GET", "/api/v1/users/me", undefined, invalid)
    expect([refused.status, await refused.text()]).toEqual([401, expect.not.stringContaining("AWS4")])
  })

  it("goes on after its database connections were cut while it was frozen", async () => {
    const before = api.starts
    for (const method of ["GET", "POST"]) {
      await call("GET", tasksPath())
      await expect.poll(() => api.frozen).toBe(true)
      await cutConnections()
      const answer = await call(method, tasksPath(), method === "POST" ? { title: "After the cut" } : undefined)
      expect(answer.status).toBeLessThan(300)
    }
    expect(await tasksCalled("After the cut")).toHaveLength(1)
    expect(api.starts).toBe(before)
  })

  it("leaves no half change when it is killed in the middle, starts cold, and makes the change once", async () => {
    const before = api.starts
    const title = "Killed in the middle"
    const headers = { "idempotency-key": "killed-in-the-middle" }
    blocked = Promise.withResolvers()
    const [answer] = await Promise.all([
      blocked.promise.then(() => call("POST", tasksPath(), { title }, headers)),
      whileBlocked(() => api.kill(), blocked.promise),
    ])
    expect(answer.status).toBe(502)
    // What PostgreSQL was still doing for it ends without a commit.
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await tasksCalled(title)).toEqual([])
    const events = await db()
      .select({ id: event.id })
      .from(event)
      .where(sql`${event.data}::text like ${`%${title}%`}`)
    expect(events).toEqual([])

    const [first, again] = [
      await call("POST", tasksPath(), { title }, headers),
      await call("POST", tasksPath(), { title }, headers),
    ]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(await idOf(again)).toBe(await idOf(first))
    expect(await tasksCalled(title)).toHaveLength(1)
    expect(api.starts).toBe(before + 1)
  })
})

describe("sign-in as it is deployed", () => {
  it("signs in, keeps the session over a freeze, a cut and a cold start", async () => {
    const who = async () => (await (await call("GET", "/api/v1/auth/get-session")).json())?.user?.email
    expect(await who()).toBe(account.email)
    await expect.poll(() => auth.frozen).toBe(true)
    await cutConnections()
    expect(await who()).toBe(account.email)
    auth.kill()
    await expect.poll(() => auth.frozen).toBe(false)
    expect(await who()).toBe(account.email)
    expect(auth.starts).toBe(2)
  })

  it("answers under the root's /.well-known/ too, and refuses a wrong password", async () => {
    const metadata = await call("GET", "/.well-known/oauth-authorization-server/api/v1/auth")
    expect([metadata.status, await metadata.json()]).toEqual([
      200,
      expect.objectContaining({ issuer: expect.stringContaining(origin) }),
    ])
    const wrong = { email: account.email, password: "wrong password" }
    expect((await call("POST", "/api/v1/auth/sign-in/email", wrong)).status).toBe(401)
  })
})

describe("MCP as it is deployed", () => {
  const ask = async (method: string, params: object, headers: Record<string, string>) => {
    const accept = { accept: "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18", cookie: "" }
    return call("POST", "/mcp", { jsonrpc: "2.0", id: 1, method, params }, { ...accept, ...headers })
  }

  it("lists its tools and uses one, over the API, also after it was killed", async () => {
    const { key } = await dataOf(await call("POST", "/api/v1/users/me/api-keys", { name: "mcp" }))
    const headers = { "x-api-key": String(key) }
    const tools = await (await ask("tools/list", {}, headers)).json()
    expect(tools.result.tools.map((tool: { name: string }) => tool.name)).toContain("list_projects")
    mcp.kill()
    const used = await (await ask("tools/call", { name: "list_projects", arguments: {} }, headers)).json()
    expect(JSON.stringify(used.result)).toContain("Deployed")
    expect(mcp.starts).toBe(2)
  })

  it("tells a client without a credential where to sign in", async () => {
    const refused = await ask("tools/list", {}, {})
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringContaining("resource_metadata="),
    ])
  })
})

describe("scheduled work as it is deployed", () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld("JOB")
  })

  it("publishes what was left unpublished, also after its connections were cut", async () => {
    const relay = job("relay")
    const leave = () =>
      db()
        .update(event)
        .set({ published_at: null, at: new Date(Date.now() - 60_000).toISOString() })
        .where(eq(event.type, "task.created"))
    const created = eq(event.type, "task.created")
    const left = () =>
      db()
        .select({ id: event.id })
        .from(event)
        .where(and(created, isNull(event.published_at)))
    await leave()
    expect((await left()).length).toBeGreaterThan(0)
    await relay.invoke(schedule("Relay"))
    expect(await left()).toEqual([])
    await leave()
    await cutConnections()
    await relay.invoke(schedule("Relay"))
    expect(await left()).toEqual([])
    expect(relay.starts).toBe(1)
  })

  it("ends conversations that fell silent", async () => {
    const agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
    await world.as(world.owner, Task.create, { title: "Silent", assignee_ids: [agent.member_id] })
    await db().update(conversation).set({ status: "running", heartbeat_at: "2026-01-01T00:00:00.000Z" })
    await job("stale").invoke(schedule("Stale"))
    const [row] = await db().select().from(conversation)
    expect(row).toMatchObject({ status: "failed", reason: expect.stringContaining("was silent") })
  })

  it("mails what stays unread", async () => {
    const [reader] = await db().select().from(user).where(eq(user.email, account.email))
    if (!reader) throw new Error("Nobody signed up.")
    const person = { kind: "user" as const, user_id: reader.id, name: reader.name, email: reader.email, handle: "ada" }
    const member = await joinWorld(world, person, "Editor")
    await db().update(user).set({ email_verified: true }).where(eq(user.id, reader.id))
    await world.as(world.owner, Task.create, { title: "Unread", assignee_ids: [member.id] })
    await db().update(notification).set({ created_at: "2026-01-01T00:00:00.000Z" })
    await job("mails").invoke(schedule("Mails"))
    const rows = await db().select().from(notification).where(eq(notification.user_id, reader.id))
    expect(rows.map((row) => row.mailed_at !== null)).toEqual([true])
  })

  it("removes sessions that are over", async () => {
    await db()
      .update(session)
      .set({ expires_at: new Date("2026-01-01T00:00:00.000Z") })
    await job("cleanup").invoke(schedule("Cleanup"))
    expect(await db().select().from(session)).toEqual([])
    const signedIn = await call("POST", "/api/v1/auth/sign-in/email", account)
    cookie = signedIn.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ")
  })
})

describe("work that a file begins, as it is deployed", () => {
  const upload = async (csv: string) => {
    const form = new FormData()
    form.set("file", new File([csv], "backlog.csv", { type: "text/csv" }))
    const headers = { cookie, origin }
    const path = `/api/v1/projects/${project}/imports`
    return idOf(await fetch(origin + path, { method: "POST", headers, body: form }))
  }
  const stateOf = async (id: string) => dataOf(await call("GET", `/api/v1/projects/${project}/imports/${id}`))

  it("imports a file once, though it is told of it twice", async () => {
    const id = await upload("Issue key,Summary\nX-1,Imported one\nX-2,Imported two\n")
    const imports = job("imports")
    await imports.invoke(landed(`imports/${id}.csv`))
    await imports.invoke(landed(`imports/${id}.csv`))
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 2 })
    expect(await tasksCalled("Imported one")).toHaveLength(1)
  })

  it("imports all of a file or nothing when it is killed, and all of it at the next try", async () => {
    const id = await upload("Issue key,Summary\nY-1,Twice tried one\nY-2,Twice tried two\n")
    const imports = job("imports")
    blocked = Promise.withResolvers()
    const [outcome] = await Promise.all([
      blocked.promise.then(() => imports.invoke(landed(`imports/${id}.csv`))).catch((error: unknown) => error),
      whileBlocked(() => imports.kill(), blocked.promise),
    ])
    expect(outcome).toBeInstanceOf(FunctionError)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await tasksCalled("Twice tried one")).toEqual([])
    await imports.invoke(landed(`imports/${id}.csv`))
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 2 })
    expect(await tasksCalled("Twice tried one")).toHaveLength(1)
    expect(imports.starts).toBe(2)
  })

  it("makes an archive of a project", async () => {
    const id = await idOf(await call("POST", `/api/v1/projects/${project}/exports`, {}))
    await job("archives").invoke(landed(`exports/requests/${id}`))
    const made = await dataOf(await call("GET", `/api/v1/projects/${project}/exports/${id}`))
    expect(made).toMatchObject({ status: "completed" })
  })
})

describe("migrations as they are deployed", () => {
  it("bring an empty database up, once, and a killed run leaves the way free for the next", async () => {
    const name = `migrate_${process.pid}`
    const server = inject("services").DATABASE_URL ?? ""
    const admin = <T>(statement: string) =>
      withClient(services.NEON_LOCAL_PROXY, server, (client) => client.query(statement)) as Promise<T>
    await admin(`create database ${name}`)
    const url = new URL(server)
    url.pathname = `/${name}`
    try {
      // In the cloud the way to the database is Neon's own WebSocket; here it leads to the local one.
      const local = JSON.stringify(`ws://${services.NEON_LOCAL_PROXY}/v1`)
      const migrate = await sandbox(
        "Migrate",
        {
          handler: "stacks/migrate.handler",
          injections: [`  globalThis.WebSocket = class extends WebSocket { constructor() { super(${local}) } };`],
          copyFiles: [{ from: "functions/core/migrations", to: "migrations" }],
        },
        { ...given(), DATABASE_URL: url.href },
      )
      const tables = () =>
        withClient(services.NEON_LOCAL_PROXY, url.href, (client) =>
          client.query("select tablename from pg_tables where schemaname = 'public'"),
        )
      // Another deployment's migration holds the lock; ours is killed while it waits.
      const killed = await withClient(services.NEON_LOCAL_PROXY, url.href, async (client) => {
        await client.query("select pg_advisory_lock(4712040)")
        const run = migrate.invoke({ migrations: "digest" }).catch((error: unknown) => error)
        const waits = "select 1 from pg_locks where locktype = 'advisory' and not granted"
        for (let tries = 0; tries < 300 && (await client.query(waits)).rows.length === 0; tries++)
          await new Promise((resolve) => setTimeout(resolve, 20))
        migrate.kill()
        return run
      })
      expect(killed).toBeInstanceOf(FunctionError)
      expect((await tables()).rows).toEqual([])
      expect(await migrate.invoke({ migrations: "digest" })).toBeNull()
      const made = (await tables()).rows.length
      expect(made).toBeGreaterThan(20)
      expect(await migrate.invoke({ migrations: "digest" })).toBeNull()
      expect((await tables()).rows).toHaveLength(made)
    } finally {
      await admin(`drop database ${name} with (force)`)
    }
  }, 60_000)
})

describe("the environment itself", () => {
  it("holds a function to its time, and tells of one that cannot start", async () => {
    const { DATABASE_URL, ...rest } = jobs
    const broken = environment("relay", { ...jobsBundle, handler: "handler.relay" }, rest)
    await expect(broken.invoke(schedule("Relay"))).rejects.toThrow(/DATABASE_URL/)
    const missing = environment("none", { ...jobsBundle, handler: "handler.nothing" }, jobs)
    await expect(missing.invoke({})).rejects.toThrow(/handler.nothing is undefined or not exported/)
  })

  it("ends a function that takes too long, and starts anew for the next event", async () => {
    const slow = probe("slow", "event.wait ? new Promise((resolve) => setTimeout(resolve, 60_000)) : 'in time'", 500)
    await expect(slow.invoke({ wait: true })).rejects.toThrow("Task timed out after 0.50 seconds")
    expect(await slow.invoke({})).toBe("in time")
    expect(slow.starts).toBe(2)
  })

  it("lets no time pass for a function between its answer and the next event", async () => {
    const ticking = probe(
      "ticking",
      "(globalThis.timer ??= setInterval(() => globalThis.ticks = (globalThis.ticks ?? 0) + 1, 5), globalThis.ticks ?? 0)",
    )
    await ticking.invoke({})
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(await ticking.invoke({})).toBeLessThan(40)
    expect(ticking.starts).toBe(1)
  })

  it("lets a function read its bundle and write to the temporary folder, and nothing else", async () => {
    const attempt = (code: string) => probe("probe", `(await import('node:fs')).${code}`).invoke({})
    await expect(attempt("readFileSync('/etc/hostname')")).rejects.toThrow(/ERR_ACCESS_DENIED|restricted/)
    await expect(attempt("writeFileSync(process.env.LAMBDA_TASK_ROOT + '/../../file', '')")).rejects.toThrow(
      /restricted/,
    )
    expect(await attempt("existsSync(process.env.LAMBDA_TASK_ROOT + '/probe.mjs')")).toBe(true)
  })
})

import { beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import { answerAuth } from "../auth/auth.ts"
import * as ApiKey from "../core/access/api-key.ts"
import { db } from "../core/database.ts"
import { event } from "../core/event/event.sql.ts"
import { idempotentResult } from "../core/idempotency/idempotency.sql.ts"
import { execute } from "../core/operation.ts"
import * as Task from "../core/task/task.ts"
import { session } from "../core/user/user.sql.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createWorld, type World } from "../local/testing/domain.ts"
import { createApp } from "./app.ts"

const app = createApp()
let world: World
let other: World
let key: string

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  other = await createWorld("OTH")
  key = (await execute(ApiKey.create, world.owner, { name: "test" })).key
})

const Answer = z.object({
  success: z.boolean(),
  data: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
  error_code: z.string().optional(),
  error_details: z
    .looseObject({ issues: z.array(z.object({ path: z.string(), message: z.string() })).optional() })
    .optional(),
  request_id: z.string(),
})

async function call(
  method: string,
  path: string,
  options: { body?: unknown; raw?: BodyInit; headers?: Record<string, string> } = {},
) {
  const response = await app.request(`/api/v1${path}`, {
    method,
    headers: {
      "x-api-key": key,
      ...(options.body !== undefined && { "content-type": "application/json" }),
      ...options.headers,
    },
    body: options.raw ?? (options.body === undefined ? null : JSON.stringify(options.body)),
  })
  return { status: response.status, headers: response.headers, ...Answer.parse(await response.json()) }
}

const tasks = () => `/projects/${world.project.id}/tasks`

async function eventCount(): Promise<number> {
  return (await db().select({ id: event.id }).from(event)).length
}

describe("bad input gets one clear error and changes nothing", () => {
  const nobody = "01990000-0000-7000-8000-000000000000"
  const cases: [string, number, string, () => ReturnType<typeof call>][] = [
    ["a missing field", 400, "title", () => call("POST", tasks(), { body: {} })],
    ["a wrong type", 400, "points", () => call("POST", tasks(), { body: { title: "x", points: "many" } })],
    [
      "an impossible date",
      400,
      "due_date",
      () => call("POST", tasks(), { body: { title: "x", due_date: "2026-02-31" } }),
    ],
    ["an unknown status", 400, "status_id", () => call("POST", tasks(), { body: { title: "x", status_id: nobody } })],
    ["an id that is none", 400, "task_id", () => call("GET", `${tasks()}/not-an-id`)],
    ["a NUL character", 400, "", () => call("POST", tasks(), { body: { title: "a\0b" } })],
    ["broken JSON", 400, "", () => call("POST", tasks(), { raw: '{"title": ' })],
    ["a list instead of an object", 400, "", () => call("POST", tasks(), { body: [1] })],
    ["a bad cursor", 400, "cursor", () => call("GET", `${tasks()}?cursor=zzz`)],
  ]
  for (const [name, status, path, send] of cases) {
    it(name, async () => {
      const before = await eventCount()
      const answer = await send()
      expect(answer).toMatchObject({ status, success: false, error_code: "BAD_REQUEST" })
      expect(answer.error_details?.issues?.[0]?.path).toBe(path)
      expect(await eventCount()).toBe(before)
    })
  }

  it("a body of 10 MB", async () => {
    const answer = await call("POST", tasks(), { body: { title: "x", description: "a".repeat(10 * 1024 * 1024) } })
    expect(answer).toMatchObject({ status: 413, error_code: "BODY_TOO_LARGE" })
  })

  it("an unknown task, project and page", async () => {
    expect(await call("GET", `${tasks()}/${nobody}`)).toMatchObject({ status: 404, error_code: "TASK_NOT_FOUND" })
    expect(await call("GET", `/projects/${nobody}/tasks`)).toMatchObject({
      status: 404,
      error_code: "PROJECT_NOT_FOUND",
    })
    expect(await call("GET", "/nowhere")).toMatchObject({ status: 404, error_code: "PAGE_NOT_FOUND" })
  })

  it("another workspace's ids, wherever they stand", async () => {
    const theirs = await execute(Task.create, other.owner, { project_id: other.project.id, title: "Theirs" })
    expect(await call("GET", `/projects/${other.project.id}/tasks/${theirs.id}`)).toMatchObject({ status: 404 })
    expect(await call("GET", `${tasks()}/${theirs.id}`)).toMatchObject({ status: 404, error_code: "TASK_NOT_FOUND" })
    expect(await call("PATCH", `${tasks()}/${theirs.id}`, { body: { title: "mine now" } })).toMatchObject({
      status: 404,
    })
    expect(await call("POST", tasks(), { body: { title: "x", parent_task_id: theirs.id } })).toMatchObject({
      status: 400,
    })
    const move = `/projects/${world.project.id}/views/${nobody}/task-positions/${theirs.id}`
    expect(await call("PUT", move, { body: {} })).toMatchObject({ status: 404, error_code: "TASK_NOT_FOUND" })
  })
})

describe("callers", () => {
  it("without a credential are asked to sign in, and a wrong one is refused, not ignored", async () => {
    const nobody = await app.request("/api/v1/session")
    expect(nobody.status).toBe(401)
    for (const headers of [
      { "x-api-key": "paca_wrong" },
      { authorization: "Bearer not.a.token" },
      { cookie: "better-auth.session_token=x.y" },
    ]) {
      const response = await app.request("/api/v1/session", { headers: new Headers(Object.entries(headers)) })
      expect(response.status).toBe(401)
    }
  })

  it("with a key narrowed to reading cannot write", async () => {
    const narrow = (
      await execute(ApiKey.create, world.owner, { name: "reader", actions: ["tasks:read", "project:read"] })
    ).key
    expect(await call("GET", tasks(), { headers: { "x-api-key": narrow } })).toMatchObject({ status: 200 })
    expect(await call("POST", tasks(), { body: { title: "x" }, headers: { "x-api-key": narrow } })).toMatchObject({
      status: 403,
    })
    expect(await call("GET", "/users/me/api-keys", { headers: { "x-api-key": narrow } })).toMatchObject({ status: 403 })
  })

  it("with a revoked or expired key are refused", async () => {
    const revoked = await execute(ApiKey.create, world.owner, { name: "gone" })
    await execute(ApiKey.remove, world.owner, { id: revoked.id })
    const expired = await execute(ApiKey.create, world.owner, { name: "old", expires_at: "2020-01-01T00:00:00Z" })
    for (const { key: wrong } of [revoked, expired]) {
      expect(await call("GET", tasks(), { headers: { "x-api-key": wrong } })).toMatchObject({ status: 401 })
    }
  })

  it("may change a task only with the version they saw, given as If-Match", async () => {
    const made = await call("POST", tasks(), { body: { title: "Versioned" } })
    const path = `${tasks()}/${made.data?.id}`
    expect(await call("PATCH", path, { body: { points: 2 }, headers: { "if-match": '"1"' } })).toMatchObject({
      status: 200,
    })
    expect(await call("PATCH", path, { body: { points: 3 }, headers: { "if-match": "1" } })).toMatchObject({
      status: 409,
      error_code: "VERSION_CONFLICT",
      error_details: { version: 2 },
    })
  })
})

describe("an Idempotency-Key", () => {
  const send = (key: string, title: string) =>
    call("POST", tasks(), { body: { title }, headers: { "idempotency-key": key } })

  it("makes a repeated request answer the first result and change nothing again", async () => {
    const [first, again] = [await send("key-1", "Once"), await send("key-1", "Once")]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.data).toEqual(first.data)
    const at = await eventCount()
    const answers = await Promise.all(Array.from({ length: 5 }, () => send("key-2", "At once")))
    expect(new Set(answers.map((answer) => answer.data?.id)).size).toBe(1)
    expect(await eventCount()).toBe(at + 1)
  })

  it("cannot be used for another request", async () => {
    await send("key-3", "One thing")
    expect(await send("key-3", "Another thing")).toMatchObject({ status: 409, error_code: "IDEMPOTENCY_KEY_REUSED" })
  })

  it("of a request that failed can be used again", async () => {
    expect(await send("key-4", "")).toMatchObject({ status: 400 })
    expect(await send("key-4", "Better")).toMatchObject({ status: 201 })
  })

  it("keeps a secret that is shown once encrypted", async () => {
    const headers = { "idempotency-key": "key-5" }
    const [first, again] = [
      await call("POST", "/users/me/api-keys", { body: { name: "k" }, headers }),
      await call("POST", "/users/me/api-keys", { body: { name: "k" }, headers }),
    ]
    expect(again.data?.key).toBe(first.data?.key)
    const rows = await db().select().from(idempotentResult)
    expect(JSON.stringify(rows)).not.toContain(String(first.data?.key))
  })
})

describe("sessions", () => {
  const auth = (path: string, body: object, headers: Record<string, string> = {}) =>
    answerAuth(
      new Request(`http://localhost:3000/api/v1/auth${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: "http://localhost:3000", ...headers },
        body: JSON.stringify(body),
      }),
    )
  const cookieOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ")
  const asCookie =
    (cookie: string, headers: Record<string, string> = {}) =>
    (method: string, path: string, body?: object) =>
      app.request(`/api/v1${path}`, {
        method,
        headers: { cookie, "content-type": "application/json", ...headers },
        ...(body && { body: JSON.stringify(body) }),
      })
  const person = { name: "Nora Newcomer", email: "nora@example.test", password: "a long enough password" }

  it("begin with signing up, and end with signing out", async () => {
    const signedUp = await auth("/sign-up/email", person)
    expect(signedUp.status).toBe(200)
    const cookie = cookieOf(await auth("/sign-in/email", person))
    const me = await asCookie(cookie)("GET", "/users/me")
    expect(await me.json()).toMatchObject({ data: { email: person.email, handle: "nora-newcomer" } })
    await auth("/sign-out", {}, { cookie })
    expect((await asCookie(cookie)("GET", "/users/me")).status).toBe(401)
  })

  it("begin for everybody of the same name who signs up in the same moment", async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((number) =>
        auth("/sign-up/email", { ...person, name: "Same Name", email: `same${number}@example.test` }),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
  })

  it("that have expired are refused", async () => {
    const cookie = cookieOf(await auth("/sign-in/email", person))
    expect((await asCookie(cookie)("GET", "/users/me")).status).toBe(200)
    await db()
      .update(session)
      .set({ expires_at: new Date(Date.now() - 1_000) })
    expect((await asCookie(cookie)("GET", "/users/me")).status).toBe(401)
  })

  it("are not given for a wrong password", async () => {
    expect((await auth("/sign-in/email", { ...person, password: "wrong password" })).status).toBe(401)
    expect((await auth("/sign-in/email", person)).status).toBe(200)
  })

  it("cannot be used by another site's page to change anything", async () => {
    const cookie = cookieOf(await auth("/sign-in/email", person))
    const workspace = { name: "From elsewhere" }
    for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}] as Record<string, string>[]) {
      const refused = await asCookie(cookie, headers)("POST", "/workspaces", workspace)
      expect([refused.status, await refused.json()]).toMatchObject([403, { error_code: "WRONG_ORIGIN" }])
    }
    expect((await asCookie(cookie, { origin: "http://localhost:3000" })("POST", "/workspaces", workspace)).status).toBe(
      201,
    )
  })
})

describe("the API itself", () => {
  it("says that it is healthy and ready", async () => {
    expect(await (await app.request("/api/healthz")).json()).toEqual({ status: "ok" })
    expect(await (await app.request("/api/readyz")).json()).toEqual({ status: "ok", database: "ok", valkey: "ok" })
  })

  it("insists on https where it has it", async () => {
    const { APP_URL } = process.env
    process.env.APP_URL = "https://paca.example"
    const { headers } = await app.request("/api/healthz")
    process.env.APP_URL = APP_URL
    expect(headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains")
    expect((await app.request("/api/healthz")).headers.get("strict-transport-security")).toBeNull()
  })

  it("shows its reference", async () => {
    const page = await (await app.request("/api/docs")).text()
    expect(page).toContain("/projects/{projectId}/tasks")
  })
})

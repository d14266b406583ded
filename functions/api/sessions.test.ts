import { createHmac } from "node:crypto"
import { eq } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import * as ApiKey from "../core/access/api-key.ts"
import { clock } from "../core/clock.ts"
import { setting } from "../core/config.ts"
import { db } from "../core/database.ts"
import { execute } from "../core/operation.ts"
import { streamed } from "../core/testing/streamed.ts"
import { deviceOf } from "../core/user/device.ts"
import { securityEvent } from "../core/user/security-event.sql.ts"
import * as SecurityEvent from "../core/user/security-event.ts"
import { session } from "../core/user/user.sql.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createPerson, type Person } from "../local/testing/domain.ts"
import { createApp } from "./app.ts"

const app = createApp()
const firefox = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:140.0) Gecko/20100101 Firefox/140.0"

beforeAll(async () => {
  await freshDatabase()
})

/** Signs a person in, as sign-in itself would, and answers the cookie. */
async function signIn(person: Person, values: Partial<typeof session.$inferInsert> = {}) {
  const token = clock.secret(24)
  const id = clock.id()
  const expires_at = new Date(Date.now() + 86_400_000)
  await db()
    .insert(session)
    .values({
      id,
      user_id: person.user_id,
      token,
      expires_at,
      user_agent: firefox,
      ip_address: "203.0.113.8",
      ...values,
    })
  const signature = createHmac("sha256", setting("AUTH_SECRET")).update(token).digest("base64")
  return { id, cookie: `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}` }
}

async function call(cookie: string, method: string, path: string) {
  const headers = { cookie, origin: "http://localhost:3000", "x-paca-address": "203.0.113.8", "user-agent": firefox }
  const response = await app.request(`/api/v1/users/me${path}`, { method, headers })
  return { status: response.status, body: response.status === 204 ? undefined : await response.json() }
}

describe("sessions", () => {
  it("are listed with the device, without the token, and this one is marked", async () => {
    const person = await createPerson("Lia List")
    const here = await signIn(person, { ip_address: "2001:0db8:0000:0000:0000:0000:0000:0001" })
    const there = await signIn(person, { last_used_at: new Date(Date.now() - 3_600_000) })
    await signIn(person, { expires_at: new Date(Date.now() - 1_000) })
    await signIn(await createPerson("Otto Other"))
    const { body } = await call(here.cookie, "GET", "/sessions")
    expect(body.data).toMatchObject([
      { id: here.id, device: "Firefox on macOS", ip_address: "2001:db8::1", current: true },
      { id: there.id, ip_address: "203.0.113.8", current: false },
    ])
    expect(JSON.stringify(body)).not.toContain("token")
  })

  it("note when they are used, every few minutes", async () => {
    const person = await createPerson("Una Used")
    const { id, cookie } = await signIn(person, { last_used_at: new Date(Date.now() - 600_000) })
    const used = async () =>
      (await db().select().from(session).where(eq(session.id, id)))[0]?.last_used_at.getTime() ?? 0
    await call(cookie, "GET", "")
    const first = await used()
    expect(first).toBeGreaterThan(Date.now() - 5_000)
    await call(cookie, "GET", "")
    expect(await used()).toBe(first)
  })

  it("end at once when they are revoked, and open connections are told", async () => {
    const person = await createPerson("Rita Revoke")
    const [here, there] = [await signIn(person), await signIn(person)]
    expect((await call(here.cookie, "DELETE", `/sessions/${there.id}`)).status).toBe(204)
    expect((await call(there.cookie, "GET", "")).status).toBe(401)
    expect((await call(here.cookie, "GET", "")).status).toBe(200)
    expect((await streamed()).at(-1)).toEqual({ type: "session.revoked", entity_id: person.user_id })
  })

  it("of others cannot be revoked", async () => {
    const [person, other] = [await createPerson("Mia Mine"), await createPerson("Theo Theirs")]
    const [mine, theirs] = [await signIn(person), await signIn(other)]
    expect(await call(mine.cookie, "DELETE", `/sessions/${theirs.id}`)).toMatchObject({
      status: 404,
      body: { error_code: "SESSION_NOT_FOUND" },
    })
    expect((await call(theirs.cookie, "GET", "")).status).toBe(200)
  })

  it("all end but this one", async () => {
    const person = await createPerson("Ava All")
    const sessions = [await signIn(person), await signIn(person), await signIn(person)]
    const cookies = sessions.map(({ cookie }) => cookie)
    expect((await call(cookies[0] ?? "", "DELETE", "/sessions")).status).toBe(204)
    const statuses = await Promise.all(cookies.map(async (cookie) => (await call(cookie, "GET", "")).status))
    expect(statuses).toEqual([200, 401, 401])
  })
})

describe("what happened to an account", () => {
  it("is shown to its owner alone, newest first, in pages", async () => {
    const person = await createPerson("Eva Events")
    const here = await signIn(person)
    const there = await signIn(person)
    await call(here.cookie, "DELETE", `/sessions/${there.id}`)
    const { id } = await execute(ApiKey.create, { ...person, from: { ip_address: "203.0.113.8" } }, { name: "laptop" })
    await execute(ApiKey.remove, person, { id })
    const first = await call(here.cookie, "GET", "/security-events?page_size=2")
    expect(first.body.data.items).toMatchObject([
      { type: "api_key_revoked", data: { name: "laptop" }, ip_address: null },
      { type: "api_key_created", data: { name: "laptop" }, ip_address: "203.0.113.8" },
    ])
    const rest = await call(here.cookie, "GET", `/security-events?cursor=${first.body.data.next_cursor}`)
    expect(rest.body.data).toMatchObject({
      items: [{ type: "session_revoked", device: "Firefox on macOS", data: { device: "Firefox on macOS" } }],
      next_cursor: null,
    })
    expect(JSON.stringify(await db().select().from(securityEvent))).not.toMatch(/paca_\w{20}/)
    expect((await execute(SecurityEvent.list, await createPerson("Nosy Ned"), {})).items).toEqual([])
  })

  it("is forgotten after 400 days", async () => {
    const person = await createPerson("Olga Old")
    await SecurityEvent.note(db(), { user_id: person.user_id, type: "signed_in" })
    await SecurityEvent.note(db(), { user_id: person.user_id, type: "signed_out" })
    await db()
      .update(securityEvent)
      .set({ at: new Date(Date.now() - 401 * 86_400_000).toISOString() })
      .where(eq(securityEvent.type, "signed_in"))
    await SecurityEvent.forgetOld()
    expect((await execute(SecurityEvent.list, person, {})).items).toMatchObject([{ type: "signed_out" }])
  })
})

describe("a device", () => {
  it.each([
    [firefox, "Firefox on macOS"],
    ["curl/8.7.1", "curl"],
    ["node", "node"],
    ["", "Unknown device"],
    [null, "Unknown device"],
    ["<script>", "Unknown device"],
  ])("sent as %s is called %s", (userAgent, name) => {
    expect(deviceOf(userAgent)).toBe(name)
  })
})

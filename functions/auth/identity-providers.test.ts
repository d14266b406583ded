import { eq } from "drizzle-orm"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { db } from "../core/database.ts"
import { securityEvent } from "../core/user/security-event.sql.ts"
import { account, user } from "../core/user/user.sql.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { answerAuth } from "./auth.ts"
import { type Claims, signInThere, startIdentityProvider, type TestProvider } from "./testing/identity-provider.ts"

const ORIGIN = "http://localhost:3000"
const PASSWORD = "twelve green bottles"

const claims = new Map<string, Claims>()
let provider: TestProvider

beforeAll(async () => {
  await freshDatabase()
  provider = await startIdentityProvider(
    `${ORIGIN}/api/v1/auth/callback/test-idp`,
    (login) => claims.get(login) ?? { email: login, email_verified: true, name: "Imani Okoro" },
  )
  const { issuer, client } = provider
  const configured = { id: "test-idp", name: "Test IdP", issuer, client_id: client.id, client_secret: client.secret }
  process.env.OIDC_PROVIDERS = JSON.stringify([configured])
  vi.spyOn(console, "warn").mockImplementation(() => {})
})
afterAll(async () => {
  delete process.env.OIDC_PROVIDERS
  await provider.stop()
})

const post = (path: string, body: object, cookie = "") =>
  answerAuth(
    new Request(`${ORIGIN}/api/v1/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN, "x-paca-address": "198.51.100.9", cookie },
      body: JSON.stringify(body),
    }),
  )

const get = (url: string, cookie: string) =>
  answerAuth(new Request(url, { headers: { cookie, "x-paca-address": "198.51.100.9" } }))

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ")

/** Sets out for the provider, as the button of the sign-in page does. */
async function setOut(callbackURL = "/somewhere") {
  const answer = await post("/sign-in/social", { provider: "test-idp", callbackURL, errorCallbackURL: "/sign-in" })
  expect(answer.status).toBe(200)
  return { url: z.object({ url: z.url() }).parse(await answer.json()).url, cookie: cookiesOf(answer) }
}

/** Goes there and comes back. */
async function signInThrough(login: string, callbackURL?: string) {
  const { url, cookie } = await setOut(callbackURL)
  return get(await signInThere(url, login), cookie)
}

const personWith = async (email: string) => (await db().select().from(user).where(eq(user.email, email)))[0]

describe("sign-in through an identity provider", () => {
  it("makes an account at first and finds it again, without keeping the provider's tokens", async () => {
    const email = "first@example.test"
    const back = await signInThrough(email)
    expect([back.status, back.headers.get("location")]).toEqual([302, "/somewhere"])
    expect(cookiesOf(back)).toContain("session_token")
    const again = await signInThrough(email)
    expect(again.headers.get("location")).toBe("/somewhere")
    const person = await personWith(email)
    expect(person).toMatchObject({ name: "Imani Okoro", email_verified: true, image: null })
    const accounts = await db()
      .select()
      .from(account)
      .where(eq(account.user_id, person?.id ?? ""))
    expect(accounts).toHaveLength(1)
    expect(accounts[0]).toMatchObject({
      provider_id: "test-idp",
      account_id: email,
      access_token: null,
      refresh_token: null,
      id_token: null,
    })
    const events = await db()
      .select({ type: securityEvent.type, data: securityEvent.data })
      .from(securityEvent)
      .where(eq(securityEvent.user_id, person?.id ?? ""))
      .orderBy(securityEvent.id)
    expect(events).toEqual([
      { type: "signed_up", data: {} },
      { type: "signed_in", data: { name: "Test IdP" } },
      { type: "signed_in", data: { name: "Test IdP" } },
    ])
  })

  it("gives the session of a person with a proven address", async () => {
    const email = "known@example.test"
    await post("/sign-up/email", { name: "Noor Haddad", email, password: PASSWORD })
    await db().update(user).set({ email_verified: true }).where(eq(user.email, email))
    const back = await signInThrough(email)
    const session = await get(`${ORIGIN}/api/v1/auth/get-session`, cookiesOf(back))
    expect(await session.json()).toMatchObject({ user: { email, name: "Noor Haddad" } })
  })

  it("does not give an account to whoever signed up with the address before its owner", async () => {
    const email = "squatted@example.test"
    await post("/sign-up/email", { name: "Not the owner", email, password: PASSWORD })
    const back = await signInThrough(email)
    expect(back.headers.get("location")).toBe(`${ORIGIN}/sign-in?failed=not_linked`)
    expect(cookiesOf(back)).not.toContain("session_token")
  })

  it("does not believe an address the provider has not proven, where somebody has it", async () => {
    const email = "proven@example.test"
    await post("/sign-up/email", { name: "Noor Haddad", email, password: PASSWORD })
    await db().update(user).set({ email_verified: true }).where(eq(user.email, email))
    claims.set("impostor", { email, email_verified: false, name: "Impostor" })
    const back = await signInThrough("impostor")
    expect(back.headers.get("location")).toBe(`${ORIGIN}/sign-in?failed=not_linked`)
  })

  it("says so when the provider tells no address", async () => {
    claims.set("nameless", { name: "Nameless" })
    const back = await signInThrough("nameless")
    expect(back.headers.get("location")).toBe(`${ORIGIN}/sign-in?failed=no_address`)
  })

  it("lets nobody in who is suspended", async () => {
    const email = "suspended@example.test"
    await signInThrough(email)
    await db().update(user).set({ suspended_at: new Date() }).where(eq(user.email, email))
    const back = await signInThrough(email)
    expect(back.headers.get("location")).toBe(`${ORIGIN}/sign-in?failed=suspended`)
    expect(cookiesOf(back)).not.toContain("session_token")
  })

  it("ends where it began: with another browser's answer nobody is signed in", async () => {
    const { url } = await setOut()
    const stolen = await signInThere(url, "victim@example.test")
    const back = await get(stolen, "")
    expect(back.headers.get("location")).toBe(`${ORIGIN}/sign-in?failed=provider`)
    expect(cookiesOf(back)).not.toContain("session_token")
  })

  it("takes an answer once", async () => {
    const { url, cookie } = await setOut()
    const answer = await signInThere(url, "once@example.test")
    expect(cookiesOf(await get(answer, cookie))).toContain("session_token")
    const again = await get(answer, cookie)
    expect(again.headers.get("location")).toBe(`${ORIGIN}/sign-in?failed=provider`)
  })

  it("keeps what comes after signing in when it was cancelled there", async () => {
    const answer = await post("/sign-in/social", {
      provider: "test-idp",
      callbackURL: "/p/1",
      errorCallbackURL: "/sign-in?redirect=%2Fp%2F1",
    })
    const { url } = z.object({ url: z.string() }).parse(await answer.json())
    const state = new URL(url).searchParams.get("state")
    const back = await get(
      `${ORIGIN}/api/v1/auth/callback/test-idp?error=access_denied&error_description=No&state=${state}`,
      cookiesOf(answer),
    )
    expect(back.headers.get("location")).toBe(`${ORIGIN}/sign-in?redirect=%2Fp%2F1&failed=cancelled`)
  })

  it("leads to no other site", async () => {
    const answer = await post("/sign-in/social", { provider: "test-idp", callbackURL: "https://elsewhere.example/" })
    expect(answer.status).toBe(403)
  })

  it("goes on when the provider was away while the first person came", async () => {
    const working = process.env.OIDC_PROVIDERS ?? ""
    const away = await startIdentityProvider(`${ORIGIN}/api/v1/auth/callback/away`)
    await away.stop()
    process.env.OIDC_PROVIDERS = JSON.stringify([
      ...JSON.parse(working),
      { id: "away", name: "Away", issuer: away.issuer, client_id: "paca", client_secret: "none" },
    ])
    vi.resetModules()
    const fresh = await import("./auth.ts")
    const send = (provider: string) =>
      fresh.answerAuth(
        new Request(`${ORIGIN}/api/v1/auth/sign-in/social`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: ORIGIN },
          body: JSON.stringify({ provider, callbackURL: "/" }),
        }),
      )
    vi.spyOn(console, "error").mockImplementation(() => {})
    expect((await send("away")).status).toBe(404)
    expect((await send("test-idp")).status).toBe(200)
    process.env.OIDC_PROVIDERS = working
  })
})

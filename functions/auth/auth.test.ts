import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { clock } from "../core/clock.ts"
import { db } from "../core/database.ts"
import { securityEvent } from "../core/user/security-event.sql.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { answerAuth } from "./auth.ts"
import { deviceCookieName } from "./guard.ts"
import { refusalOf } from "./password.ts"

const ORIGIN = "http://localhost:3000"
const PASSWORD = "twelve green bottles"

beforeAll(async () => {
  await freshDatabase()
  process.env.RATE_LIMIT = "on"
  vi.spyOn(console, "warn").mockImplementation(() => {})
})

let hour = 0
beforeEach(() => {
  // Each test has windows of its own, which do not end in the middle of it.
  const now = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + ++hour * 7_200_000 - 7_200_000
  vi.spyOn(clock, "now").mockImplementation(() => now)
})

type Sender = { address?: string; cookie?: string; language?: string }

const send = (path: string, body: object, { address = "198.51.100.1", cookie = "", language = "en" }: Sender = {}) =>
  answerAuth(
    new Request(`${ORIGIN}/api/v1/auth${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: ORIGIN,
        "x-paca-address": address,
        cookie,
        "accept-language": language,
      },
      body: JSON.stringify(body),
    }),
  )

const signIn = (email: string, password: string, sender?: Sender) => send("/sign-in/email", { email, password }, sender)

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ")

let made = 0
/** A person with an account; the address tells nobody's password. */
async function newPerson(name = "Wilma Weaver"): Promise<string> {
  const email = `u${++made}@example.test`
  const answer = await send("/sign-up/email", { name, email, password: PASSWORD }, { address: `192.0.2.${made % 250}` })
  expect(answer.status).toBe(200)
  return email
}

const Mails = z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() }))

async function mailsTo(address: string): Promise<string[]> {
  const mails = await (await fetch(`${process.env.SES_ENDPOINT}/dev/mailbox.json`)).json()
  return Mails.parse(mails)
    .filter(({ to }) => to.includes(address))
    .map(({ subject }) => subject)
}

const median = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

describe("guessing passwords", () => {
  it("is refused from where it comes, and the owner signs in from elsewhere meanwhile", async () => {
    const email = await newPerson()
    const statuses: number[] = []
    for (let guess = 0; guess < 100; guess++) {
      statuses.push((await signIn(email, `wrong guess ${guess}`, { address: "203.0.113.5" })).status)
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.slice(10)).toEqual(Array(90).fill(429))
    const late = await signIn(email, PASSWORD, { address: "203.0.113.5" })
    expect(late.status).toBe(429)
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0)
    expect((await signIn(email, PASSWORD, { address: "192.0.2.77" })).status).toBe(200)
  }, 60_000)

  it("counts tries that are made in the same moment", async () => {
    const email = await newPerson()
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, guess) => signIn(email, `wrong ${guess}`, { address: "203.0.113.6" })),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
  })

  it("from many addresses is slowed, and shuts out neither a known device nor a new one", async () => {
    const email = await newPerson()
    const device = cookiesOf(await signIn(email, PASSWORD, { address: "192.0.2.80" }))
    expect(device).toContain(deviceCookieName(email))
    let tried = 0
    for (let host = 0; host < 30; host++) {
      for (let guess = 0; guess < 5; guess++) {
        const { status } = await signIn(email, `wrong ${host} ${guess}`, { address: `203.0.113.${host + 100}` })
        if (status === 401) tried++
      }
    }
    // 20 at full speed, then three from each address: not the 150 that were tried.
    expect(tried).toBeLessThan(105)
    expect((await signIn(email, PASSWORD, { address: "203.0.113.100" })).status).toBe(429)
    expect((await signIn(email, PASSWORD, { address: "203.0.113.100", cookie: device })).status).toBe(200)
    expect((await signIn(email, PASSWORD, { address: "192.0.2.90" })).status).toBe(200)
  }, 60_000)

  it("with a made-up device cookie, or that of another account, gains nothing", async () => {
    const [mine, theirs] = [await newPerson(), await newPerson()]
    const own = cookiesOf(await signIn(mine, PASSWORD, { address: "203.0.113.9" }))
    const value = /paca_device_\w+=([^;]+)/.exec(own)?.[1] ?? ""
    expect(value).not.toBe("")
    for (const cookie of [`${deviceCookieName(theirs)}=${value}`, `${deviceCookieName(theirs)}=abc.def`]) {
      hour++
      const statuses: number[] = []
      const address = `203.0.113.${20 + hour}`
      for (let guess = 0; guess < 12; guess++)
        statuses.push((await signIn(theirs, "wrong", { address, cookie })).status)
      expect(statuses.slice(10)).toEqual([429, 429])
    }
  })

  it("is limited for a known device too", async () => {
    const email = await newPerson()
    const cookie = cookiesOf(await signIn(email, PASSWORD))
    const statuses: number[] = []
    for (let guess = 0; guess < 21; guess++) {
      statuses.push((await signIn(email, "wrong", { cookie, address: `192.0.2.${100 + guess}` })).status)
    }
    expect(statuses.at(19)).toBe(401)
    expect(statuses.at(20)).toBe(429)
  })

  it("of many accounts from one address is refused", async () => {
    const statuses: number[] = []
    for (let guess = 0; guess < 40; guess++) {
      statuses.push((await signIn(`nobody${guess}@example.test`, "wrong", { address: "203.0.113.250" })).status)
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30)
    expect((await signIn("nobody@example.test", "wrong", { address: "203.0.113.251" })).status).toBe(401)
  })

  it("leaves a trace for the owner", async () => {
    const email = await newPerson()
    await signIn(email, "wrong", { address: "203.0.113.40" })
    const events = await db().select().from(securityEvent)
    expect(events.filter(({ ip_address }) => ip_address === "203.0.113.40")).toMatchObject([{ type: "sign_in_failed" }])
    expect(JSON.stringify(events)).not.toContain("wrong")
  })
})

describe("who has an account", () => {
  it("is not told by signing in", async () => {
    const email = await newPerson()
    const [known, unknown] = [await signIn(email, "wrong"), await signIn("nobody@example.test", "wrong")]
    expect([known.status, await known.json()]).toEqual([unknown.status, await unknown.json()])
    const times: Record<string, number[]> = { known: [], unknown: [] }
    for (let round = 0; round < 9; round++) {
      for (const [kind, address] of [
        ["known", email],
        ["unknown", `nobody${round}@example.test`],
      ] as const) {
        const begun = performance.now()
        await signIn(address, "wrong", { address: `192.0.2.${200 + round}` })
        times[kind]?.push(performance.now() - begun)
      }
    }
    const ratio = median(times.known ?? []) / median(times.unknown ?? [])
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })

  it("is not told by signing up; the owner gets a mail", async () => {
    const email = await newPerson("Original Olga")
    const shape = async (address: string, from: string) => {
      const body = { name: "Somebody Else", email: address, password: "a different password" }
      const response = await send("/sign-up/email", body, { address: from })
      const answer = z.looseObject({ user: z.looseObject({}) }).parse(await response.json())
      const { id: _id, email: _email, createdAt: _created, updatedAt: _updated, ...rest } = answer.user
      return {
        status: response.status,
        cookies: response.headers.getSetCookie(),
        token: answer.token,
        fields: Object.keys(answer.user).sort(),
        rest: { ...rest, handle: undefined },
      }
    }
    expect(await shape(email, "192.0.2.30")).toEqual(await shape("fresh@example.test", "192.0.2.31"))
    expect((await signIn(email, PASSWORD)).status).toBe(200)
    expect((await signIn(email, "a different password")).status).toBe(401)
    expect(await mailsTo(email)).toContain("You have a Paca account already")
    expect(await mailsTo("fresh@example.test")).toContain("Is this your address?")
  })

  it("is written to in the language they signed up in", async () => {
    const language = "fr-CH, de-AT;q=0.8, en;q=0.5"
    const body = { name: "Greta Gerber", email: "greta@example.test", password: PASSWORD }
    await send("/sign-up/email", body, { address: "192.0.2.33", language })
    expect(await mailsTo("greta@example.test")).toEqual(["Ist das deine Adresse?"])
    const chosen = { name: "Chosen", email: "chosen@example.test", password: PASSWORD }
    await send("/sign-up/email", chosen, { address: "192.0.2.34", language, cookie: "paca-language=en" })
    expect(await mailsTo("chosen@example.test")).toEqual(["Is this your address?"])
  })

  it("is not told by asking for a new password", async () => {
    const email = await newPerson()
    const timed = async (address: string) => {
      const begun = performance.now()
      const response = await send("/request-password-reset", { email: address, redirectTo: "/reset-password" })
      return { status: response.status, body: await response.json(), time: performance.now() - begun }
    }
    const [known, unknown] = [await timed(email), await timed("nobody@example.test")]
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
    expect(Math.abs(known.time - unknown.time)).toBeLessThan(200)
    expect(await mailsTo(email)).toContain("Set a new password for Paca")
  })

  it("cannot be flooded with mail", async () => {
    const email = await newPerson()
    for (let time = 0; time < 8; time++)
      await send("/request-password-reset", { email }, { address: `192.0.2.${time + 1}` })
    expect((await mailsTo(email)).filter((subject) => subject.startsWith("Set a new"))).toHaveLength(5)
  }, 30_000)
})

describe("a new password", () => {
  const owner = { email: "mara.oduya@northwind.test", name: "Mara Oduya" }
  it.each([
    ["short", "PASSWORD_TOO_SHORT"],
    ["x".repeat(257), "PASSWORD_TOO_LONG"],
    ["password1", "PASSWORD_BREACHED"],
    ["Password2026!", "PASSWORD_BREACHED"],
    ["QWERTYUIOP", "PASSWORD_BREACHED"],
    ["aaaaaaaaaaaa", "PASSWORD_BREACHED"],
    ["i am oduya 77", "PASSWORD_ABOUT_YOU"],
    ["mara.oduya@northwind.test", "PASSWORD_ABOUT_YOU"],
    ["northwind-forever", "PASSWORD_ABOUT_YOU"],
  ])("must not be %s", async (password, code) => {
    expect(await refusalOf(password, owner)).toMatchObject({ code })
  })

  it.each([PASSWORD, "demo-password", "correct horse battery", "çok uzun bir şifre", "J7#kq2!vLm"])(
    "may be %s",
    async (password) => {
      expect(await refusalOf(password, owner)).toBeUndefined()
    },
  )

  it("is looked at when signing up, when changing and when resetting, and says why", async () => {
    const body = { name: "Nils Nilsen", email: "nils@example.test", password: "iloveyou1" }
    const refused = await send("/sign-up/email", body)
    expect([refused.status, await refused.json()]).toMatchObject([400, { code: "PASSWORD_BREACHED" }])

    const email = await newPerson()
    const cookie = cookiesOf(await signIn(email, PASSWORD))
    const change = (newPassword: string) =>
      send("/change-password", { currentPassword: PASSWORD, newPassword }, { cookie })
    const elsewhere = cookiesOf(await signIn(email, PASSWORD))
    const signedIn = async (cookies: string) => {
      const headers = { cookie: cookies }
      return (await (await answerAuth(new Request(`${ORIGIN}/api/v1/auth/get-session`, { headers }))).json()) !== null
    }
    expect(await (await change("weaver family")).json()).toMatchObject({ code: "PASSWORD_ABOUT_YOU" })
    expect((await change("another good phrase")).status).toBe(200)
    expect([await signedIn(cookie), await signedIn(elsewhere)]).toEqual([true, false])
    expect((await signIn(email, PASSWORD)).status).toBe(401)
    expect((await signIn(email, "another good phrase")).status).toBe(200)

    await send("/request-password-reset", { email, redirectTo: "/reset-password" })
    const mails = await (await fetch(`${process.env.SES_ENDPOINT}/dev/mailbox.json`)).text()
    const token = [...mails.matchAll(/reset-password\/(\w+)/g)].map(([, found]) => found).at(0)
    const reset = (newPassword: string) => send("/reset-password", { newPassword, token })
    expect(await (await reset("Password2026!")).json()).toMatchObject({ code: "PASSWORD_BREACHED" })
    expect((await reset("yet another phrase")).status).toBe(200)
    expect((await signIn(email, "yet another phrase")).status).toBe(200)
  })
})

describe("an address", () => {
  it("is verified by the link in the mail", async () => {
    const email = await newPerson()
    const mails = Mails.parse(await (await fetch(`${process.env.SES_ENDPOINT}/dev/mailbox.json`)).json())
    const mail = mails.find(({ to, subject }) => to.includes(email) && subject === "Is this your address?")
    const link = /http\S+verify-email\S+/.exec(mail?.text ?? "")?.[0] ?? ""
    const opened = await answerAuth(new Request(link))
    expect([opened.status, opened.headers.get("location")]).toEqual([302, "/account"])
    const signedIn = await (await signIn(email, PASSWORD)).json()
    expect(signedIn).toMatchObject({ user: { emailVerified: true } })
  })
})

describe("a function that slept", () => {
  it("signs in again, though its connections are gone", async () => {
    const email = await newPerson()
    const awake = clock.now()
    vi.mocked(clock.now).mockImplementation(() => awake + 60_000)
    db()
    expect((await signIn(email, PASSWORD)).status).toBe(200)
  })
})

describe("better-auth's own doors", () => {
  it.each(["/update-user", "/revoke-sessions", "/sign-in/social"])("are shut: %s", async (path) => {
    const email = await newPerson()
    const cookie = cookiesOf(await signIn(email, PASSWORD))
    expect((await send(path, { name: "x", provider: "github" }, { cookie })).status).toBe(404)
  })
})

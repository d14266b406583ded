import { beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import { answerAuth } from "../auth/auth.ts"
import * as ApiKey from "../core/access/api-key.ts"
import type { Caller } from "../core/access/caller.ts"
import { execute } from "../core/operation.ts"
import * as Admin from "../core/user/admin.ts"
import * as GlobalRole from "../core/user/global-role.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createPerson, createWorld, joinWorld } from "../local/testing/domain.ts"
import { createApp } from "./app.ts"

const app = createApp()
const ORIGIN = "http://localhost:3000"
const first = { name: "Inge Installs", email: "inge@example.test", password: "correct horse battery" }
let administrator: Extract<Caller, { kind: "user" }>

const auth = (path: string, body: object, cookie = "") =>
  answerAuth(
    new Request(`${ORIGIN}/api/v1/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN, cookie },
      body: JSON.stringify(body),
    }),
  )

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ")

const get = async (path: string, headers: Record<string, string>) => {
  const response = await app.request(`/api/v1${path}`, { headers })
  return { status: response.status, body: z.looseObject({}).parse(await response.json()) }
}

const Me = z.object({ data: z.object({ id: z.uuid() }) })

beforeAll(async () => {
  await freshDatabase()
  await auth("/sign-up/email", first)
  const cookie = cookieOf(await auth("/sign-in/email", first))
  const { data } = Me.parse((await get("/users/me", { cookie })).body)
  administrator = { kind: "user", user_id: data.id, name: first.name }
})

const as = <I, O>(operation: Parameters<typeof execute<I, O>>[0], input: object) =>
  execute(operation, administrator, input)

let count = 0
const newUser = (more: object = {}) =>
  as(Admin.create, { name: "Nele Neu", email: `nele${++count}@example.test`, password: "given-to-nele", ...more })

describe("the first person of an installation", () => {
  it("is its administrator, and the second one is not", async () => {
    const second = { ...first, name: "Second Person", email: "second@example.test" }
    await auth("/sign-up/email", second)
    const cookies = [cookieOf(await auth("/sign-in/email", first)), cookieOf(await auth("/sign-in/email", second))]
    const [mine, theirs] = await Promise.all(
      cookies.map(async (cookie) => (await get("/users/me/global-permissions", { cookie })).body),
    )
    expect(mine).toMatchObject({ data: { actions: ["*"] } })
    expect(theirs).toMatchObject({ data: { actions: [] } })
    expect((await get("/admin/users", { cookie: cookies[1] ?? "" })).status).toBe(404)
  })

  it("cannot leave the installation without an administrator", async () => {
    const user_id = administrator.user_id
    const last = { status: 409, code: "LAST_ADMINISTRATOR" }
    await expect(as(Admin.update, { user_id, role_id: null })).rejects.toMatchObject(last)
    await expect(as(Admin.update, { user_id, suspended: true })).rejects.toMatchObject(last)
    await expect(as(Admin.remove, { user_id })).rejects.toMatchObject(last)
    const { items } = await as(GlobalRole.list, {})
    const others = [await newUser({ role_id: items[0]?.id }), await newUser({ role_id: items[0]?.id })]
    const answers = await Promise.allSettled(
      [user_id, ...others.map(({ id }) => id)].map((id) => as(Admin.update, { user_id: id, suspended: true })),
    )
    expect(answers.filter(({ status }) => status === "fulfilled").length).toBe(2)
    for (const { id } of [{ id: user_id }, ...others]) await as(Admin.update, { user_id: id, suspended: false })
  })
})

describe("a user whom an administrator makes", () => {
  it("signs in with the given password, can do nothing before choosing another, and everything after", async () => {
    const made = await newUser()
    expect(made).toMatchObject({ must_change_password: true, role: null, suspended_at: null })
    const credentials = { email: made.email, password: "given-to-nele" }
    const cookie = cookieOf(await auth("/sign-in/email", credentials))
    expect((await get("/session", { cookie })).body).toMatchObject({ data: { must_change_password: true } })
    for (const path of ["/users/me/api-keys", "/users/me/sessions", "/notifications", "/search?q=x"]) {
      expect(await get(path, { cookie }), path).toMatchObject({
        status: 403,
        body: { error_code: "PASSWORD_CHANGE_REQUIRED" },
      })
    }
    const change = { currentPassword: credentials.password, newPassword: "chosen by herself" }
    const changed = await auth("/change-password", change, cookie)
    expect(changed.status).toBe(200)
    expect((await get("/notifications", { cookie })).status).toBe(200)
    expect((await get("/session", { cookie })).body).toMatchObject({ data: { must_change_password: false } })
    expect((await auth("/sign-in/email", credentials)).status).toBe(401)
  })

  it("is signed out everywhere by another password, and a key does not help around it", async () => {
    const made = await newUser()
    const cookie = cookieOf(await auth("/sign-in/email", { email: made.email, password: "given-to-nele" }))
    const { key } = await execute(ApiKey.create, { kind: "user", user_id: made.id, name: made.name }, { name: "k" })
    await as(Admin.resetPassword, { user_id: made.id, new_password: "given once more" })
    expect((await get("/session", { cookie })).status).toBe(401)
    expect(await get("/notifications", { "x-api-key": key })).toMatchObject({
      body: { error_code: "PASSWORD_CHANGE_REQUIRED" },
    })
    expect((await auth("/sign-in/email", { email: made.email, password: "given once more" })).status).toBe(200)
  })

  it("has an address and handle that nobody else has", async () => {
    const made = await newUser({ handle: "nele-the-first" })
    await expect(newUser({ email: made.email.toUpperCase() })).rejects.toMatchObject({ code: "EMAIL_TAKEN" })
    await expect(newUser({ handle: "nele-the-first" })).rejects.toMatchObject({ code: "HANDLE_TAKEN" })
    const found = await as(Admin.list, { search: "nele-the-first" })
    expect(found.items.map(({ id }) => id)).toEqual([made.id])
    expect((await as(Admin.list, { search: "%" })).total).toBe(0)
  })

  it("that is suspended is out at once and in again later", async () => {
    const made = await newUser()
    const credentials = { email: made.email, password: "given-to-nele" }
    const cookie = cookieOf(await auth("/sign-in/email", credentials))
    await as(Admin.update, { user_id: made.id, suspended: true })
    expect((await get("/session", { cookie })).status).toBe(401)
    const refused = await auth("/sign-in/email", credentials)
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "ACCOUNT_SUSPENDED" }])
    expect((await auth("/sign-in/email", { ...credentials, password: "wrong" })).status).toBe(401)
    await as(Admin.update, { user_id: made.id, suspended: false })
    const again = cookieOf(await auth("/sign-in/email", credentials))
    expect((await get("/session", { cookie: again })).status).toBe(200)
  })

  it("that is deleted leaves the work and the address behind, but not a workspace without an owner", async () => {
    const world = await createWorld()
    await expect(as(Admin.remove, { user_id: world.owner.user_id })).rejects.toMatchObject({ code: "LAST_OWNER" })
    const editor = await createPerson("Edith Editor")
    await joinWorld(world, editor, "Editor")
    const { key } = await execute(ApiKey.create, editor, { name: "k" })
    await as(Admin.remove, { user_id: editor.user_id })
    expect((await get(`/projects/${world.project.id}`, { "x-api-key": key })).status).toBe(401)
    await expect(as(Admin.update, { user_id: editor.user_id, name: "x" })).rejects.toMatchObject({ status: 404 })
    expect((await newUser({ email: editor.email })).email).toBe(editor.email)
  })
})

describe("a role of the installation", () => {
  it("lets its holder do what it says, and give no more than that", async () => {
    const role = await as(GlobalRole.create, { name: "Support", actions: ["users:read", "users:write"] })
    const made = await newUser({ role_id: role.id })
    const support = { kind: "user", user_id: made.id, name: made.name } as const
    expect((await execute(Admin.list, support, {})).total).toBeGreaterThan(1)
    const { items } = await as(GlobalRole.list, {})
    const everything = items.find(({ is_system }) => is_system)?.id
    const target = await newUser()
    const more = { status: 403 }
    await expect(execute(Admin.update, support, { user_id: target.id, role_id: everything })).rejects.toMatchObject(
      more,
    )
    await expect(execute(Admin.update, support, { user_id: made.id, role_id: everything })).rejects.toMatchObject(more)
    const above = { user_id: administrator.user_id }
    await expect(execute(Admin.resetPassword, support, { ...above, new_password: "mine-now" })).rejects.toMatchObject(
      more,
    )
    await expect(execute(Admin.remove, support, above)).rejects.toMatchObject(more)
    await expect(execute(GlobalRole.create, support, { name: "x", actions: ["*"] })).rejects.toMatchObject(more)
    await as(GlobalRole.remove, { role_id: role.id })
    await expect(execute(Admin.list, support, {})).rejects.toMatchObject({ status: 404 })
  })

  it("of the system stays as it is, and a name is one role's", async () => {
    const { items } = await as(GlobalRole.list, {})
    const role_id = items.find(({ is_system }) => is_system)?.id
    await expect(as(GlobalRole.update, { role_id, name: "Boss" })).rejects.toMatchObject({ code: "ROLE_IS_SYSTEM" })
    await expect(as(GlobalRole.remove, { role_id })).rejects.toMatchObject({ code: "ROLE_IS_SYSTEM" })
    const other = { name: "administrator", actions: ["users:read"] }
    await expect(as(GlobalRole.create, other)).rejects.toMatchObject({ code: "ROLE_NAME_TAKEN" })
  })
})

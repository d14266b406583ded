import { get } from "node:http"
import type { OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js"
import { auth } from "@modelcontextprotocol/sdk/client/auth.js"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js"
import { eq } from "drizzle-orm"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { db } from "../core/database.ts"
import { execute } from "../core/operation.ts"
import * as Project from "../core/project/project.ts"
import * as ConnectedApp from "../core/user/app.ts"
import { oauthAccessToken, oauthClient } from "../core/user/oauth.sql.ts"
import { user } from "../core/user/user.sql.ts"
import * as Workspace from "../core/workspace/workspace.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { startFunctions } from "../local/testing/gateway.ts"

let functions: Awaited<ReturnType<typeof startFunctions>>
let cookie: string
let person: { kind: "user"; user_id: string; name: string }
let project_id: string

const REDIRECT = "http://127.0.0.1:43210/callback"

beforeAll(async () => {
  await freshDatabase()
  functions = await startFunctions()
  vi.spyOn(console, "warn").mockImplementation(() => {})
  const account = { name: "Cora Connect", email: "u1@example.test", password: "twelve green bottles" }
  await post("/sign-up/email", account)
  const signedIn = await post("/sign-in/email", account)
  cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ")
  const [row] = await db().select().from(user).where(eq(user.email, account.email))
  person = { kind: "user", user_id: row?.id ?? "", name: account.name }
  const workspace = await execute(Workspace.create, person, { name: "Connected" })
  project_id = (await execute(Project.create, person, { workspace_id: workspace.id, name: "Plane", prefix: "PLN" })).id
})
afterAll(() => functions.stop())

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${functions.url}/api/v1/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: functions.url, ...headers },
    body: JSON.stringify(body),
  })

/** What an MCP client keeps. */
class Memory implements OAuthClientProvider {
  client: OAuthClientInformationMixed | undefined
  given: OAuthTokens | undefined
  verifier = ""
  asked: URL | undefined
  readonly scope: string
  constructor(scope = "read write offline_access") {
    this.scope = scope
  }
  redirectUrl = REDIRECT
  get clientMetadata() {
    return {
      client_name: "Claude of Cora",
      redirect_uris: [REDIRECT],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      scope: this.scope,
    }
  }
  clientInformation = () => this.client
  saveClientInformation = (client: OAuthClientInformationMixed) => {
    this.client = client
  }
  tokens = () => this.given
  saveTokens = (tokens: OAuthTokens) => {
    this.given = tokens
  }
  redirectToAuthorization = (url: URL) => {
    this.asked = url
  }
  saveCodeVerifier = (verifier: string) => {
    this.verifier = verifier
  }
  codeVerifier = () => this.verifier
}

/** Where a browser that opens this is sent on to. `fetch` would say that it is a script. */
function follow(url: string | URL, cookies = ""): Promise<URL> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: cookies, accept: "text/html", "sec-fetch-mode": "navigate" }
    get(url, { headers }, (response) => {
      response.resume()
      resolve(new URL(response.headers.location ?? `/nowhere-${response.statusCode}`, functions.url))
    }).once("error", reject)
  })
}

const Decided = z.object({ url: z.string() })

/** Consents as the page does, and answers where the browser is sent to. */
async function decide(asking: URL, accept: boolean): Promise<URL> {
  const page = await follow(asking, cookie)
  expect(page.pathname).toBe("/oauth/consent")
  const oauth_query = Buffer.from(page.searchParams.get("request") ?? "", "base64url").toString()
  const decided = await post("/oauth2/consent", { accept, oauth_query }, { cookie })
  return new URL(Decided.parse(await decided.json()).url)
}

async function connect(memory: Memory): Promise<void> {
  const serverUrl = `${functions.url}/mcp`
  expect(await auth(memory, { serverUrl, scope: memory.scope })).toBe("REDIRECT")
  const consent = await follow(memory.asked ?? "", cookie)
  const back = await decide(consent, true)
  expect(back.href.startsWith(REDIRECT)).toBe(true)
  const authorizationCode = back.searchParams.get("code") ?? ""
  expect(await auth(memory, { serverUrl, authorizationCode })).toBe("AUTHORIZED")
}

async function call(memory: Memory, name: string, parameters: Record<string, unknown>) {
  const client = new Client({ name: "test", version: "1" })
  const transport = new StreamableHTTPClientTransport(new URL(`${functions.url}/mcp`), { authProvider: memory })
  await client.connect(transport)
  try {
    return await client.callTool({ name, arguments: parameters })
  } finally {
    await client.close()
  }
}

const api = async (memory: Memory, method: string, path: string, body?: object) => {
  const response = await fetch(`${functions.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${memory.given?.access_token}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  })
  return response.status
}

describe("every surface", () => {
  it.each([
    "/api/healthz",
    "/api/v1/users/me",
    "/api/v1/auth/get-session",
    "/.well-known/oauth-protected-resource",
    "/mcp",
  ])("tells browsers to run and frame nothing: %s", async (path) => {
    const { headers } = await fetch(`${functions.url}${path}`)
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(headers.get("x-content-type-options")).toBe("nosniff")
  })
})

describe("an MCP client with OAuth", () => {
  it("is told where to sign in", async () => {
    const refused = await fetch(`${functions.url}/mcp`, { method: "POST", body: "{}" })
    expect(refused.status).toBe(401)
    const challenge = /resource_metadata="([^"]+)"/.exec(refused.headers.get("www-authenticate") ?? "")?.[1] ?? ""
    const resource = await (await fetch(challenge)).json()
    expect(resource).toMatchObject({
      resource: `${functions.url}/mcp`,
      authorization_servers: [`${functions.url}/api/v1/auth`],
      scopes_supported: ["read", "write", "offline_access"],
    })
    const server = await (await fetch(`${functions.url}/.well-known/oauth-authorization-server/api/v1/auth`)).json()
    expect(server).toMatchObject({
      issuer: `${functions.url}/api/v1/auth`,
      code_challenge_methods_supported: ["S256"],
      registration_endpoint: `${functions.url}/api/v1/auth/oauth2/register`,
    })
  })

  it("registers, is let in by the person, calls tools, refreshes, and is disconnected", async () => {
    const memory = new Memory()
    await connect(memory)
    expect(memory.given).toMatchObject({ token_type: "Bearer", refresh_token: expect.any(String) })

    const made = await call(memory, "create_task", { projectId: project_id, title: "Made by an app" })
    expect(made.isError, JSON.stringify(made)).toBeFalsy()
    const projects = await call(memory, "list_projects", {})
    expect(JSON.stringify(projects.structuredContent)).toContain("Plane")

    const before = memory.given?.access_token
    await db()
      .update(oauthAccessToken)
      .set({ expiresAt: new Date(Date.now() - 1_000) })
    expect(await api(memory, "GET", `/projects/${project_id}`)).toBe(401)
    const again = await call(memory, "list_projects", {})
    expect(again.isError).toBeFalsy()
    expect(memory.given?.access_token).not.toBe(before)

    const [app] = await execute(ConnectedApp.list, person, {})
    expect(app).toMatchObject({ name: "Claude of Cora", redirect_hosts: ["127.0.0.1:43210"] })
    await execute(ConnectedApp.remove, person, { id: app?.id ?? "" })
    expect(await execute(ConnectedApp.list, person, {})).toEqual([])
    expect(await api(memory, "GET", `/projects/${project_id}`)).toBe(401)
    const refreshed = await fetch(`${functions.url}/api/v1/auth/oauth2/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: memory.given?.refresh_token ?? "",
        client_id: memory.client?.client_id ?? "",
      }),
    })
    expect(refreshed.status).toBe(400)
  })

  it("does no more than it was let do, and nothing about the account", async () => {
    const [reader, writer] = [new Memory("read"), new Memory("read write")]
    await connect(reader)
    await connect(writer)
    const task = { title: "Not allowed" }
    expect(await api(reader, "GET", `/projects/${project_id}/tasks`)).toBe(200)
    expect(await api(reader, "POST", `/projects/${project_id}/tasks`, task)).toBe(403)
    expect(await api(writer, "POST", `/projects/${project_id}/tasks`, task)).toBe(200 + 1)
    for (const memory of [reader, writer]) {
      expect(await api(memory, "GET", "/users/me")).toBe(200)
      expect(await api(memory, "POST", "/users/me/api-keys", { name: "mine for ever" })).toBe(403)
      expect(await api(memory, "GET", "/users/me/sessions")).toBe(403)
      expect(await api(memory, "DELETE", "/users/me/sessions")).toBe(403)
      expect(await api(memory, "GET", "/users/me/apps")).toBe(403)
      expect(await api(memory, "PATCH", "/users/me", { name: "Renamed" })).toBe(403)
      expect(await api(memory, "DELETE", `/projects/${project_id}`)).toBe(403)
    }
    expect(reader.given?.refresh_token).toBeUndefined()
  })

  it("that nobody let in is forgotten after a week, others are not", async () => {
    const [ignored, connected] = [new Memory(), new Memory()]
    await auth(ignored, { serverUrl: `${functions.url}/mcp` })
    await connect(connected)
    await ConnectedApp.forgetUnused()
    const registered = async () => (await db().select().from(oauthClient)).map(({ clientId }) => clientId)
    expect(await registered()).toEqual(expect.arrayContaining([ignored.client?.client_id, connected.client?.client_id]))
    await db()
      .update(oauthClient)
      .set({ createdAt: new Date(Date.now() - 8 * 86_400_000) })
    await ConnectedApp.forgetUnused()
    expect(await registered()).not.toContain(ignored.client?.client_id)
    expect(await api(connected, "GET", `/projects/${project_id}`)).toBe(200)
  })

  it("is sent back empty-handed when the person says no", async () => {
    const memory = new Memory()
    await auth(memory, { serverUrl: `${functions.url}/mcp` })
    const back = await decide(await follow(memory.asked ?? "", cookie), false)
    expect(back.searchParams.get("error")).toBe("access_denied")
    expect(back.searchParams.get("code")).toBeNull()
  })

  it("brings somebody who is not signed in to the sign-in page, and back", async () => {
    const memory = new Memory()
    await auth(memory, { serverUrl: `${functions.url}/mcp` })
    const page = await follow(await follow(memory.asked ?? ""))
    expect(page.pathname).toBe("/sign-in")
    const back = new URL(page.searchParams.get("redirect") ?? "", functions.url)
    expect(back.pathname).toBe("/api/v1/auth/oauth2/authorize")
    const asking = await follow(back, cookie)
    expect((await follow(asking, cookie)).pathname).toBe("/oauth/consent")
  })

  it("cannot have the code sent elsewhere, nor use it without its verifier, nor twice", async () => {
    const memory = new Memory()
    await auth(memory, { serverUrl: `${functions.url}/mcp` })
    const forged = new URL(memory.asked ?? "")
    forged.searchParams.set("redirect_uri", "https://evil.example/callback")
    expect((await follow(forged, cookie)).host).not.toBe("evil.example")

    const back = await decide(await follow(memory.asked ?? "", cookie), true)
    const redeem = (code_verifier: string) =>
      fetch(`${functions.url}/api/v1/auth/oauth2/token`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "authorization_code",
          code: back.searchParams.get("code") ?? "",
          code_verifier,
          redirect_uri: REDIRECT,
          client_id: memory.client?.client_id ?? "",
          resource: `${functions.url}/mcp`,
        }),
      })
    expect((await redeem("a".repeat(43))).status).toBeGreaterThanOrEqual(400)
    expect((await redeem(memory.verifier)).status).toBeGreaterThanOrEqual(400)
  })

  it("gets nothing with a token for something else, a disabled client, or a suspended person", async () => {
    const memory = new Memory()
    await connect(memory)
    const ask = () => api(memory, "GET", `/projects/${project_id}`)
    expect(await ask()).toBe(200)
    await db()
      .update(oauthAccessToken)
      .set({ resources: ["https://elsewhere.example/mcp"] })
    expect(await ask()).toBe(401)
    await db()
      .update(oauthAccessToken)
      .set({ resources: [`${functions.url}/mcp`] })
    expect(await ask()).toBe(200)
    await db().update(oauthClient).set({ disabled: true })
    expect(await ask()).toBe(401)
    await db().update(oauthClient).set({ disabled: false })
    await db().update(user).set({ suspended_at: new Date() }).where(eq(user.id, person.user_id))
    expect(await ask()).toBe(401)
    await db().update(user).set({ suspended_at: null })
  })
})

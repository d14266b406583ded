import { createServer } from "node:http"
import { auth, type OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js"
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js"
import { createProject } from "./api.ts"
import { findings } from "./axe.ts"
import { expect, signUp, test } from "./fixtures.ts"

/** An MCP client on this computer, which waits for the browser to come back to it. */
async function startClient() {
  let arrived: (code: string | null) => void = () => {}
  const code = new Promise<string | null>((resolve) => {
    arrived = resolve
  })
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1")
    if (pathname === "/callback") arrived(searchParams.get("code"))
    response.setHeader("content-type", "text/html").end("<title>Back</title>You may close this page.")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const redirectUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/callback`
  const kept: { client?: OAuthClientInformationMixed; tokens?: OAuthTokens; verifier?: string; asked?: URL } = {}
  const provider: OAuthClientProvider = {
    redirectUrl,
    clientMetadata: { client_name: "Helpful Editor", redirect_uris: [redirectUrl], token_endpoint_auth_method: "none" },
    clientInformation: () => kept.client,
    saveClientInformation: (client) => {
      kept.client = client
    },
    tokens: () => kept.tokens,
    saveTokens: (tokens) => {
      kept.tokens = tokens
    },
    redirectToAuthorization: (url) => {
      kept.asked = url
    },
    saveCodeVerifier: (verifier) => {
      kept.verifier = verifier
    },
    codeVerifier: () => kept.verifier ?? "",
  }
  return { provider, kept, code, stop: () => server.close() }
}

test("an app is let in by its person, only to read, and is disconnected again", async ({ origin, openFresh }) => {
  const ann = await signUp(origin, "Ann Abara")
  const project = await createProject(ann)
  const client = await startClient()
  await auth(client.provider, { serverUrl: `${origin}/mcp` })

  const page = await openFresh()
  await page.goto(client.kept.asked?.href ?? "")
  await page.getByRole("textbox", { name: "E-mail" }).fill(ann.email)
  await page.getByLabel("Password").fill(ann.password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByRole("heading", { name: "Let “Helpful Editor” in?" })).toBeVisible()
  expect(await findings(page, "the question whether to let an app in")).toEqual([])
  await expect(page.getByText(ann.email)).toBeVisible()
  await expect(page.getByText("this computer")).toBeVisible()
  await page.getByLabel("Let it only read").check()
  await expect(page.getByText("Create and change tasks")).toBeHidden()
  await page.getByRole("button", { name: "Allow" }).click()
  await expect(page).toHaveTitle("Back")

  const authorizationCode = (await client.code) ?? ""
  await auth(client.provider, { serverUrl: `${origin}/mcp`, authorizationCode })
  const call = (method: string, body?: object) =>
    fetch(`${origin}/api/v1/projects/${project.id}/tasks`, {
      method,
      headers: { authorization: `Bearer ${client.kept.tokens?.access_token}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    }).then(({ status }) => status)
  expect([await call("GET"), await call("POST", { title: "No" })]).toEqual([200, 403])

  await page.goto("/account")
  const apps = page.getByRole("region", { name: "Connected apps" })
  await expect(apps.getByText("reads only")).toBeVisible()
  await apps.getByRole("button", { name: "Disconnect Helpful Editor" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click()
  await expect(apps.getByText("No app is connected.")).toBeVisible()
  await expect(page.getByText("An app was disconnected: Helpful Editor")).toBeVisible()
  expect(await call("GET")).toBe(401)
  client.stop()
})

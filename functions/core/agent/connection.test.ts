import { once } from "node:events"
import { createServer } from "node:http"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import * as Agent from "./agent.ts"
import { testConnection } from "./connection.ts"

await freshDatabase()

const heard: (string | undefined)[] = []
const server = createServer((request, response) => {
  heard.push(request.headers.authorization)
  const known = request.headers.authorization === "Bearer sk-good"
  if (request.url !== "/v1/models") response.writeHead(404).end("secret of the network")
  else if (!known) response.writeHead(401).end()
  else response.end(JSON.stringify({ data: [{ id: "small" }, { id: "large" }] }))
})

let world: World
let base_url = ""
beforeAll(async () => {
  vi.stubEnv("PACA_ALLOW_LOCAL_URLS", "1")
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  base_url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}/v1`
  world = await createWorld()
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
})

const test = (input: object) => world.as(world.owner, testConnection, { base_url, ...input })

it("tells which models a server has", async () => {
  expect(await test({ api_key: "sk-good" })).toMatchObject({ ok: true, models: ["small", "large"] })
})

it("says what is wrong, and nothing of what the server said", async () => {
  expect(await test({})).toMatchObject({ ok: false, message: expect.stringContaining("needs a key") })
  expect(await test({ api_key: "sk-bad" })).toMatchObject({ ok: false, message: expect.stringContaining("refused") })
  const elsewhere = await test({ base_url: base_url.replace("/v1", "/v2") })
  expect(elsewhere).toEqual({ ok: false, message: expect.stringContaining("/v1"), models: [] })
  expect(await test({ base_url: "http://127.0.0.1:1/v1" })).toMatchObject({
    ok: false,
    message: expect.stringContaining("did not answer"),
  })
})

it("uses an agent's kept key for the agent's own server alone", async () => {
  const settings = {
    name: "Dev",
    handle: "dev",
    provider: "openai-compatible",
    model: "small",
    base_url,
    api_key: "sk-good",
  }
  const { id: agent_id } = await world.as(world.owner, Agent.create, settings)
  expect(await test({ agent_id })).toMatchObject({ ok: true })
  heard.length = 0
  await test({ agent_id, base_url: `${base_url}/other` })
  expect(heard).toEqual([undefined])
})

it("asks no private address", async () => {
  vi.stubEnv("PACA_ALLOW_LOCAL_URLS", "0")
  await expect(test({})).rejects.toMatchObject({ status: 400 })
  vi.stubEnv("PACA_ALLOW_LOCAL_URLS", "1")
  await expect(test({ base_url: "http://169.254.169.254/v1" })).rejects.toMatchObject({ status: 400 })
})

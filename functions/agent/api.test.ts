import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { buffer } from "node:stream/consumers"
import { afterAll, beforeAll, expect, it } from "vitest"
import * as Container from "../core/conversation/container.ts"
import { execute } from "../core/operation.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { startFunctions } from "../local/testing/gateway.ts"
import { createTeam, killAll, start } from "./testing/agents.ts"

await freshDatabase()
const paca = await startFunctions()

/** How the way to the API behaves for a request; undefined lets it through. */
let trouble: (path: string, number: number) => "lose the answer" | "refuse" | undefined = () => undefined
let seen = 0

/** A bad line between a container and the API. */
const line = createServer(async (request, response) => {
  const path = request.url ?? ""
  const what = trouble(path, ++seen)
  if (what === "refuse") {
    response.writeHead(502).end("bad gateway")
    return
  }
  const body = await buffer(request)
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers
  const answer = await fetch(paca.url + path, {
    method: request.method ?? "GET",
    headers: headers as Record<string, string>,
    body: body.length ? body : undefined,
  })
  const text = await answer.text()
  if (what === "lose the answer") {
    request.socket.destroy()
    return
  }
  response
    .writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" })
    .end(text)
})
await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve))
const origin = `http://127.0.0.1:${(line.address() as AddressInfo).port}`

afterAll(async () => {
  killAll()
  line.closeAllConnections()
  await new Promise((resolve) => line.close(resolve))
  await paca.stop()
})

let team: Awaited<ReturnType<typeof createTeam>>
beforeAll(async () => {
  team = await createTeam(paca.url)
})

async function launch(title: string) {
  const { id } = await team.assign(title)
  const launched = await execute(Container.launch, { kind: "system", name: "test" }, { id })
  return { id, container: start(origin, id, launched?.token ?? "") }
}

it("stores every step once and in order when answers get lost and the API is away for moments", async () => {
  trouble = (path, number) => {
    if (!path.endsWith("/runtime/events") && !path.endsWith("/runtime/finish")) return undefined
    if (number % 4 === 0) return "lose the answer"
    return number % 4 === 2 ? "refuse" : undefined
  }
  const { id, container } = await launch("A bad line")
  expect((await container.ended).code).toBe(0)
  expect(await team.get(id)).toMatchObject({ status: "finished" })
  const steps = await team.steps(id)
  expect(steps.map((step) => step.index)).toEqual(steps.map((_, index) => index))
  expect(steps.filter((step) => step.type === "tool_call")).toHaveLength(5)
  expect(steps.filter((step) => step.type === "tool_call_update")).toHaveLength(5)
  expect(steps.at(-1)?.type).toBe("turn_end")
})

it("ends a conversation whose tools cannot be reached with a reason", async () => {
  trouble = (path) => (path === "/mcp" ? "refuse" : undefined)
  const { id, container } = await launch("No tools")
  expect((await container.ended).code).toBe(0)
  expect(await team.get(id)).toMatchObject({ status: "failed", reason: expect.stringContaining("tools") })
})

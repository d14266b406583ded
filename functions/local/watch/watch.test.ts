import { type ChildProcess, spawn } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, it } from "vitest"
import WebSocket from "ws"
import { freePort } from "../free-port.ts"

const ROOT = fileURLToPath(new URL("../../../", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "paca-watch-"))
const copy = join(folder, "paca")
/** Seconds that a step may take on a busy machine; what people wait for is measured by the product itself. */
const PATIENCE = 60
let paca: ChildProcess
let origin: string
let said = ""

async function until(reached: () => unknown, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE * 1000
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${PATIENCE} s.\n${said.slice(-3_000)}`)
    await sleep(20)
  }
}

/** Changes a file of the copy, as an editor that saves it. */
function edit(file: string, from: string, to: string): void {
  const path = join(copy, file)
  const text = readFileSync(path, "utf8")
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  writeFileSync(path, text.replace(from, to))
}

const textOf = async (path: string) =>
  (await fetch(origin + path, { headers: { accept: "text/html, application/json" } })).text().catch(() => "")

beforeAll(async () => {
  for (const part of ["functions", "mcp", "web", "package.json", "package-lock.json", "tsconfig.json"])
    cpSync(join(ROOT, part), join(copy, part), {
      recursive: true,
      filter: (source) => !/web\/(dist|\.output)$/.test(source),
    })
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"))
  const port = await freePort()
  origin = `http://localhost:${port}`
  const { DATABASE_URL, VALKEY_URL, S3_ENDPOINT, APP_URL, NODE_ENV, ...env } = process.env
  const options = ["--watch", "--empty", "--port", String(port), "--data-dir", join(folder, "data")]
  paca = spawn(process.execPath, [join(copy, "functions/local/start.ts"), ...options], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  })
  for (const stream of [paca.stdout, paca.stderr])
    stream?.on("data", (chunk) => {
      said += chunk
    })
  await until(() => said.includes("Paca is ready") || paca.exitCode !== null, "The start")
  expect(said).toContain("Paca is ready")
  await until(async () => (await textOf("/api/healthz")).includes("ok"), "The first answer of the API")
}, 150_000)

afterAll(async () => {
  if (paca?.exitCode === null) {
    const ended = new Promise((resolve) => paca.once("exit", resolve))
    paca.kill("SIGTERM")
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
}, 20_000)

it("takes a change of the API, and keeps what people have written", async () => {
  const account = { name: "Ada", email: "ada@example.com", password: "correct horse battery" }
  const post = (path: string) =>
    fetch(`${origin}/api/v1/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify(account),
    })
  expect((await post("sign-up/email")).status).toBe(200)
  edit("functions/api/app.ts", '{ status: "ok" }', '{ status: "changed" }')
  await until(async () => (await textOf("/api/healthz")).includes("changed"), "The change")
  await until(() => /functions took the change after \d+ ms/.test(said), "The time it took")
  expect((await post("sign-in/email")).status).toBe(200)
}, 120_000)

it("says where an error is, goes on with the code of before, and takes the mended one", async () => {
  edit("functions/api/app.ts", '{ status: "changed" }', '{ status: "broken" ')
  await until(() => /functions\/api\/app\.ts:\d+:\d+/.test(said), "The place of the error")
  expect(await textOf("/api/healthz")).toContain("changed")
  edit("functions/api/app.ts", '{ status: "broken" ', '{ status: "mended" }')
  await until(async () => (await textOf("/api/healthz")).includes("mended"), "The mended code")

  const before = said.length
  edit("functions/api/handler.ts", "/** The API", 'throw new Error("on loading")\n/** The API')
  await until(() => said.slice(before).includes("on loading"), "The error on loading")
  expect(said.slice(before)).toMatch(/functions\/api\/handler\.ts:\d+:\d+/)
  expect(await textOf("/api/healthz")).toContain("mended")
}, 150_000)

it("starts realtime anew when its code has changed", async () => {
  const reached = async () => (await fetch(`${origin}/socket.io/?EIO=4&transport=polling`)).text()
  await until(async () => (await reached()).includes('"maxPayload":65536'), "The first handshake")
  edit("functions/realtime/server.ts", "maxHttpBufferSize: 64 * 1024", "maxHttpBufferSize: 63 * 1024")
  await until(async () => (await reached()).includes('"maxPayload":64512'), "The changed handshake")
  await until(() => /realtime took the change after \d+ ms/.test(said), "The time it took")
}, 120_000)

it("serves the app from its sources, and tells browsers what has changed", async () => {
  const client = await textOf("/@vite/client")
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1]
  const live = new WebSocket(`${origin.replace("http", "ws")}/@vite/live?token=${token}`, "vite-hmr", { origin })
  let heard = ""
  live.on("message", (data) => {
    heard += data
  })
  live.on("error", () => {})
  await until(() => heard.includes("connected"), "Vite's WebSocket through the gateway")
  await until(async () => (await textOf("/sign-in")).includes("</html>"), "The first page")
  // What a browser loads is what Vite tells of.
  expect(await textOf("/src/styles.css")).not.toBe("")
  edit("web/src/styles.css", "", "/* changed */\n")
  await until(() => /"type":"(update|full-reload|custom)"/.test(heard), "The news for the browser")
  live.terminate()
}, 150_000)

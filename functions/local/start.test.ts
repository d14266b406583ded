import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import { freePort } from "./free-port.ts"

const PROGRAM = fileURLToPath(new URL("start.ts", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "paca start "))
const dataDir = join(folder, "data")
const account = { name: "Ada Example", email: "ada@example.com", password: "correct horse battery" }
let port: number
let origin: string
let running: ChildProcess | undefined
let cookie = ""

interface Ended {
  code: number | null
  output: string
}

const outputs = new WeakMap<ChildProcess, () => string>()

function launch(...options: string[]): ChildProcess {
  // The servers of the test run stand in the environment; this start brings its own.
  const { DATABASE_URL, VALKEY_URL, S3_ENDPOINT, APP_URL, ...env } = process.env
  const child = spawn(process.execPath, [PROGRAM, ...options], { env, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk
    })
  }
  outputs.set(child, () => output)
  return child
}

const outputOf = (child: ChildProcess) => outputs.get(child)?.() ?? ""

function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output: outputOf(child) })))
}

async function until(reached: () => boolean | Promise<boolean>, seconds: number, what: () => string): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what()}`)
    await sleep(50)
  }
}

async function start(): Promise<ChildProcess> {
  const child = launch("--data-dir", dataDir, "--port", String(port), "--empty")
  running = child
  await until(
    () => outputOf(child).includes("Paca is ready") || child.exitCode !== null,
    120,
    () => outputOf(child),
  )
  expect(outputOf(child)).toContain(`Paca is ready`)
  return child
}

/** Everything a process started, and what that started, as pid and command. */
function descendants(root: number): { pid: number; command: string }[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n")
  const all = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).filter((match) => match !== null)
  const found: { pid: number; command: string }[] = []
  const wanted = new Set([root])
  for (let before = -1; before !== found.length; ) {
    before = found.length
    for (const [, pid, parent, command = ""] of all) {
      if (!wanted.has(Number(parent)) || wanted.has(Number(pid))) continue
      wanted.add(Number(pid))
      found.push({ pid: Number(pid), command })
    }
  }
  return found.filter(({ command }) => !command.startsWith("ps "))
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const processNamed = (name: string) =>
  descendants(running?.pid ?? 0).find(({ command }) => command.includes(name))?.pid ?? 0

const status = async (path: string) => (await fetch(origin + path).catch(() => undefined))?.status

const post = (path: string, body: object) =>
  fetch(`${origin}/api/v1/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(body),
  })

const Answer = z.object({ data: z.record(z.string(), z.unknown()) })

async function api(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const isForm = body instanceof FormData
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { cookie, origin, ...(!isForm && { "content-type": "application/json" }) },
    body: isForm ? body : body && JSON.stringify(body),
  })
  return Answer.parse(await answer.json()).data
}

beforeAll(async () => {
  port = await freePort()
  origin = `http://localhost:${port}`
  await start()
}, 150_000)

afterAll(async () => {
  if (running?.pid && alive(running.pid)) {
    const end = ended(running)
    running.kill("SIGTERM")
    await end
  }
  rmSync(folder, { recursive: true, force: true })
})

describe("npm start", () => {
  it("serves app, API, sign-in, live updates and mailbox from one origin", async () => {
    const page = await fetch(origin, { headers: { accept: "text/html" } })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<html")])
    expect(await (await fetch(`${origin}/api/healthz`)).json()).toEqual({ status: "ok" })
    expect(await status("/api/readyz")).toBe(200)
    expect(await status("/socket.io/?EIO=4&transport=polling")).toBe(200)
    expect(await (await fetch(`${origin}/dev/mailbox.json`)).json()).toEqual([])
    expect((await post("sign-up/email", account)).status).toBe(200)
    const signedIn = await post("sign-in/email", account)
    expect(signedIn.status).toBe(200)
    cookie = signedIn.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ")
  })

  it("imports a file through the object store and the job its arrival starts", async () => {
    const { id: workspace_id } = await api("POST", "/workspaces", { name: "Examples" })
    const { id: project } = await api("POST", "/projects", { workspace_id, name: "Imported", prefix: "IMP" })
    const form = new FormData()
    const csv = "Issue key,Issue Type,Summary,Status\nX-1,Story,First,To Do\nX-2,Story,Second,Done\n"
    form.set("file", new File([csv], "backlog.csv", { type: "text/csv" }))
    const { id } = await api("POST", `/projects/${project}/imports`, form)
    let state: Record<string, unknown> = {}
    await until(
      async () => {
        state = await api("GET", `/projects/${project}/imports/${id}`)
        return state.status !== "pending" && state.status !== "processing"
      },
      10, // sooner than the sweep for forgotten imports comes round
      () => JSON.stringify(state),
    )
    expect(state).toMatchObject({ status: "completed", created: 2 })
  })

  it("refuses a second start on the same data, and says who runs there", async () => {
    const second = await ended(launch("--data-dir", dataDir, "--port", String(await freePort())))
    expect(second.code).toBe(1)
    expect(second.output).toContain(`pid ${running?.pid}, ${origin}`)
    const reset = await ended(launch("--data-dir", dataDir, "--reset"))
    expect([reset.code, reset.output]).toEqual([1, expect.stringContaining("Stop it before --reset")])
  })

  it("refuses a port that no browser would open", async () => {
    const blocked = await ended(launch("--data-dir", join(folder, "blocked"), "--port", "4190"))
    expect(blocked.code).toBe(1)
    expect(blocked.output).toContain("Browsers refuse to open port 4190.")
  })

  it("says which port is free when its own is taken", async () => {
    const other = await ended(launch("--data-dir", join(folder, "other"), "--port", String(port)))
    expect([other.code, other.output]).toEqual([
      1,
      expect.stringMatching(/^Port \d+ is in use. Try: npm start -- --port \d+\n$/),
    ])
  })

  it.each(["local/functions.ts", "local/web.ts", "realtime/main.ts", "postgres -D"])(
    "brings %s back when it is killed",
    async (name) => {
      const before = processNamed(name)
      expect(before).toBeGreaterThan(0)
      process.kill(before, "SIGKILL")
      await until(
        async () => {
          const now = processNamed(name)
          const answers = await Promise.all([
            status("/api/readyz"),
            status("/"),
            status("/socket.io/?EIO=4&transport=polling"),
          ])
          return now > 0 && now !== before && answers.every((answer) => answer === 200)
        },
        15,
        () => outputOf(running as ChildProcess).slice(-1_000),
      )
    },
    20_000,
  )

  it("leaves nothing behind when it is killed itself, and keeps its data for the next start", async () => {
    const killed = running as ChildProcess
    const children = descendants(killed.pid ?? 0).filter(({ command }) => !command.includes("postgres"))
    const end = ended(killed)
    killed.kill("SIGKILL")
    await end
    await until(
      () => children.every(({ pid }) => !alive(pid)),
      5,
      () => JSON.stringify(children),
    )
    await start()
    expect((await post("sign-in/email", account)).status).toBe(200)
  }, 60_000)

  it("stops everything within five seconds of Ctrl-C, which npm makes two signals of", async () => {
    const stopped = running as ChildProcess
    const children = descendants(stopped.pid ?? 0)
    expect(children.length).toBeGreaterThan(4)
    const before = Date.now()
    const end = ended(stopped)
    stopped.kill("SIGINT")
    await sleep(20)
    stopped.kill("SIGINT")
    expect((await end).code).toBe(0)
    expect(Date.now() - before).toBeLessThan(5_000)
    expect(children.filter(({ pid }) => alive(pid))).toEqual([])
  })

  it("resets a data folder of its own, and no other", async () => {
    const foreign = await ended(launch("--data-dir", folder, "--reset"))
    expect([foreign.code, foreign.output]).toEqual([1, expect.stringContaining("is not a Paca data folder")])
    const child = launch("--data-dir", dataDir, "--port", String(port), "--empty", "--reset")
    running = child
    await until(
      () => outputOf(child).includes("Paca is ready"),
      60,
      () => outputOf(child),
    )
    expect((await post("sign-in/email", account)).status).toBe(401)
  }, 70_000)
})

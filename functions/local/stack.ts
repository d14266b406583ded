import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import * as z from "zod"
import { StartError } from "./data-folder.ts"
import { freePort } from "./free-port.ts"
import type { ObjectCreatedEvent } from "./objects/server.ts"
import { withClient } from "./postgres/postgres.ts"
import { type Services, startServices } from "./services.ts"
import { Supervised, tailOf } from "./supervised.ts"
import type { Watched } from "./watch/programs.ts"
import { buildWeb, webBuildIsStale } from "./web-build.ts"

export interface StackOptions {
  dataDir: string
  port: number
  address: string
  empty: boolean
  /** Whether code takes effect as soon as it is saved. */
  watch: boolean
}

type Environment = Record<string, string | undefined>

const Message = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("object-handled"), id: z.string() }),
  z.object({ type: z.literal("reloaded"), since: z.number() }),
  z.object({ type: z.literal("reload-failed"), message: z.string() }),
])
const Demo = z.object({ email: z.string(), password: z.string() })
const READY_TIMEOUT_MS = 30_000
const REALTIME = "functions/realtime/main.ts"
const HERE = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Everything `npm start` runs: the services in this process, and the three processes that use them. */
export class Stack {
  readonly #options: StackOptions
  readonly #logs: string
  /** Set as soon as they begin to start, so that stopping can wait for what is half there. */
  #services: Promise<Services> | undefined
  #kill: () => void = () => {}
  #processes: Supervised[] = []
  #watched: Watched | undefined
  #ready = new Set<string>()
  #readyOnce = new Set<string>()
  #stopping = new AbortController()
  /** Objects whose event the functions process has not confirmed; sent again when it comes back. */
  #pendingObjects = new Map<string, ObjectCreatedEvent>()

  constructor(options: StackOptions) {
    this.#options = options
    this.#logs = join(options.dataDir, "logs")
  }

  async start(): Promise<void> {
    const begun = performance.now()
    mkdirSync(this.#logs, { recursive: true, mode: 0o700 })
    const [environment] = await Promise.all([this.#startServices(), this.#buildWeb()])
    await this.#step("Processes", () => this.#startProcesses(environment))
    const demo = await this.#seed(environment)
    if (this.#stopping.signal.aborted) return
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    const signIn = demo ? `\n  sign in as ${demo.email} with ${demo.password}` : ""
    say(`\nPaca is ready after ${seconds} s: ${environment.APP_URL}${signIn}`)
    say(
      `  mail it would send: ${this.#options.address}/dev/mailbox\n  Ctrl-C stops it, data stays in ${this.#options.dataDir}`,
    )
  }

  /** Ends everything in the order of use: first those who ask, then what answers them. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#processes.map((each) => each.stop(2_500)))
    const services = await this.#services?.catch(() => undefined)
    await services?.stop()
    await this.#watched?.stop()
  }

  /** Ends everything at once. PostgreSQL recovers at the next start. */
  kill(): void {
    this.#stopping.abort()
    for (const each of this.#processes) each.kill()
    this.#kill()
  }

  async #startServices(): Promise<Environment> {
    this.#services = startServices({
      dataDir: this.#options.dataDir,
      externals: {
        databaseUrl: process.env.DATABASE_URL || undefined,
        valkeyUrl: process.env.VALKEY_URL || undefined,
        s3Endpoint: process.env.S3_ENDPOINT || undefined,
      },
      onReady: (name, seconds) => this.#progress(name, seconds),
      onFailure: (name, reason) => say(`${name} ended (${reason}), starting it again`),
      onObjectCreated: (event) => this.#objectCreated(event),
    })
    const services = await this.#services
    this.#kill = services.kill
    const { address } = this.#options
    const environment: Environment = {
      ...process.env,
      NODE_ENV: "production",
      ...services.env,
      APP_URL: process.env.APP_URL || address,
      PACA_API_URL: address,
      LAUNCHER: "process",
      // A model server on this machine is a fine thing to use here; in the cloud it would be an attack.
      PACA_ALLOW_LOCAL_URLS: "1",
    }
    if (!process.env.S3_ENDPOINT) {
      environment.OBJECTS_URL = services.env.S3_ENDPOINT
      // Links to files are signed for the address browsers use, and the gateway passes them on.
      environment.S3_ENDPOINT = address
    }
    // In a process of its own: what it takes to migrate would stay in this one's memory for as long as Paca runs.
    const migrate = HERE("postgres/migrate.ts")
    await this.#step("Migrations", () => run(migrate, environment, this.#stopping.signal, "The migrations failed"))
    return environment
  }

  async #buildWeb(): Promise<void> {
    if (!this.#options.watch && webBuildIsStale())
      await this.#step("Browser app, built", () => buildWeb(this.#stopping.signal))
  }

  async #startProcesses(environment: Environment): Promise<void> {
    const [realtime, web] = [await freePort(), await freePort()]
    const REALTIME_URL = `http://127.0.0.1:${realtime}`
    const WEB_URL = `http://127.0.0.1:${web}`
    if (this.#stopping.signal.aborted) return
    const watched = await this.#watch()
    const code = { PROGRAMS: watched?.manifest, NODE_OPTIONS: watched && "--enable-source-maps" }
    const port = String(this.#options.port)
    this.#run("functions", HERE("functions.ts"), { ...environment, ...code, PORT: port, REALTIME_URL, WEB_URL })
    const webEnvironment = { ...environment, PORT: String(web), ...(watched && { NODE_ENV: "development" }) }
    this.#run("web", HERE(watched ? "watch/web.ts" : "web.ts"), webEnvironment)
    this.#run("realtime", HERE(watched ? "watch/realtime.ts" : "../realtime/main.ts"), {
      ...environment,
      ...code,
      PORT: String(realtime),
      HOST: "127.0.0.1",
    })
    await Promise.all([
      this.#untilReady("functions"),
      this.#untilReady("web"),
      this.#untilHealthy("realtime", REALTIME_URL),
    ])
  }

  async #watch(): Promise<Watched | undefined> {
    if (!this.#options.watch) return undefined
    // esbuild is loaded by those who develop only.
    const { watchPrograms } = await import("./watch/programs.ts")
    this.#watched = await watchPrograms({
      name: String(this.#options.port),
      onChange: (changed, since) => {
        if (changed.some((program) => program !== REALTIME)) this.#named("functions")?.send({ type: "reload", since })
        if (changed.includes(REALTIME)) this.#named("realtime")?.send({ type: "reload", since })
      },
      onError: (text) => say(`${text}\nThe code of before goes on until this is mended.`),
      onOther: (file) => say(`${file} has changed: start again to see it`),
    })
    return this.#watched
  }

  #named(name: string): Supervised | undefined {
    return this.#processes.find((each) => each.name === name)
  }

  #run(name: string, file: string, env: Environment): void {
    const child: Supervised = new Supervised({
      name,
      file,
      env,
      logFile: this.#logFile(name),
      onError: (line) => process.stderr.write(`${name}: ${line}\n`),
      onMessage: (message) => this.#received(name, message),
      onStart: () => this.#ready.delete(name),
      onRestart: (reason, delayMs) => say(`${name} ended (${reason}), starting it again in ${delayMs / 1000} s`),
    })
    this.#processes.push(child)
  }

  #logFile(name: string): string {
    return join(this.#logs, `${name}.log`)
  }

  #received(name: string, message: unknown): void {
    const parsed = Message.safeParse(message)
    if (!parsed.success) return
    if (parsed.data.type === "object-handled") {
      this.#pendingObjects.delete(parsed.data.id)
      return
    }
    if (parsed.data.type === "reloaded") {
      this.#taken(name, parsed.data.since)
      return
    }
    if (parsed.data.type === "reload-failed") {
      const meanwhile = name === "realtime" ? "There are no live updates" : "The code of before goes on"
      say(`${parsed.data.message}\n${meanwhile} until this is mended.`)
      return
    }
    this.#ready.add(name)
    if (this.#readyOnce.has(name)) say(`${name} is back`)
    this.#readyOnce.add(name)
    if (name === "functions") for (const [id, event] of this.#pendingObjects) this.#sendObject(id, event)
  }

  /** The bucket's notification: only what lands where a job waits for it is anybody's business. */
  #objectCreated(event: ObjectCreatedEvent): void {
    if (!/^(imports|exports\/requests)\//.test(event.Records[0]?.s3.object.key ?? "")) return
    const id = randomUUID()
    this.#pendingObjects.set(id, event)
    this.#sendObject(id, event)
  }

  #sendObject(id: string, event: ObjectCreatedEvent): void {
    this.#named("functions")?.send({ type: "object-created", id, event })
  }

  /** Says how long it took from saving a file to its effect. */
  #taken(name: string, since: number): void {
    say(`${name} took the change after ${Math.round(performance.now() - since)} ms`)
  }

  async #untilReady(name: string): Promise<void> {
    await this.#until(name, async () => this.#ready.has(name))
  }

  async #untilHealthy(name: string, url: string): Promise<void> {
    await this.#until(name, async () => {
      const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
      return answer?.ok === true
    })
  }

  async #until(name: string, reached: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS
    while (!(await reached())) {
      if (this.#stopping.signal.aborted) return
      if (Date.now() > deadline)
        throw new StartError(
          `${name} does not start. The end of ${this.#logFile(name)}:\n${tailOf(this.#logFile(name)).trim()}`,
        )
      await sleep(50)
    }
  }

  /** Fills a new, unused installation with the demo workspace, once. Answers its sign-in, also on later starts. */
  async #seed(environment: Environment): Promise<z.infer<typeof Demo> | undefined> {
    const file = join(this.#options.dataDir, "demo.json")
    if (existsSync(file)) return Demo.safeParse(JSON.parse(readFileSync(file, "utf8"))).data
    const program = HERE("seed.ts")
    const seeded = this.#options.empty || !existsSync(program) || (await isUsed(environment))
    const demo = seeded
      ? undefined
      : await this.#step("Demo workspace", () => runSeed(program, environment, this.#stopping.signal))
    if (seeded && !existsSync(program)) return undefined
    writeFileSync(file, `${JSON.stringify(demo ?? {})}\n`, { mode: 0o600 })
    return demo
  }

  #progress(name: string, seconds: number): void {
    if (!this.#stopping.signal.aborted) say(`  ${name.padEnd(22)} ready  ${seconds.toFixed(1)} s`)
  }

  async #step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = performance.now()
    const result = await work()
    this.#progress(name, (performance.now() - before) / 1000)
    return result
  }
}

/** A database of one's own may have people in it already; demo data has no business there. */
function isUsed({ NEON_LOCAL_PROXY, DATABASE_URL = "" }: Environment): Promise<boolean> {
  return withClient(NEON_LOCAL_PROXY, DATABASE_URL, async (client) => {
    const { rows } = await client.query('select 1 from "user" limit 1')
    return rows.length > 0
  })
}

/** Runs `seed.ts`, whose last line of output is `{"email", "password"}` of the demo sign-in. */
async function runSeed(program: string, env: Environment, signal: AbortSignal): Promise<z.infer<typeof Demo>> {
  const failure = "The demo workspace could not be made (start with --empty to go without)"
  const output = await run(program, env, signal, failure)
  const last = output.trim().split("\n").at(-1) ?? ""
  const demo = last.startsWith("{") ? Demo.safeParse(JSON.parse(last)) : undefined
  if (!demo?.success) throw new StartError(`${failure}: it named no sign-in.`)
  return demo.data
}

/** Runs a program to its end and answers what it printed. */
function run(program: string, env: Environment, signal: AbortSignal, failure: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { env, signal, stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    let errors = ""
    child.stdout.on("data", (chunk) => {
      output += chunk
    })
    child.stderr.on("data", (chunk) => {
      errors += chunk
    })
    child.once("error", reject)
    child.once("close", (code) => {
      if (code === 0) resolve(output)
      else reject(new StartError(`${failure}:\n${errors.trim().slice(-2_000)}`))
    })
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

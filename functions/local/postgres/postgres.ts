import { type ChildProcess, spawn } from "node:child_process"
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { dirname, join, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Client } from "@neondatabase/serverless"
import { freePort } from "../free-port.ts"
import { type Binaries, commandFor, findBinaries, type RunAs, runAs } from "./binaries.ts"
import { startNeonProxy } from "./neon-proxy.ts"

export interface PostgresOptions {
  /** Folder of its own for PostgreSQL; created when missing. */
  dataDir: string
  /** 0 or absent: any free port. */
  port?: number
  /** Created when missing. */
  database: string
  /** Only read when the data folder is new; a data folder keeps its password. */
  password: string
  /** false: no fsync. For tests, whose data may be lost. */
  durable?: boolean
  /** Called once when the server ends without having been asked to. */
  onExit?: (reason: string) => void
}

export interface Postgres {
  url: string
  port: number
  pid: number
  /** First start on this data folder. */
  created: boolean
  stop(): Promise<void>
  /** Ends it at once; the next start recovers what was committed. */
  kill(): void
}

const USER = "paca"
const START_TIMEOUT_MS = 60_000 // crash recovery of a large write-ahead log may take a while
const STOP_TIMEOUT_MS = 4_000
const MAX_LOG_BYTES = 10 << 20

/**
 * Starts PostgreSQL on loopback and answers when it accepts connections.
 * A server left behind by a supervisor that was killed is stopped first; what it had committed is kept.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir)
  const binaries = await findBinaries()
  const user = runAs()
  const created = !existsSync(join(dataDir, "PG_VERSION"))
  if (created) await initialise(binaries, user, dataDir, options.password)
  else await stopOrphan(dataDir)

  const port = options.port || (await freePort())
  const log = join(dirname(dataDir), "postgres.log")
  const child = launch(binaries, user, dataDir, port, log, options.durable ?? true)
  let stopping = false
  let ended: string | undefined
  child.once("exit", (code, signal) => {
    ended = signal ?? `exit code ${code}`
    if (!stopping) options.onExit?.(ended)
  })
  child.once("error", (error) => {
    ended = error.message
  })
  const stop = async () => {
    stopping = true
    await stopChild(child)
  }
  try {
    await untilReady(dataDir, child, () => ended, log)
    await createDatabase(port, options.password, options.database)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: databaseUrl(port, options.password, options.database),
    port,
    pid: child.pid ?? 0,
    created,
    stop,
    kill: () => void child.kill("SIGQUIT"),
  }
}

export function databaseUrl(port: number, password: string, database: string): string {
  return `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

async function initialise(binaries: Binaries, user: RunAs, dataDir: string, password: string): Promise<void> {
  // A first start that was interrupted leaves a folder without PG_VERSION, which initdb would refuse.
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const passwordFile = join(dataDir, "..", `.initdb-${process.pid}`)
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user) for (const path of [dataDir, passwordFile]) chownSync(path, user.uid, user.gid)
  // Cleartext password on loopback: the Neon driver sends it along with the connect request, saving a round trip.
  const args = ["-D", dataDir, "-U", USER, "--auth=password", `--pwfile=${passwordFile}`, "--encoding=UTF8"]
  // The built-in provider sorts the same on every machine, whatever locales it has.
  args.push("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync")
  try {
    await run(binaries.initdb, args, user, [dataDir, passwordFile])
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true })
    throw error
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function run(program: string, args: string[], user: RunAs, paths: string[]): Promise<void> {
  const command = commandFor(program, args, user, paths)
  return new Promise((done, fail) => {
    const child = spawn(command.command, command.args, {
      ...command.options,
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
    })
    let output = ""
    child.stdout.on("data", (chunk) => (output += chunk))
    child.stderr.on("data", (chunk) => (output += chunk))
    child.once("error", fail)
    child.once("close", (code) => (code === 0 ? done() : fail(new Error(`initdb failed: ${output.trim()}`))))
  })
}

function launch(
  binaries: Binaries,
  user: RunAs,
  dataDir: string,
  port: number,
  log: string,
  durable: boolean,
): ChildProcess {
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 60,
    shared_buffers: "32MB",
    work_mem: "8MB",
    maintenance_work_mem: "64MB",
    max_wal_size: "256MB",
    max_worker_processes: 4,
    max_parallel_workers_per_gather: 0,
    wal_level: "minimal",
    max_wal_senders: 0,
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    log_line_prefix: "%m [%p] %d ",
    ...(durable
      ? {}
      : { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum_naptime: "10min" }),
  }
  const args = ["-D", dataDir, "-p", String(port)]
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`)
  const command = commandFor(binaries.postgres, args, user, [dataDir])
  if (existsSync(log) && statSync(log).size > MAX_LOG_BYTES) truncateSync(log)
  const output = openSync(log, "a", 0o600)
  try {
    // Detached: Ctrl-C in the terminal must reach the supervisor only, which stops PostgreSQL after its users.
    return spawn(command.command, command.args, {
      ...command.options,
      cwd: "/",
      detached: true,
      stdio: ["ignore", output, output],
      env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
    })
  } finally {
    closeSync(output)
  }
}

/** The eighth line of postmaster.pid tells the state; this is how pg_ctl waits, too. */
async function untilReady(
  dataDir: string,
  child: ChildProcess,
  ended: () => string | undefined,
  log: string,
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    const end = ended()
    if (end) throw new Error(`PostgreSQL did not start (${end}): ${lastWords(log)}`)
    const lines = pidFile(dataDir)
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return
    await sleep(10)
  }
  throw new Error(`PostgreSQL was not ready after ${START_TIMEOUT_MS / 1000} s: ${lastWords(log)}`)
}

function pidFile(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n")
  } catch {
    return []
  }
}

/** Why the server ended: its last fatal line, or whatever it said last. */
function lastWords(log: string): string {
  const lines = readFileSync(log, "utf8").trim().split("\n").slice(-20)
  return (lines.findLast((line) => / (FATAL|PANIC): /.test(line)) ?? lines.at(-1) ?? "").replace(
    /^.*?(?=FATAL|PANIC)/,
    "",
  )
}

/** Stops a server that outlived its supervisor. A stale postmaster.pid without a process is left to PostgreSQL itself. */
async function stopOrphan(dataDir: string): Promise<void> {
  const pid = Number(pidFile(dataDir)[0])
  if (!pid || !isPostgresOf(pid, dataDir)) return
  process.kill(pid, "SIGINT")
  const deadline = Date.now() + 10_000
  while (existsSync(join(dataDir, "postmaster.pid"))) {
    if (Date.now() > deadline)
      throw new Error(`A PostgreSQL of an earlier run (pid ${pid}) does not stop; end it by hand.`)
    await sleep(20)
  }
}

/** A pid may have been given to another program since; only a process that names our data folder is ours to stop. */
function isPostgresOf(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(dataDir)
  } catch {
    return process.platform !== "linux"
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exited = new Promise<void>((done) => child.once("exit", () => done()))
  child.kill("SIGINT") // "fast shutdown": open transactions are rolled back, everything committed is written out
  const late = setTimeout(() => child.kill("SIGQUIT"), STOP_TIMEOUT_MS)
  await exited
  clearTimeout(late)
}

async function createDatabase(port: number, password: string, database: string): Promise<void> {
  const proxy = await startNeonProxy({ target: { host: "127.0.0.1", port } })
  try {
    await withClient(
      proxy.address,
      `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1/postgres`,
      async (client) => {
        const found = await client.query("select 1 from pg_database where datname = $1", [database])
        if (found.rowCount === 0) await client.query(`create database "${database.replaceAll('"', '""')}"`)
      },
    )
  } finally {
    await proxy.stop()
  }
}

/** Runs `work` with one connection, through a local proxy or, without one, through Neon's own; then closes it. */
export async function withClient<T>(
  proxy: string | undefined,
  url: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(url)
  if (proxy) {
    client.neonConfig.wsProxy = () => `${proxy}/v1`
    client.neonConfig.useSecureWebSocket = false
  }
  client.neonConfig.pipelineConnect = false
  client.neonConfig.webSocketConstructor = WebSocket
  client.on("error", () => {}) // a connection that breaks also fails the query that waits for it
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

import { createHash } from "node:crypto"
import { neonConfig, Pool, type PoolClient } from "@neondatabase/serverless"
import { drizzle, type NeonDatabase } from "drizzle-orm/neon-serverless"
import { clock } from "./clock.ts"
import { setting } from "./config.ts"

/** Where an operation reads and writes: the pool, or one transaction of it. */
export type Database = NeonDatabase

const IDLE_LIMIT = 30_000

/**
 * PostgreSQL gives up on a statement after this long, so that none outlives its request: Lambdas have 30 seconds, and
 * the API answers 503 after 25. Milliseconds.
 */
const STATEMENT_LIMIT = 20_000

let pool: Pool | undefined
let database: Database | undefined
let usedAt = 0

function openPool(): Pool {
  const proxy = process.env.NEON_LOCAL_PROXY
  if (proxy) {
    // On one machine a WebSocket-to-TCP pipe stands in front of PostgreSQL, as Neon's own does in the cloud.
    neonConfig.wsProxy = () => `${proxy}/v1`
    neonConfig.useSecureWebSocket = false
    neonConfig.pipelineTLS = false
    // A server of one's own may want SCRAM, which cannot be pipelined.
    neonConfig.pipelineConnect = false
    // Batching writes costs five times the latency on loopback and gains nothing there.
    neonConfig.coalesceWrites = false
  }
  const opened = new Pool({
    connectionString: setting("DATABASE_URL"),
    max: 10,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
    idleTimeoutMillis: IDLE_LIMIT,
  })
  askAgain(opened)
  // Without a listener a connection lost while idle ends the process.
  opened.on("error", () => {})
  opened.on("connect", (client: PoolClient) => {
    client.on("error", () => {})
    planOnce(client)
  })
  return opened
}

/** Connections that may have died side by side, in tries. */
const READ_TRIES = 3

/**
 * A frozen Lambda does not notice that a connection dies, and finds out by using it. What only reads is asked again then,
 * on another connection; transactions begin anew by themselves (`transaction`), and other statements fail.
 */
function askAgain(opened: Pool): void {
  const query = opened.query.bind(opened) as (...parameters: unknown[]) => Promise<unknown>
  const patient = async (config: unknown, ...rest: unknown[]): Promise<unknown> => {
    for (let tries = 1; ; tries++) {
      try {
        return await query(config, ...rest)
      } catch (error) {
        if (tries === READ_TRIES || !isRead(config) || !isLostConnection(error)) throw error
      }
    }
  }
  Object.assign(opened, { query: patient })
}

const isRead = (config: unknown): boolean =>
  typeof config === "object" && config !== null && "text" in config && /^select\b/i.test(String(config.text))

/** Ended by the server (class 57P: shutdown, crash), broken (class 08), or closed by whoever stands in between. */
function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (/timeout/i.test(error.message)) return false
  const code = "code" in error ? String(error.code) : ""
  return /^(57P|08)/.test(code) || /connection terminated|not queryable|client was closed/i.test(error.message)
}

/** Statements longer than this, or with more values, come in too many variants to keep a plan of each. */
const PLANNED_LENGTH = 4_000
const PLANNED_VALUES = 24

/**
 * Gives every statement a name made of its text, so that PostgreSQL parses and plans it once per connection: planning
 * the joins of an access check takes longer than running them. Neon's pooler keeps such statements too.
 */
function planOnce(client: PoolClient): void {
  const query = client.query.bind(client) as (...parameters: unknown[]) => unknown
  const named = (config: unknown, values: unknown, ...rest: unknown[]) => {
    if (!isPlannable(config) || !Array.isArray(values) || values.length > PLANNED_VALUES)
      return query(config, values, ...rest)
    return query({ ...config, name: createHash("sha1").update(config.text).digest("base64url") }, values, ...rest)
  }
  Object.assign(client, { query: named })
}

function isPlannable(config: unknown): config is { text: string } {
  if (typeof config !== "object" || config === null || !("text" in config) || typeof config.text !== "string")
    return false
  return config.text.length <= PLANNED_LENGTH && !("name" in config && config.name)
}

function currentPool(): Pool {
  const now = clock.now()
  // A Lambda may have been frozen: its sockets are dead by then, and using one costs a time-out.
  if (pool && now - usedAt > IDLE_LIMIT) {
    const stale = pool
    pool = database = undefined
    stale.end().catch(() => {})
  }
  usedAt = now
  pool ??= openPool()
  return pool
}

/** The database for single statements; each may run on another connection. */
export function db(): Database {
  const current = currentPool()
  database ??= drizzle(current)
  return database
}

/** `db()` for a library that takes a database once and keeps it: each use goes to the pool of the moment. */
export function lastingDatabase(): Database {
  return new Proxy(db(), {
    get: (_, name) => {
      const current = db()
      const value: unknown = Reflect.get(current, name)
      return typeof value === "function" ? value.bind(current) : value
    },
  })
}

const databases = new WeakMap<PoolClient, Database>()

/** Drizzle over one connection, made once for each: it keeps what it has worked out about the tables. */
function databaseOf(client: PoolClient): Database {
  const known = databases.get(client) ?? drizzle(client)
  databases.set(client, known)
  return known
}

async function begin(): Promise<PoolClient> {
  const client = await currentPool().connect()
  try {
    // Said with BEGIN, in one message: behind Neon's pooler a setting of the session would stay on somebody else's
    // connection. Statements outside a transaction have the same limit from the role (`migrations`).
    await client.query(`begin; set local statement_timeout = ${STATEMENT_LIMIT}`)
    return client
  } catch (error) {
    client.release(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

/**
 * Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws.
 * A connection found dead at BEGIN is replaced once; drizzle's own `transaction()` would leak it.
 */
export async function transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
  const client = await begin().catch(() => begin())
  let broken: Error | undefined
  try {
    const result = await work(databaseOf(client))
    await client.query("commit")
    return result
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Closes all connections; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  const closing = pool
  pool = database = undefined
  await closing?.end()
}

/** SQLSTATE of a failure that came from PostgreSQL, e.g. `23505`, wherever the driver put it. */
export function sqlState(error: unknown): { code: string; constraint: string | undefined } | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code)) {
      return { code: at.code, constraint: "constraint" in at ? String(at.constraint) : undefined }
    }
  }
  return undefined
}

import { chmodSync, mkdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { freePort } from "./free-port.ts"
import { startMailServer } from "./mail/server.ts"
import { type ObjectCreatedEvent, startObjectStore } from "./objects/server.ts"
import { startNeonProxy } from "./postgres/neon-proxy.ts"
import { databaseUrl, type Postgres, startPostgres } from "./postgres/postgres.ts"
import { type Secrets, secretsOf } from "./secrets.ts"
import { startRestFor, startValkey } from "./valkey/server.ts"

export interface ServicesOptions {
  dataDir: string
  /** For tests: nothing has to survive a power cut. */
  ephemeral?: boolean
  /** Servers of your own, each in place of the built-in one. */
  externals?: { databaseUrl?: string; valkeyUrl?: string; s3Endpoint?: string }
  ports?: {
    postgres?: number
    neonProxy?: number
    valkey?: number
    valkeyRest?: number
    objects?: number
    mail?: number
  }
  /** Told when an object has appeared in the built-in store. */
  onObjectCreated?: (event: ObjectCreatedEvent) => void
  /** Told when a service stands, for progress lines. */
  onReady?: (name: string, seconds: number) => void
  /** Told when a service that should run ends. */
  onFailure?: (name: string, reason: string) => void
}

export interface Services {
  /** What the Lambdas and processes read; see each folder's configuration for the meaning. */
  env: Record<string, string>
  stop(): Promise<void>
  /** Ends what runs outside this process at once, without waiting. */
  kill(): void
}

/** How one service is ended. */
interface Running {
  stop: () => Promise<void>
  kill?: () => void
}

const DATABASE = "paca"
const BUCKET = "paca-files"

const nothing: Running = { stop: async () => {} }

/** Starts what the cloud would provide (database, streams, objects, mail) on loopback and answers how to reach it. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const dataDir = resolve(options.dataDir)
  prepareFolder(dataDir)
  const secrets = secretsOf(dataDir)
  const running: Running[] = []
  const env: Record<string, string> = {
    AUTH_SECRET: secrets.auth_secret,
    ENCRYPTION_KEYS: secrets.encryption_keys,
    MAIL_FROM: "Paca <no-reply@paca.localhost>",
  }
  const stop = async () => {
    for (const each of running.splice(0).reverse()) await each.stop()
  }
  const begin = async (name: string, start: () => Promise<Running>) => {
    const before = performance.now()
    running.push(await start())
    options.onReady?.(name, (performance.now() - before) / 1000)
  }
  try {
    const external = options.externals?.databaseUrl
    await begin(external ? "your PostgreSQL" : "PostgreSQL 18", () =>
      external
        ? theirDatabase(env, external, options)
        : ownDatabase(env, join(dataDir, "postgres"), secrets.postgres_password, options),
    )
    await begin(options.externals?.valkeyUrl ? "your Valkey" : "Valkey", () => valkey(env, dataDir, secrets, options))
    await begin(options.externals?.s3Endpoint ? "your object store" : "Object store", () =>
      objects(env, join(dataDir, "objects"), secrets, options),
    )
    await begin("Mailbox", async () => {
      const mail = await startMailServer({ dataDir: join(dataDir, "mail"), port: options.ports?.mail })
      env.SES_ENDPOINT = mail.endpoint
      return mail
    })
    const kill = () => {
      for (const each of running) each.kill?.()
    }
    return { env, stop, kill }
  } catch (error) {
    await stop()
    throw error
  }
}

/** PostgreSQL runs as another user when we are root and must be able to pass through; everything else stays private. */
function prepareFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true })
  chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700)
}

async function ownDatabase(
  env: Record<string, string>,
  dataDir: string,
  password: string,
  options: ServicesOptions,
): Promise<Running> {
  const port = options.ports?.postgres || (await freePort())
  let postgres: Postgres
  let stopped = false
  const start = async (): Promise<void> => {
    const durable = !options.ephemeral
    postgres = await startPostgres({
      dataDir,
      password,
      database: DATABASE,
      port,
      durable,
      onExit: (why) => void again(why),
    })
  }
  // A server that was killed recovers what was committed; the driver's next connection finds it again.
  const again = async (reason: string): Promise<void> => {
    for (let wait = 200; !stopped; wait = Math.min(wait * 2, 5_000)) {
      options.onFailure?.("PostgreSQL", reason)
      await sleep(wait)
      if (stopped) return
      try {
        await start()
        if (stopped) await postgres.stop()
        return
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error)
      }
    }
  }
  await start()
  const proxy = await startNeonProxy({ port: options.ports?.neonProxy, target: { host: "127.0.0.1", port } })
  env.DATABASE_URL = databaseUrl(port, password, DATABASE)
  env.NEON_LOCAL_PROXY = proxy.address
  const stop = async () => {
    stopped = true
    await proxy.stop()
    await postgres.stop()
  }
  const kill = () => {
    stopped = true
    postgres.kill()
  }
  return { stop, kill }
}

async function theirDatabase(env: Record<string, string>, address: string, options: ServicesOptions): Promise<Running> {
  const url = new URL(address)
  env.DATABASE_URL = address
  if (url.hostname.endsWith(".neon.tech")) return nothing // Neon has a proxy of its own
  const tls = ["require", "verify-ca", "verify-full"].includes(url.searchParams.get("sslmode") ?? "")
  const target = { host: url.hostname, port: Number(url.port || 5432), tls }
  const proxy = await startNeonProxy({ port: options.ports?.neonProxy, target })
  env.NEON_LOCAL_PROXY = proxy.address
  return proxy
}

async function valkey(
  env: Record<string, string>,
  dataDir: string,
  secrets: Secrets,
  options: ServicesOptions,
): Promise<Running> {
  const token = secrets.valkey_token
  const url = options.externals?.valkeyUrl
  const server = url
    ? { url, ...(await startRestFor(url, token, options.ports?.valkeyRest)) }
    : await startValkey({
        token,
        file: options.ephemeral ? undefined : join(dataDir, "valkey.aof"),
        ports: { tcp: options.ports?.valkey, rest: options.ports?.valkeyRest },
      })
  env.VALKEY_URL = server.url
  env.UPSTASH_REDIS_REST_URL = server.restUrl
  env.UPSTASH_REDIS_REST_TOKEN = token
  return server
}

async function objects(
  env: Record<string, string>,
  dataDir: string,
  secrets: Secrets,
  options: ServicesOptions,
): Promise<Running> {
  env.S3_BUCKET = process.env.S3_BUCKET || BUCKET
  env.S3_REGION = process.env.S3_REGION || "us-east-1"
  if (options.externals?.s3Endpoint) {
    // The key of a server of one's own comes from the environment, where the AWS client looks for it.
    env.S3_ENDPOINT = options.externals.s3Endpoint
    env.AWS_ACCESS_KEY_ID = process.env.AWS_ACCESS_KEY_ID ?? ""
    env.AWS_SECRET_ACCESS_KEY = process.env.AWS_SECRET_ACCESS_KEY ?? ""
    return nothing
  }
  const credentials = { accessKeyId: secrets.s3_access_key_id, secretAccessKey: secrets.s3_secret_access_key }
  const store = await startObjectStore({
    dataDir,
    bucket: env.S3_BUCKET,
    region: env.S3_REGION,
    credentials,
    port: options.ports?.objects,
    onObjectCreated: options.onObjectCreated,
  })
  env.S3_ENDPOINT = store.endpoint
  env.AWS_ACCESS_KEY_ID = credentials.accessKeyId
  env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey
  return store
}

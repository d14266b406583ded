import { Redis } from "ioredis"
import { AppendLog } from "./append-log.ts"
import { Engine } from "./engine.ts"
import { Failure, type Reply } from "./reply.ts"
import { type RestBackend, serveRest } from "./rest.ts"
import { serveTcp } from "./tcp.ts"

export interface ValkeyOptions {
  /** The append-only file; absent: nothing is kept. */
  file?: string
  /** Password of the TCP side and token of the REST side. */
  token: string
  ports?: { tcp?: number; rest?: number }
  clock?: () => number
}

export interface Valkey {
  url: string
  restUrl: string
  stop(): Promise<void>
}

/** A server of Valkey's protocol in this process: TCP for long readers, Upstash's REST for Lambdas. */
export async function startValkey(options: ValkeyOptions): Promise<Valkey> {
  const log = options.file ? new AppendLog(options.file) : undefined
  const engine = new Engine({
    clock: options.clock ?? Date.now,
    password: options.token,
    onWrite: (now, commands) => log?.append(now, commands),
  })
  log?.open(engine)
  const tcp = await serveTcp(engine, options.ports?.tcp ?? 0)
  const rest = await serveRest(embedded(engine, options.token), options.token, options.ports?.rest ?? 0)
  const sweep = setInterval(() => {
    engine.sweep()
    log?.compact(engine)
  }, 1_000)
  return {
    url: `redis://:${options.token}@127.0.0.1:${tcp.port}`,
    restUrl: `http://127.0.0.1:${rest.port}`,
    stop: async () => {
      clearInterval(sweep)
      engine.stop()
      await Promise.all([tcp.stop(), rest.stop()])
      log?.close()
    },
  }
}

function embedded(engine: Engine, token: string): RestBackend {
  const session = () => {
    const created = engine.session()
    engine.execute(created, ["AUTH", token])
    return created
  }
  const shared = session()
  return {
    run: async (args) => {
      // Requests share no connection, so one may neither wait nor open a transaction.
      if (/^(MULTI|EXEC|DISCARD|QUIT|AUTH|HELLO)$/i.test(args[0] ?? ""))
        return new Failure(`ERR Command is not available: '${args[0]}'`)
      return engine.execute(shared, args, AbortSignal.abort())
    },
    transaction: async (commands) => {
      const own = session()
      engine.execute(own, ["MULTI"])
      for (const args of commands) engine.execute(own, args)
      const replies = await engine.execute(own, ["EXEC"])
      return Array.isArray(replies) ? replies : replies instanceof Failure ? replies : []
    },
  }
}

/** Upstash's REST in front of a server of one's own (`VALKEY_URL`). */
export async function startRestFor(
  url: string,
  token: string,
  port = 0,
): Promise<{ restUrl: string; stop(): Promise<void> }> {
  const redis = new Redis(url, { maxRetriesPerRequest: 2, enableOfflineQueue: true })
  redis.on("error", () => {}) // shown by the commands that fail
  const call = async ([name = "", ...args]: string[]): Promise<Reply> => {
    try {
      return toReply(await redis.callBuffer(name, ...args.map((arg) => Buffer.from(arg, "latin1"))))
    } catch (error) {
      return new Failure(error instanceof Error ? error.message : String(error))
    }
  }
  const rest = await serveRest(
    {
      run: call,
      transaction: async (commands) => {
        const multi = redis.multi()
        for (const [name = "", ...args] of commands)
          multi.callBuffer(name, ...args.map((a) => Buffer.from(a, "latin1")))
        try {
          const results = (await multi.exec()) ?? []
          return results.map(([error, value]) => (error ? new Failure(error.message) : toReply(value)))
        } catch (error) {
          return new Failure(error instanceof Error ? error.message : String(error))
        }
      },
    },
    token,
    port,
  )
  return {
    restUrl: `http://127.0.0.1:${rest.port}`,
    stop: async () => {
      await rest.stop()
      redis.disconnect()
    },
  }
}

function toReply(value: unknown): Reply {
  if (value === null || value === undefined) return null
  if (typeof value === "number") return value
  if (Buffer.isBuffer(value)) return value.toString("latin1")
  if (Array.isArray(value)) return value.map(toReply)
  if (value instanceof Error) return new Failure(value.message)
  return Buffer.from(String(value), "utf8").toString("latin1")
}

import { ArgumentReader, glob, integer } from "./arguments.ts"
import type { Commands, Context } from "./command.ts"
import { CommandError, OK, type Reply, Status, syntaxError } from "./reply.ts"

function remove({ store }: Context, keys: string[]): number {
  return keys.filter((key) => store.value(key) !== undefined && store.delete(key)).length
}

/** EXPIRE and its relatives; NX, XX, GT and LT as in Redis 7. */
function expire(context: Context, args: string[], name: string, toTime: (amount: number) => number): number {
  const [key = "", amount = "", ...options] = args
  const at = toTime(integer(amount))
  const flags = new Set(options.map((option) => option.toUpperCase()))
  for (const flag of flags) {
    if (!["NX", "XX", "GT", "LT"].includes(flag)) throw new CommandError(`ERR Unsupported option ${flag}`)
  }
  if (flags.has("NX") && flags.size > 1)
    throw new CommandError("ERR NX and XX, GT or LT options at the same time are not compatible")
  if (flags.has("GT") && flags.has("LT"))
    throw new CommandError("ERR GT and LT options at the same time are not compatible")
  if (!Number.isSafeInteger(at)) throw new CommandError(`ERR invalid expire time in '${name}' command`)
  if (context.store.value(key) === undefined) return 0
  const current = context.store.expiresAt(key)
  if (flags.has("NX") && current !== undefined) return 0
  if (flags.has("XX") && current === undefined) return 0
  if (flags.has("GT") && (current === undefined || at <= current)) return 0
  if (flags.has("LT") && current !== undefined && at >= current) return 0
  context.store.expireAt(key, at)
  return 1
}

function timeLeft({ store, now }: Context, key: string): number {
  if (store.value(key) === undefined) return -2
  const at = store.expiresAt(key)
  return at === undefined ? -1 : at - now
}

/** Answers everything in one pass: COUNT is a hint, and a single pass can neither miss nor repeat a key. */
function scan({ store }: Context, [cursor = "", ...options]: string[]): Reply {
  if (!/^\d+$/.test(cursor)) throw new CommandError("ERR invalid cursor")
  const reader = new ArgumentReader(options)
  let matches: (key: string) => boolean = () => true
  let type: string | undefined
  while (!reader.done) {
    if (reader.take("MATCH")) matches = glob(reader.next())
    else if (reader.take("COUNT")) {
      if (integer(reader.next()) < 1) throw syntaxError()
    } else if (reader.take("TYPE")) type = reader.next().toLowerCase()
    else throw syntaxError()
  }
  const found = store.keys().filter((key) => matches(key) && (type === undefined || store.value(key)?.type === type))
  return ["0", found]
}

function flush({ store }: Context): Status {
  store.clear()
  return OK
}

export const keys: Commands = {
  DEL: { arity: -2, write: true, run: remove },
  UNLINK: { arity: -2, write: true, run: remove },
  EXISTS: { arity: -2, run: ({ store }, names) => names.filter((key) => store.value(key) !== undefined).length },
  EXPIRE: { arity: -3, write: true, run: (c, args) => expire(c, args, "expire", (s) => c.now + s * 1000) },
  PEXPIRE: { arity: -3, write: true, run: (c, args) => expire(c, args, "pexpire", (ms) => c.now + ms) },
  EXPIREAT: { arity: -3, write: true, run: (c, args) => expire(c, args, "expireat", (s) => s * 1000) },
  PEXPIREAT: { arity: -3, write: true, run: (c, args) => expire(c, args, "pexpireat", (ms) => ms) },
  PERSIST: {
    arity: 2,
    write: true,
    run: ({ store }, [key = ""]) => {
      if (store.expiresAt(key) === undefined) return 0
      store.expireAt(key, undefined)
      return 1
    },
  },
  TTL: {
    arity: 2,
    run: (c, [key = ""]) => {
      const left = timeLeft(c, key)
      return left < 0 ? left : Math.floor((left + 500) / 1000)
    },
  },
  PTTL: { arity: 2, run: (c, [key = ""]) => timeLeft(c, key) },
  TYPE: { arity: 2, run: ({ store }, [key = ""]) => new Status(store.value(key)?.type ?? "none") },
  KEYS: { arity: 2, run: ({ store }, [pattern = ""]) => store.keys().filter(glob(pattern)) },
  SCAN: { arity: -2, run: scan },
  DBSIZE: { arity: 1, run: ({ store }) => store.keys().length },
  FLUSHALL: { arity: -1, write: true, run: flush },
  FLUSHDB: { arity: -1, write: true, run: flush },
}

import { ArgumentReader, addBig, bigInteger, integer } from "./arguments.ts"
import type { Commands, Context } from "./command.ts"
import { CommandError, OK, type Reply, syntaxError, wrongArity, wrongType } from "./reply.ts"

const text = ({ store }: Context, key: string) => store.read(key, "string")

function put({ store }: Context, key: string, data: string, expiresAt?: number): void {
  store.write(key, { type: "string", data })
  store.expireAt(key, expiresAt)
}

/** Replaces the text of a key and leaves its expiry alone. */
function replace({ store }: Context, key: string, data: string): void {
  store.write(key, { type: "string", data })
}

function expiry(context: Context, name: string, unit: "s" | "ms", amount: string, absolute = false): number {
  const value = integer(amount)
  if (value <= 0) throw new CommandError(`ERR invalid expire time in '${name}' command`)
  return value * (unit === "s" ? 1000 : 1) + (absolute ? 0 : context.now)
}

function set(context: Context, [key = "", value = "", ...options]: string[]): Reply {
  const reader = new ArgumentReader(options)
  let condition: "NX" | "XX" | undefined
  let expiresAt: number | undefined
  let keep = false
  let get = false
  const once = () => {
    if (expiresAt !== undefined || keep) throw syntaxError()
  }
  while (!reader.done) {
    const option = reader.next().toUpperCase()
    if (option === "NX" || option === "XX") {
      if (condition && condition !== option) throw syntaxError()
      condition = option
    } else if (option === "GET") get = true
    else if (option === "KEEPTTL") {
      once()
      keep = true
    } else if (option === "EX" || option === "PX" || option === "EXAT" || option === "PXAT") {
      once()
      const unit = option.startsWith("P") ? "ms" : "s"
      expiresAt = expiry(context, "set", unit, reader.next(), option.endsWith("AT"))
    } else throw syntaxError()
  }
  const existing = context.store.value(key)
  if (get && existing && existing.type !== "string") throw wrongType()
  const before = existing?.type === "string" ? existing.data : null
  if ((condition === "NX" && existing) || (condition === "XX" && !existing)) return get ? before : null
  put(context, key, value, keep ? context.store.expiresAt(key) : expiresAt)
  return get ? before : OK
}

function increment(context: Context, key: string, by: bigint): bigint {
  const sum = addBig(bigInteger(text(context, key) ?? "0"), by)
  replace(context, key, String(sum))
  return sum
}

export const strings: Commands = {
  GET: { arity: 2, run: (c, [key = ""]) => text(c, key) ?? null },
  SET: { arity: -3, write: true, run: set },
  SETEX: {
    arity: 4,
    write: true,
    run: (c, [key = "", seconds = "", value = ""]) => {
      put(c, key, value, expiry(c, "setex", "s", seconds))
      return OK
    },
  },
  PSETEX: {
    arity: 4,
    write: true,
    run: (c, [key = "", ms = "", value = ""]) => {
      put(c, key, value, expiry(c, "psetex", "ms", ms))
      return OK
    },
  },
  SETNX: {
    arity: 3,
    write: true,
    run: (c, [key = "", value = ""]) => {
      if (c.store.value(key)) return 0
      put(c, key, value)
      return 1
    },
  },
  GETDEL: {
    arity: 2,
    write: true,
    run: (c, [key = ""]) => {
      const value = text(c, key) ?? null
      if (value !== null) c.store.delete(key)
      return value
    },
  },
  MGET: {
    arity: -2,
    run: (c, keys) =>
      keys.map((key) => {
        const value = c.store.value(key)
        return value?.type === "string" ? value.data : null
      }),
  },
  MSET: {
    arity: -3,
    write: true,
    run: (c, args) => {
      if (args.length % 2) throw wrongArity("mset")
      for (let at = 0; at < args.length; at += 2) put(c, args[at] ?? "", args[at + 1] ?? "")
      return OK
    },
  },
  INCR: { arity: 2, write: true, run: (c, [key = ""]) => increment(c, key, 1n) },
  DECR: { arity: 2, write: true, run: (c, [key = ""]) => increment(c, key, -1n) },
  INCRBY: { arity: 3, write: true, run: (c, [key = "", by = ""]) => increment(c, key, bigInteger(by)) },
  DECRBY: { arity: 3, write: true, run: (c, [key = "", by = ""]) => increment(c, key, -bigInteger(by)) },
  APPEND: {
    arity: 3,
    write: true,
    run: (c, [key = "", more = ""]) => {
      const value = (text(c, key) ?? "") + more
      replace(c, key, value)
      return value.length
    },
  },
  STRLEN: { arity: 2, run: (c, [key = ""]) => text(c, key)?.length ?? 0 },
}

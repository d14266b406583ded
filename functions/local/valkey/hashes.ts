import { addBig, bigInteger } from "./arguments.ts"
import type { Commands, Context } from "./command.ts"
import { CommandError, OK, wrongArity } from "./reply.ts"

const hash = ({ store }: Context, key: string) => store.read(key, "hash")

function put({ store }: Context, name: string, [key = "", ...pairs]: string[]): number {
  if (pairs.length % 2) throw wrongArity(name)
  const fields = store.readOrCreate(key, "hash", () => new Map())
  const before = fields.size
  for (let at = 0; at < pairs.length; at += 2) fields.set(pairs[at] ?? "", pairs[at + 1] ?? "")
  return fields.size - before
}

export const hashes: Commands = {
  HSET: { arity: -4, write: true, run: (c, args) => put(c, "hset", args) },
  HMSET: {
    arity: -4,
    write: true,
    run: (c, args) => {
      put(c, "hmset", args)
      return OK
    },
  },
  HSETNX: {
    arity: 4,
    write: true,
    run: (c, [key = "", field = "", value = ""]) =>
      hash(c, key)?.has(field) ? 0 : put(c, "hsetnx", [key, field, value]),
  },
  HGET: { arity: 3, run: (c, [key = "", field = ""]) => hash(c, key)?.get(field) ?? null },
  HMGET: {
    arity: -3,
    run: (c, [key = "", ...names]) => {
      const fields = hash(c, key)
      return names.map((name) => fields?.get(name) ?? null)
    },
  },
  HDEL: {
    arity: -3,
    write: true,
    run: (c, [key = "", ...names]) => {
      const fields = hash(c, key)
      if (!fields) return 0
      const removed = names.filter((name) => fields.delete(name)).length
      c.store.dropIfEmpty(key, fields)
      return removed
    },
  },
  HGETALL: { arity: 2, run: (c, [key = ""]) => [...(hash(c, key) ?? [])].flat() },
  HKEYS: { arity: 2, run: (c, [key = ""]) => [...(hash(c, key)?.keys() ?? [])] },
  HVALS: { arity: 2, run: (c, [key = ""]) => [...(hash(c, key)?.values() ?? [])] },
  HLEN: { arity: 2, run: (c, [key = ""]) => hash(c, key)?.size ?? 0 },
  HEXISTS: { arity: 3, run: (c, [key = "", field = ""]) => (hash(c, key)?.has(field) ? 1 : 0) },
  HINCRBY: {
    arity: 4,
    write: true,
    run: (c, [key = "", field = "", by = ""]) => {
      const amount = bigInteger(by)
      const notNumber = () => new CommandError("ERR hash value is not an integer")
      const sum = addBig(bigInteger(hash(c, key)?.get(field) ?? "0", notNumber), amount)
      put(c, "hincrby", [key, field, String(sum)])
      return sum
    },
  },
}

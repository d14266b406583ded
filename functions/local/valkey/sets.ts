import type { Commands, Context } from "./command.ts"

const members = ({ store }: Context, key: string) => store.read(key, "set")

export const sets: Commands = {
  SADD: {
    arity: -3,
    write: true,
    run: (c, [key = "", ...added]) => {
      const set = c.store.readOrCreate(key, "set", () => new Set())
      const before = set.size
      for (const member of added) set.add(member)
      return set.size - before
    },
  },
  SREM: {
    arity: -3,
    write: true,
    run: (c, [key = "", ...removed]) => {
      const set = members(c, key)
      if (!set) return 0
      const count = removed.filter((member) => set.delete(member)).length
      c.store.dropIfEmpty(key, set)
      return count
    },
  },
  SMEMBERS: { arity: 2, run: (c, [key = ""]) => [...(members(c, key) ?? [])] },
  SISMEMBER: { arity: 3, run: (c, [key = "", member = ""]) => (members(c, key)?.has(member) ? 1 : 0) },
  SMISMEMBER: {
    arity: -3,
    run: (c, [key = "", ...asked]) => {
      const set = members(c, key)
      return asked.map((member) => (set?.has(member) ? 1 : 0))
    },
  },
  SCARD: { arity: 2, run: (c, [key = ""]) => members(c, key)?.size ?? 0 },
}

import { ArgumentReader, float, formatFloat, integer } from "./arguments.ts"
import type { Commands, Context } from "./command.ts"
import { CommandError, type Reply, syntaxError } from "./reply.ts"

type Member = [name: string, score: number]

const scores = ({ store }: Context, key: string) => store.read(key, "zset")

/** By score, then by bytes. */
function inOrder(set: Map<string, number> | undefined): Member[] {
  return [...(set ?? [])].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x < y ? -1 : 1))
}

function add(context: Context, [key = "", ...args]: string[]): Reply {
  const reader = new ArgumentReader(args)
  const flags = new Set<string>()
  for (let flag = reader.peek(); flag !== undefined && /^(NX|XX|GT|LT|CH|INCR)$/i.test(flag); flag = reader.peek()) {
    flags.add(reader.next().toUpperCase())
  }
  if (reader.left === 0 || reader.left % 2) throw syntaxError()
  if (flags.has("NX") && flags.has("XX"))
    throw new CommandError("ERR XX and NX options at the same time are not compatible")
  if ((flags.has("GT") && flags.has("LT")) || (flags.has("NX") && (flags.has("GT") || flags.has("LT"))))
    throw new CommandError("ERR GT, LT, and/or NX options at the same time are not compatible")
  if (flags.has("INCR") && reader.left > 2)
    throw new CommandError("ERR INCR option supports a single increment-element pair")
  const pairs: Member[] = []
  while (!reader.done) {
    const score = float(reader.next())
    pairs.push([reader.next(), score])
  }
  const existing = scores(context, key)
  if (!existing && flags.has("XX")) return flags.has("INCR") ? null : 0
  const set = context.store.readOrCreate(key, "zset", () => new Map())
  return apply(set, pairs, flags)
}

function apply(set: Map<string, number>, pairs: Member[], flags: Set<string>): Reply {
  let added = 0
  let changed = 0
  let result: number | null = null
  for (const [name, given] of pairs) {
    const before = set.get(name)
    if (before === undefined ? flags.has("XX") : flags.has("NX")) continue
    const score = flags.has("INCR") ? (before ?? 0) + given : given
    if (before !== undefined && ((flags.has("GT") && score <= before) || (flags.has("LT") && score >= before))) continue
    result = score
    set.set(name, score)
    if (before === undefined) added++
    else if (before !== score) changed++
  }
  if (flags.has("INCR")) return result === null ? null : formatFloat(result)
  return flags.has("CH") ? added + changed : added
}

/** A test for scores between two bounds; `(` before a bound excludes it. */
function between(min: string, max: string): (score: number) => boolean {
  const bound = (text: string) => ({
    open: text.startsWith("("),
    value: float(text.startsWith("(") ? text.slice(1) : text, "ERR min or max is not a float"),
  })
  const low = bound(min)
  const high = bound(max)
  return (score) =>
    (low.open ? score > low.value : score >= low.value) && (high.open ? score < high.value : score <= high.value)
}

function slice<T>(list: T[], start: string, stop: string): T[] {
  const at = (text: string) => {
    const index = integer(text)
    return index < 0 ? list.length + index : index
  }
  return list.slice(Math.max(0, at(start)), Math.max(0, at(stop) + 1))
}

function limited<T>(list: T[], offset: number, count: number): T[] {
  if (offset < 0) return []
  return list.slice(offset, count < 0 ? undefined : offset + count)
}

const flat = (members: Member[], withScores: boolean): Reply =>
  withScores ? members.flatMap(([name, score]) => [name, formatFloat(score)]) : members.map(([name]) => name)

interface RangeOptions {
  byScore: boolean
  reverse: boolean
  withScores: boolean
  limit?: [offset: number, count: number]
}

function rangeOptions(args: string[]): RangeOptions {
  const reader = new ArgumentReader(args)
  const options: RangeOptions = { byScore: false, reverse: false, withScores: false }
  while (!reader.done) {
    if (reader.take("BYSCORE")) options.byScore = true
    else if (reader.take("REV")) options.reverse = true
    else if (reader.take("WITHSCORES")) options.withScores = true
    else if (reader.take("LIMIT")) options.limit = [integer(reader.next()), integer(reader.next())]
    else throw syntaxError()
  }
  return options
}

function range(context: Context, key: string, start: string, stop: string, options: RangeOptions): Reply {
  const { byScore, reverse, withScores, limit } = options
  if (limit && !byScore)
    throw new CommandError("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
  const inside = byScore ? (reverse ? between(stop, start) : between(start, stop)) : undefined
  const sorted = inOrder(scores(context, key))
  if (reverse) sorted.reverse()
  const found = inside ? sorted.filter(([, score]) => inside(score)) : slice(sorted, start, stop)
  return flat(limit ? limited(found, ...limit) : found, withScores)
}

function removeByScore(context: Context, [key = "", min = "", max = ""]: string[]): Reply {
  const inside = between(min, max)
  const set = scores(context, key)
  if (!set) return 0
  const gone = [...set].filter(([, score]) => inside(score))
  for (const [name] of gone) set.delete(name)
  context.store.dropIfEmpty(key, set)
  return gone.length
}

export const sortedSets: Commands = {
  ZADD: { arity: -4, write: true, run: add },
  ZREM: {
    arity: -3,
    write: true,
    run: (c, [key = "", ...names]) => {
      const set = scores(c, key)
      if (!set) return 0
      const count = names.filter((name) => set.delete(name)).length
      c.store.dropIfEmpty(key, set)
      return count
    },
  },
  ZRANGE: {
    arity: -4,
    run: (c, [key = "", start = "", stop = "", ...rest]) => range(c, key, start, stop, rangeOptions(rest)),
  },
  ZRANGEBYSCORE: {
    arity: -4,
    run: (c, [key = "", min = "", max = "", ...rest]) =>
      range(c, key, min, max, { ...rangeOptions(rest), byScore: true, reverse: false }),
  },
  ZREMRANGEBYSCORE: { arity: 4, write: true, run: removeByScore },
  ZCOUNT: {
    arity: 4,
    run: (c, [key = "", min = "", max = ""]) => {
      const inside = between(min, max)
      return [...(scores(c, key)?.values() ?? [])].filter(inside).length
    },
  },
  ZCARD: { arity: 2, run: (c, [key = ""]) => scores(c, key)?.size ?? 0 },
  ZSCORE: {
    arity: 3,
    run: (c, [key = "", name = ""]) => {
      const score = scores(c, key)?.get(name)
      return score === undefined ? null : formatFloat(score)
    },
  },
}

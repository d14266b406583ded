import { ArgumentReader, integer } from "./arguments.ts"
import type { Commands, Context } from "./command.ts"
import { CommandError, type Reply, syntaxError, wrongArity } from "./reply.ts"
import {
  compareIds,
  type Entry,
  emptyStream,
  formatId,
  lowerBound,
  MAX_ID,
  nextId,
  parseId,
  previousId,
  range,
  type Stream,
  type StreamId,
  ZERO,
} from "./stream.ts"

export const streamOf = ({ store }: Context, key: string) => store.read(key, "stream")

export const entryReply = (entry: Entry): Reply => [formatId(entry.id), entry.fields]

interface Trim {
  by: "MAXLEN" | "MINID"
  threshold: string
  approximate: boolean
  limit: number | undefined
}

/** Valkey keeps 100 entries to a node and trims with `~` by whole nodes only. */
const NODE = 100

function trimOptions(reader: ArgumentReader): Trim | undefined {
  const by = reader.take("MAXLEN") ? "MAXLEN" : reader.take("MINID") ? "MINID" : undefined
  if (!by) return undefined
  const approximate = reader.take("~")
  if (!approximate) reader.take("=")
  const threshold = reader.next()
  if (by === "MAXLEN" && integer(threshold) < 0) throw new CommandError("ERR The MAXLEN argument must be >= 0.")
  if (by === "MINID") parseId(threshold, 0)
  let limit: number | undefined
  if (reader.take("LIMIT")) {
    if (!approximate) throw new CommandError("ERR syntax error, LIMIT cannot be used without the special ~ option")
    limit = integer(reader.next())
    if (limit < 0) throw new CommandError("ERR The LIMIT argument must be >= 0.")
  }
  return { by, threshold, approximate, limit }
}

function trim(stream: Stream, { by, threshold, approximate, limit }: Trim): number {
  let excess =
    by === "MAXLEN"
      ? Math.max(0, stream.entries.length - integer(threshold))
      : lowerBound(stream.entries, parseId(threshold, 0))
  if (approximate) excess = Math.floor(Math.min(excess, limit || Infinity) / NODE) * NODE
  stream.entries.splice(0, excess)
  return excess
}

/** The id of a new entry: `*`, `ms-*`, or given in full, and in any case above the last one. */
function newId(text: string, last: StreamId, now: number): StreamId {
  if (text === "*") return now > last.ms ? { ms: now, seq: 0 } : nextId(last)
  const partial = /^(\d+)-\*$/.exec(text)
  const tooSmall = () =>
    new CommandError("ERR The ID specified in XADD is equal or smaller than the target stream top item")
  if (partial) {
    const ms = parseId(partial[1] ?? "", 0).ms
    if (ms < last.ms) throw tooSmall()
    return ms === last.ms ? nextId(last) : { ms, seq: 0 }
  }
  const id = parseId(text, 0)
  if (compareIds(id, ZERO) === 0) throw new CommandError("ERR The ID specified in XADD must be greater than 0-0")
  if (compareIds(id, last) <= 0) throw tooSmall()
  return id
}

function add(context: Context, [key = "", ...args]: string[]): Reply {
  const reader = new ArgumentReader(args)
  let create = true
  let trimming: Trim | undefined
  for (;;) {
    if (reader.take("NOMKSTREAM")) create = false
    else if (/^(MAXLEN|MINID)$/i.test(reader.peek() ?? "")) {
      if (trimming)
        throw new CommandError("ERR syntax error, MAXLEN and MINID options at the same time are not compatible")
      trimming = trimOptions(reader)
    } else break
  }
  const id = reader.done ? "" : reader.next()
  const fields = reader.rest()
  if (id !== "*" && !/^\d+-\*$/.test(id)) parseId(id, 0)
  if (fields.length === 0 || fields.length % 2) throw wrongArity("xadd")
  const existing = streamOf(context, key)
  if (!existing && !create) return null
  const resolved = newId(id, existing?.lastId ?? ZERO, context.now)
  const stream = existing ?? context.store.readOrCreate(key, "stream", emptyStream)
  stream.entries.push({ id: resolved, fields })
  stream.lastId = resolved
  stream.entriesAdded++
  if (trimming) trim(stream, trimming)
  context.store.touchedStreams.add(key)
  return formatId(resolved)
}

/** A bound of XRANGE: `-`, `+`, an id, or `(` and an id. A bare time means its first or last sequence. */
export function bound(text: string, side: "start" | "end"): StreamId {
  if (text === "-") return ZERO
  if (text === "+") return MAX_ID
  const open = text.startsWith("(")
  const id = parseId(open ? text.slice(1) : text, side === "start" ? 0 : Number.MAX_SAFE_INTEGER)
  if (!open) return id
  if (side === "end" && compareIds(id, ZERO) === 0) throw new CommandError("ERR invalid end ID for the interval")
  return side === "start" ? nextId(id) : previousId(id)
}

function rangeCommand(context: Context, args: string[], reverse: boolean): Reply {
  const [key = "", first = "", second = "", ...options] = args
  const start = bound(reverse ? second : first, "start")
  const end = bound(reverse ? first : second, "end")
  const reader = new ArgumentReader(options)
  let count: number | undefined
  while (!reader.done) {
    if (!reader.take("COUNT")) throw syntaxError()
    count = Math.max(0, integer(reader.next()))
  }
  const stream = streamOf(context, key)
  if (!stream) return []
  if (!reverse) return range(stream, start, end, count).map(entryReply)
  return range(stream, start, end).reverse().slice(0, count).map(entryReply)
}

function remove(context: Context, [key = "", ...ids]: string[]): Reply {
  const parsed = ids.map((id) => parseId(id, 0))
  const stream = streamOf(context, key)
  if (!stream) return 0
  let removed = 0
  for (const id of parsed) {
    const at = lowerBound(stream.entries, id)
    const entry = stream.entries[at]
    if (!entry || compareIds(entry.id, id) !== 0) continue
    stream.entries.splice(at, 1)
    if (compareIds(id, stream.maxDeletedId) > 0) stream.maxDeletedId = id
    removed++
  }
  return removed
}

function trimCommand(context: Context, [key = "", ...args]: string[]): Reply {
  const reader = new ArgumentReader(args)
  const options = trimOptions(reader)
  if (!options || !reader.done) throw syntaxError()
  const stream = streamOf(context, key)
  return stream ? trim(stream, options) : 0
}

export const streams: Commands = {
  XADD: { arity: -5, write: true, run: add },
  XLEN: { arity: 2, run: (c, [key = ""]) => streamOf(c, key)?.entries.length ?? 0 },
  XRANGE: { arity: -4, run: (c, args) => rangeCommand(c, args, false) },
  XREVRANGE: { arity: -4, run: (c, args) => rangeCommand(c, args, true) },
  XDEL: { arity: -3, write: true, run: remove },
  XTRIM: { arity: -4, write: true, run: trimCommand },
}

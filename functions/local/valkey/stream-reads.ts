import { ArgumentReader, integer } from "./arguments.ts"
import { Blocked, type Commands, type Context } from "./command.ts"
import { CommandError, NULL_ARRAY, type Reply, syntaxError } from "./reply.ts"
import {
  advance,
  compareIds,
  find,
  formatId,
  type Group,
  MAX_ID,
  nextId,
  parseId,
  pendingInOrder,
  range,
  type Stream,
  type StreamId,
} from "./stream.ts"
import { entryReply, streamOf } from "./streams.ts"

interface ReadOptions {
  count: number | undefined
  block: number | undefined
  noAck: boolean
  keys: string[]
  ids: string[]
}

function readOptions(reader: ArgumentReader, name: "xread" | "xreadgroup"): ReadOptions {
  const options: ReadOptions = { count: undefined, block: undefined, noAck: false, keys: [], ids: [] }
  for (;;) {
    if (reader.take("COUNT")) {
      const count = integer(reader.next())
      options.count = count > 0 ? count : undefined
    } else if (reader.take("BLOCK")) {
      options.block = integer(reader.next(), () => new CommandError("ERR timeout is not an integer or out of range"))
      if (options.block < 0) throw new CommandError("ERR timeout is negative")
    } else if (name === "xreadgroup" && reader.take("NOACK")) options.noAck = true
    else if (reader.take("STREAMS")) break
    else throw syntaxError()
  }
  const rest = reader.rest()
  if (rest.length === 0 || rest.length % 2)
    throw new CommandError(
      `ERR Unbalanced ${name.toUpperCase()} list of streams: for each stream key an ID or '${name === "xread" ? "$" : ">"}' must be specified.`,
    )
  options.keys = rest.slice(0, rest.length / 2)
  options.ids = rest.slice(rest.length / 2)
  return options
}

function read(context: Context, args: string[]): Reply | Blocked {
  const { keys, ids, count, block } = readOptions(new ArgumentReader(args), "xread")
  // `$` means "after what is there now", also when the answer comes later.
  const after = ids.map((text, at): StreamId => {
    if (text === ">")
      throw new CommandError(
        "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.",
      )
    if (text === "$") return streamOf(context, keys[at] ?? "")?.lastId ?? { ms: 0, seq: 0 }
    return parseId(text, 0)
  })
  const attempt = (): Reply | undefined => {
    const found: Reply[] = []
    for (const [at, key] of keys.entries()) {
      const stream = streamOf(context, key)
      const entries = stream ? range(stream, nextId(after[at] ?? MAX_ID), MAX_ID, count) : []
      if (entries.length) found.push([key, entries.map(entryReply)])
    }
    return found.length ? found : undefined
  }
  const now = attempt()
  if (now !== undefined) return now
  return block === undefined ? NULL_ARRAY : new Blocked(keys, block, attempt)
}

function readGroup(context: Context, args: string[]): Reply | Blocked {
  const reader = new ArgumentReader(args)
  if (!reader.take("GROUP")) throw syntaxError()
  const groupName = reader.next()
  const consumer = reader.next()
  const { keys, ids, count, block, noAck } = readOptions(reader, "xreadgroup")
  for (const id of ids) {
    if (id === "$")
      throw new CommandError(
        "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.",
      )
    if (id !== ">") parseId(id, 0)
  }
  const attempt = (now: number): Reply | undefined => {
    const sources = keys.map((key, at) => ({ key, id: ids[at] ?? ">", ...groupOf(context, key, groupName) }))
    const found: Reply[] = []
    for (const { key, id, stream, group } of sources) {
      group.consumers.set(consumer, { name: consumer, seenAt: now })
      const entries =
        id === ">" ? deliver(stream, group, consumer, now, count, noAck) : history(stream, group, consumer, id, count)
      if (id !== ">" || entries.length) found.push([key, entries])
    }
    return found.length ? found : undefined
  }
  const now = attempt(context.now)
  if (now !== undefined) return now
  return block === undefined ? NULL_ARRAY : new Blocked(keys, block, attempt)
}

function groupOf(context: Context, key: string, name: string): { stream: Stream; group: Group } {
  const stream = streamOf(context, key)
  const group = stream?.groups.get(name)
  if (!stream || !group)
    throw new CommandError(`NOGROUP No such key '${key}' or consumer group '${name}' in XREADGROUP with GROUP option`)
  return { stream, group }
}

/** Hands the group's next entries to a consumer and, unless it does not acknowledge, remembers that it has them. */
function deliver(
  stream: Stream,
  group: Group,
  consumer: string,
  now: number,
  count: number | undefined,
  noAck: boolean,
) {
  const entries = range(stream, nextId(group.lastId), MAX_ID, count)
  for (const { id } of entries) {
    advance(stream, group, id)
    if (!noAck) group.pending.set(formatId(id), { id, consumer, deliveredAt: now, count: 1 })
  }
  return entries.map(entryReply)
}

/** What this consumer was given and has not acknowledged; a deleted entry shows as an id without fields. */
function history(stream: Stream, group: Group, consumer: string, after: string, count: number | undefined): Reply[] {
  const from = parseId(after, 0)
  return pendingInOrder(group)
    .filter((pending) => pending.consumer === consumer && compareIds(pending.id, from) > 0)
    .slice(0, count)
    .map((pending) => {
      const entry = find(stream, pending.id)
      return entry ? entryReply(entry) : [formatId(pending.id), NULL_ARRAY]
    })
}

export const streamReads: Commands = {
  XREAD: { arity: -4, run: read },
  XREADGROUP: { arity: -7, write: true, run: readGroup },
}

import { ArgumentReader, integer } from "./arguments.ts"
import type { Commands, Context } from "./command.ts"
import { CommandError, NULL_ARRAY, OK, type Reply, syntaxError } from "./reply.ts"
import { compareIds, emptyStream, formatId, type Group, parseId, pendingInOrder, type Stream, ZERO } from "./stream.ts"
import { bound, streamOf } from "./streams.ts"

/** The group, or the error the pending-list commands give. */
export function pendingGroup(context: Context, key: string, name: string): { stream: Stream; group: Group } {
  const stream = streamOf(context, key)
  const group = stream?.groups.get(name)
  if (!stream || !group) throw new CommandError(`NOGROUP No such key '${key}' or consumer group '${name}'`)
  return { stream, group }
}

function groupCommand(context: Context, [subcommand = "", key = "", name = "", ...args]: string[]): Reply {
  const word = subcommand.toUpperCase()
  const bounds: Record<string, [least: number, most: number]> = {
    CREATE: [3, 6],
    SETID: [3, 5],
    DESTROY: [2, 2],
    CREATECONSUMER: [3, 3],
    DELCONSUMER: [3, 3],
  }
  const limits = bounds[word]
  if (!limits) throw new CommandError(`ERR unknown subcommand '${subcommand}'. Try XGROUP HELP.`)
  const given = args.length + 2
  if (given < limits[0] || given > limits[1])
    throw new CommandError(`ERR wrong number of arguments for 'xgroup|${word.toLowerCase()}' command`)
  const options = groupOptions(word, args.slice(1))
  const stream = groupStream(context, key, word === "CREATE" && options.makeStream)
  if (word === "CREATE") return create(stream, name, args[0] ?? "", options.entriesRead)
  const group = stream.groups.get(name)
  if (word === "DESTROY") {
    context.store.touchedStreams.add(key)
    return stream.groups.delete(name) ? 1 : 0
  }
  if (!group) throw new CommandError(`NOGROUP No such consumer group '${name}' for key name '${key}'`)
  if (word === "SETID") {
    group.lastId = startId(stream, args[0] ?? "")
    group.entriesRead = options.entriesRead
    return OK
  }
  return word === "CREATECONSUMER" ? addConsumer(context, group, args[0] ?? "") : deleteConsumer(group, args[0] ?? "")
}

function groupOptions(word: string, args: string[]): { makeStream: boolean; entriesRead: number | null } {
  const options: { makeStream: boolean; entriesRead: number | null } = { makeStream: false, entriesRead: null }
  if (word !== "CREATE" && word !== "SETID") return options
  const reader = new ArgumentReader(args)
  while (!reader.done) {
    if (word === "CREATE" && reader.take("MKSTREAM")) options.makeStream = true
    else if (reader.take("ENTRIESREAD")) {
      const read = integer(reader.next())
      if (read < -1) throw new CommandError("ERR value for ENTRIESREAD must be positive or -1")
      options.entriesRead = read < 0 ? null : read
    } else throw syntaxError()
  }
  return options
}

function groupStream(context: Context, key: string, make: boolean): Stream {
  const stream = streamOf(context, key)
  if (stream) return stream
  if (make) return context.store.readOrCreate(key, "stream", emptyStream)
  throw new CommandError(
    "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.",
  )
}

const startId = (stream: Stream, text: string) =>
  text === "$" ? stream.lastId : text === "-" ? ZERO : parseId(text, 0)

function create(stream: Stream, name: string, start: string, entriesRead: number | null): Reply {
  const lastId = startId(stream, start)
  if (stream.groups.has(name)) throw new CommandError("BUSYGROUP Consumer Group name already exists")
  stream.groups.set(name, { name, lastId, entriesRead, pending: new Map(), consumers: new Map() })
  return OK
}

function addConsumer({ now }: Context, group: Group, name: string): number {
  if (group.consumers.has(name)) return 0
  group.consumers.set(name, { name, seenAt: now })
  return 1
}

function deleteConsumer(group: Group, name: string): number {
  let dropped = 0
  for (const [id, pending] of group.pending) {
    if (pending.consumer !== name) continue
    group.pending.delete(id)
    dropped++
  }
  group.consumers.delete(name)
  return dropped
}

function acknowledge(context: Context, [key = "", name = "", ...ids]: string[]): Reply {
  const parsed = ids.map((id) => formatId(parseId(id, 0)))
  const group = streamOf(context, key)?.groups.get(name)
  return group ? parsed.filter((id) => group.pending.delete(id)).length : 0
}

function pending(context: Context, [key = "", name = "", ...args]: string[]): Reply {
  if (args.length === 0) return pendingSummary(pendingGroup(context, key, name).group)
  const reader = new ArgumentReader(args)
  const minIdle = reader.take("IDLE") ? integer(reader.next()) : 0
  if (reader.left < 3 || reader.left > 4) throw syntaxError()
  const start = bound(reader.next(), "start")
  const end = bound(reader.next(), "end")
  const count = Math.max(0, integer(reader.next()))
  const consumer = reader.done ? undefined : reader.next()
  const { group } = pendingGroup(context, key, name)
  return pendingInOrder(group)
    .filter((entry) => consumer === undefined || entry.consumer === consumer)
    .filter((entry) => compareIds(entry.id, start) >= 0 && compareIds(entry.id, end) <= 0)
    .filter((entry) => context.now - entry.deliveredAt >= minIdle)
    .slice(0, count)
    .map((entry) => [formatId(entry.id), entry.consumer, Math.max(0, context.now - entry.deliveredAt), entry.count])
}

function pendingSummary(group: Group): Reply {
  const sorted = pendingInOrder(group)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (!first || !last) return [0, null, null, NULL_ARRAY]
  const perConsumer = new Map<string, number>()
  for (const { consumer } of sorted) perConsumer.set(consumer, (perConsumer.get(consumer) ?? 0) + 1)
  const names = [...perConsumer.keys()].sort()
  return [
    sorted.length,
    formatId(first.id),
    formatId(last.id),
    names.map((consumer) => [consumer, String(perConsumer.get(consumer))]),
  ]
}

export const streamGroups: Commands = {
  XGROUP: { arity: -2, write: true, run: groupCommand },
  XACK: { arity: -4, write: true, run: acknowledge },
  XPENDING: { arity: -3, run: pending },
}

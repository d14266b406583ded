import type { Commands, Context } from "./command.ts"
import { CommandError, type Reply } from "./reply.ts"
import { formatId, type Group, lag, type Stream, ZERO } from "./stream.ts"
import { entryReply, streamOf } from "./streams.ts"

function info(context: Context, [subcommand = "", key = "", name = ""]: string[]): Reply {
  const word = subcommand.toUpperCase()
  if (!["STREAM", "GROUPS", "CONSUMERS"].includes(word))
    throw new CommandError(`ERR unknown subcommand '${subcommand}'. Try XINFO HELP.`)
  const stream = streamOf(context, key)
  if (!stream) throw new CommandError("ERR no such key")
  if (word === "STREAM") return streamInfo(stream)
  if (word === "GROUPS") return byName(stream.groups).map((group) => groupInfo(stream, group))
  const group = stream.groups.get(name)
  if (!group) throw new CommandError(`NOGROUP No such consumer group '${name}' for key name '${key}'`)
  return byName(group.consumers).map((consumer) => [
    "name",
    consumer.name,
    "pending",
    [...group.pending.values()].filter((pending) => pending.consumer === consumer.name).length,
    "idle",
    Math.max(0, context.now - consumer.seenAt),
  ])
}

const byName = <T extends { name: string }>(items: Map<string, T>): T[] =>
  [...items.values()].sort((a, b) => (a.name < b.name ? -1 : 1))

function streamInfo(stream: Stream): Reply {
  const first = stream.entries[0]
  const last = stream.entries.at(-1)
  return [
    "length",
    stream.entries.length,
    // Valkey counts the nodes of its tree here; ours has none.
    "radix-tree-keys",
    Math.ceil(stream.entries.length / 100),
    "radix-tree-nodes",
    Math.ceil(stream.entries.length / 100) + 1,
    "last-generated-id",
    formatId(stream.lastId),
    "max-deleted-entry-id",
    formatId(stream.maxDeletedId),
    "entries-added",
    stream.entriesAdded,
    "recorded-first-entry-id",
    formatId(first?.id ?? ZERO),
    "groups",
    stream.groups.size,
    "first-entry",
    first ? entryReply(first) : null,
    "last-entry",
    last ? entryReply(last) : null,
  ]
}

function groupInfo(stream: Stream, group: Group): Reply {
  return [
    "name",
    group.name,
    "consumers",
    group.consumers.size,
    "pending",
    group.pending.size,
    "last-delivered-id",
    formatId(group.lastId),
    "entries-read",
    group.entriesRead,
    "lag",
    lag(stream, group),
  ]
}

export const streamInfos: Commands = { XINFO: { arity: -3, run: info } }

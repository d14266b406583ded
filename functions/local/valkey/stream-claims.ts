import { ArgumentReader, integer } from "./arguments.ts"
import type { Commands, Context } from "./command.ts"
import { CommandError, type Reply, syntaxError } from "./reply.ts"
import { compareIds, find, formatId, type Pending, parseId, pendingInOrder, type StreamId, ZERO } from "./stream.ts"
import { pendingGroup } from "./stream-groups.ts"
import { bound, entryReply } from "./streams.ts"

interface ClaimOptions {
  deliveredAt: number
  retryCount: number | undefined
  force: boolean
  justId: boolean
  lastId: StreamId | undefined
}

function claimOptions(reader: ArgumentReader, now: number): ClaimOptions {
  const options: ClaimOptions = {
    deliveredAt: now,
    retryCount: undefined,
    force: false,
    justId: false,
    lastId: undefined,
  }
  const number = (name: string) =>
    integer(reader.next(), () => new CommandError(`ERR Invalid ${name} option argument for XCLAIM`))
  while (!reader.done) {
    if (reader.take("FORCE")) options.force = true
    else if (reader.take("JUSTID")) options.justId = true
    else if (reader.take("IDLE")) options.deliveredAt = now - number("IDLE")
    else if (reader.take("TIME")) options.deliveredAt = number("TIME")
    else if (reader.take("RETRYCOUNT")) options.retryCount = number("RETRYCOUNT")
    else if (reader.take("LASTID")) options.lastId = parseId(reader.next(), 0)
    else throw new CommandError(`ERR Unrecognized XCLAIM option '${reader.next()}'`)
  }
  options.deliveredAt = Math.max(0, Math.min(options.deliveredAt, now))
  return options
}

function minIdle(text: string, command: string): number {
  return Math.max(
    0,
    integer(text, () => new CommandError(`ERR Invalid min-idle-time argument for ${command}`)),
  )
}

function claim(context: Context, [key = "", name = "", consumer = "", idle = "", ...args]: string[]): Reply {
  const { stream, group } = pendingGroup(context, key, name)
  const least = minIdle(idle, "XCLAIM")
  const count = args.findIndex((arg) => !/^\d+(-\d+)?$/.test(arg))
  const ids = (count < 0 ? args : args.slice(0, count)).map((id) => parseId(id, 0))
  const options = claimOptions(new ArgumentReader(count < 0 ? [] : args.slice(count)), context.now)
  if (options.lastId && compareIds(options.lastId, group.lastId) > 0) group.lastId = options.lastId
  group.consumers.set(consumer, { name: consumer, seenAt: context.now })
  const claimed: Reply[] = []
  for (const id of ids) {
    const text = formatId(id)
    const entry = find(stream, id)
    const held = group.pending.get(text)
    if (!entry) {
      group.pending.delete(text) // deleted from the stream: nobody can work on it any more
      continue
    }
    if (!held && !options.force) continue
    if (held && context.now - held.deliveredAt < least) continue
    const attempts = options.retryCount ?? (held?.count ?? 0) + (options.justId ? 0 : 1)
    group.pending.set(text, { id, consumer, deliveredAt: options.deliveredAt, count: attempts })
    claimed.push(options.justId ? text : entryReply(entry))
  }
  return claimed
}

function autoClaim(
  context: Context,
  [key = "", name = "", consumer = "", idle = "", start = "", ...args]: string[],
): Reply {
  const least = minIdle(idle, "XAUTOCLAIM")
  const from = bound(start, "start")
  const reader = new ArgumentReader(args)
  let count = 100
  let justId = false
  while (!reader.done) {
    if (reader.take("COUNT")) {
      count = integer(reader.next())
      if (count < 1) throw new CommandError("ERR COUNT must be > 0")
    } else if (reader.take("JUSTID")) justId = true
    else throw syntaxError()
  }
  const { stream, group } = pendingGroup(context, key, name)
  group.consumers.set(consumer, { name: consumer, seenAt: context.now })
  const claimed: Reply[] = []
  const deleted: Reply[] = []
  let next: StreamId = ZERO
  // Looks at ten times as many entries as it claims at most, as Redis does, so that one call stays short.
  let looks = count * 10
  for (const held of pendingInOrder(group)) {
    if (compareIds(held.id, from) < 0) continue
    if (looks-- === 0 || claimed.length + deleted.length === count) {
      next = held.id
      break
    }
    const entry = find(stream, held.id)
    if (!entry) {
      group.pending.delete(formatId(held.id))
      deleted.push(formatId(held.id))
    } else if (context.now - held.deliveredAt >= least) {
      take(held, consumer, context.now, justId)
      claimed.push(justId ? formatId(held.id) : entryReply(entry))
    }
  }
  return [formatId(next), claimed, deleted]
}

function take(held: Pending, consumer: string, now: number, justId: boolean): void {
  held.consumer = consumer
  held.deliveredAt = now
  if (!justId) held.count++
}

export const streamClaims: Commands = {
  XCLAIM: { arity: -6, write: true, run: claim },
  XAUTOCLAIM: { arity: -6, write: true, run: autoClaim },
}

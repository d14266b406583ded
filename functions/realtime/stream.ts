import { setTimeout as sleep } from "node:timers/promises"
import { Redis } from "ioredis"
import { EVENTS } from "../core/event/event.ts"
import { StreamEvent } from "./event.ts"

export type Entry = { id: string; event: StreamEvent }

/** How long one blocking read waits. The store bills each: a month of waiting takes 130,000 of them. Milliseconds. */
const BLOCK = 20_000
const BATCH = 500
/** Clocks of publishers and of the store may differ by this much. Milliseconds. */
const CLOCK_SLACK = 60_000

/** Reads the entries of a reply; one that is not an event of ours is skipped and logged, it must not stop the stream. */
export function readEntries(raw: [string, string[]][]): Entry[] {
  return raw.flatMap(([id, fields]) => {
    const at = fields.indexOf("event")
    const parsed = StreamEvent.safeParse(parseJson(fields[at + 1] ?? ""))
    if (parsed.success) return [{ id, event: parsed.data }]
    console.error(JSON.stringify({ message: "an entry of the stream is not an event", id }))
    return []
  })
}

/** What a field of a stream says, or undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether stream id `one` lies after `other`. */
export function after(one: string, other: string): boolean {
  const [oneTime = 0, oneCount = 0] = one.split("-").map(Number)
  const [otherTime = 0, otherCount = 0] = other.split("-").map(Number)
  return oneTime === otherTime ? oneCount > otherCount : oneTime > otherTime
}

/** A connection that keeps trying: the store may restart at any time. */
export function connect(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(times * 100, 2_000) })
  redis.on("error", (error) => console.error(JSON.stringify({ message: "valkey", error: error.message })))
  return redis
}

/** What is done with the entries of a stream, in order, each once. */
export type Handlers = Record<string, (id: string, fields: string[]) => void>

/**
 * Follows streams from their end, all by one connection and one blocking read. `last(stream)` is the id of the last
 * entry handed on; `silent()` for how long the store has not answered although it should have. Milliseconds.
 */
export function follow(url: string, handlers: Handlers, signal: AbortSignal) {
  const redis = connect(url)
  const streams = Object.keys(handlers)
  const last = new Map(streams.map((stream) => [stream, "0-0"]))
  let answeredAt = Date.now()
  let first = true
  const begin = async () => {
    for (const stream of streams) {
      const [newest] = await redis.xrevrange(stream, "+", "-", "COUNT", 1)
      // A store that lost its data starts over; ids of before lie ahead of everything in it.
      if (first || (newest && after(last.get(stream) ?? "0-0", newest[0]))) last.set(stream, newest?.[0] ?? "0-0")
    }
    first = false
  }
  // Reads are resent by themselves when the connection is new, perhaps to a store that knows nothing of before.
  let reconnected = false
  redis.on("ready", () => {
    reconnected = true
  })
  const loop = async () => {
    while (!signal.aborted) {
      const ids = streams.map((stream) => last.get(stream) ?? "0-0")
      const reply = await redis.xread("COUNT", BATCH, "BLOCK", BLOCK, "STREAMS", ...streams, ...ids)
      answeredAt = Date.now()
      for (const [stream, entries] of reply ?? []) {
        for (const [id, fields] of entries) {
          handlers[stream]?.(id, fields)
          last.set(stream, id)
        }
      }
      if (reconnected && !reply) {
        reconnected = false
        await begin()
      }
    }
  }
  const ready = begin()
  const done = (async () => {
    await ready
    while (!signal.aborted) {
      await loop().catch(async (error: Error) => {
        if (signal.aborted) return
        console.error(JSON.stringify({ message: "following the streams was interrupted", error: error.message }))
        await sleep(500)
      })
    }
  })()
  signal.addEventListener("abort", () => redis.disconnect())
  return {
    ready,
    done,
    last: (stream: string) => last.get(stream) ?? "0-0",
    silent: () => Math.max(0, Date.now() - answeredAt - BLOCK),
  }
}

/** When the store took an entry. Milliseconds since the epoch. */
export function takenAt(id: string): number {
  return Number(id.split("-")[0])
}

/** Milliseconds since the epoch in a UUIDv7 (RFC 9562). */
function timeOf(uuid: string): number {
  return Number.parseInt(uuid.replaceAll("-", "").slice(0, 12), 16)
}

/** Entries that a client may miss before it is told to refetch instead. */
const REPLAY_LIMIT = 2_000

/**
 * What came after the event `since`, up to and with the entry `until()` that the follower has handed on by then, so that
 * a socket joining in the same turn misses nothing and gets nothing twice.
 * @returns undefined when `since` is not in the stream any more, or too much came after it
 */
export async function replaySince(redis: Redis, since: string, until: () => string): Promise<Entry[] | undefined> {
  let from = `${Math.max(0, timeOf(since) - CLOCK_SLACK)}`
  let found = false
  const missed: Entry[] = []
  // Bounded by the stream's length; each round reads on from the last one's end.
  for (let round = 0; round < 100; round++) {
    const raw = await redis.xrange(EVENTS, from, "+", "COUNT", BATCH)
    for (const entry of readEntries(raw)) {
      if (found) missed.push(entry)
      else if (entry.event.id === since) found = true
    }
    if (missed.length > REPLAY_LIMIT) return undefined
    const end = raw.at(-1)?.[0]
    if (end) from = `(${end}`
    const read = end ?? from.replace("(", "")
    if (raw.length < BATCH && !after(until(), read)) break
  }
  return found ? missed.filter((entry) => !after(entry.id, until())) : undefined
}

import { CommandError } from "./reply.ts"

export interface StreamId {
  ms: number
  seq: number
}

export interface Entry {
  id: StreamId
  fields: string[]
}

export interface Pending {
  id: StreamId
  consumer: string
  deliveredAt: number
  count: number
}

export interface Group {
  name: string
  lastId: StreamId
  /** How many entries of the stream's life the group has read; null when that cannot be known. */
  entriesRead: number | null
  /** Delivered and not acknowledged, by id. */
  pending: Map<string, Pending>
  consumers: Map<string, { name: string; seenAt: number }>
}

export interface Stream {
  /** Ascending by id. */
  entries: Entry[]
  lastId: StreamId
  maxDeletedId: StreamId
  entriesAdded: number
  groups: Map<string, Group>
}

export const ZERO: StreamId = { ms: 0, seq: 0 }
export const MAX_ID: StreamId = { ms: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER }

export const emptyStream = (): Stream => ({
  entries: [],
  lastId: ZERO,
  maxDeletedId: ZERO,
  entriesAdded: 0,
  groups: new Map(),
})

export const compareIds = (a: StreamId, b: StreamId): number => a.ms - b.ms || a.seq - b.seq
export const formatId = (id: StreamId): string => `${id.ms}-${id.seq}`
export const invalidId = () => new CommandError("ERR Invalid stream ID specified as stream command argument")

/** Parses `ms` or `ms-seq`; a missing sequence becomes `seq`. Numbers above 2^53 are taken as the greatest id. */
export function parseId(text: string, seq: number): StreamId {
  const match = /^(\d{1,20})(?:-(\d{1,20}))?$/.exec(text)
  if (!match) throw invalidId()
  const bounded = (digits: string) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER)
  return { ms: bounded(match[1] ?? ""), seq: match[2] === undefined ? seq : bounded(match[2]) }
}

export const nextId = (id: StreamId): StreamId =>
  id.seq === Number.MAX_SAFE_INTEGER ? { ms: id.ms + 1, seq: 0 } : { ms: id.ms, seq: id.seq + 1 }
export const previousId = (id: StreamId): StreamId =>
  id.seq === 0 ? { ms: id.ms - 1, seq: Number.MAX_SAFE_INTEGER } : { ms: id.ms, seq: id.seq - 1 }

/** Index of the first entry with an id at or above this one. */
export function lowerBound(entries: Entry[], id: StreamId): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = entries[middle]
    if (entry && compareIds(entry.id, id) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export function find(stream: Stream, id: StreamId): Entry | undefined {
  const entry = stream.entries[lowerBound(stream.entries, id)]
  return entry && compareIds(entry.id, id) === 0 ? entry : undefined
}

/** Entries from `start` to `end`, both included; without a count, all of them. */
export function range(stream: Stream, start: StreamId, end: StreamId, count?: number): Entry[] {
  const from = lowerBound(stream.entries, start)
  const to = lowerBound(stream.entries, nextId(end))
  return stream.entries.slice(from, count === undefined ? to : Math.min(to, from + count))
}

/** Pending entries in the order of their ids. */
export function pendingInOrder(group: Group): Pending[] {
  return [...group.pending.values()].sort((a, b) => compareIds(a.id, b.id))
}

function hasTombstones(stream: Stream, from: StreamId): boolean {
  if (stream.entries.length === 0 || compareIds(stream.maxDeletedId, ZERO) === 0) return false
  return compareIds(from, stream.maxDeletedId) <= 0
}

/** How many entries were ever added up to this id, where that is certain. (Redis 7, t_stream.c.) */
function distanceFromFirst(stream: Stream, id: StreamId): number | null {
  if (stream.entriesAdded === 0) return 0
  const last = compareIds(id, stream.lastId)
  if (stream.entries.length === 0 && last <= 0) return stream.entriesAdded
  if (compareIds(id, stream.maxDeletedId) < 0) return null
  if (last === 0) return stream.entriesAdded
  const first = stream.entries[0]
  if (last > 0 || !first) return null
  const deletedNone = compareIds(stream.maxDeletedId, ZERO) === 0 || compareIds(stream.maxDeletedId, first.id) < 0
  const position = compareIds(id, first.id)
  if (!deletedNone || position > 0) return null
  return stream.entriesAdded - stream.entries.length + (position === 0 ? 1 : 0)
}

/** Moves a group past an entry that was just delivered. */
export function advance(stream: Stream, group: Group, id: StreamId): void {
  if (compareIds(id, group.lastId) <= 0) return
  group.entriesRead =
    group.entriesRead !== null && !hasTombstones(stream, id) ? group.entriesRead + 1 : distanceFromFirst(stream, id)
  group.lastId = id
}

/** How many entries the group has yet to read; null when that cannot be known. */
export function lag(stream: Stream, group: Group): number | null {
  if (stream.entriesAdded === 0) return 0
  const known = group.entriesRead !== null && !hasTombstones(stream, group.lastId)
  const read = known ? group.entriesRead : distanceFromFirst(stream, group.lastId)
  return read === null ? null : stream.entriesAdded - read
}

export function snapshotStream(stream: Stream): unknown {
  const groups = [...stream.groups.values()].map((group) => ({
    ...group,
    pending: [...group.pending],
    consumers: [...group.consumers],
  }))
  return { ...stream, groups }
}

interface StreamSnapshot extends Omit<Stream, "groups"> {
  groups: (Omit<Group, "pending" | "consumers"> & {
    pending: [string, Pending][]
    consumers: [string, { name: string; seenAt: number }][]
  })[]
}

/** Trusts its input: only `snapshotStream` writes it. */
export function restoreStream(data: unknown): Stream {
  const snapshot = data as StreamSnapshot
  const groups = snapshot.groups.map((group): [string, Group] => [
    group.name,
    { ...group, pending: new Map(group.pending), consumers: new Map(group.consumers) },
  ])
  return { ...snapshot, groups: new Map(groups) }
}

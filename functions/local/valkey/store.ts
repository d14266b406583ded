import { wrongType } from "./reply.ts"
import { restoreStream, type Stream, snapshotStream } from "./stream.ts"

interface Types {
  string: string
  hash: Map<string, string>
  set: Set<string>
  zset: Map<string, number>
  stream: Stream
}
export type Value = { [T in keyof Types]: { type: T; data: Types[T] } }[keyof Types]

/** A store as plain JSON; the first line of a compacted append-only file. */
export type Snapshot = [key: string, type: Value["type"], data: unknown, expiresAt: number | null][]

/** The keys and their values. Expired keys are gone for every reader, whether or not they were swept yet. */
export class Store {
  #values = new Map<string, Value>()
  #expiry = new Map<string, number>()
  /** Milliseconds since 1970, set before each command. */
  now = 0
  /** Stream keys changed since this was last emptied: their waiting readers must look again. */
  touchedStreams = new Set<string>()

  value(key: string): Value | undefined {
    const expiresAt = this.#expiry.get(key)
    if (expiresAt !== undefined && expiresAt <= this.now) this.delete(key)
    return this.#values.get(key)
  }

  /** The value of a key if it is of this type; undefined when there is none; an error when it is of another. */
  read<T extends keyof Types>(key: string, type: T): Types[T] | undefined {
    const value = this.value(key)
    if (value === undefined) return undefined
    if (value.type !== type) throw wrongType()
    return value.data as Types[T] // TypeScript does not narrow a union by a generic
  }

  /** As `read`, but stores `empty()` where there is nothing. */
  readOrCreate<T extends keyof Types>(key: string, type: T, empty: () => Types[T]): Types[T] {
    const found = this.read(key, type)
    if (found !== undefined) return found
    const data = empty()
    this.write(key, { type, data } as Value)
    return data
  }

  write(key: string, value: Value): void {
    this.#values.set(key, value)
    if (value.type === "stream") this.touchedStreams.add(key)
  }

  delete(key: string): boolean {
    this.#expiry.delete(key)
    const value = this.#values.get(key)
    if (value?.type === "stream") this.touchedStreams.add(key)
    return this.#values.delete(key)
  }

  /** Removes a collection that became empty, as Valkey does (streams stay). */
  dropIfEmpty(key: string, data: { size: number }): void {
    if (data.size === 0) this.delete(key)
  }

  expiresAt(key: string): number | undefined {
    return this.value(key) === undefined ? undefined : this.#expiry.get(key)
  }

  expireAt(key: string, at: number | undefined): void {
    if (at === undefined) this.#expiry.delete(key)
    else if (at <= this.now) this.delete(key)
    else this.#expiry.set(key, at)
  }

  keys(): string[] {
    this.sweep()
    return [...this.#values.keys()]
  }

  clear(): void {
    for (const key of [...this.#values.keys()]) this.delete(key)
  }

  /** Frees what has expired and was not read since. */
  sweep(): void {
    for (const [key, at] of this.#expiry) if (at <= this.now) this.delete(key)
  }

  snapshot(): Snapshot {
    this.sweep()
    return [...this.#values].map(([key, value]) => [key, value.type, plain(value), this.#expiry.get(key) ?? null])
  }

  restore(snapshot: Snapshot): void {
    for (const [key, type, data, expiresAt] of snapshot) {
      this.#values.set(key, revive(type, data))
      if (expiresAt !== null) this.#expiry.set(key, expiresAt)
    }
  }
}

function plain(value: Value): unknown {
  if (value.type === "string") return value.data
  if (value.type === "stream") return snapshotStream(value.data)
  if (value.type === "zset") return [...value.data].map(([member, score]) => [member, String(score)])
  return [...value.data]
}

// The casts trust our own file: snapshot() wrote it, and a torn line never parses as JSON.
function revive(type: Value["type"], data: unknown): Value {
  if (type === "string") return { type, data: data as string }
  if (type === "hash") return { type, data: new Map(data as [string, string][]) }
  if (type === "set") return { type, data: new Set(data as string[]) }
  if (type === "zset") return { type, data: new Map((data as [string, string][]).map(([m, s]) => [m, Number(s)])) }
  return { type, data: restoreStream(data) }
}

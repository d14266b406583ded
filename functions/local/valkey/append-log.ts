import { closeSync, existsSync, fdatasync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs"
import type { Engine } from "./engine.ts"
import type { Snapshot } from "./store.ts"

/** The file is rewritten when it has doubled since, and is larger than this. */
const REWRITE_ABOVE = 32 << 20
const SYNC_EVERY_MS = 1_000

/**
 * The append-only file: its first line is a snapshot, each further line `[time, [command, …]]`.
 *
 * A record is handed to the operating system before the client has its answer, so a killed process loses nothing;
 * a power cut loses at most the last second, as with Valkey's `appendfsync everysec`.
 */
export class AppendLog {
  readonly #file: string
  #descriptor: number | undefined
  #size = 0
  #baseSize = 0
  #dirty = false
  #timer: NodeJS.Timeout | undefined

  constructor(file: string) {
    this.#file = file
  }

  /** Restores the engine from the file, then starts a new, compact one. */
  open(engine: Engine): void {
    if (existsSync(this.#file)) load(this.#file, engine)
    this.rewrite(engine)
    this.#timer = setInterval(() => this.#sync(), SYNC_EVERY_MS)
    this.#timer.unref()
  }

  append(now: number, commands: string[][]): void {
    if (this.#descriptor === undefined) return
    this.#size += writeSync(this.#descriptor, `${JSON.stringify([now, commands])}\n`)
    this.#dirty = true
  }

  /** Rewrites the file if it has grown much. */
  compact(engine: Engine): void {
    if (this.#size > REWRITE_ABOVE && this.#size > this.#baseSize * 2) this.rewrite(engine)
  }

  rewrite(engine: Engine): void {
    const temporary = `${this.#file}.new`
    const descriptor = openSync(temporary, "w", 0o600)
    this.#size = this.#baseSize = writeSync(descriptor, `${JSON.stringify(engine.snapshot())}\n`)
    fsyncSync(descriptor)
    renameSync(temporary, this.#file)
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = descriptor
  }

  close(): void {
    clearInterval(this.#timer)
    if (this.#descriptor === undefined) return
    fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #sync(): void {
    if (!this.#dirty || this.#descriptor === undefined) return
    this.#dirty = false
    fdatasync(this.#descriptor, () => {})
  }
}

function load(file: string, engine: Engine): void {
  const lines = readFileSync(file, "utf8").split("\n")
  // A crash may tear the last line; whoever wrote it never got an answer.
  const torn = lines.pop()
  if (torn) process.stderr.write(`${file}: dropped an unfinished last record\n`)
  for (const [at, line] of lines.entries()) {
    // Only this file's own format is read; it is private to its owner.
    if (at === 0) engine.restore(JSON.parse(line) as Snapshot)
    else engine.replay(...(JSON.parse(line) as [number, string[][]]))
  }
}

import type { Reply } from "./reply.ts"
import type { Store } from "./store.ts"

/** One client connection, as far as commands know it. */
export interface Session {
  id: number
  name: string
  authenticated: boolean
  /** Commands queued since MULTI; undefined outside a transaction. */
  queue?: string[][]
  /** A queued command was wrong, so EXEC must refuse. */
  queueFailed?: boolean
  closing?: boolean
}

export interface Context {
  store: Store
  session: Session
  /** Milliseconds since 1970; the same for all commands of a transaction. */
  now: number
  password: string | undefined
}

/** A command that found nothing and wants to wait: `retry` answers undefined as long as there is still nothing. */
export class Blocked {
  readonly keys: string[]
  readonly timeoutMs: number
  readonly retry: (now: number) => Reply | undefined
  constructor(keys: string[], timeoutMs: number, retry: (now: number) => Reply | undefined) {
    this.keys = keys
    this.timeoutMs = timeoutMs
    this.retry = retry
  }
}

export interface Command {
  /** As Valkey counts: with the name; negative means "at least". */
  arity: number
  /** Changes data, so it is written to the append-only file. */
  write?: boolean
  run: (context: Context, args: string[]) => Reply | Blocked
}

export type Commands = Record<string, Command>

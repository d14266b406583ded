import { Blocked, type Command, type Commands, type Context, type Session } from "./command.ts"
import { commandList, connection, requireAuthentication } from "./connection.ts"
import { hashes } from "./hashes.ts"
import { keys } from "./keys.ts"
import { CommandError, Failure, NULL_ARRAY, OK, type Reply, Status, wrongArity } from "./reply.ts"
import { sets } from "./sets.ts"
import { sortedSets } from "./sorted-sets.ts"
import { type Snapshot, Store } from "./store.ts"
import { streamClaims } from "./stream-claims.ts"
import { streamGroups } from "./stream-groups.ts"
import { streamInfos } from "./stream-info.ts"
import { streamReads } from "./stream-reads.ts"
import { streams } from "./streams.ts"
import { strings } from "./strings.ts"

export interface EngineOptions {
  /** Milliseconds since 1970. */
  clock: () => number
  password?: string
  /** Receives every change: the time it happened and the commands that make it up (several for EXEC). */
  onWrite?: (now: number, commands: string[][]) => void
}

interface Waiter {
  blocked: Blocked
  args: string[]
  context: Context
  answer: (reply: Reply) => void
  timer: NodeJS.Timeout | undefined
}

const TRANSACTION = new Set(["MULTI", "EXEC", "DISCARD"])
const BEFORE_AUTHENTICATION = new Set(["AUTH", "HELLO", "QUIT"])

/**
 * The commands of Valkey over one store. Given the same commands at the same times it reaches the same state, which
 * is what the append-only file relies on.
 */
export class Engine {
  readonly #store = new Store()
  readonly #options: EngineOptions
  readonly #commands: Commands
  #waiters = new Set<Waiter>()
  #sessions = 0

  constructor(options: EngineOptions) {
    this.#options = options
    this.#commands = {
      ...connection,
      ...strings,
      ...keys,
      ...hashes,
      ...sets,
      ...sortedSets,
      ...streams,
      ...streamReads,
      ...streamGroups,
      ...streamClaims,
      ...streamInfos,
      COMMAND: commandList(() => this.#commands),
    }
  }

  /** A new connection. */
  session(): Session {
    return { id: ++this.#sessions, name: "", authenticated: this.#options.password === undefined }
  }

  /**
   * Runs one command. The answer comes at once, or, for a read that blocks, when there is something to read;
   * `signal` ends such a wait when the client goes away. Never rejects: a mistake is an answer, too.
   */
  execute(session: Session, args: string[], signal?: AbortSignal): Reply | Promise<Reply> {
    const context = this.#context(session)
    const name = (args[0] ?? "").toUpperCase()
    if (TRANSACTION.has(name)) return this.#transaction(context, name, args)
    if (session.queue) return this.#enqueue(context, args)
    const result = this.#run(context, args)
    if (!(result instanceof Blocked)) {
      this.#wake()
      return result
    }
    return this.#wait(result, args, context, signal)
  }

  /** Repeats what the append-only file tells. */
  replay(now: number, commands: string[][]): void {
    this.#store.now = now
    const session: Session = { id: 0, name: "", authenticated: true }
    const context: Context = { store: this.#store, session, now, password: undefined }
    for (const args of commands) this.#call(context, args)
    this.#store.touchedStreams.clear()
  }

  snapshot(): Snapshot {
    this.#store.now = this.#options.clock()
    return this.#store.snapshot()
  }

  restore(snapshot: Snapshot): void {
    this.#store.restore(snapshot)
    this.#store.touchedStreams.clear()
  }

  /** Frees expired keys nobody asked for. */
  sweep(): void {
    this.#store.now = this.#options.clock()
    this.#store.sweep()
  }

  /** Answers every waiting reader with "nothing", as at its time-out. */
  stop(): void {
    for (const waiter of [...this.#waiters]) this.#answer(waiter, NULL_ARRAY)
  }

  #context(session: Session): Context {
    const now = this.#options.clock()
    this.#store.now = now
    return { store: this.#store, session, now, password: this.#options.password }
  }

  #lookup(args: string[]): { command: Command; name: string } {
    const given = args[0] ?? ""
    const name = given.toUpperCase()
    const command = Object.hasOwn(this.#commands, name) ? this.#commands[name] : undefined
    if (!command) {
      const shown = args.slice(1, 21).map((arg) => `'${arg.slice(0, 128)}' `)
      throw new CommandError(
        `ERR unknown command '${given.slice(0, 128)}', with args beginning with: ${shown.join("")}`,
      )
    }
    if (command.arity > 0 ? args.length !== command.arity : args.length < -command.arity) throw wrongArity(given)
    return { command, name }
  }

  /** Runs a command and answers its mistake, if it makes one. */
  #call(context: Context, args: string[]): Reply | Blocked {
    try {
      const { command, name } = this.#lookup(args)
      if (!BEFORE_AUTHENTICATION.has(name)) requireAuthentication(context)
      return command.run(context, args.slice(1))
    } catch (error) {
      if (error instanceof CommandError) return new Failure(error.message)
      throw error
    }
  }

  #run(context: Context, args: string[]): Reply | Blocked {
    const result = this.#call(context, args)
    if (this.#changes(args, result)) this.#options.onWrite?.(context.now, [args])
    return result
  }

  #changes(args: string[], result: Reply | Blocked): boolean {
    return !(result instanceof Failure) && this.#commands[(args[0] ?? "").toUpperCase()]?.write === true
  }

  #transaction(context: Context, name: string, args: string[]): Reply {
    const { session } = context
    if (args.length !== 1) {
      const message = wrongArity(name).message
      return new Failure(name === "EXEC" ? `EXECABORT Transaction discarded because of: ${message.slice(4)}` : message)
    }
    if (context.password !== undefined && !session.authenticated) return new Failure("NOAUTH Authentication required.")
    if (name === "MULTI") {
      if (session.queue) return new Failure("ERR MULTI calls can not be nested")
      session.queue = []
      return OK
    }
    if (!session.queue) return new Failure(`ERR ${name} without MULTI`)
    const queue = session.queue
    const failed = session.queueFailed
    session.queue = undefined
    session.queueFailed = false
    if (name === "DISCARD") return OK
    if (failed) return new Failure("EXECABORT Transaction discarded because of previous errors.")
    return this.#execute(context, queue)
  }

  /** All commands at one instant, written to the file as one record: all of them survive a crash, or none. */
  #execute(context: Context, queue: string[][]): Reply {
    const writes: string[][] = []
    const replies = queue.map((args) => {
      const result = this.#call(context, args)
      if (this.#changes(args, result)) writes.push(args)
      return result instanceof Blocked ? NULL_ARRAY : result
    })
    if (writes.length) this.#options.onWrite?.(context.now, writes)
    this.#wake()
    return replies
  }

  #enqueue(context: Context, args: string[]): Reply {
    const { session } = context
    try {
      this.#lookup(args)
      session.queue?.push(args)
      return new Status("QUEUED")
    } catch (error) {
      session.queueFailed = true
      if (error instanceof CommandError) return new Failure(error.message)
      throw error
    }
  }

  #wait(blocked: Blocked, args: string[], context: Context, signal?: AbortSignal): Promise<Reply> {
    if (signal?.aborted) return Promise.resolve(NULL_ARRAY)
    return new Promise((answer) => {
      const waiter: Waiter = { blocked, args, context, answer, timer: undefined }
      this.#waiters.add(waiter)
      if (blocked.timeoutMs > 0) {
        // Longer than setTimeout can count is as good as for ever.
        waiter.timer = setTimeout(() => this.#answer(waiter, NULL_ARRAY), Math.min(blocked.timeoutMs, 2 ** 31 - 1))
      }
      signal?.addEventListener("abort", () => this.#answer(waiter, NULL_ARRAY), { once: true })
    })
  }

  #answer(waiter: Waiter, reply: Reply): void {
    if (!this.#waiters.delete(waiter)) return
    clearTimeout(waiter.timer)
    waiter.answer(reply)
  }

  /** Lets readers of changed streams look again, the one that waits longest first. */
  #wake(): void {
    const touched = this.#store.touchedStreams
    if (touched.size === 0) return
    for (const waiter of [...this.#waiters]) {
      if (!waiter.blocked.keys.some((key) => touched.has(key))) continue
      const reply = this.#retry(waiter)
      if (reply === undefined) continue
      if (this.#changes(waiter.args, reply)) this.#options.onWrite?.(this.#store.now, [waiter.args])
      this.#answer(waiter, reply)
    }
    touched.clear()
  }

  #retry(waiter: Waiter): Reply | undefined {
    try {
      return waiter.blocked.retry(this.#store.now)
    } catch (error) {
      if (error instanceof CommandError) return new Failure(error.message)
      throw error
    }
  }
}

import * as z from "zod"
import { type Access, authorize } from "./access/access.ts"
import type { Action, actions } from "./access/actions.ts"
import { type Actor, actorOf, type Caller } from "./access/caller.ts"
import { type Database, db, transaction } from "./database.ts"
import { invalid } from "./error.ts"
import { type EventDraft, type EventRow, publish, store } from "./event/event.ts"
import { claim, keep } from "./idempotency/idempotency.ts"

/**
 * The same call at work in a place that it has entered only now, such as a project it has just made: its events belong
 * there, and there it holds what is said. The context it came with stays as it was.
 */
export function within<I>(context: Context<I>, place: Partial<Access>): Context<I> {
  const access = { ...context.access, ...place }
  const { workspace_id, project_id } = access
  return { ...context, access, record: (event) => context.record({ workspace_id, project_id, ...event }) }
}

type ActionsIn<S> = { [A in Action]: (typeof actions)[A] extends S ? A : never }[Action]

/** What an input must name for its action to be checkable. */
type Scoped<A extends Action> =
  A extends ActionsIn<"project">
    ? { project_id: string }
    : A extends ActionsIn<"workspace">
      ? { workspace_id: string }
      : object

/** What an operation's function gets: who calls, what it may do, and where to read and write. */
export type Context<I = unknown> = {
  input: I
  caller: Caller
  actor: Actor
  access: Access
  /** The transaction of a command; the pool for a query. */
  tx: Database
  /** Adds an event to the change. Written with the transaction, published after the commit. */
  record: (event: EventDraft) => void
  /** Runs `effect` after the commit, before the answer. It must not throw for a change to count as done. */
  afterCommit: (effect: () => Promise<void>) => void
}

/** One thing the domain can do: who may, what it takes, what it gives. Routes, OpenAPI, tests and MCP tools follow from it. */
export type Operation<I = unknown, O = unknown> = {
  kind: "query" | "command"
  action: Action
  summary: string
  input: z.ZodType<I>
  output: z.ZodType<O> | null
  run: (context: Context<I>) => Promise<O>
}

type Declaration<A extends Action, I, O> = {
  action: A
  /** One line for OpenAPI. */
  summary: string
  input: z.ZodType<I & Scoped<A>>
  /** `null`: nothing is answered (204). */
  output: z.ZodType<O> | null
}

/** An operation that only reads. */
export function query<A extends Action, I, O>(
  declaration: Declaration<A, I, O>,
  run: (context: Context<I & Scoped<A>>) => Promise<O>,
): Operation<I & Scoped<A>, O> {
  return { kind: "query", ...declaration, run }
}

/** An operation that changes something, in one transaction. */
export function command<A extends Action, I, O>(
  declaration: Declaration<A, I, O>,
  run: (context: Context<I & Scoped<A>>) => Promise<O>,
): Operation<I & Scoped<A>, O> {
  return { kind: "command", ...declaration, run }
}

/** Where an action is checked. Read before the rest of the input: who may not do a thing does not learn how to. */
function scopeOf(raw: unknown): { project_id?: string | undefined; workspace_id?: string | undefined } {
  const id = z.uuid().optional().catch(undefined)
  return z.object({ project_id: id, workspace_id: id }).catch({}).parse(raw)
}

type ExecuteOptions = {
  /** More of the input, too large to read for somebody who may not send it. */
  upload?: (() => Promise<object>) | undefined
  /** Makes a command happen once: the key a client chose, and a digest of its whole request. */
  idempotency?: { key: string; fingerprint: string } | undefined
}

/**
 * Runs an operation for a caller: checks the action, parses the input, and for a command opens the transaction, writes
 * its events and publishes them after the commit.
 * @throws DomainError
 */
export async function execute<I, O>(
  operation: Operation<I, O>,
  caller: Caller,
  raw: unknown,
  options: ExecuteOptions = {},
): Promise<O> {
  const access = await authorize(operation.action, caller, scopeOf(raw))
  const parsed = operation.input.safeParse(options.upload ? { ...(await options.upload()), ...Object(raw) } : raw)
  if (!parsed.success) throw invalid(parsed.error)
  const input = parsed.data
  const actor = actorOf(caller)
  if (operation.kind === "query") {
    const refuse = () => {
      throw new Error("A query must not record events or have effects.")
    }
    return operation.run({ input, caller, actor, access, tx: db(), record: refuse, afterCommit: refuse })
  }
  const once = options.idempotency && actor.id ? { caller_id: actor.id, ...options.idempotency } : undefined
  return change(actor, access, async (tx, record, afterCommit) => {
    const before = once && (await claim(tx, once))
    // What was kept is what this operation's `run` once answered.
    if (before) return before.value as O
    const result = await operation.run({ input, caller, actor, access, tx, record, afterCommit })
    if (once) await keep(tx, once, result)
    return result
  })
}

async function change<T>(
  actor: Actor,
  access: Access,
  work: (tx: Database, record: Context["record"], afterCommit: Context["afterCommit"]) => Promise<T>,
): Promise<T> {
  const effects: (() => Promise<void>)[] = []
  let events: EventRow[] = []
  const result = await transaction(async (tx) => {
    const drafts: EventDraft[] = []
    const done = await work(
      tx,
      (event) => drafts.push({ workspace_id: access.workspace_id, project_id: access.project_id, ...event }),
      (effect) => effects.push(effect),
    )
    events = await store(tx, actor, drafts)
    return done
  })
  await publish(events)
  for (const effect of effects) await effect()
  return result
}

import { randomUUID } from "node:crypto"
import * as z from "zod"
import {
  type Control,
  RuntimeAnswer,
  RuntimeConversation,
  type RuntimeEvent,
  type RuntimeFinish,
} from "../core/conversation/runtime.ts"

/** A call the API refused. Repeating it would not help. */
export class Refused extends Error {
  override name = "Refused"
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** How long one call may take, and how long a call is repeated while the API does not answer. Milliseconds. */
const CALL_LIMIT = 15_000
const RETRY_FOR = 60_000
const FIRST_WAIT = 200
const LONGEST_WAIT = 5_000

const Failure = z.object({ error: z.string() })
const Envelope = z.object({ data: z.unknown() })

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** The runtime part of Paca's API (contract.md, section 3), called with one conversation's token. */
export class RuntimeApi {
  readonly #base: string
  readonly #token: string
  /** By this the API knows a repeated first call from a second container's. */
  readonly #container = randomUUID()

  constructor(origin: string, token: string) {
    this.#base = `${origin.replace(/\/+$/, "")}/api/v1/runtime`
    this.#token = token
  }

  /** Takes the conversation. Undefined when another container has it, or it is over. @throws Refused */
  async begin(): Promise<RuntimeConversation | undefined> {
    try {
      return RuntimeConversation.parse(await this.#call("GET", `/conversation?container_id=${this.#container}`))
    } catch (error) {
      if (error instanceof Refused && error.status === 409) return undefined
      throw error
    }
  }

  /** Stores steps. Repeating is harmless: their indexes tell the API what it has. @throws Refused */
  async append(events: RuntimeEvent[], activity?: string): Promise<Control> {
    return RuntimeAnswer.parse(await this.#call("POST", "/events", { events, activity })).control
  }

  /** @throws Refused */
  async heartbeat(): Promise<Control> {
    return RuntimeAnswer.parse(await this.#call("POST", "/heartbeat", {})).control
  }

  /** @throws Refused */
  async finish(result: RuntimeFinish): Promise<void> {
    await this.#call("POST", "/finish", result)
  }

  /** One call, repeated with growing pauses while the network or the API fails. */
  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const until = Date.now() + RETRY_FOR
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        return await this.#once(method, path, body)
      } catch (error) {
        if (error instanceof Refused || Date.now() + wait > until) throw error
        await sleep(wait)
      }
    }
  }

  async #once(method: string, path: string, body: unknown): Promise<unknown> {
    const response = await fetch(this.#base + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_LIMIT),
    })
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok) return Envelope.parse(answer).data
    const sentence = Failure.safeParse(answer).data?.error ?? `Paca answered ${response.status}.`
    if (response.status >= 500 || response.status === 429 || response.status === 408) throw new Error(sentence)
    throw new Refused(response.status, sentence)
  }
}

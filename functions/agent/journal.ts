import type { RuntimeEvent } from "../core/conversation/runtime.ts"
import type { RuntimeApi } from "./api.ts"
import type { Steering } from "./steering.ts"
import { oneLine, storable } from "./text.ts"

/** Events of one batch, and their characters: the API takes 200 and 1 MB. */
const BATCH = 100
const BATCH_SIZE = 300_000

/** Characters of the line on the task's card, and of one text in a step. */
const ACTIVITY = 200
const TEXT = 20_000

/** The conversation's steps on their way to the API: in order, in batches, as soon as the batch before has arrived. */
export class Journal {
  readonly #api: RuntimeApi
  readonly #steering: Steering
  #next: number
  #waiting: RuntimeEvent[] = []
  #activity: string | undefined
  #sending: Promise<void> | undefined

  constructor(api: RuntimeApi, steering: Steering, next: number) {
    this.#api = api
    this.#steering = steering
    this.#next = next
  }

  record(type: RuntimeEvent["type"], data: Record<string, unknown>, activity?: string): void {
    const event = { event_index: this.#next++, type, data: storable(data, TEXT) }
    this.#waiting.push(event)
    if (activity !== undefined) this.#activity = oneLine(activity, ACTIVITY)
    this.#sending ??= this.#send()
  }

  /** Resolves when everything recorded so far has arrived, or can never arrive. */
  async flush(): Promise<void> {
    while (this.#sending) await this.#sending
  }

  async #send(): Promise<void> {
    try {
      // What is recorded in one go travels together.
      await Promise.resolve()
      while (this.#waiting.length > 0) {
        const batch = this.#take()
        const activity = this.#activity
        this.#activity = undefined
        this.#steering.take(await this.#api.append(batch, activity))
      }
    } catch (error) {
      this.#waiting = []
      this.#steering.halt(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#sending = undefined
    }
  }

  #take(): RuntimeEvent[] {
    let size = 0
    const end = this.#waiting.findIndex((event, index) => {
      size += JSON.stringify(event.data).length
      return index >= BATCH || (index > 0 && size > BATCH_SIZE)
    })
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end)
  }
}

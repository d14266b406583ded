import type { Control } from "../core/conversation/runtime.ts"

/** Somebody stopped the conversation. */
export class Stopped extends Error {
  override name = "Stopped"
}

/** What the team asked of a running conversation and the run has not yet heeded. */
export class Steering {
  readonly #halt = new AbortController()
  #pause = false
  #messages: string[] = []

  /** Aborts when the run must end at once; its reason says why. */
  readonly signal = this.#halt.signal

  /** Takes in what an answer of the API asks. */
  take(control: Control): void {
    if (control.stop) this.halt(new Stopped("The conversation was stopped."))
    // Whoever writes wants to be answered: a message lifts a pause that was asked for before it.
    if (control.messages?.length) {
      this.#messages.push(...control.messages)
      this.#pause = false
    }
    if (control.pause) this.#pause = true
  }

  /** Ends the run at once. The first reason counts. */
  halt(reason: Error): void {
    this.#halt.abort(reason)
  }

  get pausing(): boolean {
    return this.#pause
  }

  get waiting(): boolean {
    return this.#messages.length > 0
  }

  /** The messages that came in since the last call. */
  messages(): string[] {
    return this.#messages.splice(0)
  }
}

import { randomBytes } from "node:crypto"
import { type FinishReason, isStepCount, type ModelMessage, streamText, type TextStreamPart, type ToolSet } from "ai"
import { HEARTBEAT_EVERY, type RuntimeConversation, type RuntimeFinish } from "../core/conversation/runtime.ts"
import type { RuntimeApi } from "./api.ts"
import { Journal } from "./journal.ts"
import { openingMessage, systemPrompt } from "./prompt.ts"
import { explain } from "./providers/failure.ts"
import { chooseModel } from "./providers/provider.ts"
import { Steering, Stopped } from "./steering.ts"
import { storable } from "./text.ts"
import { commentedTask, connectTools } from "./tools.ts"
import { messagesOf, Transcript } from "./transcript.ts"

/** A model that sends nothing for this long has failed; loading a large local model takes minutes. Milliseconds. */
const SILENCE = 300_000

/** Tries after a failed request to the model. The AI SDK waits 2 s, 4 s, 8 s, or what the server asks for. */
const MODEL_RETRIES = 3

/** Characters the API takes. */
const SUMMARY = 20_000
const REASON = 2_000

class TimedOut extends Error {
  override name = "TimedOut"
}

class ShutDown extends Error {
  override name = "ShutDown"
}

/** The model could not be used. The message is for a person. */
class ModelFailed extends Error {
  override name = "ModelFailed"
}

type Result = Pick<RuntimeFinish, "status" | "summary" | "reason">
type Model = ReturnType<typeof chooseModel>

/** Where a run happens: the API, its address, and the conversation's token. */
type Place = { api: RuntimeApi; origin: string; token: string }

/** One run of an agent, from taking up a conversation to its result. */
export class Run {
  readonly #conversation: RuntimeConversation
  readonly #place: Place
  readonly #steering = new Steering()
  readonly #journal: Journal
  readonly #transcript: Transcript
  /** What the model is told, from the opening on. */
  readonly #messages: ModelMessage[] = []
  readonly #usage = { input_tokens: 0, output_tokens: 0 }
  #beating = false
  #lastText = ""
  #cutOff = false
  /** The last comment the agent wrote on its task in this run. */
  #comment: string | undefined

  constructor(conversation: RuntimeConversation, place: Place) {
    this.#conversation = conversation
    this.#place = place
    const next = (conversation.history.at(-1)?.event_index ?? -1) + 1
    this.#journal = new Journal(place.api, this.#steering, next)
    this.#transcript = new Transcript(this.#journal)
  }

  /** Ends the run as soon as it can, because the machine it runs on goes away. The conversation can go on elsewhere. */
  shutDown(): void {
    this.#steering.halt(new ShutDown())
  }

  /** Works until the end, whatever end that is. Never throws: a failure is a result too. */
  async toEnd(): Promise<RuntimeFinish> {
    const started = Date.now()
    const { time_limit_seconds: limit } = this.#conversation.agent
    const clock = setTimeout(() => this.#steering.halt(new TimedOut()), limit * 1_000)
    const pulse = setInterval(() => void this.#beat(), HEARTBEAT_EVERY)
    const result = await this.#work().catch((error: unknown) => this.#endOf(error))
    clearTimeout(clock)
    this.#transcript.end()
    // What was said last and not heeded any more is there for the next run.
    this.#hear()
    this.#journal.record("turn_end", { reason: result.status })
    await this.#journal.flush()
    clearInterval(pulse)
    return {
      status: result.status,
      summary: result.summary && storable(result.summary, SUMMARY),
      ...(result.reason && { reason: storable(result.reason, REASON) }),
      usage: { ...this.#usage, seconds: Math.round((Date.now() - started) / 1_000) },
    }
  }

  async #work(): Promise<Result> {
    const { agent, history, prompt } = this.#conversation
    const model = chooseModel(agent)
    const opening = openingMessage(this.#conversation, randomBytes(6).toString("hex"))
    this.#messages.push({ role: "user", content: opening }, ...messagesOf(history))
    if (history.length === 0) this.#journal.record("user_message", { text: prompt })
    const { tools, close } = await connectTools(this.#place.origin, this.#place.token)
    try {
      await this.#beat()
      for (let step = 0; ; step++) {
        await this.#journal.flush()
        this.#steering.signal.throwIfAborted()
        if (this.#steering.pausing) return { status: "paused", summary: null }
        if (step >= agent.max_iterations) {
          const reason = `The limit of ${agent.max_iterations} steps was reached. Raise it in the agent's settings, or mention the agent to go on.`
          return { status: "iteration_limit", summary: this.#lastText || null, reason }
        }
        if (await this.#step(model, tools)) continue
        // Something may have been said while the model ended its turn.
        await this.#journal.flush()
        await this.#beat()
        this.#steering.signal.throwIfAborted()
        if (!this.#steering.waiting) return await this.#conclude(tools)
      }
    } finally {
      await close().catch(() => {})
    }
  }

  /** Takes up what the team said since. */
  #hear(): void {
    for (const text of this.#steering.messages()) {
      this.#messages.push({ role: "user", content: text })
      this.#journal.record("user_message", { text })
    }
  }

  /** One answer of the model with the tool calls in it. @returns whether it wants to go on */
  async #step(model: Model, tools: ToolSet): Promise<boolean> {
    this.#hear()
    const silence = new AbortController()
    const hush = () => silence.abort(new ModelFailed(`The model sent nothing for ${SILENCE / 60_000} minutes.`))
    let timer = setTimeout(hush, SILENCE)
    const stream = streamText({
      model,
      instructions: systemPrompt(this.#conversation),
      messages: this.#messages,
      tools,
      toolCallConcurrency: 1,
      stopWhen: isStepCount(1),
      maxRetries: MODEL_RETRIES,
      abortSignal: AbortSignal.any([this.#steering.signal, silence.signal]),
      onError: () => {},
    })
    const seen = { text: "", called: false }
    try {
      for await (const part of stream.stream) {
        clearTimeout(timer)
        timer = setTimeout(hush, SILENCE)
        this.#look(part, seen)
        this.#transcript.write(part)
      }
    } catch (error) {
      if (error instanceof ModelFailed || this.#steering.signal.aborted || silence.signal.aborted) throw error
      throw new ModelFailed(explain(error, this.#conversation.agent))
    } finally {
      clearTimeout(timer)
      this.#transcript.end()
      if (seen.text.trim()) this.#lastText = storable(seen.text.trim(), SUMMARY)
    }
    this.#steering.signal.throwIfAborted()
    silence.signal.throwIfAborted()
    this.#messages.push(...(await stream.responseMessages))
    return seen.called
  }

  /** Notes what the run itself must know of a part of the stream. */
  #look(part: TextStreamPart<ToolSet>, seen: { text: string; called: boolean }): void {
    if (part.type === "text-delta") seen.text += part.text
    if (part.type === "tool-call") seen.called = true
    if (part.type === "tool-result" && commentedTask(part.output) === this.#conversation.task?.id) {
      this.#comment = textOf(part.input) ?? this.#comment
    }
    if (part.type === "finish-step") {
      this.#usage.input_tokens += part.usage.inputTokens ?? 0
      this.#usage.output_tokens += part.usage.outputTokens ?? 0
      this.#cutOff = part.finishReason === "length"
      const wrong = unusable[part.finishReason]
      if (wrong) throw new ModelFailed(`The model “${this.#conversation.agent.model}” ${wrong}`)
    }
    if (part.type === "error") throw new ModelFailed(explain(part.error, this.#conversation.agent))
  }

  /** The end of a finished run. Its task always gets a summary: what the model wrote there, or else its last words. */
  async #conclude(tools: ToolSet): Promise<Result> {
    const { task, agent } = this.#conversation
    const summary = this.#lastText || this.#comment
    if (!summary)
      throw new ModelFailed(
        `The model “${agent.model}” ended without a word. It may be unable to use tools: try another one.`,
      )
    if (task && this.#comment === undefined) {
      const id = `summary-${randomBytes(6).toString("hex")}`
      const call = { toolCallId: id, toolName: "add_task_comment", input: { task: task.key, text: summary } }
      this.#transcript.write({ type: "tool-call", dynamic: true, ...call })
      try {
        const abortSignal = this.#steering.signal
        const output: unknown = await tools.add_task_comment?.execute?.(call.input, {
          toolCallId: id,
          messages: [],
          abortSignal,
          context: {},
        })
        this.#transcript.write({ type: "tool-result", dynamic: true, ...call, output })
      } catch (error) {
        this.#transcript.write({ type: "tool-error", dynamic: true, ...call, error })
      }
    }
    const reason = "The model reached its limit of output tokens, so its last words may be cut off."
    return { status: "finished", summary, ...(this.#cutOff && { reason }) }
  }

  /** What became of a run that did not come to its end by itself. */
  #endOf(error: unknown): Result {
    const { signal } = this.#steering
    const reason: unknown = signal.aborted ? signal.reason : error
    const summary = this.#lastText || null
    if (reason instanceof Stopped) return { status: "stopped", summary }
    if (reason instanceof ShutDown)
      return {
        status: "paused",
        summary,
        reason: "The machine the agent ran on was shut down. Send a message to go on.",
      }
    if (reason instanceof TimedOut) {
      const limit = this.#conversation.agent.time_limit_seconds
      const time = limit % 60 === 0 ? `${limit / 60} min` : `${limit} s`
      return {
        status: "timed_out",
        summary,
        reason: `The time limit of ${time} was reached. Raise it in the agent's settings, or mention the agent to go on.`,
      }
    }
    return { status: "failed", summary, reason: reason instanceof Error ? reason.message : String(reason) }
  }

  /** Says that the run lives, and hears what is asked of it. */
  async #beat(): Promise<void> {
    if (this.#beating) return
    this.#beating = true
    try {
      this.#steering.take(await this.#place.api.heartbeat())
    } catch (error) {
      this.#steering.halt(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#beating = false
    }
  }
}

/** Ways in which a model stops that leave nothing to go on with. */
const unusable: Partial<Record<FinishReason, string>> = {
  "content-filter": "was stopped by its provider's content filter.",
  error: "broke off with an error.",
  interrupted: "broke off in the middle of its answer. Mention the agent to try again.",
}

function textOf(input: unknown): string | undefined {
  return typeof input === "object" && input !== null && "text" in input && typeof input.text === "string"
    ? input.text
    : undefined
}

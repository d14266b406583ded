import type { ModelMessage, TextStreamPart, ToolSet } from "ai"
import * as z from "zod"
import type { RuntimeEvent } from "../core/conversation/runtime.ts"
import { describeCall } from "./activity.ts"
import type { Journal } from "./journal.ts"
import { storable } from "./text.ts"
import { failed, outputText } from "./tools.ts"

/** Text is sent on after this long, or at a sentence's end. Milliseconds and characters. */
const CHUNK_AFTER = 250
const CHUNK_FROM = 60

/** Characters of a tool's arguments and results that are kept. */
const RESULT = 4_000

type ChunkType = "agent_message_chunk" | "agent_thought_chunk"

/** Writes what a language model streams into the journal: text in readable pieces, tool calls and their results. */
export class Transcript {
  readonly #journal: Journal
  #type: ChunkType = "agent_message_chunk"
  #text = ""
  #timer: NodeJS.Timeout | undefined

  constructor(journal: Journal) {
    this.#journal = journal
  }

  write(part: TextStreamPart<ToolSet>): void {
    switch (part.type) {
      case "text-delta":
        this.#add("agent_message_chunk", part.text)
        break
      case "reasoning-delta":
        this.#add("agent_thought_chunk", part.text)
        break
      case "text-end":
      case "reasoning-end":
        this.end()
        break
      case "tool-call": {
        const title = describeCall(part.toolName, part.input)
        const input = storable(part.input, RESULT)
        this.#record("tool_call", { id: part.toolCallId, name: part.toolName, title, arguments: input }, title)
        break
      }
      case "tool-result":
        this.#result(part.toolCallId, failed(part.output), outputText(part.output))
        break
      case "tool-error":
        this.#result(part.toolCallId, true, part.error instanceof Error ? part.error.message : String(part.error))
    }
  }

  /** Sends what text is held back. */
  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const text = this.#text
    this.#text = ""
    if (text) this.#journal.record(this.#type, { text })
  }

  #add(type: ChunkType, text: string): void {
    if (type !== this.#type) this.end()
    this.#type = type
    this.#text += text
    if (this.#text.length >= CHUNK_FROM && /[.!?:]\s*$|\n$/.test(this.#text)) this.end()
    else this.#timer ??= setTimeout(() => this.end(), CHUNK_AFTER)
  }

  #result(id: string, wrong: boolean, result: string): void {
    this.#record("tool_call_update", { id, status: wrong ? "failed" : "completed", result: storable(result, RESULT) })
  }

  #record(type: RuntimeEvent["type"], data: Record<string, unknown>, activity?: string): void {
    this.end()
    this.#journal.record(type, data, activity)
  }
}

const Text = z.object({ text: z.string() })
const Call = z.object({ id: z.string(), name: z.string(), arguments: z.unknown().optional() })
const Update = z.object({ id: z.string(), status: z.string(), result: z.string().default("") })

/**
 * The messages a model needs to go on where stored steps end. A call whose result was never stored gets one that says so,
 * since models refuse calls without results. The first step is left out: the opening message says the same and more.
 */
export function messagesOf(history: RuntimeEvent[]): ModelMessage[] {
  const messages: ModelMessage[] = []
  const open = new Map<string, string>()
  type Assistant = Extract<ModelMessage, { role: "assistant" }>
  const assistant = () => {
    const last = messages.at(-1)
    if (last?.role === "assistant" && typeof last.content !== "string") return last.content
    const message = { role: "assistant", content: [] } satisfies Assistant
    messages.push(message)
    return message.content as Exclude<Assistant["content"], string>
  }
  const answer = (id: string, output: { type: "text" | "error-text"; value: string }) => {
    const toolName = open.get(id)
    if (toolName === undefined) return
    open.delete(id)
    const result = { type: "tool-result" as const, toolCallId: id, toolName, output }
    const last = messages.at(-1)
    if (last?.role === "tool") last.content.push(result)
    else messages.push({ role: "tool", content: [result] })
  }
  const closeAll = () => {
    for (const id of [...open.keys()]) answer(id, { type: "error-text", value: "Interrupted before it ended." })
  }
  for (const { type, data } of history.filter((event) => event.event_index > 0)) {
    if (type === "user_message") {
      closeAll()
      messages.push({ role: "user", content: Text.parse(data).text })
    } else if (type === "agent_message_chunk") {
      closeAll()
      const parts = assistant()
      const last = parts.at(-1)
      if (last?.type === "text") last.text += Text.parse(data).text
      else parts.push({ type: "text", text: Text.parse(data).text })
    } else if (type === "tool_call") {
      const call = Call.parse(data)
      assistant().push({ type: "tool-call", toolCallId: call.id, toolName: call.name, input: call.arguments ?? {} })
      open.set(call.id, call.name)
    } else if (type === "tool_call_update") {
      const { id, status, result } = Update.parse(data)
      answer(id, { type: status === "completed" ? "text" : "error-text", value: result })
    }
  }
  closeAll()
  return messages
}

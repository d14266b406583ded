import type { ConversationEvent } from "../../lib/api.gen.ts"

/** What a conversation shows: runs of text, and tool calls with their results. */
export type Step =
  | { kind: "message" | "thought" | "user"; index: number; text: string; at: string }
  | {
      kind: "tool"
      index: number
      id: string
      name: string
      title: string | undefined
      input: unknown
      output: unknown
      state: "running" | "done" | "failed"
      at: string
      done_at: string | undefined
    }

function textOf(data: Record<string, unknown>): string {
  for (const key of ["text", "content", "message"]) {
    const value = data[key]
    if (typeof value === "string") return value
    if (typeof value === "object" && value !== null && "text" in value && typeof value.text === "string")
      return value.text
  }
  return ""
}

function idOf(data: Record<string, unknown>): string {
  return String(data.tool_call_id ?? data.toolCallId ?? data.call_id ?? data.id ?? "")
}

function stateOf(data: Record<string, unknown>): "running" | "done" | "failed" {
  const status = String(data.status ?? "")
  if (data.error || data.is_error || /fail|error/.test(status)) return "failed"
  if (/complet|done|finish|ok|success/.test(status)) return "done"
  return "output" in data || "result" in data ? "done" : "running"
}

function outputOf(data: Record<string, unknown>): unknown {
  return data.output ?? data.result ?? data.error ?? data.content
}

/** Folds events into steps: chunks of one speaker flow together, updates complete the call they belong to. */
export function stepsOf(events: ConversationEvent[]): Step[] {
  const steps: Step[] = []
  const calls = new Map<string, number>()
  let fresh = true
  for (const { index, type, data, at } of events) {
    if (type === "tool_call") {
      const id = idOf(data) || String(index)
      calls.set(id, steps.length)
      const name = String(data.name ?? data.tool ?? data.tool_name ?? data.kind ?? "tool")
      const title = typeof data.title === "string" ? data.title : undefined
      const state = stateOf(data)
      steps.push({
        kind: "tool",
        index,
        id,
        name,
        title,
        input: data.input ?? data.arguments ?? data.args,
        output: outputOf(data),
        state,
        at,
        done_at: undefined,
      })
    } else if (type === "tool_call_update") {
      const place = calls.get(idOf(data))
      const step = place === undefined ? undefined : steps[place]
      if (place !== undefined && step?.kind === "tool")
        steps[place] = { ...step, state: stateOf(data), output: outputOf(data) ?? step.output, done_at: at }
    } else if (type === "turn_end") fresh = true
    else {
      const kind = type === "user_message" ? "user" : type === "agent_thought_chunk" ? "thought" : "message"
      const last = steps.at(-1)
      if (!fresh && kind !== "user" && last?.kind === kind)
        steps[steps.length - 1] = { ...last, text: last.text + textOf(data) }
      else steps.push({ kind, index, text: textOf(data), at })
      fresh = false
    }
  }
  return steps
}

const nouns: Record<string, string> = { docs: "documents", doc: "document", bdd: "scenario" }
const verbs: Record<string, [doing: string, done: string]> = {
  get: ["Reading", "Read"],
  read: ["Reading", "Read"],
  list: ["Looking at", "Looked at"],
  search: ["Searching", "Searched"],
  create: ["Creating", "Created"],
  update: ["Changing", "Changed"],
  edit: ["Changing", "Changed"],
  write: ["Writing", "Wrote"],
  move: ["Moving", "Moved"],
  add: ["Adding", "Added"],
  delete: ["Deleting", "Deleted"],
  complete: ["Completing", "Completed"],
  bulk: ["Changing", "Changed"],
  reorder: ["Reordering", "Reordered"],
  run: ["Running", "Ran"],
}

/** A tool's name as a verb and what it was done to: `get_task_by_number` is `Read`, `task`. */
export function toolWords(name: string, running: boolean): { verb: string; rest: string } {
  const words = name
    .replace(/^paca[_:.-]+/, "")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_\s.:-]+/)
    .filter(Boolean)
  const pair = verbs[words[0] ?? ""]
  const rest = (pair ? words.slice(1) : words)
    .join(" ")
    .replace(/ by (number|id)$/, "")
    .replace(/^task comment$/, "comment")
    .split(" ")
    .map((word) => nouns[word] ?? word)
    .join(" ")
  if (!pair) return { verb: running ? "Using" : "Used", rest }
  return { verb: pair[running ? 0 : 1], rest }
}

/** Seconds between the start of a conversation and a step of it. */
export function sinceStart(start: string | null, at: string): number {
  return start ? Math.max(0, (Date.parse(at) - Date.parse(start)) / 1000) : 0
}

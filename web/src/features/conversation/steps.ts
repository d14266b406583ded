import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import type { ConversationEvent } from "../../lib/api.gen.ts"
import { i18n } from "../../lib/i18n.ts"

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

const nouns: Record<string, MessageDescriptor> = {
  project: msg`project`,
  projects: msg`projects`,
  task: msg`task`,
  tasks: msg`tasks`,
  "task activities": msg`task activities`,
  "task attachment": msg`task attachment`,
  "task attachments": msg`task attachments`,
  "task comments": msg`task comments`,
  "task positions": msg`task positions`,
  "task statuses": msg`task statuses`,
  "task types": msg`task types`,
  "attachment download url": msg`attachment download url`,
  comment: msg`comment`,
  "custom fields": msg`custom fields`,
  member: msg`member`,
  members: msg`members`,
  roles: msg`roles`,
  view: msg`view`,
  views: msg`views`,
  sprint: msg`sprint`,
  sprints: msg`sprints`,
  "sprint burndown": msg`sprint burndown`,
  "sprint report": msg`sprint report`,
  velocity: msg`velocity`,
  "cycle time": msg`cycle time`,
  "retrospective action": msg`retrospective action`,
  doc: msg`document`,
  docs: msg`documents`,
  document: msg`document`,
  documents: msg`documents`,
  "document attachment": msg`document attachment`,
  "document attachments": msg`document attachments`,
  "document attachment download url": msg`attachment download url`,
  "doc folder": msg`document folder`,
  "doc folders": msg`document folders`,
  "doc snapshot": msg`document snapshot`,
  "doc snapshots": msg`document snapshots`,
  "bdd scenario": msg`scenario`,
  "bdd scenarios": msg`scenarios`,
  conversation: msg`conversation`,
  conversations: msg`conversations`,
}
type Verb = [doing: MessageDescriptor, done: MessageDescriptor]
const reads: Verb = [msg({ message: "Reading", context: "tool" }), msg({ message: "Read", context: "tool" })]
const changes: Verb = [msg({ message: "Changing", context: "tool" }), msg({ message: "Changed", context: "tool" })]
const verbs: Record<string, Verb> = {
  get: reads,
  read: reads,
  list: [msg({ message: "Looking at", context: "tool" }), msg({ message: "Looked at", context: "tool" })],
  search: [msg({ message: "Searching", context: "tool" }), msg({ message: "Searched", context: "tool" })],
  create: [msg({ message: "Creating", context: "tool" }), msg({ message: "Created", context: "tool" })],
  update: changes,
  edit: changes,
  write: [msg({ message: "Writing", context: "tool" }), msg({ message: "Wrote", context: "tool" })],
  move: [msg({ message: "Moving", context: "tool" }), msg({ message: "Moved", context: "tool" })],
  add: [msg({ message: "Adding", context: "tool" }), msg({ message: "Added", context: "tool" })],
  delete: [msg({ message: "Deleting", context: "tool" }), msg({ message: "Deleted", context: "tool" })],
  complete: [msg({ message: "Completing", context: "tool" }), msg({ message: "Completed", context: "tool" })],
  bulk: changes,
  reorder: [msg({ message: "Reordering", context: "tool" }), msg({ message: "Reordered", context: "tool" })],
  run: [msg({ message: "Running", context: "tool" }), msg({ message: "Ran", context: "tool" })],
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
  const what = (pair ? words.slice(1) : words)
    .join(" ")
    .replace(/ by (number|id)$/, "")
    .replace(/^task comment$/, "comment")
  const noun = nouns[what]
  const rest = noun ? i18n._(noun) : what
  if (!pair)
    return { verb: running ? t({ message: "Using", context: "tool" }) : t({ message: "Used", context: "tool" }), rest }
  return { verb: i18n._(pair[running ? 0 : 1]), rest }
}

/** Seconds between the start of a conversation and a step of it. */
export function sinceStart(start: string | null, at: string): number {
  return start ? Math.max(0, (Date.parse(at) - Date.parse(start)) / 1000) : 0
}

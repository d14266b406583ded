import * as z from "zod"

/** The agent-runtime contract (contract.md section 3): all that a container and the API know of each other. Imports nothing but zod. */

export const conversationStatuses = [
  "queued",
  "running",
  "paused",
  "finished",
  "failed",
  "stopped",
  "timed_out",
  "iteration_limit",
] as const
export const conversationTriggers = ["assignment", "mention", "message"] as const

/** How often a container says that it lives, and after how long a silence it counts as dead. Milliseconds. */
export const HEARTBEAT_EVERY = 15_000
export const HEARTBEAT_LIMIT = 60_000

export const RuntimeEventType = z.enum([
  "user_message",
  "agent_message_chunk",
  "agent_thought_chunk",
  "tool_call",
  "tool_call_update",
  "turn_end",
])

export const RuntimeEvent = z.object({
  event_index: z.int().min(0),
  type: RuntimeEventType,
  data: z.record(z.string(), z.unknown()),
})
export type RuntimeEvent = z.infer<typeof RuntimeEvent>

export const RuntimeEvents = z.object({
  events: z.array(RuntimeEvent).min(1).max(200),
  /** One line for the task's card: what the agent is doing now. */
  activity: z.string().max(200).optional(),
})

export const Control = z.object({
  stop: z.boolean().optional(),
  pause: z.boolean().optional(),
  messages: z.array(z.string()).optional(),
})
export type Control = z.infer<typeof Control>

export const RuntimeAnswer = z.object({ control: Control })

export const RuntimeConversation = z
  .object({
    id: z.uuid(),
    project: z.object({ id: z.uuid(), name: z.string(), prefix: z.string() }),
    agent: z.object({
      id: z.uuid(),
      member_id: z.uuid(),
      name: z.string(),
      handle: z.string(),
      provider: z.enum(["demo", "openai-compatible"]),
      model: z.string(),
      base_url: z.string().nullable(),
      api_key: z.string().nullable(),
      prompt: z.string(),
      max_iterations: z.int(),
      time_limit_seconds: z.int(),
    }),
    trigger: z.enum(conversationTriggers),
    prompt: z.string(),
    caused_by: z.object({ name: z.string(), handle: z.string() }).nullable(),
    task: z
      .object({ id: z.uuid(), key: z.string(), title: z.string(), description: z.string(), status: z.string() })
      .nullable(),
    /** The document it is about, when that is not a task. */
    doc: z.object({ id: z.uuid(), title: z.string(), content: z.string(), version: z.int() }).nullable().optional(),
    comments: z.array(z.object({ author: z.string(), text: z.string(), at: z.string() })),
    skills: z.array(z.object({ name: z.string(), text: z.string() })),
    mcp_servers: z.array(z.object({ name: z.string(), url: z.string(), headers: z.record(z.string(), z.string()) })),
    environment: z.record(z.string(), z.string()),
    /** Steps stored so far, oldest first; not empty when a paused conversation goes on. */
    history: z.array(RuntimeEvent),
  })
  .meta({ id: "RuntimeConversation" })
export type RuntimeConversation = z.infer<typeof RuntimeConversation>

export const RuntimeFinish = z.object({
  status: z.enum(["finished", "failed", "stopped", "paused", "timed_out", "iteration_limit"]),
  summary: z.string().max(20_000).nullable(),
  reason: z.string().max(2_000).optional(),
  usage: z.object({ input_tokens: z.int().min(0), output_tokens: z.int().min(0), seconds: z.int().min(0) }),
})
export type RuntimeFinish = z.infer<typeof RuntimeFinish>

import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { Conversation } from "../../lib/api.gen.ts"

type Status = Conversation["status"]
type Trigger = Conversation["trigger"]

/** Statuses that belong together for whoever looks for a conversation. */
export const states = {
  "at-work": { label: msg`At work`, statuses: ["queued", "running", "paused"] },
  finished: { label: msg`Finished`, statuses: ["finished"] },
  wrong: { label: msg`Went wrong`, statuses: ["failed", "timed_out", "iteration_limit"] },
  stopped: { label: msg`Stopped`, statuses: ["stopped"] },
} as const satisfies Record<string, { label: MessageDescriptor; statuses: Status[] }>
export type State = keyof typeof states

export const causes = {
  assignment: msg({ message: "Assigned", context: "cause" }),
  mention: msg({ message: "Mentioned", context: "cause" }),
  message: msg({ message: "Chat", context: "cause" }),
} as const satisfies Record<Trigger, MessageDescriptor>

/** Which conversations are looked for. */
export type ConversationFilter = { agent?: string; state?: State; cause?: Trigger }

const isOne = <T extends object>(of: T, value: unknown): value is keyof T =>
  typeof value === "string" && Object.hasOwn(of, value)

/** The filter that an address states; what it cannot mean is dropped. */
export function readFilter({ agent, state, cause }: Record<string, unknown>): ConversationFilter {
  return {
    ...(typeof agent === "string" && agent && { agent }),
    ...(isOne(states, state) && { state }),
    ...(isOne(causes, cause) && { cause }),
  }
}

export const isFiltered = (filter: ConversationFilter): boolean => Object.values(filter).some(Boolean)

import { t } from "@lingui/core/macro"
import type { Conversation } from "../../lib/api.gen.ts"

/** What a conversation's status is called. */
export function statusWords(conversation: Conversation): string {
  const name = conversation.agent.name
  if (isChat(conversation) && conversation.status === "finished") return t`${name} answered`
  switch (conversation.status) {
    case "queued":
      return t`${name} is about to start`
    case "running":
      return t`${name} is working`
    case "paused":
      return t`${name} is paused`
    case "finished":
      return t`${name} finished`
    case "failed":
      return t`${name} failed`
    case "stopped":
      return t`${name} was stopped`
    case "timed_out":
      return t`${name} ran out of time`
    case "iteration_limit":
      return t`${name} reached its limit of steps`
  }
}

/** Whether somebody simply talks with the agent. */
export const isChat = ({ trigger, task, doc }: Pick<Conversation, "trigger" | "task" | "doc">): boolean =>
  trigger === "message" && !task && !doc

/** What a conversation is about: its task, its document, or what was asked first. */
export function subject({ task, doc, prompt }: Pick<Conversation, "task" | "doc" | "prompt">): string {
  if (task) return `${task.key} ${task.title}`
  if (doc) return `“${doc.title}”`
  return prompt.replace(/\s+/g, " ").trim() || t`A deleted document`
}

/** What made an agent begin. */
export function causeWords({ trigger, caused_by, task, doc }: Conversation): string {
  const name = caused_by?.name
  switch (trigger) {
    case "assignment":
      return name ? t`Assigned by ${name}` : t`Assigned by an agent`
    case "mention":
      if (doc) return name ? t`Mentioned in a document by ${name}` : t`Mentioned in a document`
      return name ? t`Mentioned by ${name}` : t`Mentioned by an agent`
    case "message":
      return !task && !doc && name ? t`Chat with ${name}` : t`Chat`
  }
}

/** What to do about the way a conversation ended, or undefined when there is nothing to do. */
export function endAdvice(conversation: Conversation): string | undefined {
  switch (conversation.status) {
    case "failed":
      return t`Look at what went wrong above, put it right in the agent’s settings or on the task, and start it again.`
    case "timed_out":
      return t`Give it more minutes in its settings or a smaller task, and start it again.`
    case "iteration_limit":
      return t`Give it more steps in its settings or a smaller task, and start it again.`
    case "stopped":
      return t`Start it again when you want it to go on.`
    case "queued":
    case "running":
    case "paused":
    case "finished":
      return undefined
  }
}

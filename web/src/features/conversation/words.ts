import type { Conversation } from "../../lib/api.gen.ts"

/** What a conversation's status is called. */
export function statusWords(conversation: Conversation): string {
  const name = conversation.agent.name
  if (isChat(conversation) && conversation.status === "finished") return `${name} answered`
  switch (conversation.status) {
    case "queued":
      return `${name} is about to start`
    case "running":
      return `${name} is working`
    case "paused":
      return `${name} is paused`
    case "finished":
      return `${name} finished`
    case "failed":
      return `${name} failed`
    case "stopped":
      return `${name} was stopped`
    case "timed_out":
      return `${name} ran out of time`
    case "iteration_limit":
      return `${name} reached its limit of steps`
  }
}

/** Whether somebody simply talks with the agent. */
export const isChat = ({ trigger, task, doc }: Pick<Conversation, "trigger" | "task" | "doc">): boolean =>
  trigger === "message" && !task && !doc

/** What a conversation is about: its task, its document, or what was asked first. */
export function subject({ task, doc, prompt }: Pick<Conversation, "task" | "doc" | "prompt">): string {
  if (task) return `${task.key} ${task.title}`
  if (doc) return `“${doc.title}”`
  return prompt.replace(/\s+/g, " ").trim() || "A deleted document"
}

/** What made an agent begin. */
export function causeWords({ trigger, caused_by, task, doc }: Conversation): string {
  const name = caused_by?.name
  switch (trigger) {
    case "assignment":
      return name ? `Assigned by ${name}` : "Assigned by an agent"
    case "mention":
      if (doc) return name ? `Mentioned in a document by ${name}` : "Mentioned in a document"
      return name ? `Mentioned by ${name}` : "Mentioned by an agent"
    case "message":
      return !task && !doc && name ? `Chat with ${name}` : "Chat"
  }
}

/** What to do about the way a conversation ended, or undefined when there is nothing to do. */
export function endAdvice(conversation: Conversation): string | undefined {
  switch (conversation.status) {
    case "failed":
      return "Look at what went wrong above, put it right in the agent’s settings or on the task, and start it again."
    case "timed_out":
      return "Give it more minutes in its settings or a smaller task, and start it again."
    case "iteration_limit":
      return "Give it more steps in its settings or a smaller task, and start it again."
    case "stopped":
      return "Start it again when you want it to go on."
    case "queued":
    case "running":
    case "paused":
    case "finished":
      return undefined
  }
}

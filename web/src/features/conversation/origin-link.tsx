import { Link } from "@tanstack/react-router"
import type { Conversation } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { isChat, subject } from "./words.ts"

/** What a conversation is about, as a link to it: a task, a document, or the chat. */
export function About({ conversation, className }: { conversation: Conversation; className?: string }) {
  const { project_id: projectId, task, doc, agent, id } = conversation
  const look = cx("text-muted hover:text-ink hover:underline", className)
  const words = subject(conversation)
  if (task)
    return (
      <Link to="/p/$projectId/board" params={{ projectId }} search={{ task: task.key }} className={look}>
        {words}
      </Link>
    )
  if (doc)
    return (
      <Link to="/p/$projectId/docs/$docId" params={{ projectId, docId: doc.id }} className={look}>
        {words}
      </Link>
    )
  if (isChat(conversation))
    return (
      <Link
        to="/p/$projectId/agents/$agentId/chat"
        params={{ projectId, agentId: agent.id }}
        search={{ chat: id }}
        className={look}
      >
        {words}
      </Link>
    )
  return <span className={cx("text-muted", className)}>{words}</span>
}

import { plural } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { isAtWork } from "../../lib/board-cache.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { conversationsQuery } from "./api.ts"
import { ConversationPanel } from "./conversation-panel.tsx"

type Props = {
  projectId: string
  taskId?: string
  docId?: string
  members: Mentionable[]
  /** Whether this person may start again what did not end well. */
  canRetry: boolean
}

// The new conversation takes the place of the old one by itself.
const stay = () => {}

/** Agents at work on a task or a document; when none is, what the last one did. */
export function TaskConversations({ projectId, taskId, docId, members, canRetry }: Props) {
  const { data = [] } = useQuery(conversationsQuery(projectId, taskId, docId))
  const atWork = data.filter(isAtWork)
  const shown = atWork.length > 0 ? atWork : data.slice(0, 1)
  const earlier = data.length - shown.length
  if (shown.length === 0) return null
  return (
    <div className="grid gap-2">
      {shown.map((conversation) => (
        <ConversationPanel
          key={conversation.id}
          conversation={conversation}
          members={members}
          {...(canRetry && conversation.status !== "finished" && { onRetried: stay })}
        />
      ))}
      {earlier > 0 && (
        <Link
          to="/p/$projectId/conversations"
          params={{ projectId }}
          search={taskId ? { task: taskId } : {}}
          className="justify-self-start text-muted text-xs underline underline-offset-2"
        >
          {plural({ count: earlier }, { one: "# earlier conversation", other: "# earlier conversations" })}
        </Link>
      )}
    </div>
  )
}

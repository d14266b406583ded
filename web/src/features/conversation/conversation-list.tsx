import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { MessagesSquare } from "lucide-react"
import { buttonLook } from "../../components/button.tsx"
import { Face } from "../../components/face.tsx"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { ModelLabel, Pulse } from "../../components/pulse.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import { isAtWork } from "../../lib/board-cache.ts"
import { useMinute } from "../../lib/clock.ts"
import { ago, fullTime } from "../../lib/format.ts"
import { conversationsQuery, statusWords } from "./api.ts"

/** Everything agents did in a project, newest first. */
export function ConversationList({ projectId, taskId }: { projectId: string; taskId?: string }) {
  const list = useQuery(conversationsQuery(projectId, taskId))
  const now = useMinute()
  if (list.isError) return <ErrorState error={list.error} retry={() => list.refetch()} />
  if (list.isPending) {
    return (
      <div role="status" aria-label="Loading the conversations" className="grid gap-3">
        {[1, 2, 3, 4].map((line) => (
          <Skeleton key={line} className="h-12" />
        ))}
      </div>
    )
  }
  if (list.data.length === 0) {
    return (
      <EmptyState
        icon={<MessagesSquare size={20} />}
        title="No agent has worked here yet"
        action={
          <Link to="/p/$projectId/agents" params={{ projectId }} className={buttonLook()}>
            Go to the agents
          </Link>
        }
      >
        Assign a task to an agent or mention it in a comment. Each time it starts a conversation, which you can watch
        and join here.
      </EmptyState>
    )
  }
  return (
    <ul className="grid">
      {list.data.map((each) => (
        <li key={each.id} className="border-b last:border-0">
          <Link
            to="/p/$projectId/conversations/$conversationId"
            params={{ projectId, conversationId: each.id }}
            className="-mx-2 grid grid-cols-[20px_minmax(0,1fr)_auto] items-start gap-3 rounded-sm px-2 py-2.5 hover:bg-hover"
          >
            <Face name={each.agent.name} kind="agent" />
            <span className="min-w-0">
              <span className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium">{statusWords(each)}</span>
                {isAtWork(each) && (
                  <span className="text-agent">
                    <Pulse still={each.status !== "running"} />
                  </span>
                )}
                <ModelLabel provider={each.agent.provider} />
              </span>
              <span className="line-clamp-1 text-muted">
                {each.task
                  ? `${each.task.key} ${each.task.title}`
                  : each.doc
                    ? `“${each.doc.title}”`
                    : "Without a task"}
                {each.activity && isAtWork(each) && ` · ${each.activity}`}
              </span>
            </span>
            <time dateTime={each.created_at} title={fullTime(each.created_at)} className="text-muted text-xs">
              {ago(each.created_at, now)}
            </time>
          </Link>
        </li>
      ))}
    </ul>
  )
}

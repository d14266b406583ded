import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { Bot, MessageSquare, Plus } from "lucide-react"
import type { ReactNode } from "react"
import { Button, buttonLook } from "../../components/button.tsx"
import { Face } from "../../components/face.tsx"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { ModelLabel } from "../../components/pulse.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Agent } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { agentsQuery } from "./api.ts"
import { Suspended } from "./suspended.tsx"

type Props = {
  projectId: string
  canManage: boolean
  canChat: boolean
  onNew: () => void
  /** What an agent does now and did last. */
  activity: (agent: Agent) => ReactNode
}

/** The agents of a project: who they are, what they do now, and what they think with. */
export function AgentList({ projectId, canManage, canChat, onNew, activity }: Props) {
  const list = useQuery(agentsQuery(projectId))
  if (list.isError) return <ErrorState error={list.error} retry={() => list.refetch()} />
  if (list.isPending) {
    return (
      <div role="status" aria-label={t`Loading the agents`} className="grid gap-3 phone:grid-cols-2">
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
      </div>
    )
  }
  if (list.data.length === 0) {
    return (
      <EmptyState
        icon={<Bot size={20} className="text-agent" />}
        title={t`No agent in this team yet`}
        action={
          canManage && (
            <Button variant="primary" onClick={onNew}>
              <Plus size={14} aria-hidden /> {t`New agent`}
            </Button>
          )
        }
      >
        {t`An agent takes tasks, writes scenarios and documents, answers comments and reports back on the board. The demo provider needs no key.`}
      </EmptyState>
    )
  }
  return (
    <ul className="grid gap-3 phone:grid-cols-2">
      {list.data.map((agent) => (
        <li key={agent.id}>
          <AgentCard agent={agent} canChat={canChat} activity={activity(agent)} />
        </li>
      ))}
    </ul>
  )
}

function AgentCard({ agent, canChat, activity }: { agent: Agent; canChat: boolean; activity: ReactNode }) {
  const params = { projectId: agent.project_id, agentId: agent.id }
  return (
    <article
      aria-label={agent.name}
      className="flex h-full flex-col gap-3 rounded-md border bg-panel p-4 shadow-card transition-colors duration-100 hover:border-line-strong"
    >
      <div className="flex items-start gap-3">
        <Face
          name={agent.name}
          kind="agent"
          size="md"
          className={cx("size-8 text-xs", agent.suspended_at && "opacity-50")}
        />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            <Link to="/p/$projectId/agents/$agentId" params={params} className="hover:underline">
              {agent.name}
            </Link>
          </h2>
          <div className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
            <span>@{agent.handle}</span>
            <span>{agent.role.name}</span>
            <ModelLabel provider={agent.provider} model={agent.model} />
            {agent.suspended_at && <Suspended />}
          </div>
        </div>
        {canChat && !agent.suspended_at && (
          <Link
            to="/p/$projectId/agents/$agentId/chat"
            params={params}
            aria-label={t`Chat with ${{ name: agent.name }}`}
            className={buttonLook()}
          >
            <MessageSquare size={13} aria-hidden /> {t`Chat`}
          </Link>
        )}
      </div>
      <p className="line-clamp-2 min-h-[2lh] text-muted">
        {firstWords(agent.prompt) || t`It has no instructions of its own yet.`}
      </p>
      <div className="mt-auto border-t pt-2.5">{activity}</div>
    </article>
  )
}

/** Instructions as a line: without the marks of Markdown. */
const firstWords = (prompt: string) => prompt.replace(/^[\s#>*-]+/gm, "").replace(/\s+/g, " ")

import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { MessageSquare } from "lucide-react"
import { buttonLook } from "../components/button.tsx"
import { Face } from "../components/face.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { Tabs } from "../components/tabs.tsx"
import { AgentInstructions } from "../features/agent/agent-instructions.tsx"
import { AgentOverview } from "../features/agent/agent-overview.tsx"
import { AgentSettings } from "../features/agent/agent-settings.tsx"
import { agentsQuery } from "../features/agent/api.ts"
import { Suspended } from "../features/agent/suspended.tsx"
import { AgentActivity } from "../features/conversation/agent-activity.tsx"
import { conversationsQuery } from "../features/conversation/api.ts"
import { ConversationList } from "../features/conversation/conversation-list.tsx"
import { permissionsQuery } from "../features/project/api.ts"
import { may } from "../lib/access.ts"
import { i18n } from "../lib/i18n.ts"
import { titled } from "../lib/title.ts"

const tabs = ["instructions", "conversations", "settings"] as const
type Tab = (typeof tabs)[number]

export const Route = createFileRoute("/_app/p/$projectId/agents/$agentId/")({
  validateSearch: ({ tab }: Record<string, unknown>): { tab?: Tab } => {
    const known = tabs.find((each) => each === tab)
    return known ? { tab: known } : {}
  },
  head: () => titled(t`Agent`),
  component: AgentPage,
})

const labels: Record<Tab, MessageDescriptor> = {
  instructions: msg`Instructions`,
  conversations: msg`Conversations`,
  settings: msg`Settings`,
}

/** One agent: who it is, what it was told, what it did, and its settings. */
function AgentPage() {
  const { projectId, agentId } = Route.useParams()
  const { tab } = Route.useSearch()
  const navigate = useNavigate()
  const agents = useQuery(agentsQuery(projectId))
  const permissions = useQuery(permissionsQuery(projectId))
  const conversations = useQuery(conversationsQuery(projectId))
  const agent = agents.data?.find((each) => each.id === agentId)
  const canManage = may(permissions.data, "agents:write")
  if (!agent) {
    return (
      <>
        <PageHeader crumb={t`Agents`} title={agents.isPending ? "…" : t`Agent`} />
        {agents.isPending ? (
          <PageBody>
            <SkeletonLines lines={6} label={t`Loading the agent`} />
          </PageBody>
        ) : (
          <ErrorState error={agents.error ?? undefined} retry={() => agents.refetch()} />
        )}
      </>
    )
  }
  return (
    <>
      <PageHeader
        crumb={t`Agents`}
        title={
          <span className="flex items-center gap-2">
            <Face name={agent.name} kind="agent" size="md" />
            <span className="truncate">{agent.name}</span>
            {agent.suspended_at && <Suspended />}
          </span>
        }
      >
        {may(permissions.data, "conversations:write") && !agent.suspended_at && (
          <Link
            to="/p/$projectId/agents/$agentId/chat"
            params={{ projectId, agentId }}
            className={buttonLook({ variant: "primary" })}
          >
            <MessageSquare size={13} aria-hidden /> {t`Chat`}
          </Link>
        )}
      </PageHeader>
      <Tabs label={agent.name}>
        {[undefined, ...tabs]
          .filter((each) => each !== "settings" || canManage)
          .map((each) => (
            <Link
              key={each ?? "overview"}
              to="/p/$projectId/agents/$agentId"
              params={{ projectId, agentId }}
              search={each ? { tab: each } : {}}
              activeOptions={{ exact: true, includeSearch: true }}
              resetScroll={false}
            >
              {each ? i18n._(labels[each]) : t`Overview`}
            </Link>
          ))}
      </Tabs>
      <PageBody>
        {tab === "instructions" ? (
          <AgentInstructions key={agent.id} agent={agent} canManage={canManage} />
        ) : tab === "conversations" ? (
          <ConversationList projectId={projectId} agentId={agentId} />
        ) : tab === "settings" && canManage ? (
          <AgentSettings
            key={agent.id}
            agent={agent}
            onGone={() => navigate({ to: "/p/$projectId/agents", params: { projectId } })}
          />
        ) : (
          <AgentOverview
            agent={agent}
            canGrant={may(permissions.data, "project.members:write")}
            activity={
              <AgentActivity
                conversations={conversations.data}
                agentId={agent.id}
                suspended={agent.suspended_at !== null}
                most={5}
              />
            }
          />
        )}
      </PageBody>
    </>
  )
}

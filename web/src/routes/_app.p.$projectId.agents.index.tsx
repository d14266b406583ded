import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { Plus } from "lucide-react"
import { lazy, Suspense, useState } from "react"
import { Button } from "../components/button.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { AgentList } from "../features/agent/agent-list.tsx"
import { AgentActivity } from "../features/conversation/agent-activity.tsx"
import { conversationsQuery } from "../features/conversation/api.ts"
import { permissionsQuery } from "../features/project/api.ts"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/agents/")({
  head: () => titled(t`Agents`),
  component: Agents,
})

const NewAgent = lazy(() => import("../features/agent/new-agent.tsx").then((module) => ({ default: module.NewAgent })))

function Agents() {
  const { projectId } = Route.useParams()
  const session = useSession()
  const navigate = useNavigate()
  const permissions = useQuery(permissionsQuery(projectId))
  const conversations = useQuery(conversationsQuery(projectId))
  const [creating, setCreating] = useState(false)
  const project = session.data?.projects.find((each) => each.id === projectId)
  const canManage = may(permissions.data, "agents:write")
  return (
    <>
      <PageHeader crumb={project?.name ?? null} title={t`Agents`}>
        {canManage && (
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus size={14} aria-hidden /> {t`New agent`}
          </Button>
        )}
      </PageHeader>
      <PageBody wide>
        <p className="text-muted">
          <Trans>
            Assign a task to an agent, or mention it with <b className="font-medium text-ink">@handle</b> in a comment,
            and it starts to work at once; you watch every step on the task.
          </Trans>
        </p>
        <AgentList
          projectId={projectId}
          canManage={canManage}
          canChat={may(permissions.data, "conversations:write")}
          onNew={() => setCreating(true)}
          activity={(agent) => (
            <AgentActivity
              conversations={conversations.data}
              agentId={agent.id}
              suspended={agent.suspended_at !== null}
            />
          )}
        />
      </PageBody>
      {creating && (
        <Suspense>
          <NewAgent
            projectId={projectId}
            onClose={() => setCreating(false)}
            onCreated={({ id }) =>
              navigate({ to: "/p/$projectId/agents/$agentId", params: { projectId, agentId: id } })
            }
          />
        </Suspense>
      )}
    </>
  )
}

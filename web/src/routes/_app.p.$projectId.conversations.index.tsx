import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { agentsQuery } from "../features/agent/api.ts"
import { ConversationFilters } from "../features/conversation/conversation-filters.tsx"
import { ConversationList } from "../features/conversation/conversation-list.tsx"
import { type ConversationFilter, readFilter } from "../features/conversation/filter.ts"
import { useSession } from "../features/session/api.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/conversations/")({
  validateSearch: (search: Record<string, unknown>): ConversationFilter & { task?: string } => ({
    ...readFilter(search),
    ...(typeof search.task === "string" && { task: search.task }),
  }),
  head: () => titled(t`Conversations`),
  component: Conversations,
})

function Conversations() {
  const { projectId } = Route.useParams()
  const { task, ...filter } = Route.useSearch()
  const navigate = Route.useNavigate()
  const session = useSession()
  const agents = useQuery(agentsQuery(projectId))
  const project = session.data?.projects.find((each) => each.id === projectId)
  return (
    <>
      <PageHeader crumb={project?.name ?? null} title={t`Conversations`} />
      <PageBody>
        <ConversationFilters
          agents={agents.data ?? []}
          filter={filter}
          onFilter={(next) => navigate({ search: { ...next, ...(task && { task }) }, replace: true })}
        />
        <ConversationList projectId={projectId} taskId={task} filter={filter} />
      </PageBody>
    </>
  )
}

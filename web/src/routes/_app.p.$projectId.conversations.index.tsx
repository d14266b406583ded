import { createFileRoute } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { ConversationList } from "../features/conversation/conversation-list.tsx"
import { useSession } from "../features/session/api.ts"

export const Route = createFileRoute("/_app/p/$projectId/conversations/")({
  validateSearch: (search: Record<string, unknown>): { task?: string } =>
    typeof search.task === "string" ? { task: search.task } : {},
  head: () => ({ meta: [{ title: "Conversations · Paca" }] }),
  component: Conversations,
})

function Conversations() {
  const { projectId } = Route.useParams()
  const { task } = Route.useSearch()
  const session = useSession()
  const project = session.data?.projects.find((each) => each.id === projectId)
  return (
    <>
      <PageHeader crumb={project?.name ?? null} title="Conversations" />
      <PageBody>
        <ConversationList projectId={projectId} taskId={task} />
      </PageBody>
    </>
  )
}

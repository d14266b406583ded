import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { EmptyState } from "../components/page-state.tsx"
import { ImportFlow } from "../features/import/import-flow.tsx"
import { permissionsQuery } from "../features/project/api.ts"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/import")({
  validateSearch: (search: Record<string, unknown>): { id?: string } =>
    typeof search.id === "string" ? { id: search.id } : {},
  head: () => titled(t`Import`),
  component: Import,
})

function Import() {
  const { projectId } = Route.useParams()
  const { id } = Route.useSearch()
  const navigate = useNavigate({ from: Route.fullPath })
  const session = useSession()
  const permissions = useQuery(permissionsQuery(projectId))
  const project = session.data?.projects.find((each) => each.id === projectId)
  return (
    <>
      <PageHeader crumb={project?.name ?? null} title={t`Import`} />
      <PageBody>
        {permissions.data && !may(permissions.data, "tasks:import") ? (
          <EmptyState title={t`You may read here, not import`}>
            {t`Ask an admin of the project for a role that may write.`}
          </EmptyState>
        ) : (
          <ImportFlow
            projectId={projectId}
            importId={id}
            onStarted={(started) => navigate({ search: { id: started } })}
            onReset={() => navigate({ search: {} })}
          />
        )}
      </PageBody>
    </>
  )
}

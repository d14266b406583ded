import { t } from "@lingui/core/macro"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { EmptyState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { NewProjectForm } from "../features/project/new-project-form.tsx"
import { useSession } from "../features/session/api.ts"
import { useRecalled } from "../lib/stored.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/new-project")({
  validateSearch: (search: Record<string, unknown>): { workspace?: string } =>
    typeof search.workspace === "string" ? { workspace: search.workspace } : {},
  head: () => titled(t`New project`),
  component: NewProject,
})

function NewProject() {
  const { workspace: wanted } = Route.useSearch()
  const remembered = useRecalled("workspace")
  const session = useSession()
  const navigate = useNavigate()
  const workspaces = session.data?.workspaces ?? []
  const workspace = workspaces.find((each) => each.id === (wanted ?? remembered)) ?? workspaces[0]
  return (
    <>
      <PageHeader crumb={workspace?.name ?? null} title={t`New project`} />
      <PageBody>
        <div className="mx-auto w-full max-w-md py-2">
          {!session.data ? (
            <SkeletonLines lines={5} label={t`Loading`} />
          ) : workspace ? (
            <NewProjectForm
              key={workspace.id}
              workspaceId={workspace.id}
              onCreated={(project) => navigate({ to: "/p/$projectId/board", params: { projectId: project.id } })}
            />
          ) : (
            <EmptyState title={t`A project needs a workspace`}>{t`Create a workspace first.`}</EmptyState>
          )}
        </div>
      </PageBody>
    </>
  )
}

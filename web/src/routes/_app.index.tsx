import { t } from "@lingui/core/macro"
import { createFileRoute, Link, Navigate, useNavigate } from "@tanstack/react-router"
import { Columns3 } from "lucide-react"
import { useEffect, useState } from "react"
import { buttonLook } from "../components/button.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { EmptyState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { FirstRun } from "../features/project/first-run.tsx"
import { NewProjectForm } from "../features/project/new-project-form.tsx"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"
import { recall } from "../lib/stored.ts"

export const Route = createFileRoute("/_app/")({
  validateSearch: (search: Record<string, unknown>): { workspace?: string } =>
    typeof search.workspace === "string" ? { workspace: search.workspace } : {},
  component: Start,
})

/** Leads to the project last looked at, or through the first steps. */
function Start() {
  const { workspace: wanted } = Route.useSearch()
  const session = useSession()
  const navigate = useNavigate()
  const [remembered, setRemembered] = useState<string | null>()
  useEffect(() => setRemembered(recall("project")), [])

  if (!session.data || remembered === undefined) {
    return (
      <>
        <PageHeader title="Paca" />
        <PageBody>
          <SkeletonLines lines={4} label={t`Loading`} />
        </PageBody>
      </>
    )
  }
  const { workspaces, projects, user } = session.data
  const workspace = workspaces.find((each) => each.id === wanted) ?? workspaces[0]
  if (!workspace) {
    return (
      <>
        <PageHeader title={t`Welcome`} />
        <PageBody>
          <FirstRun
            userName={user.name}
            onBegun={({ id }) => navigate({ to: "/p/$projectId/board", params: { projectId: id } })}
          />
        </PageBody>
      </>
    )
  }
  const own = projects.filter((each) => each.workspace_id === workspace.id)
  const target = wanted ? own[0] : (projects.find((each) => each.id === remembered) ?? own[0] ?? projects[0])
  if (target) return <Navigate to="/p/$projectId/board" params={{ projectId: target.id }} replace />
  const canCreate = may(workspace.actions, "projects:create")
  return (
    <>
      <PageHeader title={workspace.name} />
      <PageBody>
        {canCreate ? (
          <section className="mx-auto grid w-full max-w-md gap-5 py-6">
            <div className="grid gap-1">
              <h2 className="font-semibold text-lg">{t`Your first project`}</h2>
              <p className="text-muted">{t`A project has a board, a team of people and agents, and its own task keys.`}</p>
            </div>
            <NewProjectForm
              workspaceId={workspace.id}
              onCreated={(project) => navigate({ to: "/p/$projectId/board", params: { projectId: project.id } })}
            />
          </section>
        ) : (
          <EmptyState
            icon={<Columns3 size={20} />}
            title={t`No project for you yet`}
            action={
              <Link to="/inbox" className={buttonLook()}>
                {t`Open your inbox`}
              </Link>
            }
          >
            {t`Ask an admin of ${{ workspace: workspace.name }} to add you to a project. It will appear here at once.`}
          </EmptyState>
        )}
      </PageBody>
    </>
  )
}

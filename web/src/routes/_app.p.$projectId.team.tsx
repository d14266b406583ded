import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { InviteForm } from "../features/member/invite-form.tsx"
import { AddFromWorkspace, Members, PendingInvitations } from "../features/member/team.tsx"
import { permissionsQuery } from "../features/project/api.ts"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/team")({
  head: () => titled(t`Team`),
  component: Team,
})

function Team() {
  const { projectId } = Route.useParams()
  const session = useSession()
  const permissions = useQuery(permissionsQuery(projectId))
  const project = session.data?.projects.find((each) => each.id === projectId)
  const workspace = session.data?.workspaces.find((each) => each.id === project?.workspace_id)
  const canManage = may(permissions.data, "project.members:write")
  const canInvite = may(workspace?.actions, "workspace.members:write")
  return (
    <>
      <PageHeader crumb={project?.name ?? null} title={t`Team`} />
      <PageBody>
        <p className="text-muted">
          {t`People and agents are members alike: a role says what each may do, whoever they are.`}
        </p>
        {workspace && canInvite && <InviteForm workspaceId={workspace.id} projectId={projectId} />}
        <Members projectId={projectId} canManage={canManage} me={session.data?.user.id} />
        {workspace && canManage && <AddFromWorkspace projectId={projectId} workspaceId={workspace.id} />}
        {workspace && canInvite && <PendingInvitations workspaceId={workspace.id} />}
      </PageBody>
    </>
  )
}

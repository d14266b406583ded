import { t } from "@lingui/core/macro"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { Tabs } from "../components/tabs.tsx"
import { useSession } from "../features/session/api.ts"
import { WorkspaceDangerZone } from "../features/workspace/danger-zone.tsx"
import { Invitations } from "../features/workspace/invitations.tsx"
import { WorkspaceMembers } from "../features/workspace/members.tsx"
import { WorkspaceName } from "../features/workspace/name.tsx"
import { WorkspaceUsage } from "../features/workspace/usage.tsx"
import { may } from "../lib/access.ts"
import { titled } from "../lib/title.ts"

type Tab = "people" | "usage"

export const Route = createFileRoute("/_app/w/$workspaceId/settings")({
  validateSearch: ({ tab }: Record<string, unknown>): { tab?: Tab } =>
    tab === "people" || tab === "usage" ? { tab } : {},
  head: () => titled(t`Workspace`),
  component: WorkspaceSettings,
})

/** A workspace's name, people and usage. */
function WorkspaceSettings() {
  const { workspaceId } = Route.useParams()
  const { tab: wanted } = Route.useSearch()
  const session = useSession()
  const navigate = useNavigate()
  const workspace = session.data?.workspaces.find((each) => each.id === workspaceId)
  if (!session.data || !workspace) {
    return (
      <>
        <PageHeader title={t`Workspace`} />
        {session.data ? (
          <ErrorState error={undefined} />
        ) : (
          <PageBody>
            <SkeletonLines lines={4} label={t`Loading the workspace`} />
          </PageBody>
        )}
      </>
    )
  }
  const can = (action: string) => may(workspace.actions, action)
  const projects = session.data.projects.filter((each) => each.workspace_id === workspaceId)
  const tabs: { tab: Tab | undefined; label: string }[] = [
    { tab: undefined, label: t`General` },
    ...(can("workspace.members:read") ? [{ tab: "people" as const, label: t`People` }] : []),
    ...(can("workspace:write") ? [{ tab: "usage" as const, label: t`Usage` }] : []),
  ]
  const tab = tabs.some((each) => each.tab === wanted) ? wanted : undefined
  const leave = () => navigate({ to: "/" })
  return (
    <>
      <PageHeader crumb={workspace.name} title={t`Workspace`} />
      <Tabs label={t`Workspace`}>
        {tabs.map((each) => (
          <Link
            key={each.label}
            to="/w/$workspaceId/settings"
            params={{ workspaceId }}
            search={each.tab ? { tab: each.tab } : {}}
            activeOptions={{ exact: true, includeSearch: true }}
            resetScroll={false}
          >
            {each.label}
          </Link>
        ))}
      </Tabs>
      <PageBody>
        {tab === undefined && (
          <WorkspaceName id={workspaceId} name={workspace.name} canWrite={can("workspace:write")} />
        )}
        {tab === undefined && can("workspace:delete") && (
          <>
            <hr />
            <WorkspaceDangerZone id={workspaceId} name={workspace.name} projects={projects.length} onDeleted={leave} />
          </>
        )}
        {tab === "people" && (
          <>
            <WorkspaceMembers
              workspaceId={workspaceId}
              mine={workspace.role}
              canWrite={can("workspace.members:write")}
              me={session.data.user.id}
              onLeft={leave}
            />
            {can("workspace.members:write") && (
              <>
                <hr />
                <Invitations workspaceId={workspaceId} mine={workspace.role} projects={projects} />
              </>
            )}
          </>
        )}
        {tab === "usage" && <WorkspaceUsage workspaceId={workspaceId} />}
      </PageBody>
    </>
  )
}

import { t } from "@lingui/core/macro"
import { createFileRoute, Link, Outlet } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { EmptyState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { Tabs } from "../components/tabs.tsx"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/admin")({
  head: () => titled(t`Administration`),
  component: Administration,
})

/** The frame of what administrators of the installation do. */
function Administration() {
  const session = useSession()
  return (
    <>
      <PageHeader title={t`Administration`} />
      {session.data && may(session.data.actions, "users:read") ? (
        <>
          <Tabs label={t`Administration`}>
            <Link to="/admin/users">{t`Users`}</Link>
            <Link to="/admin/roles">{t`Roles`}</Link>
          </Tabs>
          <PageBody>
            <Outlet />
          </PageBody>
        </>
      ) : (
        <PageBody>
          {session.data ? (
            <EmptyState title={t`This is for administrators`}>
              {t`Ask an administrator of this installation for a role that includes it.`}
            </EmptyState>
          ) : (
            <SkeletonLines lines={4} label={t`Loading`} />
          )}
        </PageBody>
      )}
    </>
  )
}

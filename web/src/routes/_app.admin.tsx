import { createFileRoute, Link, Outlet } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { EmptyState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { Tabs } from "../components/tabs.tsx"
import { useSession } from "../features/session/api.ts"
import { may } from "../lib/access.ts"

export const Route = createFileRoute("/_app/admin")({
  head: () => ({ meta: [{ title: "Administration · Paca" }] }),
  component: Administration,
})

/** The frame of what administrators of the installation do. */
function Administration() {
  const session = useSession()
  return (
    <>
      <PageHeader title="Administration" />
      {session.data && may(session.data.actions, "users:read") ? (
        <>
          <Tabs label="Administration">
            <Link to="/admin/users">Users</Link>
            <Link to="/admin/roles">Roles</Link>
          </Tabs>
          <PageBody>
            <Outlet />
          </PageBody>
        </>
      ) : (
        <PageBody>
          {session.data ? (
            <EmptyState title="This is for administrators">
              Ask an administrator of this installation for a role that includes it.
            </EmptyState>
          ) : (
            <SkeletonLines lines={4} label="Loading" />
          )}
        </PageBody>
      )}
    </>
  )
}

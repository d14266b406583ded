import { t } from "@lingui/core/macro"
import { createFileRoute } from "@tanstack/react-router"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { NotificationPreferences } from "../features/notification/preferences.tsx"
import { useSession } from "../features/session/api.ts"
import { ApiKeys } from "../features/session/api-keys.tsx"
import { ConnectedApps } from "../features/session/connected-apps.tsx"
import { Password } from "../features/session/password.tsx"
import { Profile } from "../features/session/profile.tsx"
import { SecurityEvents } from "../features/session/security-events.tsx"
import { Sessions } from "../features/session/sessions.tsx"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/account")({
  head: () => titled(t`Account`),
  component: Account,
})

function Account() {
  const session = useSession()
  return (
    <>
      <PageHeader title={t`Account`} />
      <PageBody>
        {session.data ? (
          <Profile user={session.data.user} />
        ) : (
          <SkeletonLines lines={3} label={t`Loading your profile`} />
        )}
        <hr />
        <NotificationPreferences />
        <hr />
        <Password email={session.data?.user.email ?? ""} />
        <hr />
        <Sessions />
        <hr />
        <ApiKeys />
        <hr />
        <ConnectedApps />
        <hr />
        <SecurityEvents />
      </PageBody>
    </>
  )
}

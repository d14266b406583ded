import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Button, buttonLook } from "../components/button.tsx"
import { FormError } from "../components/form.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { useSession, useSignOut } from "../features/session/api.ts"
import { AuthCard } from "../features/session/auth-card.tsx"
import { invitationQuery, useAcceptInvitation } from "../features/workspace/api.ts"
import { adviceFor } from "../lib/errors.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/invite/$token")({
  head: () => titled(t`Invitation`),
  component: Invite,
})

function Invite() {
  const { token } = Route.useParams()
  const navigate = useNavigate()
  const invitation = useQuery(invitationQuery(token))
  const session = useSession()
  const accept = useAcceptInvitation(token)
  const signOut = useSignOut()

  if (invitation.isError) {
    return (
      <AuthCard title={t`This invitation no longer works`} lead={t`It was used, withdrawn, or has expired.`}>
        <p className="text-muted">{t`Ask whoever invited you to send a new one.`}</p>
        <Link to="/" className={buttonLook({ size: "md" })}>
          {t`Go to the start`}
        </Link>
      </AuthCard>
    )
  }
  if (invitation.isPending) {
    return (
      <AuthCard title={t`Invitation`}>
        <SkeletonLines lines={3} label={t`Loading the invitation`} />
      </AuthCard>
    )
  }
  const { workspace_name, project_name, invited_by, email } = invitation.data
  const user = session.data?.user
  const userEmail = user?.email
  return (
    <AuthCard
      title={t`Join ${{ workspace: workspace_name }}`}
      lead={
        project_name
          ? t`${{ person: invited_by }} invites you to the project ${{ project: project_name }}.`
          : t`${{ person: invited_by }} invites you.`
      }
    >
      <p className="text-muted">{t`The invitation was sent to ${email}.`}</p>
      {user ? (
        <>
          <p>
            <Trans>
              You are signed in as <b className="font-medium">{userEmail}</b>.
            </Trans>
          </p>
          <FormError error={accept.error} />
          {accept.error && <p className="text-muted">{adviceFor(accept.error)}</p>}
          <Button
            variant="primary"
            size="md"
            busy={accept.isPending}
            onClick={() =>
              accept.mutate(undefined, {
                onSuccess: (result) =>
                  result?.project_id
                    ? navigate({ to: "/p/$projectId/board", params: { projectId: result.project_id } })
                    : navigate({ to: "/" }),
              })
            }
          >
            {t`Accept the invitation`}
          </Button>
          <Button variant="ghost" onClick={() => signOut.mutate(`/sign-in?invite=${encodeURIComponent(token)}`)}>
            {t`Use another account`}
          </Button>
        </>
      ) : (
        <>
          <Link to="/sign-up" search={{ invite: token }} className={buttonLook({ variant: "primary", size: "md" })}>
            {t`Create an account`}
          </Link>
          <Link to="/sign-in" search={{ invite: token }} className={buttonLook({ size: "md" })}>
            {t`I have an account`}
          </Link>
        </>
      )}
    </AuthCard>
  )
}

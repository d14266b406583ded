import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Button, buttonLook } from "../components/button.tsx"
import { FormError } from "../components/form.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { useSession, useSignOut } from "../features/session/api.ts"
import { AuthCard } from "../features/session/auth-card.tsx"
import { invitationQuery, useAcceptInvitation } from "../features/workspace/api.ts"
import { adviceFor } from "../lib/errors.ts"

export const Route = createFileRoute("/invite/$token")({
  head: () => ({ meta: [{ title: "Invitation · Paca" }] }),
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
      <AuthCard title="This invitation no longer works" lead="It was used, withdrawn, or has expired.">
        <p className="text-muted">Ask whoever invited you to send a new one.</p>
        <Link to="/" className={buttonLook({ size: "md" })}>
          Go to the start
        </Link>
      </AuthCard>
    )
  }
  if (invitation.isPending) {
    return (
      <AuthCard title="Invitation">
        <SkeletonLines lines={3} label="Loading the invitation" />
      </AuthCard>
    )
  }
  const { workspace_name, project_name, invited_by, email } = invitation.data
  const user = session.data?.user
  return (
    <AuthCard
      title={`Join ${workspace_name}`}
      lead={`${invited_by} invites you${project_name ? ` to the project ${project_name}` : ""}.`}
    >
      <p className="text-muted">The invitation was sent to {email}.</p>
      {user ? (
        <>
          <p>
            You are signed in as <b className="font-medium">{user.email}</b>.
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
            Accept the invitation
          </Button>
          <Button variant="ghost" onClick={() => signOut.mutate(`/sign-in?invite=${encodeURIComponent(token)}`)}>
            Use another account
          </Button>
        </>
      ) : (
        <>
          <Link to="/sign-up" search={{ invite: token }} className={buttonLook({ variant: "primary", size: "md" })}>
            Create an account
          </Link>
          <Link to="/sign-in" search={{ invite: token }} className={buttonLook({ size: "md" })}>
            I have an account
          </Link>
        </>
      )}
    </AuthCard>
  )
}

import { t } from "@lingui/core/macro"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Button, buttonLook } from "../components/button.tsx"
import { TextField } from "../components/field.tsx"
import { FormError, onSubmit, text } from "../components/form.tsx"
import { useResetPassword } from "../features/session/api.ts"
import { AuthCard } from "../features/session/auth-card.tsx"
import { notify } from "../lib/notify.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/reset-password")({
  validateSearch: (search: Record<string, unknown>): { token?: string; error?: string } => ({
    ...(typeof search.token === "string" ? { token: search.token } : {}),
    ...(typeof search.error === "string" ? { error: search.error } : {}),
  }),
  head: () => titled(t`Set a new password`),
  component: ResetPassword,
})

function ResetPassword() {
  const { token, error } = Route.useSearch()
  const navigate = useNavigate()
  const reset = useResetPassword()
  if (!token || error) {
    return (
      <AuthCard
        title={t`This link no longer works`}
        lead={t`Links to reset a password work once and for a short time.`}
      >
        <Link to="/forgot-password" className={buttonLook({ variant: "primary", size: "md" })}>
          {t`Ask for a new link`}
        </Link>
      </AuthCard>
    )
  }
  return (
    <AuthCard title={t`Set a new password`}>
      <form
        method="post"
        className="grid gap-4"
        onSubmit={onSubmit((data) =>
          reset.mutate(
            { newPassword: text(data, "password"), token },
            {
              onSuccess: () => {
                notify(t`Your password is set`, t`Sign in with it.`)
                navigate({ to: "/sign-in" })
              },
            },
          ),
        )}
      >
        <TextField
          label={t`New password`}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={256}
          required
          autoFocus
          hint={t`At least 8 characters.`}
        />
        <FormError error={reset.error} />
        <Button type="submit" variant="primary" size="md" busy={reset.isPending}>
          {t`Set the password`}
        </Button>
      </form>
    </AuthCard>
  )
}

import { t } from "@lingui/core/macro"
import { createFileRoute, Link } from "@tanstack/react-router"
import { Button } from "../components/button.tsx"
import { TextField } from "../components/field.tsx"
import { FormError, onSubmit, text } from "../components/form.tsx"
import { useRequestReset } from "../features/session/api.ts"
import { AuthCard } from "../features/session/auth-card.tsx"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/forgot-password")({
  head: () => titled(t`Reset your password`),
  component: ForgotPassword,
})

function ForgotPassword() {
  const request = useRequestReset()
  return (
    <AuthCard
      title={t`Reset your password`}
      lead={t`We send you a link with which you can set a new one.`}
      foot={
        <Link to="/sign-in" className="underline underline-offset-2">
          {t`Back to sign in`}
        </Link>
      }
    >
      {request.isSuccess ? (
        <p role="status" className="rounded-sm bg-accent-soft px-3 py-2 text-accent-text">
          {t`If there is an account for ${{ email: request.variables }}, a mail with the link is on its way. Look into your spam folder too.`}
        </p>
      ) : (
        <form method="post" className="grid gap-4" onSubmit={onSubmit((data) => request.mutate(text(data, "email")))}>
          <TextField label={t`E-mail`} name="email" type="email" autoComplete="email" required autoFocus />
          <FormError error={request.error} />
          <Button type="submit" variant="primary" size="md" busy={request.isPending}>
            {t`Send the link`}
          </Button>
        </form>
      )}
    </AuthCard>
  )
}

import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Button } from "../components/button.tsx"
import { TextField } from "../components/field.tsx"
import { FormError, onSubmit, text } from "../components/form.tsx"
import { useSignUp } from "../features/session/api.ts"
import { AuthCard } from "../features/session/auth-card.tsx"
import { IdentityProviders } from "../features/session/identity-providers.tsx"
import { type AuthSearch, authSearch, destination, isServersOwn } from "../features/session/return-path.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/sign-up")({
  validateSearch: authSearch,
  head: () => titled(t`Create an account`),
  component: SignUp,
})

function SignUp() {
  const { failed: _, ...search }: AuthSearch = Route.useSearch()
  const navigate = useNavigate()
  const signUp = useSignUp()
  const leave = () => {
    const href = destination(search)
    if (isServersOwn(href)) window.location.assign(href)
    else navigate({ href, replace: true })
  }
  return (
    <AuthCard
      title={t`Create an account`}
      lead={search.invite ? t`Then you can accept your invitation.` : t`People and agents, one team.`}
      foot={
        <Trans>
          Already have one?{" "}
          <Link to="/sign-in" search={search} className="font-medium text-accent-text underline underline-offset-2">
            Sign in
          </Link>
        </Trans>
      }
      also={<IdentityProviders search={search} />}
    >
      <form
        method="post"
        className="grid gap-4"
        onSubmit={onSubmit((data) =>
          signUp.mutate(
            { name: text(data, "name").trim(), email: text(data, "email"), password: text(data, "password") },
            { onSuccess: leave },
          ),
        )}
      >
        <TextField label={t`Your name`} name="name" autoComplete="name" required maxLength={100} autoFocus />
        <TextField label={t`E-mail`} name="email" type="email" autoComplete="email" required />
        <TextField
          label={t`Password`}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={256}
          hint={t`At least 8 characters.`}
        />
        <FormError error={signUp.error} />
        <Button type="submit" variant="primary" size="md" busy={signUp.isPending}>
          {signUp.isPending ? t`Creating…` : t`Create account`}
        </Button>
      </form>
    </AuthCard>
  )
}

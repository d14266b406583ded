import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Button } from "../components/button.tsx"
import { TextField } from "../components/field.tsx"
import { FormError, onSubmit, text } from "../components/form.tsx"
import { useSignIn } from "../features/session/api.ts"
import { AuthCard } from "../features/session/auth-card.tsx"
import { IdentityProviders, ProviderRefusal } from "../features/session/identity-providers.tsx"
import { type AuthSearch, authSearch, destination, isServersOwn } from "../features/session/return-path.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/sign-in")({
  validateSearch: authSearch,
  head: () => titled(t`Sign in`),
  component: SignIn,
})

function SignIn() {
  const { failed, ...search }: AuthSearch = Route.useSearch()
  const navigate = useNavigate()
  const signIn = useSignIn()
  const leave = () => {
    const href = destination(search)
    if (isServersOwn(href)) window.location.assign(href)
    else navigate({ href, replace: true })
  }
  return (
    <AuthCard
      title={t`Sign in`}
      foot={
        <Trans>
          New here?{" "}
          <Link to="/sign-up" search={search} className="font-medium text-accent-text underline underline-offset-2">
            Create an account
          </Link>
        </Trans>
      }
      also={<IdentityProviders search={search} />}
    >
      {failed && <ProviderRefusal reason={failed} />}
      <form
        method="post"
        className="grid gap-4"
        onSubmit={onSubmit((data) =>
          signIn.mutate({ email: text(data, "email"), password: text(data, "password") }, { onSuccess: leave }),
        )}
      >
        <TextField label={t`E-mail`} name="email" type="email" autoComplete="email" required autoFocus />
        <TextField label={t`Password`} name="password" type="password" autoComplete="current-password" required />
        <FormError error={signIn.error} />
        <Button type="submit" variant="primary" size="md" busy={signIn.isPending}>
          {signIn.isPending ? t`Signing in…` : t`Sign in`}
        </Button>
        <Link to="/forgot-password" className="justify-self-start text-muted underline underline-offset-2">
          {t`Forgot your password?`}
        </Link>
      </form>
    </AuthCard>
  )
}

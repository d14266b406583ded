import { t } from "@lingui/core/macro"
import { useQueryClient } from "@tanstack/react-query"
import { Button } from "../../components/button.tsx"
import { TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { sessionQuery, useChangePassword, useSignOut } from "./api.ts"
import { AuthCard } from "./auth-card.tsx"

/** All that somebody sees whose password was given to them by an administrator, until they have chosen their own. */
export default function MustChangePassword({ email }: { email: string }) {
  const client = useQueryClient()
  const change = useChangePassword()
  const signOut = useSignOut()
  return (
    <AuthCard
      title={t`Choose your password`}
      lead={t`The one you signed in with was given to you. From now on use your own.`}
    >
      <form
        method="post"
        className="grid gap-4"
        onSubmit={onSubmit((data) =>
          change.mutate(
            { currentPassword: text(data, "current"), newPassword: text(data, "new") },
            { onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }) },
          ),
        )}
      >
        {/* Password managers tell by it which account the new password belongs to. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          label={t`The password you were given`}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          autoFocus
        />
        <TextField
          label={t`Your new password`}
          name="new"
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={256}
          hint={t`At least 8 characters.`}
        />
        <FormError error={change.error} />
        <Button type="submit" variant="primary" size="md" busy={change.isPending}>
          {t`Use this password`}
        </Button>
        <Button type="button" size="md" onClick={() => signOut.mutate("/sign-in")}>
          {t`Sign out`}
        </Button>
      </form>
    </AuthCard>
  )
}

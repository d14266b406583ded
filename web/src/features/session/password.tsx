import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { Link } from "@tanstack/react-router"
import { Button } from "../../components/button.tsx"
import { TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { ApiError } from "../../lib/errors.ts"
import { notify } from "../../lib/notify.ts"
import { useChangePassword } from "./api.ts"

const hasNone = (error: unknown) => error instanceof ApiError && error.error_code === "CREDENTIAL_ACCOUNT_NOT_FOUND"

/** Changes the password; everybody else who is signed in to the account is signed out. */
export function Password({ email }: { email: string }) {
  const change = useChangePassword()
  return (
    <section aria-labelledby="password" className="grid gap-3">
      <div>
        <h2 id="password" className="font-semibold text-md">
          {t`Password`}
        </h2>
        <p className="text-muted">{t`Changing it signs you out on your other devices.`}</p>
      </div>
      <form
        method="post"
        className="flex flex-wrap items-start gap-2"
        onSubmit={(event) => {
          const form = event.currentTarget
          onSubmit((data) =>
            change.mutate(
              { currentPassword: text(data, "current"), newPassword: text(data, "new") },
              {
                onSuccess: () => {
                  form.reset()
                  notify(t`Your password is changed`, t`Your other devices are signed out.`)
                },
              },
            ),
          )(event)
        }}
      >
        {/* Password managers tell by it which account the new password belongs to. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          label={t`Current password`}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          className="w-72 max-w-full"
        />
        <TextField
          label={t`New password`}
          name="new"
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={256}
          hint={t`At least 8 characters.`}
          className="w-72 max-w-full"
        />
        <Button type="submit" size="md" className="mt-[22px] max-phone:mt-0" busy={change.isPending}>
          {t`Change`}
        </Button>
      </form>
      {hasNone(change.error) ? (
        <p role="alert" className="text-red">
          <Trans>
            Your account has no password yet, since you sign in through another service.{" "}
            <Link to="/forgot-password" className="underline underline-offset-2">
              Ask for a link to set one.
            </Link>
          </Trans>
        </p>
      ) : (
        <FormError error={change.error} />
      )}
    </section>
  )
}

import { t } from "@lingui/core/macro"
import { Button } from "../../components/button.tsx"
import { Face } from "../../components/face.tsx"
import { TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { LanguageChoice } from "../../components/language-choice.tsx"
import type { User } from "../../lib/api.gen.ts"
import { notify } from "../../lib/notify.ts"
import { useChooseLanguage, useSendVerification, useUpdateProfile } from "./api.ts"

/** The name others see. */
export function Profile({ user }: { user: User }) {
  const update = useUpdateProfile()
  const language = useChooseLanguage()
  const verification = useSendVerification()
  return (
    <section aria-labelledby="profile" className="grid gap-4">
      <div className="flex items-center gap-3">
        <Face name={user.name} kind="user" size="md" />
        <div>
          <h2 id="profile" className="font-semibold text-md">
            {t`Profile`}
          </h2>
          <p className="text-muted">
            {user.email}
            {user.handle && ` · @${user.handle}`}
          </p>
        </div>
      </div>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={onSubmit((data) =>
          update.mutate({ name: text(data, "name").trim() }, { onSuccess: () => notify(t`Your name is saved`) }),
        )}
      >
        <TextField label={t`Name`} name="name" defaultValue={user.name} required maxLength={100} className="w-72" />
        <Button type="submit" size="md" busy={update.isPending}>
          {t`Save`}
        </Button>
      </form>
      <FormError error={update.error} />
      <div className="flex flex-wrap items-center gap-2">
        <LanguageChoice onChange={language} />
        <p className="text-muted text-xs">{t`Of the app and of the mails you get.`}</p>
      </div>
      {!user.email_verified && (
        <p className="flex flex-wrap items-center gap-2 rounded-sm bg-sunken px-3 py-2 text-muted">
          <span className="min-w-60 flex-1">
            {verification.isSuccess
              ? t`A mail with a link is on its way to ${{ email: user.email }}.`
              : t`You have not confirmed your e-mail address yet. Open the link in the mail we sent you.`}
          </span>
          {!verification.isSuccess && (
            <Button busy={verification.isPending} onClick={() => verification.mutate(user.email)}>
              {t`Send it again`}
            </Button>
          )}
        </p>
      )}
    </section>
  )
}

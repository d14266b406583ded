import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { SelectField, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import type { AdminUser, GlobalRole } from "../../lib/api.gen.ts"
import { ApiError } from "../../lib/errors.ts"
import { notify } from "../../lib/notify.ts"
import { useCreateUser, useGivePassword, useUpdateUser } from "./api.ts"
import { givenPassword } from "./given-password.ts"

const issueOf = (error: Error | null) => (field: string) => (error instanceof ApiError ? error.issue(field) : undefined)

/** Makes an account, and shows what its owner needs to sign in the first time. */
export function NewUserForm({ roles, onClose }: { roles: GlobalRole[]; onClose: () => void }) {
  const create = useCreateUser()
  const [password, setPassword] = useState(givenPassword)
  const issue = issueOf(create.error)
  if (create.data) {
    return (
      <PassOn
        title={t`${{ name: create.data.name }} can sign in now`}
        email={create.data.email}
        {...{ password, onClose }}
      />
    )
  }
  return (
    <Dialog open onOpenChange={onClose} title={t`New user`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) =>
          create.mutate({
            name: text(form, "name").trim(),
            email: text(form, "email").trim(),
            password,
            ...(text(form, "handle").trim() && { handle: text(form, "handle").trim() }),
            role_id: text(form, "role") || null,
          }),
        )}
      >
        <TextField
          label={t`Name`}
          name="name"
          required
          maxLength={80}
          autoFocus
          error={issue("name")}
          autoComplete="off"
        />
        <TextField label={t`E-mail`} name="email" type="email" required error={issue("email")} autoComplete="off" />
        <TextField
          label={t`Handle`}
          name="handle"
          maxLength={30}
          error={issue("handle")}
          hint={t`What others mention them by. Made of the name if you leave it empty.`}
          autoComplete="off"
        />
        <TextField
          label={t`Password`}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required
          minLength={8}
          maxLength={256}
          error={issue("password")}
          hint={t`Good for the first sign-in; then they must choose their own.`}
          autoComplete="off"
          className="[&_input]:font-mono"
        />
        <RoleField roles={roles} value={undefined} />
        <FormActions error={create.error} action={t`Create user`} busy={create.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

function RoleField({ roles, value }: { roles: GlobalRole[]; value: string | undefined }) {
  return (
    <SelectField
      label={t`Role in the whole installation`}
      name="role"
      defaultValue={value ?? ""}
      hint={t`Most people need none: what they may do in a workspace or project is set there.`}
    >
      <option value="">{t({ message: "None", context: "role" })}</option>
      {roles.map((role) => (
        <option key={role.id} value={role.id}>
          {role.name}
        </option>
      ))}
    </SelectField>
  )
}

/** Changes what an account is called and may do. */
export function UserForm({ user, roles, onClose }: { user: AdminUser; roles: GlobalRole[]; onClose: () => void }) {
  const update = useUpdateUser()
  const issue = issueOf(update.error)
  return (
    <Dialog open onOpenChange={onClose} title={t`Edit ${{ name: user.name }}`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) => {
          const role_id = text(form, "role") || null
          update.mutate(
            {
              id: user.id,
              name: text(form, "name").trim(),
              email: text(form, "email").trim(),
              handle: text(form, "handle").trim(),
              // Left as it is, it need not be the caller's to give.
              ...(role_id !== (user.role?.id ?? null) && { role_id }),
            },
            { onSuccess: onClose },
          )
        })}
      >
        <TextField label={t`Name`} name="name" defaultValue={user.name} required maxLength={80} error={issue("name")} />
        <TextField
          label={t`E-mail`}
          name="email"
          type="email"
          defaultValue={user.email}
          required
          error={issue("email")}
          hint={t`A new address must be confirmed by its owner.`}
        />
        <TextField
          label={t`Handle`}
          name="handle"
          defaultValue={user.handle}
          required
          maxLength={30}
          error={issue("handle")}
        />
        <RoleField roles={roles} value={user.role?.id} />
        <FormActions error={update.error} action={t`Save`} busy={update.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

/** Gives somebody another password, who lost theirs. */
export function GivePassword({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const give = useGivePassword()
  const [password, setPassword] = useState(givenPassword)
  if (give.isSuccess)
    return (
      <PassOn title={t`${{ name: user.name }} has another password`} email={user.email} {...{ password, onClose }} />
    )
  return (
    <Dialog open onOpenChange={onClose} title={t`Another password for ${{ name: user.name }}`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit(() =>
          give.mutate(
            { id: user.id, new_password: password },
            { onSuccess: () => notify(t`${{ name: user.name }} is signed out everywhere`) },
          ),
        )}
      >
        <p className="text-muted">
          {t`They are signed out everywhere, sign in with this one, and must then choose their own.`}
        </p>
        <TextField
          label={t`Password`}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required
          minLength={8}
          maxLength={256}
          autoComplete="off"
          className="[&_input]:font-mono"
        />
        <FormActions error={give.error} action={t`Give this password`} busy={give.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

type PassOnProps = { title: string; email: string; password: string; onClose: () => void }

function PassOn({ title, email, password, onClose }: PassOnProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={t`Pass this on yourself: no mail is sent, and the password is not shown again.`}
    >
      <div className="grid gap-4">
        <dl className="grid grid-cols-[5rem_1fr] gap-y-1 rounded-sm border bg-sunken px-3 py-2">
          <dt className="text-muted">{t`E-mail`}</dt>
          <dd className="select-all break-all">{email}</dd>
          <dt className="text-muted">{t`Password`}</dt>
          <dd className="select-all break-all font-mono text-xs">{password}</dd>
        </dl>
        <div className="flex justify-end gap-2">
          <CopyButton text={`${email}\n${password}`}>{t`Copy both`}</CopyButton>
          <Button variant="primary" onClick={onClose}>
            {t({ message: "Done", context: "button" })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Button } from "../../components/button.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import { SelectField, TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { rolesQuery, useInvite } from "./api.ts"

type Props = { workspaceId: string; projectId: string }

/** Invites somebody by mail into the workspace and this project; the link is shown too. */
export function InviteForm({ workspaceId, projectId }: Props) {
  const roles = useQuery(rolesQuery(projectId))
  const invite = useInvite(workspaceId)
  const link = invite.data?.token_url
  return (
    <section aria-labelledby="invite" className="grid gap-3 rounded-md border bg-panel p-4">
      <h2 id="invite" className="font-semibold text-md">
        {t`Invite somebody`}
      </h2>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={onSubmit((data) => {
          const project_role_id = text(data, "role")
          invite.mutate({
            email: text(data, "email").trim(),
            role: "member",
            project_id: projectId,
            ...(project_role_id ? { project_role_id } : {}),
          })
        })}
      >
        <TextField
          key={invite.data?.id}
          label={t`E-mail`}
          name="email"
          type="email"
          required
          placeholder="mara@example.org"
          className="min-w-52 flex-1"
        />
        <SelectField
          key={roles.data ? "roles" : "loading"}
          label={t`Role`}
          name="role"
          className="w-32"
          defaultValue={roles.data?.find((role) => role.name === "Editor")?.id}
        >
          {roles.data?.map((role) => (
            <option key={role.id} value={role.id}>
              {role.name}
            </option>
          ))}
        </SelectField>
        <Button type="submit" variant="primary" size="md" busy={invite.isPending}>
          {t`Send invitation`}
        </Button>
      </form>
      <FormError error={invite.error} />
      {invite.data && (
        <div role="status" className="grid gap-2 rounded-sm bg-accent-soft px-3 py-2 text-accent-text">
          <p>
            {t`A mail was sent to ${{ email: invite.data.email }}.`}{" "}
            {link && t`You can also pass on the link yourself:`}
          </p>
          {link && (
            <div className="flex items-center gap-2">
              <code className="min-w-0 flex-1 select-all truncate font-mono text-xs">{link}</code>
              <CopyButton text={link}>{t`Copy link`}</CopyButton>
            </div>
          )}
        </div>
      )}
    </section>
  )
}

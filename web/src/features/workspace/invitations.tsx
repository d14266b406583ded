import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "../../components/button.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import { SelectField, TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import { useMinute } from "../../lib/clock.ts"
import { dateLabel } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { invitationsQuery, useInviteToWorkspace, useRevokeInvitation, type WorkspaceRole } from "./api.ts"
import { grantable, isWorkspaceRole, workspaceRoles } from "./members.tsx"

type Props = { workspaceId: string; mine: WorkspaceRole; projects: { id: string; name: string }[] }

/** Who was asked to join and has not answered yet. */
export function Invitations({ workspaceId, mine, projects }: Props) {
  const list = useQuery(invitationsQuery(workspaceId))
  const invite = useInviteToWorkspace(workspaceId)
  const revoke = useRevokeInvitation(workspaceId)
  const now = useMinute()
  const [sent, setSent] = useState<{ id: string; email: string; link: string }>()
  return (
    <SettingsSection
      title={t`Invitations`}
      lead={t`Links work for 7 days. To invite into a project at once, use its Team page.`}
    >
      <form
        key={sent?.id}
        className="flex flex-wrap items-end gap-2"
        onSubmit={onSubmit((form) => {
          const role = text(form, "role")
          invite.mutate(
            { email: text(form, "email").trim(), role: isWorkspaceRole(role) ? role : "member" },
            { onSuccess: ({ id, email, token_url }) => setSent({ id, email, link: token_url }) },
          )
        })}
      >
        <TextField
          label={t`E-mail`}
          name="email"
          type="email"
          required
          placeholder="mara@example.org"
          className="min-w-52 flex-1"
        />
        <SelectField label={t`Role`} name="role" defaultValue="member" className="w-32">
          {grantable(mine).map((role) => (
            <option key={role} value={role}>
              {i18n._(workspaceRoles[role])}
            </option>
          ))}
        </SelectField>
        <Button type="submit" size="md" busy={invite.isPending}>
          {t`Send invitation`}
        </Button>
      </form>
      <FormError error={invite.error} />
      {sent && (
        <div role="status" className="grid gap-2 rounded-sm bg-accent-soft px-3 py-2 text-accent-text">
          <p>{t`A mail was sent to ${{ email: sent.email }}. You can also pass on the link yourself:`}</p>
          <div className="flex items-center gap-2">
            <code className="min-w-0 flex-1 select-all truncate font-mono text-xs">{sent.link}</code>
            <CopyButton text={sent.link}>{t`Copy link`}</CopyButton>
          </div>
        </div>
      )}
      {list.isPending && <SkeletonLines lines={2} label={t`Loading the invitations`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data?.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-6 text-center text-muted">{t`Nobody is waiting to join.`}</p>
      )}
      <ul aria-label={t`Invitations`}>
        {list.data?.map((each) => (
          <li key={each.id} className="flex items-center gap-3 border-b py-2 last:border-0">
            <div className="min-w-0 flex-1">
              <div className="truncate font-medium">{each.email}</div>
              <div className="truncate text-muted text-xs">
                {i18n._(workspaceRoles[each.role])}
                {each.project_id && ` · ${into(projects.find(({ id }) => id === each.project_id)?.name)}`} ·{" "}
                {t`until ${{ date: dateLabel(each.expires_at, now) }}`}
              </div>
            </div>
            <Button
              aria-label={t`Revoke the invitation of ${{ email: each.email }}`}
              onClick={() => revoke.mutate(each.id)}
            >
              {t`Revoke`}
            </Button>
          </li>
        ))}
      </ul>
    </SettingsSection>
  )
}

/** Where an invitation leads besides; whoever reads it may not know the project. */
const into = (project: string | undefined) => (project === undefined ? t`into a project` : t`into ${project}`)

import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { UserMinus } from "lucide-react"
import { useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { Face } from "../../components/face.tsx"
import { inputLook } from "../../components/field.tsx"
import { FormError } from "../../components/form.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { WorkspaceMember } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"
import { useChangeWorkspaceRole, useRemoveWorkspaceMember, type WorkspaceRole, workspaceMembersQuery } from "./api.ts"

/** What the roles of a workspace are called. */
export const workspaceRoles: Record<WorkspaceRole, MessageDescriptor> = {
  owner: msg`Owner`,
  admin: msg`Admin`,
  member: msg`Member`,
  guest: msg`Guest`,
}

export const isWorkspaceRole = (value: string): value is WorkspaceRole => Object.hasOwn(workspaceRoles, value)

/** The roles somebody may give: nobody gives more than they hold. */
export function grantable(mine: WorkspaceRole | undefined): WorkspaceRole[] {
  if (mine === "owner") return ["owner", "admin", "member", "guest"]
  return mine === "admin" ? ["admin", "member", "guest"] : []
}

type Props = { workspaceId: string; mine: WorkspaceRole; canWrite: boolean; me: string; onLeft: () => void }

/** The people of a workspace and their roles in it. */
export function WorkspaceMembers({ workspaceId, mine, canWrite, me, onLeft }: Props) {
  const list = useQuery(workspaceMembersQuery(workspaceId))
  const change = useChangeWorkspaceRole(workspaceId)
  const remove = useRemoveWorkspaceMember(workspaceId)
  const [removing, setRemoving] = useState<WorkspaceMember>()
  const roles = grantable(mine)
  const close = () => {
    remove.reset()
    setRemoving(undefined)
  }
  const take = ({ user_id }: WorkspaceMember) =>
    // Whoever leaves sees this no longer when the answer comes, so the answer itself says where to go.
    remove.mutateAsync(user_id).then(
      () => (user_id === me ? onLeft() : close()),
      () => {},
    )
  return (
    <SettingsSection
      title={t`People`}
      lead={t`Owner may do everything, also delete the workspace; Admin manages people and every project; Member makes projects, and works in those they are added to; Guest works only in projects they are added to.`}
    >
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.isPending && (
        <div role="status" aria-label={t`Loading the people`} className="grid gap-3">
          {[1, 2, 3].map((line) => (
            <Skeleton key={line} className="h-10" />
          ))}
        </div>
      )}
      <ul aria-label={t`People`}>
        {list.data?.map((member) => {
          const mayChange = canWrite && roles.includes(member.role)
          return (
            <li key={member.user_id} className="flex items-center gap-3 border-b py-2 last:border-0">
              <Face name={member.name} kind="user" size="md" />
              <div className="min-w-0 flex-1">
                <div className="flex items-center gap-2">
                  <span className="truncate font-medium">{member.name}</span>
                  {member.user_id === me && <span className="text-muted text-xs">{t`you`}</span>}
                </div>
                <div className="truncate text-muted text-xs">{member.email}</div>
              </div>
              {mayChange ? (
                <select
                  aria-label={t`Role of ${{ name: member.name }}`}
                  value={member.role}
                  onChange={({ target: { value } }) =>
                    isWorkspaceRole(value) && change.mutate({ user_id: member.user_id, role: value })
                  }
                  className={cx(inputLook, "h-7 w-28 px-1.5 max-phone:h-9")}
                >
                  {roles.map((role) => (
                    <option key={role} value={role}>
                      {i18n._(workspaceRoles[role])}
                    </option>
                  ))}
                </select>
              ) : (
                <span className="text-muted">{i18n._(workspaceRoles[member.role])}</span>
              )}
              {mayChange && (
                <IconButton label={t`Remove ${{ name: member.name }}`} onClick={() => setRemoving(member)}>
                  <UserMinus size={14} />
                </IconButton>
              )}
            </li>
          )
        })}
      </ul>
      <Dialog
        open={removing !== undefined}
        onOpenChange={(open) => !open && close()}
        title={removing?.user_id === me ? t`Leave this workspace?` : t`Remove ${{ name: removing?.name ?? "" }}?`}
      >
        <div className="grid gap-4">
          <p className="text-muted">
            {removing?.user_id === me
              ? t`You lose access to it and to all its projects at once.`
              : t`They lose access to the workspace and all its projects at once. What they wrote stays.`}
          </p>
          <FormError error={remove.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={close}>{t`Cancel`}</Button>
            <Button variant="danger" busy={remove.isPending} onClick={() => removing && take(removing)}>
              {removing?.user_id === me ? t`Leave` : t`Remove`}
            </Button>
          </div>
        </div>
      </Dialog>
    </SettingsSection>
  )
}

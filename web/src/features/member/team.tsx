import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { UserMinus } from "lucide-react"
import { useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { Face } from "../../components/face.tsx"
import { inputLook } from "../../components/field.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Member, Role } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { dateLabel } from "../../lib/format.ts"
import {
  invitationsQuery,
  membersQuery,
  rolesQuery,
  useAddMember,
  useChangeRole,
  useRemoveMember,
  useRevokeInvitation,
  workspaceMembersQuery,
} from "./api.ts"

type Props = { projectId: string; canManage: boolean; me: string | undefined }

/** The people and agents of a project with their roles. */
export function Members({ projectId, canManage, me }: Props) {
  const members = useQuery(membersQuery(projectId))
  const roles = useQuery(rolesQuery(projectId))
  const change = useChangeRole(projectId)
  const remove = useRemoveMember(projectId)
  const [removing, setRemoving] = useState<Member>()
  if (members.isError) return <ErrorState error={members.error} retry={() => members.refetch()} />
  if (members.isPending) {
    return (
      <div role="status" aria-label={t`Loading the team`} className="grid gap-3">
        {[1, 2, 3].map((line) => (
          <Skeleton key={line} className="h-10" />
        ))}
      </div>
    )
  }
  return (
    <>
      <ul className="grid">
        {members.data.map((member) => (
          <li key={member.id} className="flex items-center gap-3 border-b py-2 last:border-0">
            <Face name={member.name} kind={member.kind} size="md" />
            <div className="min-w-0 flex-1">
              <div className="flex items-center gap-2">
                <span className="truncate font-medium">{member.name}</span>
                {member.kind === "agent" && <span className="text-agent text-xs">{t`agent`}</span>}
                {member.user_id !== null && member.user_id === me && (
                  <span className="text-muted text-xs">{t`you`}</span>
                )}
              </div>
              {member.handle && <div className="text-muted text-xs">@{member.handle}</div>}
            </div>
            <RoleSelect
              member={member}
              roles={roles.data ?? []}
              disabled={!canManage}
              onChange={(role_id) => change.mutate({ id: member.id, role_id })}
            />
            {canManage && (
              <IconButton label={t`Remove ${{ name: member.name }}`} onClick={() => setRemoving(member)}>
                <UserMinus size={14} />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      <Confirm
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={t`Remove ${{ name: removing?.name ?? "" }}?`}
        action={t`Remove`}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id, { onSuccess: () => setRemoving(undefined) })}
      >
        {removing?.kind === "agent"
          ? t`It stops working here and its tasks lose it as assignee. What it wrote stays.`
          : t`They lose access at once. What they wrote stays.`}
      </Confirm>
    </>
  )
}

function RoleSelect({
  member,
  roles,
  disabled,
  onChange,
}: {
  member: Member
  roles: Role[]
  disabled: boolean
  onChange: (id: string) => void
}) {
  if (disabled) return <span className="text-muted">{member.role.name}</span>
  const known = roles.some((role) => role.id === member.role.id)
  return (
    <select
      aria-label={t`Role of ${{ name: member.name }}`}
      value={member.role.id}
      onChange={(event) => onChange(event.target.value)}
      className={cx(inputLook, "h-7 w-28 px-1.5 max-phone:h-9")}
    >
      {!known && <option value={member.role.id}>{member.role.name}</option>}
      {roles.map((role) => (
        <option key={role.id} value={role.id}>
          {role.name}
        </option>
      ))}
    </select>
  )
}

/** Invitations that wait, each of which can be withdrawn. */
export function PendingInvitations({ workspaceId }: { workspaceId: string }) {
  const list = useQuery(invitationsQuery(workspaceId))
  const revoke = useRevokeInvitation(workspaceId)
  const now = useMinute()
  if (!list.data?.length) return null
  return (
    <section aria-labelledby="pending" className="grid gap-1">
      <h2 id="pending" className="font-semibold text-md">
        {t`Invited`}
      </h2>
      <ul>
        {list.data.map((each) => (
          <li key={each.id} className="flex items-center gap-3 border-b py-2 last:border-0">
            <div className="min-w-0 flex-1">
              <div className="truncate font-medium">{each.email}</div>
              <div className="text-muted text-xs">
                {each.role} · {t`until ${{ date: dateLabel(each.expires_at, now) }}`}
              </div>
            </div>
            <Button onClick={() => revoke.mutate(each.id)} busy={revoke.isPending && revoke.variables === each.id}>
              {t`Revoke`}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Colleagues of the workspace who are not in this project yet. */
export function AddFromWorkspace({ projectId, workspaceId }: { projectId: string; workspaceId: string }) {
  const colleagues = useQuery(workspaceMembersQuery(workspaceId))
  const members = useQuery(membersQuery(projectId))
  const roles = useQuery(rolesQuery(projectId))
  const add = useAddMember(projectId)
  const inside = new Set(members.data?.map((member) => member.user_id))
  const others = members.data ? (colleagues.data ?? []).filter((each) => !inside.has(each.user_id)) : []
  const role = roles.data?.find((each) => each.name === "Editor") ?? roles.data?.[0]
  if (others.length === 0 || !role) return null
  return (
    <section aria-labelledby="colleagues" className="grid gap-1">
      <h2 id="colleagues" className="font-semibold text-md">
        {t`In the workspace, not in this project`}
      </h2>
      <ul>
        {others.map((each) => (
          <li key={each.user_id} className="flex items-center gap-3 border-b py-2 last:border-0">
            <Face name={each.name} kind="user" size="md" />
            <span className="min-w-0 flex-1 truncate font-medium">{each.name}</span>
            <Button
              onClick={() => add.mutate({ user_id: each.user_id, role_id: role.id })}
              busy={add.isPending && add.variables?.user_id === each.user_id}
            >
              {t`Add as ${{ role: role.name }}`}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

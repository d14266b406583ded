import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { type ActionGroup, ActionMatrix } from "../../components/action-matrix.tsx"
import { Button, IconButton } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { RoleForm } from "../../components/role-form.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { GlobalRole } from "../../lib/api.gen.ts"
import { i18n } from "../../lib/i18n.ts"
import { globalRolesQuery, type InstallationAction, useDeleteGlobalRole, useSaveGlobalRole } from "./api.ts"

const words: Record<InstallationAction, MessageDescriptor> = {
  "users:read": msg`See all users and roles`,
  "users:write": msg`Create, change, suspend and delete users`,
  "global_roles:write": msg`Make and change these roles`,
}

const isAction = (value: string): value is InstallationAction => Object.hasOwn(words, value)

const actionGroups = (): ActionGroup[] => [
  {
    title: t`Administration`,
    actions: Object.entries(words).map(([action, label]) => ({ action, label: i18n._(label) })),
  },
]

/** Who administers this installation, by role. */
export function GlobalRoles({ canWrite, held }: { canWrite: boolean; held: readonly string[] }) {
  const groups = actionGroups()
  const list = useQuery(globalRolesQuery)
  const save = useSaveGlobalRole()
  const remove = useDeleteGlobalRole()
  const [editing, setEditing] = useState<GlobalRole | "new">()
  const [removing, setRemoving] = useState<GlobalRole>()
  return (
    <SettingsSection
      title={t`Roles of the installation`}
      lead={t`They say who administers users. What people may do in a workspace or a project is set there.`}
      action={
        canWrite && (
          <Button onClick={() => setEditing("new")}>
            <Plus size={13} aria-hidden /> {t`New role`}
          </Button>
        )
      }
    >
      {list.isPending && (
        <div role="status" aria-label={t`Loading the roles`}>
          <Skeleton className="h-44" />
        </div>
      )}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data && (
        <ActionMatrix
          label={t`Who may administer what`}
          groups={groups}
          roles={list.data}
          head={({ id }) => {
            const role = list.data.find((each) => each.id === id)
            if (!canWrite || !role || role.is_system) return null
            return (
              <>
                <IconButton label={t`Edit ${{ name: role.name }}`} onClick={() => setEditing(role)}>
                  <Pencil size={12} />
                </IconButton>
                <IconButton label={t`Delete ${{ name: role.name }}`} onClick={() => setRemoving(role)}>
                  <Trash2 size={12} />
                </IconButton>
              </>
            )
          }}
        />
      )}
      {editing && (
        <RoleForm
          role={editing === "new" ? undefined : editing}
          beginsWith={["users:read"]}
          {...{ groups, isAction, held, save }}
          onClose={() => {
            save.reset()
            setEditing(undefined)
          }}
        />
      )}
      <Confirm
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={t`Delete the role “${{ name: removing?.name ?? "" }}”?`}
        action={t`Delete`}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id, { onSettled: () => setRemoving(undefined) })}
      >
        {t`Who has it has no role in the installation then. Their accounts and work stay.`}
      </Confirm>
    </SettingsSection>
  )
}

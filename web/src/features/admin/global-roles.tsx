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
import { globalRolesQuery, type InstallationAction, useDeleteGlobalRole, useSaveGlobalRole } from "./api.ts"

const words: Record<InstallationAction, string> = {
  "users:read": "See all users and roles",
  "users:write": "Create, change, suspend and delete users",
  "global_roles:write": "Make and change these roles",
}

const isAction = (value: string): value is InstallationAction => Object.hasOwn(words, value)

const groups: ActionGroup[] = [
  { title: "Administration", actions: Object.entries(words).map(([action, label]) => ({ action, label })) },
]

/** Who administers this installation, by role. */
export function GlobalRoles({ canWrite, held }: { canWrite: boolean; held: readonly string[] }) {
  const list = useQuery(globalRolesQuery)
  const save = useSaveGlobalRole()
  const remove = useDeleteGlobalRole()
  const [editing, setEditing] = useState<GlobalRole | "new">()
  const [removing, setRemoving] = useState<GlobalRole>()
  return (
    <SettingsSection
      title="Roles of the installation"
      lead="They say who administers users. What people may do in a workspace or a project is set there."
      action={
        canWrite && (
          <Button onClick={() => setEditing("new")}>
            <Plus size={13} aria-hidden /> New role
          </Button>
        )
      }
    >
      {list.isPending && (
        <div role="status" aria-label="Loading the roles">
          <Skeleton className="h-44" />
        </div>
      )}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data && (
        <ActionMatrix
          label="Who may administer what"
          groups={groups}
          roles={list.data}
          head={({ id }) => {
            const role = list.data.find((each) => each.id === id)
            if (!canWrite || !role || role.is_system) return null
            return (
              <>
                <IconButton label={`Edit ${role.name}`} onClick={() => setEditing(role)}>
                  <Pencil size={12} />
                </IconButton>
                <IconButton label={`Delete ${role.name}`} onClick={() => setRemoving(role)}>
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
        title={`Delete the role “${removing?.name ?? ""}”?`}
        action="Delete"
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id, { onSettled: () => setRemoving(undefined) })}
      >
        Who has it has no role in the installation then. Their accounts and work stay.
      </Confirm>
    </SettingsSection>
  )
}

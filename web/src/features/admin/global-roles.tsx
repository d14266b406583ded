import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { ActionChoice, type ActionGroup, ActionMatrix } from "../../components/action-matrix.tsx"
import { Button, IconButton } from "../../components/button.tsx"
import { Confirm, Dialog } from "../../components/dialog.tsx"
import { TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { ErrorState } from "../../components/page-state.tsx"
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
        <RoleForm role={editing === "new" ? undefined : editing} held={held} onClose={() => setEditing(undefined)} />
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

type FormProps = { role: GlobalRole | undefined; held: readonly string[]; onClose: () => void }

function RoleForm({ role, held, onClose }: FormProps) {
  const save = useSaveGlobalRole()
  const [chosen, setChosen] = useState<string[]>(role?.actions ?? ["users:read"])
  return (
    <Dialog open onOpenChange={onClose} title={role ? `Edit “${role.name}”` : "New role"}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) =>
          save.mutate(
            {
              id: role?.id,
              name: text(form, "name").trim(),
              actions: chosen.includes("*") ? ["*"] : chosen.filter(isAction),
            },
            { onSuccess: onClose },
          ),
        )}
      >
        <TextField label="Name" name="name" defaultValue={role?.name} required maxLength={60} autoFocus />
        <ActionChoice groups={groups} chosen={chosen} held={held} onChange={setChosen} />
        <FormActions
          error={save.error}
          action={role ? "Save" : "Add role"}
          busy={save.isPending}
          disabled={chosen.length === 0}
          onCancel={onClose}
        >
          {chosen.length === 0 && <p className="mr-auto text-muted">Tick at least one.</p>}
        </FormActions>
      </form>
    </Dialog>
  )
}

import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { type ActionGroup, ActionMatrix } from "../../components/action-matrix.tsx"
import { Button, IconButton } from "../../components/button.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { RoleForm } from "../../components/role-form.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Role } from "../../lib/api.gen.ts"
import { type ProjectAction, rolesQuery, useDeleteRole, useSaveRole } from "./api.ts"
import { DeleteWithMove } from "./delete-with-move.tsx"

/** Every action by what it lets one do. The type sees to it that none is forgotten. */
const words: Record<ProjectAction, string> = {
  "project:read": "See the project",
  "project:write": "Rename it, make it public, archive it",
  "settings:write": "Change statuses, task types and fields",
  "project:export": "Export everything",
  "project:delete": "Delete the project",
  "project.members:read": "See who is in it",
  "project.members:write": "Add and remove people, give roles",
  "project.roles:write": "Make and change roles",
  "tasks:read": "Read tasks and comments",
  "tasks:write": "Create, change and move tasks",
  "comments:write": "Write comments",
  "tasks:import": "Import tasks from a file",
  "sprints:write": "Plan, start and complete sprints",
  "views:write": "Make and change views",
  "docs:read": "Read documents",
  "docs:write": "Write documents",
  "agents:read": "See agents",
  "agents:write": "Add and set up agents",
  "conversations:read": "Watch agents work",
  "conversations:write": "Start, answer and stop agents",
}

const layout: { title: string; actions: ProjectAction[] }[] = [
  {
    title: "Project",
    actions: ["project:read", "project:write", "settings:write", "project:export", "project:delete"],
  },
  { title: "People", actions: ["project.members:read", "project.members:write", "project.roles:write"] },
  {
    title: "Work",
    actions: ["tasks:read", "tasks:write", "comments:write", "tasks:import", "sprints:write", "views:write"],
  },
  { title: "Documents", actions: ["docs:read", "docs:write"] },
  { title: "Agents", actions: ["agents:read", "agents:write", "conversations:read", "conversations:write"] },
]

const groups: ActionGroup[] = layout.map(({ title, actions }) => ({
  title,
  actions: actions.map((action) => ({ action, label: words[action] })),
}))

const isAction = (value: string): value is ProjectAction => Object.hasOwn(words, value)

type Props = { projectId: string; canWrite: boolean; held: readonly string[] }

/** The project's roles, side by side. */
export function Roles({ projectId, canWrite, held }: Props) {
  const list = useQuery(rolesQuery(projectId))
  const save = useSaveRole(projectId)
  const remove = useDeleteRole(projectId)
  const [editing, setEditing] = useState<Role | "new">()
  const [removing, setRemoving] = useState<Role>()
  const own = (id: string) => list.data?.find((role) => role.id === id && !role.is_system)
  return (
    <SettingsSection
      title="Roles"
      lead="People and agents get a role; it says what they may do here. Admin, Editor and Viewer are part of every project."
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
          <Skeleton className="h-96" />
        </div>
      )}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data && (
        <ActionMatrix
          label="Who may do what"
          groups={groups}
          roles={list.data}
          head={({ id }) => {
            const role = canWrite ? own(id) : undefined
            return (
              role && (
                <>
                  <IconButton label={`Edit ${role.name}`} onClick={() => setEditing(role)}>
                    <Pencil size={12} />
                  </IconButton>
                  <IconButton label={`Delete ${role.name}`} onClick={() => setRemoving(role)}>
                    <Trash2 size={12} />
                  </IconButton>
                </>
              )
            )
          }}
        />
      )}
      {editing && (
        <RoleForm
          role={editing === "new" ? undefined : editing}
          beginsWith={["project:read", "tasks:read"]}
          {...{ groups, isAction, held, save }}
          onClose={() => {
            save.reset()
            setEditing(undefined)
          }}
        />
      )}
      {removing && (
        <DeleteWithMove
          title={`Delete the role “${removing.name}”?`}
          lead="Nobody loses their place in the project."
          label="Who has it, or is invited with it, gets"
          targets={(list.data ?? [])
            .filter(({ id }) => id !== removing.id)
            .toSorted((one, other) => Number(other.name === "Viewer") - Number(one.name === "Viewer"))}
          busy={remove.isPending}
          error={remove.error}
          onDelete={(move_to) =>
            remove.mutate({ id: removing.id, move_to }, { onSuccess: () => setRemoving(undefined) })
          }
          onClose={() => {
            remove.reset()
            setRemoving(undefined)
          }}
        />
      )}
    </SettingsSection>
  )
}

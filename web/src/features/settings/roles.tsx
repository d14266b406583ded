import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
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
import { i18n } from "../../lib/i18n.ts"
import { type ProjectAction, rolesQuery, useDeleteRole, useSaveRole } from "./api.ts"
import { DeleteWithMove } from "./delete-with-move.tsx"

/** Every action by what it lets one do. The type sees to it that none is forgotten. */
const words: Record<ProjectAction, MessageDescriptor> = {
  "project:read": msg`See the project`,
  "project:write": msg`Rename it, make it public, archive it`,
  "settings:write": msg`Change statuses, task types and fields`,
  "project:export": msg`Export everything`,
  "project:delete": msg`Delete the project`,
  "project.members:read": msg`See who is in it`,
  "project.members:write": msg`Add and remove people, give roles`,
  "project.roles:write": msg`Make and change roles`,
  "tasks:read": msg`Read tasks and comments`,
  "tasks:write": msg`Create, change and move tasks`,
  "comments:write": msg`Write comments`,
  "tasks:import": msg`Import tasks from a file`,
  "sprints:write": msg`Plan, start and complete sprints`,
  "views:write": msg`Make and change views`,
  "docs:read": msg`Read documents`,
  "docs:write": msg`Write documents`,
  "agents:read": msg`See agents`,
  "agents:write": msg`Add and set up agents`,
  "conversations:read": msg`Watch agents work`,
  "conversations:write": msg`Start, answer and stop agents`,
}

const layout: { title: MessageDescriptor; actions: ProjectAction[] }[] = [
  {
    title: msg`Project`,
    actions: ["project:read", "project:write", "settings:write", "project:export", "project:delete"],
  },
  { title: msg`People`, actions: ["project.members:read", "project.members:write", "project.roles:write"] },
  {
    title: msg`Work`,
    actions: ["tasks:read", "tasks:write", "comments:write", "tasks:import", "sprints:write", "views:write"],
  },
  { title: msg`Documents`, actions: ["docs:read", "docs:write"] },
  { title: msg`Agents`, actions: ["agents:read", "agents:write", "conversations:read", "conversations:write"] },
]

const actionGroups = (): ActionGroup[] =>
  layout.map(({ title, actions }) => ({
    title: i18n._(title),
    actions: actions.map((action) => ({ action, label: i18n._(words[action]) })),
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
  const groups = actionGroups()
  return (
    <SettingsSection
      title={t`Roles`}
      lead={t`People and agents get a role; it says what they may do here. Admin, Editor and Viewer are part of every project.`}
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
          <Skeleton className="h-96" />
        </div>
      )}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data && (
        <ActionMatrix
          label={t`Who may do what`}
          groups={groups}
          roles={list.data}
          head={({ id }) => {
            const role = canWrite ? own(id) : undefined
            return (
              role && (
                <>
                  <IconButton label={t`Edit ${{ name: role.name }}`} onClick={() => setEditing(role)}>
                    <Pencil size={12} />
                  </IconButton>
                  <IconButton label={t`Delete ${{ name: role.name }}`} onClick={() => setRemoving(role)}>
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
          title={t`Delete the role “${{ name: removing.name }}”?`}
          lead={t`Nobody loses their place in the project.`}
          label={t`Who has it, or is invited with it, gets`}
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

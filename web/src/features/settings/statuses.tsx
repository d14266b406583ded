import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { SelectField, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import { SortableList } from "../../components/sortable-list.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { Tag } from "../../components/tag.tsx"
import type { TaskStatus } from "../../lib/api.gen.ts"
import { i18n } from "../../lib/i18n.ts"
import type { StatusCategory } from "../../lib/types.ts"
import { statusesQuery, useCreateStatus, useDefaultStatus, useDeleteStatus, useUpdateStatus } from "./api.ts"
import { DeleteWithMove } from "./delete-with-move.tsx"

const categories: Record<StatusCategory, MessageDescriptor> = {
  backlog: msg`Backlog: nobody has planned it`,
  refinement: msg`Refinement: being made clear`,
  ready: msg`Ready: clear enough to begin`,
  todo: msg`To do: planned, not begun`,
  inprogress: msg`In progress: somebody works on it`,
  done: msg`Done: finished, counts as delivered`,
}

const categoryNames = Object.entries(categories).map(([value, label]) => ({ value, label }))

/** The columns of the boards: what they are called, what they mean, and their order. */
export function Statuses({ projectId, canWrite }: { projectId: string; canWrite: boolean }) {
  const list = useQuery(statusesQuery(projectId))
  const update = useUpdateStatus(projectId)
  const setDefault = useDefaultStatus(projectId)
  const remove = useDeleteStatus(projectId)
  const [editing, setEditing] = useState<TaskStatus | "new">()
  const [removing, setRemoving] = useState<TaskStatus>()
  return (
    <SettingsSection
      title={t`Statuses`}
      lead={t`Each is a column of the boards, in this order. Its category says how far a task in it is.`}
      action={
        canWrite && (
          <Button onClick={() => setEditing("new")}>
            <Plus size={13} aria-hidden /> {t`New status`}
          </Button>
        )
      }
    >
      {list.isPending && <SkeletonLines lines={5} label={t`Loading the statuses`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data && (
        <SortableList
          label={t`Statuses`}
          items={list.data}
          canSort={canWrite}
          onMove={({ id }, position) => update.mutate({ id, position })}
        >
          {(status) => (
            <>
              <StatusRing category={status.category} />
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-2">
                  <span className="truncate font-medium">{status.name}</span>
                  {status.is_default && <Tag>{t`default`}</Tag>}
                </span>
                <span className="block truncate text-muted text-xs">{i18n._(categories[status.category])}</span>
              </span>
              {canWrite && (
                <>
                  {!status.is_default && (
                    <Button
                      variant="ghost"
                      aria-label={t`Make ${{ name: status.name }} the default`}
                      title={t`New tasks get it`}
                      className="max-phone:hidden"
                      onClick={() => setDefault.mutate(status.id)}
                    >
                      {t`Make default`}
                    </Button>
                  )}
                  <IconButton label={t`Edit ${{ name: status.name }}`} onClick={() => setEditing(status)}>
                    <Pencil size={13} />
                  </IconButton>
                  <IconButton
                    label={
                      status.is_default ? t`Make another status the default first` : t`Delete ${{ name: status.name }}`
                    }
                    disabled={status.is_default}
                    onClick={() => setRemoving(status)}
                  >
                    <Trash2 size={13} />
                  </IconButton>
                </>
              )}
            </>
          )}
        </SortableList>
      )}
      {editing && (
        <StatusForm
          projectId={projectId}
          status={editing === "new" ? undefined : editing}
          onDefault={(id) => setDefault.mutate(id)}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing && (
        <DeleteWithMove
          title={t`Delete the status “${{ name: removing.name }}”?`}
          lead={t`The column goes from every board. Tasks in it are not lost.`}
          label={t`Its tasks go to`}
          targets={(list.data ?? []).filter(({ id }) => id !== removing.id)}
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

type FormProps = {
  projectId: string
  status: TaskStatus | undefined
  onDefault: (id: string) => void
  onClose: () => void
}

function StatusForm({ projectId, status, onDefault, onClose }: FormProps) {
  const create = useCreateStatus(projectId)
  const update = useUpdateStatus(projectId, true)
  const save = status ? update : create
  return (
    <Dialog open onOpenChange={onClose} title={status ? t`Edit “${{ name: status.name }}”` : t`New status`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) => {
          const name = text(form, "name").trim()
          const category = categoryOf(text(form, "category"))
          if (status) update.mutate({ id: status.id, name, category }, { onSuccess: onClose })
          else create.mutate({ name, category }, { onSuccess: onClose })
        })}
      >
        <TextField label={t`Name`} name="name" defaultValue={status?.name} required maxLength={80} autoFocus />
        <SelectField label={t`Category`} name="category" defaultValue={status?.category ?? "inprogress"}>
          {categoryNames.map(({ value, label }) => (
            <option key={value} value={value}>
              {i18n._(label)}
            </option>
          ))}
        </SelectField>
        <FormActions
          error={save.error}
          action={status ? t`Save` : t`Add status`}
          busy={save.isPending}
          onCancel={onClose}
        >
          {status && !status.is_default && (
            <Button
              className="me-auto"
              onClick={() => {
                onDefault(status.id)
                onClose()
              }}
            >
              {t`New tasks get it`}
            </Button>
          )}
        </FormActions>
      </form>
    </Dialog>
  )
}

const isCategory = (value: string): value is StatusCategory => Object.hasOwn(categories, value)
const categoryOf = (value: string): StatusCategory => (isCategory(value) ? value : "todo")

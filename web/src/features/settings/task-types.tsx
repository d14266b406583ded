import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, Trash2 } from "lucide-react"
import { type ReactNode, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import { Tag } from "../../components/tag.tsx"
import { iconNames, TypeIcon } from "../../components/task-icons.tsx"
import type { TaskType } from "../../lib/api.gen.ts"
import { typesQuery, useCreateType, useDefaultType, useDeleteType, useUpdateType } from "./api.ts"
import { DeleteWithMove } from "./delete-with-move.tsx"

/** The kinds of work a project knows. */
export function TaskTypes({ projectId, canWrite }: { projectId: string; canWrite: boolean }) {
  const list = useQuery(typesQuery(projectId))
  const setDefault = useDefaultType(projectId)
  const remove = useDeleteType(projectId)
  const [editing, setEditing] = useState<TaskType | "new">()
  const [removing, setRemoving] = useState<TaskType>()
  return (
    <SettingsSection
      title={t`Task types`}
      lead={t`The kinds of work here. Epic and Subtask are part of every project and keep their names.`}
      action={
        canWrite && (
          <Button onClick={() => setEditing("new")}>
            <Plus size={13} aria-hidden /> {t`New type`}
          </Button>
        )
      }
    >
      {list.isPending && <SkeletonLines lines={5} label={t`Loading the task types`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      <ul aria-label={t`Task types`}>
        {list.data?.toSorted(inOrder).map((type) => (
          <li key={type.id} className="flex items-center gap-2 border-b py-2 last:border-0">
            <TypeIcon icon={type.icon} color={type.color} size={15} />
            <span className="min-w-0 truncate font-medium">{type.name}</span>
            <span className="flex flex-1 gap-1">
              {type.is_default && <Tag>{t`default`}</Tag>}
              {type.is_system && <Tag>{t`built in`}</Tag>}
            </span>
            {canWrite && (
              <>
                {!type.is_default && (
                  <Button
                    variant="ghost"
                    aria-label={t`Make ${{ name: type.name }} the default`}
                    title={t`New tasks get it`}
                    className="max-phone:hidden"
                    onClick={() => setDefault.mutate(type.id)}
                  >
                    {t`Make default`}
                  </Button>
                )}
                <IconButton label={t`Edit ${{ name: type.name }}`} onClick={() => setEditing(type)}>
                  <Pencil size={13} />
                </IconButton>
                <IconButton
                  label={whyNot(type) ?? t`Delete ${{ name: type.name }}`}
                  disabled={whyNot(type) !== undefined}
                  onClick={() => setRemoving(type)}
                >
                  <Trash2 size={13} />
                </IconButton>
              </>
            )}
          </li>
        ))}
      </ul>
      {editing && (
        <TypeForm
          projectId={projectId}
          type={editing === "new" ? undefined : editing}
          onDefault={(id) => setDefault.mutate(id)}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing && (
        <DeleteWithMove
          title={t`Delete the type “${{ name: removing.name }}”?`}
          lead={t`Tasks of this type are not lost.`}
          label={t`They become`}
          targets={(list.data ?? [])
            .filter(({ id }) => id !== removing.id)
            .toSorted((one, other) => Number(other.is_default) - Number(one.is_default))}
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

/** A project's own types by name, then those that are part of every project. */
const inOrder = (one: TaskType, other: TaskType) =>
  Number(one.is_system) - Number(other.is_system) || one.name.localeCompare(other.name)

function whyNot(type: TaskType): string | undefined {
  if (type.is_system) return t`${{ name: type.name }} is part of every project`
  return type.is_default ? t`Make another type the default first` : undefined
}

const colours = ["#2f63c4", "#2c7a4b", "#c4412f", "#6a4bd8", "#a86a00", "#2c7d85", "#a8486b", "#6b6a65"]

type FormProps = {
  projectId: string
  type: TaskType | undefined
  onDefault: (id: string) => void
  onClose: () => void
}

function TypeForm({ projectId, type, onDefault, onClose }: FormProps) {
  const create = useCreateType(projectId)
  const update = useUpdateType(projectId)
  const save = type ? update : create
  const [icon, setIcon] = useState(type?.icon ?? "circle")
  const [color, setColor] = useState(type?.color ?? "#2f63c4")
  return (
    <Dialog open onOpenChange={onClose} title={type ? t`Edit “${{ name: type.name }}”` : t`New task type`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) => {
          const name = text(form, "name").trim()
          if (type)
            update.mutate({ id: type.id, name: type.is_system ? type.name : name, icon, color }, { onSuccess: onClose })
          else create.mutate({ name, icon, color }, { onSuccess: onClose })
        })}
      >
        <TextField
          label={t`Name`}
          name="name"
          defaultValue={type?.name}
          required
          maxLength={80}
          autoFocus
          disabled={type?.is_system}
          hint={type?.is_system ? t`Part of every project; it keeps its name.` : undefined}
        />
        <Swatches label={t`Icon`} name="icon" value={icon} onChange={setIcon} choices={withOwn(iconNames, icon)}>
          {(name) => <TypeIcon icon={name} color={color} size={16} />}
        </Swatches>
        <Swatches label={t`Colour`} name="color" value={color} onChange={setColor} choices={withOwn(colours, color)}>
          {(value) => <span className="size-4 rounded-full" style={{ background: value }} />}
        </Swatches>
        <FormActions error={save.error} action={type ? t`Save` : t`Add type`} busy={save.isPending} onCancel={onClose}>
          {type && !type.is_default && (
            <Button
              className="me-auto"
              onClick={() => {
                onDefault(type.id)
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

/** What was set elsewhere can be kept. */
const withOwn = (choices: readonly string[], own: string) => (choices.includes(own) ? choices : [own, ...choices])

type SwatchesProps = {
  label: string
  name: string
  value: string
  onChange: (value: string) => void
  choices: readonly string[]
  children: (value: string) => ReactNode
}

function Swatches({ label, name, value, onChange, choices, children }: SwatchesProps) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {choices.map((choice) => (
          <label
            key={choice}
            title={choice}
            className="grid size-8 cursor-pointer place-items-center rounded-sm border border-transparent hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent max-phone:size-10"
          >
            <input
              type="radio"
              name={name}
              aria-label={choice}
              checked={choice === value}
              onChange={() => onChange(choice)}
              className="sr-only"
            />
            {children(choice)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

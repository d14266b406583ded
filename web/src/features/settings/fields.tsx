import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Pencil, Plus, Trash2, X } from "lucide-react"
import { useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Confirm, Dialog } from "../../components/dialog.tsx"
import { inputLook, SelectField, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import { SortableList } from "../../components/sortable-list.tsx"
import { Tag } from "../../components/tag.tsx"
import type { CustomField } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"
import { fieldsQuery, useCreateField, useDeleteField, useUpdateField } from "./api.ts"

type Kind = CustomField["type"]

const kinds: Record<Kind, MessageDescriptor> = {
  text: msg({ message: "Text", context: "kind of field" }),
  number: msg({ message: "Number", context: "kind of field" }),
  date: msg({ message: "Date", context: "kind of field" }),
  select: msg`One of several`,
  multi_select: msg`Any of several`,
  boolean: msg`Yes or no`,
  url: msg({ message: "Link", context: "kind of field" }),
}

const isKind = (value: string): value is Kind => Object.hasOwn(kinds, value)
const hasOptions = (kind: Kind) => kind === "select" || kind === "multi_select"

/** What a project's tasks hold besides what every task holds. */
export function Fields({ projectId, canWrite }: { projectId: string; canWrite: boolean }) {
  const list = useQuery(fieldsQuery(projectId))
  const update = useUpdateField(projectId)
  const remove = useDeleteField(projectId)
  const [editing, setEditing] = useState<CustomField | "new">()
  const [removing, setRemoving] = useState<CustomField>()
  return (
    <SettingsSection
      title={t`Custom fields`}
      lead={t`What the tasks of this project hold besides the usual, in this order.`}
      action={
        canWrite && (
          <Button onClick={() => setEditing("new")}>
            <Plus size={13} aria-hidden /> {t`New field`}
          </Button>
        )
      }
    >
      {list.isPending && <SkeletonLines lines={3} label={t`Loading the fields`} />}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.data?.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-6 text-center text-muted">
          {t`No fields yet. Add one for what your team tracks, such as a customer, a component or a release date.`}
        </p>
      )}
      {list.data && (
        <SortableList
          label={t`Custom fields`}
          items={list.data}
          canSort={canWrite}
          onMove={({ id }, position) => update.mutate({ id, position })}
        >
          {(field) => (
            <>
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-2">
                  <span className="truncate font-medium">{field.name}</span>
                  {field.required && <Tag>{t`required`}</Tag>}
                </span>
                <span className="block truncate text-muted text-xs">
                  {i18n._(kinds[field.type])}
                  {field.options.length > 0 && `: ${field.options.map(({ name }) => name).join(", ")}`}
                </span>
              </span>
              {canWrite && (
                <>
                  <IconButton label={t`Edit ${{ name: field.name }}`} onClick={() => setEditing(field)}>
                    <Pencil size={13} />
                  </IconButton>
                  <IconButton label={t`Delete ${{ name: field.name }}`} onClick={() => setRemoving(field)}>
                    <Trash2 size={13} />
                  </IconButton>
                </>
              )}
            </>
          )}
        </SortableList>
      )}
      {editing && (
        <FieldForm
          projectId={projectId}
          field={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      <Confirm
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={t`Delete the field “${{ name: removing?.name ?? "" }}”?`}
        action={t`Delete`}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing, { onSettled: () => setRemoving(undefined) })}
      >
        {t`Every task loses what it has there. Only the tasks' history keeps the values. This cannot be undone.`}
      </Confirm>
    </SettingsSection>
  )
}

/** An option as it is edited; without an id it is new. `key` tells the rows apart. */
type Draft = { key: number; id?: string; name: string }

let lastKey = 0
const draft = (name = "", id?: string): Draft => ({ key: ++lastKey, name, ...(id && { id }) })

function FieldForm({
  projectId,
  field,
  onClose,
}: {
  projectId: string
  field?: CustomField | undefined
  onClose: () => void
}) {
  const create = useCreateField(projectId)
  const update = useUpdateField(projectId, true)
  const save = field ? update : create
  const [kind, setKind] = useState<Kind>(field?.type ?? "text")
  const [options, setOptions] = useState(() =>
    field && field.options.length > 0 ? field.options.map(({ id, name }) => draft(name, id)) : [draft(), draft()],
  )
  return (
    <Dialog open onOpenChange={onClose} title={field ? t`Edit “${{ name: field.name }}”` : t`New field`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) => {
          const own = options
            .filter(({ name }) => name.trim())
            .map(({ id, name }) => ({ ...(id && { id }), name: name.trim() }))
          const body = {
            name: text(form, "name").trim(),
            required: form.get("required") !== null,
            ...(hasOptions(kind) && { options: own }),
          }
          if (field) update.mutate({ id: field.id, ...body }, { onSuccess: onClose })
          else create.mutate({ ...body, type: kind }, { onSuccess: onClose })
        })}
      >
        <TextField label={t`Name`} name="name" defaultValue={field?.name} required maxLength={80} autoFocus />
        <SelectField
          label={t`Kind`}
          value={kind}
          disabled={field !== undefined}
          hint={field ? t`The kind stays: what tasks hold would not fit another.` : undefined}
          onChange={(event) => isKind(event.target.value) && setKind(event.target.value)}
        >
          {Object.entries(kinds).map(([value, label]) => (
            <option key={value} value={value}>
              {i18n._(label)}
            </option>
          ))}
        </SelectField>
        {hasOptions(kind) && <Options options={options} onChange={setOptions} />}
        <label className="flex items-start gap-2">
          <input type="checkbox" name="required" defaultChecked={field?.required} className="mt-0.5 accent-accent" />
          <span>
            {t`Required`}
            <span className="block text-muted text-xs">{t`New tasks must have a value, and nobody can take it away.`}</span>
          </span>
        </label>
        <FormActions
          error={save.error}
          action={field ? t`Save` : t`Add field`}
          busy={save.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}

function Options({ options, onChange }: { options: Draft[]; onChange: (options: Draft[]) => void }) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 font-medium">{t`Options`}</legend>
      {options.map((option, index) => (
        <div key={option.key} className="flex gap-1">
          <input
            aria-label={t`Option ${{ number: index + 1 }}`}
            value={option.name}
            maxLength={80}
            onChange={(event) =>
              onChange(options.map((each) => (each.key === option.key ? { ...each, name: event.target.value } : each)))
            }
            className={cx(inputLook, "h-8")}
          />
          <IconButton
            label={t`Remove option ${{ name: option.name || index + 1 }}`}
            onClick={() => onChange(options.filter(({ key }) => key !== option.key))}
          >
            <X size={13} />
          </IconButton>
        </div>
      ))}
      <Button className="justify-self-start" onClick={() => onChange([...options, draft()])}>
        <Plus size={13} aria-hidden /> {t`Add option`}
      </Button>
      <p className="text-muted text-xs">{t`Tasks keep their value when you rename an option.`}</p>
    </fieldset>
  )
}

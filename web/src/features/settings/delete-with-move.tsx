import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { SelectField } from "../../components/field.tsx"
import { FormActions, onSubmit } from "../../components/form.tsx"

type Props = {
  title: string
  /** What happens to what still has it. */
  lead: string
  label: string
  /** Where it can go; the first is proposed. */
  targets: { id: string; name: string }[]
  busy: boolean
  error: Error | null
  onDelete: (moveTo: string) => void
  onClose: () => void
}

/** Deletes something that others have, and asks in the same breath what they get instead. */
export function DeleteWithMove({ title, lead, label, targets, busy, error, onDelete, onClose }: Props) {
  const [target, setTarget] = useState(targets[0]?.id ?? "")
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <form className="grid gap-4" onSubmit={onSubmit(() => onDelete(target))}>
        <p className="text-muted">{lead}</p>
        <SelectField label={label} value={target} onChange={(event) => setTarget(event.target.value)}>
          {targets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <FormActions error={error} action={t`Delete`} variant="danger" busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

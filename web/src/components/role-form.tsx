import { t } from "@lingui/core/macro"
import { useState } from "react"
import { ActionChoice, type ActionGroup } from "./action-matrix.tsx"
import { Dialog } from "./dialog.tsx"
import { TextField } from "./field.tsx"
import { FormActions, onSubmit, text } from "./form.tsx"

type Props<A extends string> = {
  /** The role that is changed; nothing makes a new one. */
  role: { id: string; name: string; actions: readonly string[] } | undefined
  groups: ActionGroup[]
  isAction: (value: string) => value is A
  /** What a new role can do at first. */
  beginsWith: A[]
  /** What the one who makes it holds, and so may give. */
  held: readonly string[]
  save: {
    mutate: (
      role: { id: string | undefined; name: string; actions: ("*" | A)[] },
      options: { onSuccess: () => void },
    ) => void
    error: Error | null
    isPending: boolean
  }
  onClose: () => void
}

/** A role's name and what it lets one do. */
export function RoleForm<A extends string>({ role, groups, isAction, beginsWith, held, save, onClose }: Props<A>) {
  const [chosen, setChosen] = useState<string[]>([...(role?.actions ?? beginsWith)])
  return (
    <Dialog open onOpenChange={onClose} title={role ? t`Edit “${{ role: role.name }}”` : t`New role`}>
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
        <TextField label={t`Name`} name="name" defaultValue={role?.name} required maxLength={60} autoFocus />
        <ActionChoice groups={groups} chosen={chosen} held={held} onChange={setChosen} />
        <FormActions
          error={save.error}
          action={role ? t`Save` : t`Add role`}
          busy={save.isPending}
          disabled={chosen.length === 0}
          onCancel={onClose}
        >
          {chosen.length === 0 && <p className="me-auto text-muted">{t`Tick at least one.`}</p>}
        </FormActions>
      </form>
    </Dialog>
  )
}

import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { Segments } from "../../components/segments.tsx"
import type { View } from "../../lib/api.gen.ts"
import { type NewView, useCreateView, useUpdateView, type ViewBoard } from "./api.ts"
import { type Layout, layoutChoices } from "./layouts.ts"

type Props = {
  board: ViewBoard
  /** The view to rename; left out, a new one is made. */
  view?: View
  onClose: () => void
  onDone: (view: View) => void
}

/** What a new view shows at first, by its layout. */
const configs = {
  board: { column_by: "status", field_sum: "points" },
  table: { column_by: "status", field_sum: "points" },
  roadmap: { sort_by: "start_date" },
  calendar: {},
} as const satisfies Record<Layout, NewView["config"]>

/** Makes a view, or gives one another name. */
export default function ViewForm({ board, view, onClose, onDone }: Props) {
  const { project, view: beside } = board
  const [layout, setLayout] = useState<Layout>("board")
  const create = useCreateView(project.id)
  const update = useUpdateView(project.id)
  const submit = (data: FormData) => {
    const name = text(data, "name").trim()
    if (view) {
      update.mutate({ view, change: { name } }, { onSuccess: onDone })
      return
    }
    create.mutate(
      {
        name,
        layout,
        config: configs[layout],
        context: beside.context,
        ...(beside.sprint_id !== null && { sprint_id: beside.sprint_id }),
      },
      { onSuccess: onDone },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={view ? t`Rename the view` : t`New view`}
      description={view ? undefined : t`A view shows the same tasks in another way. Everybody in the project sees it.`}
    >
      <form onSubmit={onSubmit(submit)} className="grid gap-4">
        <TextField label={t`Name`} name="name" defaultValue={view?.name} required maxLength={80} autoFocus />
        {!view && (
          <Segments label={t`Layout`} name="layout" value={layout} onChange={setLayout} choices={layoutChoices()} />
        )}
        <FormActions
          error={create.error ?? update.error}
          action={view ? t`Rename` : t`Create view`}
          busy={create.isPending || update.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}

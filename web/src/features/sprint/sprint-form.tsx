import { t } from "@lingui/core/macro"
import { useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { TextArea, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import type { SprintSummary } from "../../lib/api.gen.ts"
import { ApiError } from "../../lib/errors.ts"
import { today } from "../../lib/format.ts"
import { useSaveSprint } from "./api.ts"
import { proposal } from "./sprints.ts"

type Props = {
  projectId: string
  /** Undefined for a new one. */
  sprint: SprintSummary | undefined
  sprints: SprintSummary[]
  onSaved?: (id: string) => void
  onClose: () => void
}

/** Plans a sprint, or changes one. */
export function SprintForm({ projectId, sprint, sprints, onSaved, onClose }: Props) {
  const save = useSaveSprint(projectId)
  const [proposed] = useState(() => proposal(sprints, today(Date.now())))
  const [start, setStart] = useState(sprint ? (sprint.start_date ?? "") : proposed.start)
  const issue = (path: string) => (save.error instanceof ApiError ? save.error.issue(path) : undefined)
  return (
    <Dialog open onOpenChange={onClose} title={sprint ? t`Edit “${{ name: sprint.name }}”` : t`New sprint`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) =>
          save.mutate(
            {
              id: sprint?.id,
              name: text(form, "name").trim(),
              goal: text(form, "goal").trim(),
              start_date: text(form, "start_date") || null,
              end_date: text(form, "end_date") || null,
            },
            {
              onSuccess: ({ id }) => {
                onSaved?.(id)
                onClose()
              },
            },
          ),
        )}
      >
        <TextField
          label={t`Name`}
          name="name"
          defaultValue={sprint?.name ?? proposed.name}
          required
          maxLength={80}
          autoFocus
        />
        <TextArea
          label={t`Goal`}
          name="goal"
          defaultValue={sprint?.goal}
          maxLength={2000}
          hint={t`One sentence that says why the sprint is worth its time.`}
        />
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t`Starts`}
            name="start_date"
            type="date"
            value={start}
            onChange={(event) => setStart(event.target.value)}
            error={issue("start_date")}
          />
          <TextField
            label={t`Ends`}
            name="end_date"
            type="date"
            min={start || undefined}
            defaultValue={sprint ? (sprint.end_date ?? "") : proposed.end}
            error={issue("end_date")}
          />
        </div>
        <FormActions
          error={save.error}
          action={sprint ? t`Save` : t`Plan sprint`}
          busy={save.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}

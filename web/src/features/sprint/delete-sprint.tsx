import { plural, t } from "@lingui/core/macro"
import { useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { SelectField } from "../../components/field.tsx"
import { FormActions, onSubmit } from "../../components/form.tsx"
import type { SprintSummary } from "../../lib/api.gen.ts"
import { useDeleteSprint } from "./api.ts"

type Props = {
  projectId: string
  sprint: SprintSummary
  sprints: SprintSummary[]
  onClose: () => void
}

/** Deletes a sprint, and asks in the same breath where its tasks go. */
export function DeleteSprint({ projectId, sprint, sprints, onClose }: Props) {
  const remove = useDeleteSprint(projectId)
  const [target, setTarget] = useState("null")
  const { tasks } = sprint.total
  const lost = t`Its boards, its dates and its burndown go with it.`
  return (
    <Dialog open onOpenChange={onClose} title={t`Delete “${{ name: sprint.name }}”?`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit(() => remove.mutate({ id: sprint.id, move_to: target }, { onSuccess: onClose }))}
      >
        <p className="text-muted">
          {tasks > 0
            ? `${lost} ${plural(tasks, { one: "Its # task is not lost.", other: "Its # tasks are not lost." })}`
            : lost}
        </p>
        {tasks > 0 && (
          <SelectField label={t`Its tasks go to`} value={target} onChange={(event) => setTarget(event.target.value)}>
            <option value="null">{t`The backlog`}</option>
            {sprints
              .filter(({ id, state }) => id !== sprint.id && state !== "completed")
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </SelectField>
        )}
        <FormActions
          error={remove.error}
          action={t`Delete sprint`}
          variant="danger"
          busy={remove.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}

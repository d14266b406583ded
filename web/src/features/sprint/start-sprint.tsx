import { plural, t } from "@lingui/core/macro"
import { TriangleAlert } from "lucide-react"
import { type ReactNode, useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { announce } from "../../lib/announce.ts"
import type { SprintSummary } from "../../lib/api.gen.ts"
import { dateAfter, decimal, number, tenths, today } from "../../lib/format.ts"
import { useStartSprint } from "./api.ts"
import { capacityOf, compareWithAverage } from "./sprints.ts"

type Props = {
  projectId: string
  sprint: SprintSummary
  average: number | null
  onClose: () => void
}

/** Starts a sprint, after showing what the team commits to with it. */
export function StartSprint({ projectId, sprint, average, onClose }: Props) {
  const start = useStartSprint(projectId)
  const [day, setDay] = useState(sprint.start_date ?? today(Date.now()))
  const capacity = capacityOf(sprint)
  const beyond = capacity === undefined ? 0 : sprint.total.points - capacity
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`Start “${{ name: sprint.name }}”`}
      description={sprint.goal || undefined}
    >
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) =>
          start.mutate(
            { id: sprint.id, start_date: text(form, "start_date"), end_date: text(form, "end_date") || null },
            {
              onSuccess: () => {
                announce(t`${{ name: sprint.name }} has started`)
                onClose()
              },
            },
          ),
        )}
      >
        <dl className="grid grid-cols-3 divide-x rounded-md border">
          <Figure label={t`Tasks`} value={number(sprint.total.tasks)} />
          <Figure label={t`Points`} value={decimal(sprint.total.points)} />
          <Figure label={t`Without estimate`} value={number(sprint.unestimated)} />
        </dl>
        <ul className="grid gap-1.5">
          {sprint.total.tasks === 0 && (
            <Warning>{t`Nothing is in this sprint yet. Plan it first, or add tasks as they come.`}</Warning>
          )}
          {sprint.unestimated > 0 && (
            <Warning>
              {plural(
                { count: sprint.unestimated },
                {
                  one: "# task has no estimate. In points, that counts as nothing.",
                  other: "# tasks have no estimate. In points, that counts as nothing.",
                },
              )}
            </Warning>
          )}
          {beyond > 0 && (
            <Warning>
              {plural(
                { points: tenths(beyond) },
                {
                  one: "That is # point more than the members said they can take on.",
                  other: "That is # points more than the members said they can take on.",
                },
              )}
            </Warning>
          )}
          {average !== null && <li className="text-muted">{compareWithAverage(sprint.total.points, average)}</li>}
        </ul>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t`Starts`}
            name="start_date"
            type="date"
            required
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          <TextField
            label={t`Ends`}
            name="end_date"
            type="date"
            min={day}
            defaultValue={sprint.end_date ?? dateAfter(day, 13)}
          />
        </div>
        <FormActions error={start.error} action={t`Start sprint`} busy={start.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

export function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid content-between gap-0.5 px-3 py-2">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="font-semibold text-lg tabular-nums">{value}</dd>
    </div>
  )
}

/** Something to think of before going on. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <li className="flex gap-2">
      <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-amber" />
      <span>{children}</span>
    </li>
  )
}

import { plural, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { SelectField, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { SectionError } from "../../components/section.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { announce } from "../../lib/announce.ts"
import type { Planning, SprintSummary } from "../../lib/api.gen.ts"
import { pointsLabel, today } from "../../lib/format.ts"
import { unfinishedQuery, useCompleteSprint, useSaveSprint } from "./api.ts"
import { proposal } from "./sprints.ts"
import { Figure } from "./start-sprint.tsx"

type Props = {
  projectId: string
  planning: Planning
  sprint: SprintSummary
  onCompleted: (sprint: SprintSummary) => void
  onClose: () => void
}

/** Unfinished tasks that are named; the others are counted. */
const NAMED = 8

const [BACKLOG, NEW] = ["backlog", "new"]

/** Completes a sprint, after showing what is not finished and asking where it goes. */
export function CompleteSprint({ projectId, planning, sprint, onCompleted, onClose }: Props) {
  const complete = useCompleteSprint(projectId)
  const save = useSaveSprint(projectId)
  const others = planning.sprints.filter(({ id, state }) => id !== sprint.id && state !== "completed")
  const [proposed] = useState(() => proposal(planning.sprints, today(Date.now())))
  const [target, setTarget] = useState(others.find(({ state }) => state === "planned")?.id ?? BACKLOG)
  const left = sprint.total.tasks - sprint.done.tasks

  async function finish(name: string) {
    let to = target === BACKLOG ? null : target
    if (left > 0 && target === NEW) {
      const made = await save.mutateAsync({ name, start_date: proposed.start, end_date: proposed.end })
      to = made.id
      // Should completing fail, the new sprint is there already and must not be made twice.
      setTarget(made.id)
    }
    await complete.mutateAsync({ id: sprint.id, move_to_sprint_id: left > 0 ? to : null })
    announce(t`${{ name: sprint.name }} is completed`)
    onCompleted(sprint)
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`Complete “${{ name: sprint.name }}”`}
      description={sprint.goal || undefined}
    >
      <form
        className="grid gap-4"
        // What goes wrong is shown at the form's end.
        onSubmit={onSubmit((form) => void finish(text(form, "name").trim()).catch(() => undefined))}
      >
        <dl className="grid grid-cols-2 divide-x rounded-md border">
          <Figure
            label={t({ message: "Done", context: "state" })}
            value={amountLabel(sprint.done.tasks, sprint.done.points)}
          />
          <Figure label={t`Not finished`} value={amountLabel(left, sprint.total.points - sprint.done.points)} />
        </dl>
        {left > 0 && (
          <>
            <Unfinished projectId={projectId} planning={planning} sprint={sprint} left={left} />
            <SelectField label={t`They go to`} value={target} onChange={(event) => setTarget(event.target.value)}>
              {others.map(({ id, name, state }) => (
                <option key={id} value={id}>
                  {state === "active" ? t`${name} (active)` : t`${name} (planned)`}
                </option>
              ))}
              <option value={NEW}>{t`A new sprint`}</option>
              <option value={BACKLOG}>{t`The backlog`}</option>
            </SelectField>
            {target === NEW && (
              <TextField
                label={t`Name of the new sprint`}
                name="name"
                required
                maxLength={80}
                defaultValue={proposed.name}
              />
            )}
          </>
        )}
        <FormActions
          error={save.error ?? complete.error}
          action={t`Complete sprint`}
          busy={save.isPending || complete.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}

type UnfinishedProps = Pick<Props, "projectId" | "planning" | "sprint"> & { left: number }

function Unfinished({ projectId, planning, sprint, left }: UnfinishedProps) {
  const open = planning.statuses.filter(({ category }) => category !== "done")
  const tasks = useQuery(
    unfinishedQuery(
      projectId,
      sprint.id,
      open.map(({ id }) => id),
    ),
  )
  if (tasks.isError)
    return <SectionError message={t`The unfinished tasks could not be read.`} retry={() => tasks.refetch()} />
  if (!tasks.data) return <SkeletonLines lines={Math.min(left, NAMED)} label={t`Loading the unfinished tasks`} />
  const named = tasks.data.slice(0, NAMED)
  return (
    <ul aria-label={t`Not finished`} className="grid gap-1">
      {named.map((card) => {
        const status = planning.statuses.find(({ id }) => id === card.status_id)
        return (
          <li key={card.id} className="flex min-w-0 items-center gap-2">
            {status && <StatusRing category={status.category} />}
            <span className="shrink-0 text-muted tabular-nums">{card.key}</span>
            <span className="min-w-0 flex-1 truncate">{card.title}</span>
            <span className="shrink-0 text-muted text-xs">{status?.name}</span>
          </li>
        )
      })}
      {left > named.length && (
        <li className="text-muted">
          {plural({ count: left - named.length }, { one: "and # more", other: "and # more" })}
        </li>
      )}
    </ul>
  )
}

function amountLabel(tasks: number, amount: number): string {
  const points = pointsLabel(amount)
  return plural(tasks, { one: `# task, ${points}`, other: `# tasks, ${points}` })
}

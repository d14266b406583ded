import { t } from "@lingui/core/macro"
import { useRef } from "react"
import { Button } from "../../components/button.tsx"
import { SelectField, TextField } from "../../components/field.tsx"
import { FormError, onSubmit, text } from "../../components/form.tsx"
import { Section, SectionHint } from "../../components/section.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { announce } from "../../lib/announce.ts"
import type { Member, Sprint, SprintReport } from "../../lib/api.gen.ts"
import { useAddAction } from "./api.ts"
import { TaskLine } from "./task-line.tsx"

type Props = {
  projectId: string
  report: SprintReport
  members: Member[]
  /** Where an action can be planned. */
  sprints: Pick<Sprint, "id" | "name" | "state">[]
  canWrite: boolean
}

/** What the team decided to change, each of it a task that somebody can finish. */
export function Actions({ projectId, report, members, sprints, canWrite }: Props) {
  const add = useAddAction(projectId, report.sprint.id)
  const next = sprints.find(({ state }) => state === "planned") ?? sprints[0]
  const form = useRef<HTMLFormElement>(null)
  return (
    <Section level={2} title={t`Actions`} count={report.actions.length}>
      {report.actions.length === 0 && (
        <SectionHint>
          {t`What you decide becomes a task: one change, small enough to be done in the next sprint. It is linked to the retrospective.`}
        </SectionHint>
      )}
      <ul aria-label={t`Actions`}>
        {report.actions.map((action) => (
          <TaskLine
            key={action.id}
            projectId={projectId}
            task={action}
            icon={<StatusRing category={action.is_done ? "done" : "todo"} />}
          >
            {action.is_done ? t({ message: "done", context: "state" }) : t({ message: "open", context: "state" })}
          </TaskLine>
        ))}
      </ul>
      {canWrite && (
        <form
          ref={form}
          className="mt-2 grid items-end gap-3 phone:grid-cols-[minmax(0,1fr)_10rem_10rem_auto]"
          onSubmit={onSubmit((data) => {
            const title = text(data, "title").trim()
            const assignee = text(data, "assignee")
            const sprint_id = text(data, "sprint") || null
            add.mutate(
              { title, sprint_id, ...(assignee && { assignee_ids: [assignee] }) },
              {
                onSuccess: (made) => {
                  announce(t`${{ key: made.key }} is added`)
                  form.current?.reset()
                  form.current?.querySelector("input")?.focus()
                },
              },
            )
          })}
        >
          <TextField label={t`What to change`} name="title" required maxLength={500} autoComplete="off" />
          <SelectField label={t`Who`} name="assignee">
            <option value="">{t`Nobody yet`}</option>
            {members.map(({ id, name, kind }) => (
              <option key={id} value={id}>
                {kind === "agent" ? t`${name} (agent, begins at once)` : name}
              </option>
            ))}
          </SelectField>
          <SelectField label={t({ message: "When", context: "time" })} name="sprint" defaultValue={next?.id ?? ""}>
            <option value="">{t`Backlog`}</option>
            {sprints.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <Button type="submit" size="md" busy={add.isPending}>
            {t`Add action`}
          </Button>
        </form>
      )}
      <FormError error={add.error} />
    </Section>
  )
}

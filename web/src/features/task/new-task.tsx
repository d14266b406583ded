import { t } from "@lingui/core/macro"
import { useMemo, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { MarkdownEditor } from "../../components/editor/markdown.tsx"
import { Face } from "../../components/face.tsx"
import { inputLook, SelectField, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { MultiPicker } from "../../components/picker.tsx"
import type { Board, Task } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { fullDate } from "../../lib/format.ts"
import { mentionable } from "../../lib/mentionable.ts"
import type { NewTask as NewTaskInput } from "../../lib/types.ts"
import { useCreateTask } from "./api.ts"
import { RequiredFields, requiredValues } from "./required-fields.tsx"

/** What is known of a new task before anybody has said anything about it. */
export type Preset = Pick<NewTaskInput, "due_date">

type Props = {
  board: Board
  open: boolean
  preset?: Preset | undefined
  onOpenChange: (open: boolean) => void
  onCreated: (task: Task) => void
}

/** A new task with the few things that are usually known at once. */
export function NewTask({ board, open, preset = {}, onOpenChange, onCreated }: Props) {
  const create = useCreateTask(board.project.id)
  const [assignees, setAssignees] = useState<string[]>([])
  const form = useRef<HTMLFormElement>(null)
  const description = useRef("")
  const members = useMemo(() => mentionable(board.members), [board.members])
  const due = preset.due_date ? fullDate(preset.due_date) : undefined
  const names = board.members.filter((member) => assignees.includes(member.id)).map((member) => member.name)
  const status = board.statuses.find((each) => each.is_default) ?? board.statuses[0]
  const type = board.task_types.find((each) => each.name === "Task") ?? board.task_types[0]
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t`New task`} description={due && t`It is due on ${due}.`}>
      <form
        ref={form}
        className="grid gap-4"
        onSubmit={onSubmit((data) =>
          create.mutate(
            {
              title: text(data, "title").trim(),
              status_id: text(data, "status"),
              ...(text(data, "type") ? { task_type_id: text(data, "type") } : {}),
              ...(description.current.trim() ? { description: description.current } : {}),
              ...preset,
              custom_fields: requiredValues(data, board.custom_fields),
              ...(assignees.length > 0 ? { assignee_ids: assignees } : {}),
            },
            {
              onSuccess: (task) => {
                setAssignees([])
                description.current = ""
                onCreated(task)
              },
            },
          ),
        )}
      >
        <TextField
          label={t`Title`}
          name="title"
          required
          maxLength={500}
          autoFocus
          placeholder={t`What needs to be done?`}
        />
        <div className="grid gap-1">
          <span aria-hidden className="font-medium">
            {t`Description`}
          </span>
          <div
            className={cx(
              inputLook,
              "min-h-20 py-2 focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]",
            )}
          >
            <MarkdownEditor
              label={t`Description`}
              initial=""
              placeholder={t`/ adds blocks, @ mentions a member, # a task…`}
              members={members}
              onChange={(markdown) => {
                description.current = markdown
              }}
              onSubmit={() => form.current?.requestSubmit()}
              className="min-h-16"
            />
          </div>
        </div>
        <div className="grid grid-cols-2 gap-3">
          <SelectField label={t`Status`} name="status" defaultValue={status?.id}>
            {board.statuses.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </SelectField>
          <SelectField label={t`Type`} name="type" defaultValue={type?.id}>
            {board.task_types.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </SelectField>
        </div>
        <RequiredFields fields={board.custom_fields} />
        <div className="flex items-center gap-2">
          <MultiPicker
            label={t`Assignees`}
            values={assignees}
            onChange={setAssignees}
            options={board.members.map((member) => ({
              value: member.id,
              label: member.name,
              hint: member.kind === "agent" ? t`agent` : undefined,
              icon: <Face name={member.name} kind={member.kind} />,
            }))}
            trigger={
              <Button>{names.length > 0 ? names.join(", ") : t({ message: "Assign…", context: "verb" })}</Button>
            }
          />
        </div>
        <FormActions
          error={create.error}
          action={t`Create task`}
          busy={create.isPending}
          onCancel={() => onOpenChange(false)}
        />
      </form>
    </Dialog>
  )
}

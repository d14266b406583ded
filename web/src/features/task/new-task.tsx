import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Tag as TagIcon, UserRound } from "lucide-react"
import { useMemo, useRef, useState } from "react"
import { Button } from "../../components/button.tsx"
import { Dialog } from "../../components/dialog.tsx"
import { MarkdownEditor } from "../../components/editor/markdown.tsx"
import { Face } from "../../components/face.tsx"
import { inputLook, SelectField, TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { MultiPicker } from "../../components/picker.tsx"
import { priorities } from "../../components/task-icons.tsx"
import type { Board, Task } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { mentionable } from "../../lib/mentionable.ts"
import { tagsQuery } from "../../lib/task-queries.ts"
import type { NewTask as NewTaskInput } from "../../lib/types.ts"
import { keepUnfinished, unfinished } from "../../lib/unfinished.ts"
import { useCreateTask } from "./api.ts"
import { RequiredFields, requiredValues } from "./required-fields.tsx"

/** What is known of a new task before anybody has said anything about it. */
export type Preset = Pick<NewTaskInput, "due_date">

type Props = {
  board: Board
  open: boolean
  preset?: Preset | undefined
  onOpenChange: (open: boolean) => void
  /** `another`: the form stays for the next one. */
  onCreated: (task: Task, another: boolean) => void
}

/** A new task with what is usually known at once. In a sprint's view it joins that sprint. */
export function NewTask({ board, open, preset = {}, onOpenChange, onCreated }: Props) {
  const create = useCreateTask(board.project.id)
  const [assignees, setAssignees] = useState<string[]>([])
  const [tags, setTags] = useState<string[]>([])
  const [another, setAnother] = useState(false)
  /** How many were made with this form: each begins with an empty text. */
  const [made, setMade] = useState(0)
  const { data: knownTags = [] } = useQuery(tagsQuery(board.project.id))
  const form = useRef<HTMLFormElement>(null)
  const title = useRef<HTMLInputElement>(null)
  const kept = { title: `task-title-${board.project.id}`, description: `task-description-${board.project.id}` }
  const description = useRef(unfinished(kept.description))
  const forget = () => {
    description.current = ""
    keepUnfinished(kept.title, "")
    keepUnfinished(kept.description, "")
  }
  const members = useMemo(() => mentionable(board.members), [board.members])
  const sprints = board.sprints.filter(({ state }) => state !== "completed")
  const ofView = sprints.find(({ id }) => id === board.view.sprint_id)?.id ?? ""
  const names = board.members.filter((member) => assignees.includes(member.id)).map((member) => member.name)
  const status = board.statuses.find((each) => each.is_default) ?? board.statuses[0]
  const type = board.task_types.find((each) => each.name === "Task") ?? board.task_types[0]
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t`New task`} wide>
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
              priority: priorities.find(({ value }) => value === text(data, "priority"))?.value ?? null,
              points: text(data, "points") === "" ? null : Number(text(data, "points")),
              sprint_id: text(data, "sprint") || null,
              due_date: text(data, "due") || null,
              tags,
              custom_fields: requiredValues(data, board.custom_fields),
              ...(assignees.length > 0 ? { assignee_ids: assignees } : {}),
            },
            {
              onSuccess: (task) => {
                forget()
                setMade((before) => before + 1)
                if (another) title.current?.focus()
                onCreated(task, another)
              },
            },
          ),
        )}
      >
        <TextField
          key={`title-${made}`}
          ref={title}
          label={t`Title`}
          name="title"
          defaultValue={unfinished(kept.title)}
          onChange={(event) => keepUnfinished(kept.title, event.target.value)}
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
              key={made}
              label={t`Description`}
              initial={description.current}
              placeholder={t`/ adds blocks, @ mentions a member, # a task…`}
              members={members}
              onChange={(markdown) => {
                description.current = markdown
                keepUnfinished(kept.description, markdown)
              }}
              onSubmit={() => form.current?.requestSubmit()}
              className="min-h-16"
            />
          </div>
        </div>
        <div className="grid grid-cols-2 gap-3 phone:grid-cols-3">
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
          <SelectField label={t`Priority`} name="priority" defaultValue="">
            <option value="">{t({ message: "None", context: "value" })}</option>
            {priorities.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          <SelectField label={t`Sprint`} name="sprint" defaultValue={ofView}>
            <option value="">{t({ message: "None", context: "value" })}</option>
            {sprints.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t`Points`}
            name="points"
            type="number"
            min={0}
            max={10_000}
            step="any"
            inputMode="decimal"
          />
          <TextField
            label={t({ message: "Due", context: "date" })}
            name="due"
            type="date"
            defaultValue={preset.due_date ?? ""}
          />
        </div>
        <RequiredFields fields={board.custom_fields} />
        <div className="flex flex-wrap items-center gap-2">
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
              <Button>
                <UserRound size={13} aria-hidden />
                {names.length > 0 ? names.join(", ") : t({ message: "Assign…", context: "verb" })}
              </Button>
            }
          />
          <MultiPicker
            label={t`Tags`}
            placeholder={t`Find or create a tag…`}
            empty={t`Type a name to create a tag.`}
            values={tags}
            options={[...new Set([...knownTags, ...tags])].map((tag) => ({ value: tag, label: tag }))}
            onCreate={(tag) => setTags((before) => [...before, tag])}
            onChange={setTags}
            trigger={
              <Button>
                <TagIcon size={13} aria-hidden />
                {tags.length > 0 ? tags.join(", ") : t`Tags`}
              </Button>
            }
          />
        </div>
        <FormActions
          error={create.error}
          action={t`Create task`}
          busy={create.isPending}
          onCancel={() => {
            forget()
            onOpenChange(false)
          }}
        >
          <label className="me-auto flex min-h-8 items-center gap-2 text-muted">
            <input
              type="checkbox"
              checked={another}
              onChange={(event) => setAnother(event.target.checked)}
              className="size-4 accent-accent"
            />
            {t`Create another`}
          </label>
        </FormActions>
      </form>
    </Dialog>
  )
}

import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { Bot } from "lucide-react"
import { useMemo, useState } from "react"
import { Button } from "../../components/button.tsx"
import { Face } from "../../components/face.tsx"
import { MultiPicker, type Option, Picker } from "../../components/picker.tsx"
import { StatusRing } from "../../components/status-ring.tsx"
import { Tag } from "../../components/tag.tsx"
import { PriorityIcon, priorities, TypeIcon } from "../../components/task-icons.tsx"
import type { Board, Task } from "../../lib/api.gen.ts"
import { useMinute } from "../../lib/clock.ts"
import { isOverdue } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { useSettled } from "../../lib/settled.ts"
import { cardQuery, foundQuery, tagsQuery } from "../../lib/task-queries.ts"
import type { Priority, TaskChange } from "../../lib/types.ts"
import { CustomFields } from "./custom-fields.tsx"
import { DateInput, Points, Value } from "./property-fields.tsx"

type Props = { task: Task; board: Board; canWrite: boolean; onChange: (input: TaskChange) => void }

const none = "none"

const sprintStates: Record<Board["sprints"][number]["state"], MessageDescriptor> = {
  planned: msg`planned`,
  active: msg`active`,
  completed: msg`completed`,
}

/** Everything about a task that is chosen rather than written. */
export function Properties({ task, board, canWrite, onChange }: Props) {
  const now = useMinute()
  const status = board.statuses.find((each) => each.id === task.status_id)
  const type = board.task_types.find((each) => each.id === task.task_type_id)
  const sprint = board.sprints.find((each) => each.id === task.sprint_id)
  const overdue = task.due_date !== null && status?.category !== "done" && isOverdue(task.due_date, now)
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] items-center gap-x-2 gap-y-0.5 [&_dt]:text-muted">
      <dt>{t`Status`}</dt>
      <dd>
        <Picker
          label={t`Status`}
          value={task.status_id}
          disabled={!canWrite}
          onChange={(status_id) => onChange({ status_id })}
          options={board.statuses.map((each) => ({
            value: each.id,
            label: each.name,
            icon: <StatusRing category={each.category} />,
          }))}
          trigger={
            <Value label={t`Status`}>
              {status && <StatusRing category={status.category} />}
              {status?.name ?? t({ message: "None", context: "value" })}
            </Value>
          }
        />
      </dd>
      <dt className="self-start pt-1.5">{t`Assignees`}</dt>
      <dd>
        <Assignees task={task} board={board} canWrite={canWrite} onChange={onChange} />
      </dd>
      <dt>{t`Type`}</dt>
      <dd>
        <Picker
          label={t`Type`}
          value={task.task_type_id}
          disabled={!canWrite}
          onChange={(task_type_id) => onChange({ task_type_id })}
          options={board.task_types.map((each) => ({
            value: each.id,
            label: each.name,
            icon: <TypeIcon icon={each.icon} color={each.color} />,
          }))}
          trigger={
            <Value label={t`Type`}>
              <TypeIcon icon={type?.icon} color={type?.color} />
              {type?.name ?? t({ message: "None", context: "value" })}
            </Value>
          }
        />
      </dd>
      <dt>{t`Priority`}</dt>
      <dd>
        <Picker
          label={t`Priority`}
          value={task.priority ?? none}
          disabled={!canWrite}
          onChange={(value) => onChange({ priority: priorities.find((each) => each.value === value)?.value ?? null })}
          options={[
            { value: none, label: t({ message: "None", context: "value" }) },
            ...priorities.map((each) => ({
              value: each.value,
              label: each.label,
              icon: <PriorityIcon priority={each.value} />,
            })),
          ]}
          trigger={
            <Value label={t`Priority`} empty={!task.priority}>
              {task.priority && <PriorityIcon priority={task.priority} />}
              {priorityLabel(task.priority)}
            </Value>
          }
        />
      </dd>
      <dt>
        <label htmlFor="task-points">{t`Points`}</label>
      </dt>
      <dd>
        <Points
          key={`${task.id}-${task.points}`}
          value={task.points}
          disabled={!canWrite}
          onChange={(points) => onChange({ points })}
        />
      </dd>
      <dt>
        <label htmlFor="task-start">{t({ message: "Start", context: "date" })}</label>
      </dt>
      <dd>
        <DateInput
          id="task-start"
          value={task.start_date}
          disabled={!canWrite}
          onChange={(start_date) => onChange({ start_date })}
        />
      </dd>
      <dt>
        <label htmlFor="task-due">{t({ message: "Due", context: "date" })}</label>
      </dt>
      <dd>
        <DateInput
          id="task-due"
          value={task.due_date}
          disabled={!canWrite}
          overdue={overdue}
          onChange={(due_date) => onChange({ due_date })}
        />
      </dd>
      <dt className="self-start pt-1.5">{t`Tags`}</dt>
      <dd>
        <Tags task={task} board={board} canWrite={canWrite} onChange={onChange} />
      </dd>
      <dt>{t`Sprint`}</dt>
      <dd>
        <Picker
          label={t`Sprint`}
          value={task.sprint_id ?? none}
          disabled={!canWrite}
          onChange={(value) => onChange({ sprint_id: value === none ? null : value })}
          options={[
            { value: none, label: t`No sprint` },
            ...board.sprints.map((each) => ({
              value: each.id,
              label: each.name,
              hint: i18n._(sprintStates[each.state]),
            })),
          ]}
          trigger={
            <Value label={t`Sprint`} empty={!sprint}>
              {sprint?.name ?? t`No sprint`}
            </Value>
          }
        />
      </dd>
      <dt>{t`Parent`}</dt>
      <dd>
        <Parent task={task} board={board} canWrite={canWrite} onChange={onChange} />
      </dd>
      <CustomFields task={task} fields={board.custom_fields} canWrite={canWrite} />
    </dl>
  )
}

function priorityLabel(priority: Priority | null): string {
  return priorities.find((each) => each.value === priority)?.label ?? t({ message: "None", context: "value" })
}

function Assignees({ task, board, canWrite, onChange }: Props) {
  const options = useMemo<Option[]>(
    () =>
      [...board.members]
        .sort((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name) : a.kind === "user" ? -1 : 1))
        .map((member) => ({
          value: member.id,
          label: member.name,
          keywords: member.handle ?? "",
          hint: member.kind === "agent" ? t`agent` : undefined,
          group: member.kind === "agent" ? t`Agents start to work at once` : t`People`,
          icon: <Face name={member.name} kind={member.kind} />,
        })),
    [board.members],
  )
  const assigned = task.assignee_ids.flatMap((id) => board.members.find((member) => member.id === id) ?? [])
  const imported = importedNames(task)
  const agents = board.members.filter((member) => member.kind === "agent")
  return (
    <div className="flex flex-wrap items-center gap-1">
      <MultiPicker
        label={t`Assignees`}
        values={task.assignee_ids}
        disabled={!canWrite}
        onChange={(assignee_ids) => onChange({ assignee_ids })}
        options={options}
        trigger={
          <Value label={t`Assignees`} empty={assigned.length === 0}>
            {assigned.length === 0 ? (
              t`Nobody`
            ) : (
              <span className="flex flex-wrap gap-x-3 gap-y-1">
                {assigned.map((member) => (
                  <span key={member.id} className="flex items-center gap-1.5">
                    <Face name={member.name} kind={member.kind} />
                    {member.name}
                    {member.kind === "agent" && <span className="text-agent text-xs">{t`agent`}</span>}
                  </span>
                ))}
              </span>
            )}
          </Value>
        }
      />
      {canWrite && agents.length > 0 && !assigned.some((member) => member.kind === "agent") && (
        <Picker
          label={t`Assign to agent`}
          value={null}
          onChange={(id) => onChange({ assignee_ids: [...task.assignee_ids, id] })}
          options={agents.map((agent) => ({
            value: agent.id,
            label: agent.name,
            keywords: agent.handle ?? "",
            hint: agent.handle ? `@${agent.handle}` : undefined,
            icon: <Face name={agent.name} kind="agent" />,
          }))}
          trigger={
            <Button variant="agent" className="h-6 px-2 text-xs">
              <Bot size={12} aria-hidden />
              {t`Assign to agent`}
            </Button>
          }
        />
      )}
      {imported.length > 0 && (
        <span className="text-muted text-xs">{t`was ${{ names: imported.join(", ") }} in the import`}</span>
      )}
    </div>
  )
}

/** Names of people an imported file knew and this project does not. */
function importedNames(task: Task): string[] {
  const value = task.external?.assignee
  const all = Array.isArray(value) ? value : [value]
  return all.filter((name): name is string => typeof name === "string" && name !== "")
}

function Tags({ task, canWrite, onChange }: Props) {
  const { data: tags } = useQuery(tagsQuery(task.project_id))
  const options = useMemo<Option[]>(() => {
    const known = new Set([...(tags ?? []), ...task.tags])
    return [...known].sort((a, b) => a.localeCompare(b)).map((tag) => ({ value: tag, label: tag }))
  }, [tags, task.tags])
  return (
    <MultiPicker
      label={t`Tags`}
      placeholder={t`Find or create a tag…`}
      empty={t`Type a name to create a tag.`}
      values={task.tags}
      disabled={!canWrite}
      onChange={(tags) => onChange({ tags })}
      onCreate={(tag) => onChange({ tags: [...task.tags, tag] })}
      options={options}
      trigger={
        <Value label={t`Tags`} empty={task.tags.length === 0}>
          {task.tags.length === 0 ? (
            t({ message: "None", context: "value" })
          ) : (
            <span className="flex flex-wrap gap-1">
              {task.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          )}
        </Value>
      }
    />
  )
}

function Parent({ task, canWrite, onChange }: Props) {
  const [search, setSearch] = useState("")
  const { data: parent } = useQuery(cardQuery(task.project_id, task.parent_task_id))
  const { data: found } = useQuery(foundQuery(task.project_id, useSettled(search.trim())))
  const options = useMemo<Option[]>(
    () => [
      { value: none, label: t`No parent` },
      ...[...(parent && !found?.some((card) => card.id === parent.id) ? [parent] : []), ...(found ?? [])]
        .filter((card) => card.id !== task.id && card.parent_task_id !== task.id)
        .map((card) => ({ value: card.id, label: card.title, hint: card.key, keywords: card.key })),
    ],
    [found, parent, task.id],
  )
  return (
    <div className="flex min-w-0 items-center gap-1">
      {parent && (
        <Link
          to="/p/$projectId/board"
          params={{ projectId: task.project_id }}
          search={{ task: parent.key }}
          className="min-w-0 truncate text-accent-text underline underline-offset-2"
        >
          {parent.key} {parent.title}
        </Link>
      )}
      <Picker
        label={t`Parent`}
        placeholder={t`Find by key or title…`}
        onSearch={setSearch}
        value={task.parent_task_id ?? none}
        disabled={!canWrite}
        onChange={(value) => onChange({ parent_task_id: value === none ? null : value })}
        options={options}
        trigger={
          <Value label={t`Parent`} empty>
            {parent ? t`Change` : t({ message: "None", context: "value" })}
          </Value>
        }
      />
    </div>
  )
}

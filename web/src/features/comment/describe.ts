import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import type { Activity, Board } from "../../lib/api.gen.ts"
import { minutesLabel } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { pageLanguage } from "../../lib/language.ts"
import { languages } from "../../lib/languages.ts"
import type { Change } from "../../lib/types.ts"

/** What a reader needs to turn ids into names. */
export type Names = Pick<Board, "statuses" | "task_types" | "members" | "sprints" | "custom_fields"> & {
  tasks: { id: string; key: string }[]
}

const labels: Record<string, MessageDescriptor> = {
  title: msg`title`,
  description: msg`description`,
  status_id: msg`status`,
  task_type_id: msg`type`,
  priority: msg`priority`,
  points: msg`points`,
  assignee_ids: msg`assignees`,
  sprint_id: msg`sprint`,
  parent_task_id: msg`parent`,
  tags: msg`tags`,
  links: msg`links`,
  attachments: msg`attachments`,
  logged_minutes: msg`time`,
  bdd_scenario: msg`bdd scenario`,
  due_date: msg`due date`,
  start_date: msg`start date`,
}

const priorities: Record<string, MessageDescriptor> = {
  highest: msg`highest`,
  high: msg`high`,
  medium: msg`medium`,
  low: msg`low`,
  lowest: msg`lowest`,
}

const customPrefix = "custom_fields."

/** The project's own field that was changed, if it was one; null when the project has it no more. */
function customField(field: string, names: Names) {
  if (!field.startsWith(customPrefix)) return undefined
  return names.custom_fields.find((each) => each.id === field.slice(customPrefix.length)) ?? null
}

/** The name of a changed field for a person. */
export function fieldLabel(field: string, names: Names): string {
  const own = customField(field, names)
  if (own !== undefined) return own?.name ?? t`a field that was deleted`
  const label = labels[field]
  return label ? i18n._(label) : field.replaceAll("_", " ")
}

/** A value of a changed field for a person: ids become names, nothing becomes `none`. */
export function valueLabel(field: string, value: unknown, names: Names): string {
  if (isNothing(value)) return t({ message: "none", context: "value" })
  if (Array.isArray(value)) return value.map((each) => valueLabel(field, each, names)).join(", ")
  if (field === "links") return linkLabel(value)
  if (field === "logged_minutes") return minutesLabel(Number(value))
  if (typeof value === "boolean") return value ? t`yes` : t`no`
  if (typeof value === "object" && value !== null)
    return "name" in value ? String(value.name) : "text" in value ? String(value.text) : "…"
  const id = String(value)
  const priority = field === "priority" ? priorities[id] : undefined
  if (priority) return i18n._(priority)
  const found =
    field === "status_id"
      ? names.statuses.find((each) => each.id === id)?.name
      : field === "task_type_id"
        ? names.task_types.find((each) => each.id === id)?.name
        : field === "assignee_ids"
          ? names.members.find((each) => each.id === id)?.name
          : field === "sprint_id"
            ? names.sprints.find((each) => each.id === id)?.name
            : field === "parent_task_id"
              ? names.tasks.find((each) => each.id === id)?.key
              : customField(field, names)?.options.find((each) => each.id === id)?.name
  if (found) return found
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? t`something deleted` : id
}

/** `blocked by PLN-2`: what a task does to another. */
function linkLabel(value: unknown): string {
  if (typeof value !== "object" || value === null || !("type" in value) || !("key" in value)) return "…"
  const key = String(value.key)
  switch (value.type) {
    case "blocks":
      return t`blocks ${key}`
    case "blocked_by":
      return t`blocked by ${key}`
    case "duplicates":
      return t`duplicates ${key}`
    case "duplicated_by":
      return t`duplicated by ${key}`
    default:
      return t`relates ${key}`
  }
}

/** Whether a changed field had, or has, no value. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
}

/** Changes worth showing with before and after in a line; of long texts, what differs is shown on demand. */
export function isShort(change: Change): boolean {
  return change.field !== "description" && change.field !== "bdd_scenario"
}

/** Whether a change can be taken back: the server does it for a task's fields and for its deletion. */
export function isRevertible({ type, changes = [] }: Activity): boolean {
  return type === "task.deleted" || (type === "task.updated" && changes.length > 0)
}

/** What happened, as a sentence. With another `name` than the actor's, such as a mark, to show the name by itself. */
export function activityText(activity: Activity, names: Names, name = activity.actor.name): string {
  const changes = activity.changes ?? []
  switch (activity.type) {
    case "task.created":
      return t`${name} created this task`
    case "task.deleted":
      return t`${name} deleted this task`
    case "task.restored":
      return t`${name} restored this task`
    case "view.positions_changed":
      return t`${name} moved this on the board`
    case "bdd_scenario.created":
      return t`${name} wrote a BDD scenario`
    case "bdd_scenario.updated":
      return t`${name} changed a BDD scenario`
    case "bdd_scenario.deleted":
      return t`${name} deleted a BDD scenario`
    case "doc_link.created":
      return t`${name} linked a document`
    case "doc_link.deleted":
      return t`${name} unlinked a document`
    case "attachment.created":
      return t`${name} attached a file`
    case "attachment.deleted":
      return t`${name} deleted a file`
    case "link.created":
      return t`${name} linked this`
    case "link.deleted":
      return t`${name} removed a link`
    case "time_log.created":
      return t`${name} logged time`
    case "time_log.updated":
      return t`${name} changed logged time`
    case "time_log.deleted":
      return t`${name} deleted logged time`
    case "comment.deleted":
      return t`${name} deleted a comment`
    case "agent.conversation.queued":
      return t`${name} asked an agent to work on this`
    case "agent.conversation.started":
      return t`${name} started to work`
    case "agent.conversation.status":
      return t`${name} stopped working`
    case "task.updated":
      return changes.length > 0
        ? t`${name} changed ${{ fields: list(changes.map((each) => fieldLabel(each.field, names))) }}`
        : t`${name} changed this task`
    default:
      return `${name} ${activity.type.replaceAll(".", " ").replaceAll("_", " ")}`
  }
}

function list(words: string[]): string {
  const { locale } = languages[pageLanguage()]
  return new Intl.ListFormat(locale).format(new Set(words))
}

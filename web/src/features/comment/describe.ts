import type { Activity, Board } from "../../lib/api.gen.ts"
import { minutesLabel } from "../../lib/format.ts"
import type { Change } from "../../lib/types.ts"

/** What a reader needs to turn ids into names. */
export type Names = Pick<Board, "statuses" | "task_types" | "members" | "sprints" | "custom_fields"> & {
  tasks: { id: string; key: string }[]
}

const labels: Record<string, string> = {
  status_id: "status",
  task_type_id: "type",
  assignee_ids: "assignees",
  sprint_id: "sprint",
  parent_task_id: "parent",
  logged_minutes: "time",
  due_date: "due date",
  start_date: "start date",
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
  if (own !== undefined) return own?.name ?? "a field that was deleted"
  return labels[field] ?? field.replaceAll("_", " ")
}

/** A value of a changed field for a person: ids become names, nothing becomes `none`. */
export function valueLabel(field: string, value: unknown, names: Names): string {
  if (isNothing(value)) return "none"
  if (Array.isArray(value)) return value.map((each) => valueLabel(field, each, names)).join(", ")
  if (field === "links") return linkLabel(value)
  if (field === "logged_minutes") return minutesLabel(Number(value))
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (typeof value === "object" && value !== null)
    return "name" in value ? String(value.name) : "text" in value ? String(value.text) : "…"
  const id = String(value)
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
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? "something deleted" : id
}

/** `blocked by PLN-2`: what a task does to another. */
function linkLabel(value: unknown): string {
  if (typeof value !== "object" || value === null || !("type" in value) || !("key" in value)) return "…"
  return `${String(value.type).replaceAll("_", " ")} ${String(value.key)}`
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

/** What happened, as the rest of a sentence that starts with the actor's name. */
export function activityWords(activity: Activity, names: Names): string {
  const changes = activity.changes ?? []
  switch (activity.type) {
    case "task.created":
      return "created this task"
    case "task.deleted":
      return "deleted this task"
    case "task.restored":
      return "restored this task"
    case "view.positions_changed":
      return "moved this on the board"
    case "bdd_scenario.created":
      return "wrote a BDD scenario"
    case "bdd_scenario.updated":
      return "changed a BDD scenario"
    case "bdd_scenario.deleted":
      return "deleted a BDD scenario"
    case "doc_link.created":
      return "linked a document"
    case "doc_link.deleted":
      return "unlinked a document"
    case "attachment.created":
      return "attached a file"
    case "attachment.deleted":
      return "deleted a file"
    case "link.created":
      return "linked this"
    case "link.deleted":
      return "removed a link"
    case "time_log.created":
      return "logged time"
    case "time_log.updated":
      return "changed logged time"
    case "time_log.deleted":
      return "deleted logged time"
    case "comment.deleted":
      return "deleted a comment"
    case "agent.conversation.queued":
      return "asked an agent to work on this"
    case "agent.conversation.started":
      return "started to work"
    case "agent.conversation.status":
      return "stopped working"
    case "task.updated":
      return changes.length > 0
        ? `changed ${list(changes.map((each) => fieldLabel(each.field, names)))}`
        : "changed this task"
    default:
      return activity.type.replaceAll(".", " ").replaceAll("_", " ")
  }
}

function list(words: string[]): string {
  const unique = [...new Set(words)]
  if (unique.length < 2) return unique[0] ?? ""
  return `${unique.slice(0, -1).join(", ")} and ${unique.at(-1)}`
}

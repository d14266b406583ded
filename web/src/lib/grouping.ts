import type { Card, CustomField, View } from "./api.gen.ts"

/** A group's key; null is the group of tasks that are in no other. */
export type Key = string | null

/** A field that tasks are grouped by, by its name or the id of one of the project's own; null groups nothing. */
export type GroupField = View["config"]["column_by"]

/** What puts a task into a group. */
export type Setting = Partial<
  Pick<
    Card,
    | "status_id"
    | "task_type_id"
    | "priority"
    | "sprint_id"
    | "parent_task_id"
    | "assignee_ids"
    | "tags"
    | "custom_fields"
  >
>

/** What a move keeps of a task that can have several values. */
type Lists = Pick<Card, "assignee_ids" | "tags" | "custom_fields">

/** A task that is nothing yet. */
export const blank: Lists = { assignee_ids: [], tags: [], custom_fields: {} }

const several = (keys: string[]): Key[] => (keys.length > 0 ? keys : [null])

/** The groups that a task is in: one, or several where it can have several values. */
export function groupsOf(field: GroupField, card: Card): Key[] {
  switch (field) {
    case null:
      return [null]
    case "status":
      return [card.status_id]
    case "task_type":
      return [card.task_type_id]
    case "priority":
      return [card.priority]
    case "sprint":
      return [card.sprint_id]
    case "parent":
      return [card.parent_task_id]
    case "assignee":
      return several(card.assignee_ids)
    case "tag":
      return several(card.tags)
    default: {
      const value = card.custom_fields[field]
      if (Array.isArray(value)) return several(value)
      return [value === undefined || value === null ? null : String(value)]
    }
  }
}

/** A list with one value in place of another. */
function exchanged(values: string[], to: Key, from: Key): string[] {
  const kept = values.filter((value) => value !== from)
  return to === null ? kept : [...new Set([...kept, to])]
}

/** The project's own fields, of which a move has to know whether one has several values. */
type Fields = Pick<CustomField, "id" | "type">[]

/** What a move from one group to another sets on a task: the same as the server does. */
export function settingOf(field: GroupField, fields: Fields, card: Lists, from: Key, to: Key): Setting {
  if (field === null || from === to) return {}
  switch (field) {
    case "status":
      return to === null ? {} : { status_id: to }
    case "task_type":
      return to === null ? {} : { task_type_id: to }
    case "priority":
      return { priority: priorityOf(to) }
    case "sprint":
      return { sprint_id: to }
    case "parent":
      return { parent_task_id: to }
    case "assignee":
      return { assignee_ids: exchanged(card.assignee_ids, to, from) }
    case "tag":
      return { tags: exchanged(card.tags, to, from) }
    default: {
      const { [field]: now, ...others } = card.custom_fields
      const type = fields.find(({ id }) => id === field)?.type
      if (type === "multi_select") {
        const chosen = exchanged(Array.isArray(now) ? now : [], to, from)
        return { custom_fields: chosen.length > 0 ? { ...others, [field]: chosen } : others }
      }
      if (to === null) return { custom_fields: others }
      return { custom_fields: { ...others, [field]: type === "boolean" ? to === "true" : to } }
    }
  }
}

function priorityOf(key: Key): Card["priority"] {
  return key === "highest" || key === "high" || key === "medium" || key === "low" || key === "lowest" ? key : null
}

import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import type { Board, CustomField } from "../../lib/api.gen.ts"
import { i18n } from "../../lib/i18n.ts"

/** A field by the name that a view's configuration has for it, and the name that people have. */
export type FieldName = { value: string; label: string }

const names: Record<string, MessageDescriptor> = {
  status: msg`Status`,
  assignee: msg`Assignee`,
  priority: msg`Priority`,
  task_type: msg`Type`,
  sprint: msg`Sprint`,
  parent: msg({ message: "Parent", context: "field" }),
  tag: msg`Tag`,
  key: msg`Key`,
  title: msg`Title`,
  points: msg`Points`,
  number: msg`Number`,
  start_date: msg({ message: "Start", context: "date" }),
  due_date: msg({ message: "Due", context: "date" }),
  created_at: msg({ message: "Created", context: "date" }),
  updated_at: msg({ message: "Updated", context: "date" }),
  comment_count: msg`Comments`,
  logged_minutes: msg`Time logged`,
  status_category: msg`Status category`,
  reporter: msg`Reporter`,
  manual: msg`By hand`,
  count: msg`Number of tasks`,
}

const nameOf = (field: string): string | undefined => {
  const name = names[field]
  return name && i18n._(name)
}

const named = (list: string[]): FieldName[] => list.map((value) => ({ value, label: nameOf(value) ?? value }))

const own = (fields: CustomField[], types?: string[]): FieldName[] =>
  fields.filter(({ type }) => !types || types.includes(type)).map(({ id, name }) => ({ value: id, label: name }))

type Fields = Pick<Board, "custom_fields">

/** What tasks can be grouped by: in columns, swimlanes and slices. */
export const groupFields = ({ custom_fields }: Fields): FieldName[] => [
  ...named(["status", "assignee", "priority", "task_type", "sprint", "parent", "tag"]),
  ...own(custom_fields, ["select", "multi_select", "boolean"]),
]

export const sortFields = ({ custom_fields }: Fields): FieldName[] => [
  ...named([
    "manual",
    "number",
    "title",
    "status",
    "priority",
    "points",
    "start_date",
    "due_date",
    "created_at",
    "updated_at",
  ]),
  ...own(custom_fields, ["number", "date", "text"]),
]

export const sumFields = ({ custom_fields }: Fields): FieldName[] => [
  ...named(["count", "points", "logged_minutes"]),
  ...own(custom_fields, ["number"]),
]

/** What a card or a row can show beside its title. */
export const shownFields = ({ custom_fields }: Fields): FieldName[] => [
  ...named([
    "key",
    "status",
    "task_type",
    "priority",
    "assignee",
    "points",
    "sprint",
    "tag",
    "start_date",
    "due_date",
    "comment_count",
  ]),
  ...own(custom_fields),
]

export const filterFields = ({ custom_fields }: Fields): FieldName[] => [
  ...named([
    "status",
    "status_category",
    "assignee",
    "reporter",
    "priority",
    "task_type",
    "sprint",
    "tag",
    "title",
    "number",
    "points",
    "start_date",
    "due_date",
    "created_at",
    "updated_at",
  ]),
  ...own(custom_fields),
]

/** The field's name for people; one that is gone says so. */
export function labelOf(name: string, { custom_fields }: Fields): string {
  return nameOf(name) ?? custom_fields.find(({ id }) => id === name)?.name ?? t`A field that is gone`
}

/** What kind of question one can ask of a field. */
export type Kind = "choice" | "text" | "number" | "date" | "boolean"

export function kindOf(name: string, { custom_fields }: Fields): Kind {
  const type = custom_fields.find(({ id }) => id === name)?.type
  if (type === "select" || type === "multi_select") return "choice"
  if (type === "boolean" || type === "number" || type === "date") return type
  if (type !== undefined || name === "title") return "text"
  if (name === "number" || name === "points") return "number"
  return name.endsWith("_date") || name.endsWith("_at") ? "date" : "choice"
}

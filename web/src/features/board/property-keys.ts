import type { ChoiceField } from "./choices.tsx"

/** What a menu can set on a task, in the order it is offered. */
export const properties = ["status", "priority", "assignee", "sprint", "task_type", "points", "tag"] as const

export type Property = ChoiceField | "assignee" | "points" | "tag"

const byKey: Record<string, Property> = { s: "status", p: "priority", a: "assignee", e: "points", t: "tag" }

/** The property whose values a single key offers for the task in focus. */
export const propertyOf = ({ key, altKey, shiftKey, ctrlKey, metaKey }: KeyPress): Property | undefined =>
  altKey || shiftKey || ctrlKey || metaKey ? undefined : byKey[key]

type KeyPress = Pick<KeyboardEvent, "key" | "altKey" | "shiftKey" | "ctrlKey" | "metaKey">

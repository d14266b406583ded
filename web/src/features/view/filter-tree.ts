import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { i18n } from "../../lib/i18n.ts"
import type { ViewFilter } from "./api.ts"
import type { Kind } from "./fields.ts"

export type Operator =
  | "is"
  | "is_not"
  | "any_of"
  | "none_of"
  | "is_empty"
  | "is_not_empty"
  | "contains"
  | "before"
  | "after"
  | "between"

type Value = string | number | boolean

/** One question, as it is edited: its values may still be missing. */
export type Condition = { id: string; kind: "condition"; field: string; operator: Operator; values: Value[] }
/** Questions that must all be answered with yes, or any of them. */
export type Group = { id: string; kind: "group"; word: "and" | "or"; parts: Node[] }
export type Node = Condition | Group

/** Bounds of a saved filter, as the server keeps them. */
export const mostLevels = 4

const newId = () => crypto.randomUUID()

export const newCondition = (field: string, kind: Kind): Condition => ({
  id: newId(),
  kind: "condition",
  field,
  operator: operators[kind][0] ?? "is",
  values: [],
})

export const newGroup = (word: Group["word"], parts: Node[] = []): Group => ({
  id: newId(),
  kind: "group",
  word,
  parts,
})

const operators: Record<Kind, Operator[]> = {
  choice: ["any_of", "none_of", "is_empty", "is_not_empty"],
  boolean: ["is", "is_empty", "is_not_empty"],
  text: ["contains", "is", "is_not", "is_empty", "is_not_empty"],
  number: ["is", "is_not", "after", "before", "between", "is_empty", "is_not_empty"],
  date: ["is", "before", "after", "between", "is_empty", "is_not_empty"],
}

/** In the words of a sentence that a field's name begins. */
const labels: Record<Operator, MessageDescriptor> = {
  is: msg`is`,
  is_not: msg`is not`,
  any_of: msg`is any of`,
  none_of: msg`is none of`,
  is_empty: msg`is empty`,
  is_not_empty: msg`is not empty`,
  contains: msg`contains`,
  before: msg`is before`,
  after: msg`is after`,
  between: msg`is between`,
}

/** Of numbers one says it otherwise than of dates. */
const numberLabels: Partial<Record<Operator, MessageDescriptor>> = {
  before: msg`is less than`,
  after: msg`is more than`,
}

/** What one can ask. */
export const operatorsOf = (kind: Kind): { value: Operator; label: string }[] =>
  operators[kind].map((value) => ({
    value,
    label: i18n._((kind === "number" ? numberLabels[value] : undefined) ?? labels[value]),
  }))

/** How many values a question takes. */
export function valuesTaken(operator: Operator): "none" | "one" | "two" | "many" {
  if (operator === "is_empty" || operator === "is_not_empty") return "none"
  if (operator === "between") return "two"
  return operator === "any_of" || operator === "none_of" ? "many" : "one"
}

function isComplete({ operator, values }: Condition): boolean {
  const taken = valuesTaken(operator)
  if (taken === "none") return true
  if (values.some((value) => value === "")) return false
  if (taken === "two") return values.length === 2
  return taken === "one" ? values.length === 1 : values.length > 0
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** A saved filter as it is edited: always a group at the top. What cannot be read is left out. */
export function treeOf(filter: unknown): Group {
  const node = nodeOf(filter)
  if (!node) return newGroup("and")
  return node.kind === "group" ? node : newGroup("and", [node])
}

function nodeOf(filter: unknown): Node | undefined {
  if (!isRecord(filter)) return undefined
  for (const word of ["and", "or"] as const) {
    const parts = filter[word]
    if (Array.isArray(parts))
      return newGroup(
        word,
        parts.flatMap((part) => nodeOf(part) ?? []),
      )
  }
  const { field, operator, value } = filter
  if (typeof field !== "string" || typeof operator !== "string") return undefined
  const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter((each): each is Value =>
    ["string", "number", "boolean"].includes(typeof each),
  )
  return { id: newId(), kind: "condition", field, operator: operator as Operator, values }
}

/** What is saved: questions without an answer and groups without questions are left out; null when none is left. */
export function filterOf(node: Node): ViewFilter | null {
  if (node.kind === "group") {
    const parts = node.parts.flatMap((part) => filterOf(part) ?? [])
    if (parts.length === 0) return null
    return node.word === "and" ? { and: parts } : { or: parts }
  }
  if (!isComplete(node)) return null
  const { field, operator, values } = node
  const taken = valuesTaken(operator)
  const value = taken === "one" ? values[0] : values
  return { field, operator, ...(taken !== "none" && { value }) } as ViewFilter
}

/** The tree with a node replaced, or without it. */
export function withNode(group: Group, id: string, next: Node | undefined): Group {
  return {
    ...group,
    parts: group.parts.flatMap((part) => {
      if (part.id === id) return next ?? []
      return part.kind === "group" ? withNode(part, id, next) : part
    }),
  }
}

/** How many questions a saved filter asks. */
export function countOf(filter: unknown): number {
  const count = (node: Node): number =>
    node.kind === "condition" ? 1 : node.parts.reduce((sum, part) => sum + count(part), 0)
  return filter === null ? 0 : count(treeOf(filter))
}

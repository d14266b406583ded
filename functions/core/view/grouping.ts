import { type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { CustomField } from "../field/field.ts"
import type { Member } from "../member/member.ts"
import type { Sprint } from "../sprint/sprint.ts"
import type { Card } from "../task/card.ts"
import type { TaskStatus } from "../task/status.ts"
import { priorities, task, taskAssignee } from "../task/task.sql.ts"
import type { TaskType } from "../task/type.ts"

/** What a view's configuration may name: everything of the project that tasks refer to. */
export type Directory = {
  statuses: TaskStatus[]
  types: TaskType[]
  members: Member[]
  sprints: Sprint[]
  fields: CustomField[]
}

export type Group = { key: string | null; name: string }

/** What a move into a group sets on a task, as `task.update` takes it. */
export type Setting = {
  status_id?: string
  task_type_id?: string
  priority?: Card["priority"]
  sprint_id?: string | null
  parent_task_id?: string | null
  assignee_ids?: string[]
  tags?: string[]
  custom_fields?: Record<string, string | boolean | string[] | null>
}

/** A field that tasks are grouped by: in columns, swimlanes or slices. */
export type Grouping = {
  /** Joins after which a task is there once for each group it is in. */
  join: SQL
  /** The group's key, as text; null for those that are in none. */
  key: SQL
  /** The name of a group that is known by its key alone. */
  name?: (key: SQL) => SQL
  /** All groups in order; undefined: those that occur. */
  groups: Group[] | undefined
  /** Whether a key can be one, where the groups are not known. */
  isKey?: (key: string) => boolean
  /** Whether a task is in the group with a key that is not null. */
  has: (key: SQL) => SQL
  /** Whether a task is in none. Undefined: every task is in one. */
  hasNone: SQL | undefined
  /** Set for the status: a board's columns are stretches of an index of their own. */
  isStatus?: true
  /** What puts a task into a group. `from` is the group it leaves, where it can be in several. */
  set: (key: string | null, card: Card, from: string | null | undefined) => Setting
}

const none = (name: string): Group => ({ key: null, name })
const named = (rows: { id: string; name: string }[]): Group[] => rows.map(({ id, name }) => ({ key: id, name }))
const noJoin = sql``

/** A list with one value in place of another; without the other, in place of all. */
function exchanged(values: string[], to: string | null, from: string | null | undefined): string[] {
  const kept = from === undefined ? [] : values.filter((value) => value !== from)
  return to === null ? kept : [...new Set([...kept, to])]
}

const byState = { active: 0, planned: 1, completed: 2 }

function ofSprints(sprints: Sprint[]): Group[] {
  const open = sprints
    .filter((row) => row.state !== "completed")
    .toSorted((one, other) => byState[one.state] - byState[other.state])
  return [...named(open), none("Backlog"), ...named(sprints.filter((row) => row.state === "completed"))]
}

const keyOfParent = (key: SQL) => sql`(
  select p.prefix || '-' || parent.number || ' ' || parent.title from task parent join project p on p.id = parent.project_id
  where parent.id = ${key}::uuid)`

const builtIn: Record<string, (directory: Directory) => Grouping> = {
  status: ({ statuses }) => ({
    join: noJoin,
    key: sql`${task.status_id}::text`,
    groups: named(statuses),
    has: (key) => sql`${task.status_id} = ${key}::uuid`,
    hasNone: undefined,
    isStatus: true,
    set: (key, card) => ({ status_id: key ?? card.status_id }),
  }),
  task_type: ({ types }) => ({
    join: noJoin,
    key: sql`${task.task_type_id}::text`,
    groups: named(types),
    has: (key) => sql`${task.task_type_id} = ${key}::uuid`,
    hasNone: undefined,
    set: (key, card) => ({ task_type_id: key ?? card.task_type_id }),
  }),
  sprint: ({ sprints }) => ({
    join: noJoin,
    key: sql`${task.sprint_id}::text`,
    groups: ofSprints(sprints),
    has: (key) => sql`${task.sprint_id} = ${key}::uuid`,
    hasNone: sql`${task.sprint_id} is null`,
    set: (key) => ({ sprint_id: key }),
  }),
  priority: () => ({
    join: noJoin,
    key: sql`${task.priority}`,
    groups: [
      ...priorities.toReversed().map((key) => ({ key, name: `${key.charAt(0).toUpperCase()}${key.slice(1)}` })),
      none("No priority"),
    ],
    has: (key) => sql`${task.priority} = ${key}`,
    hasNone: sql`${task.priority} is null`,
    set: (key) => ({ priority: priorities.find((name) => name === key) ?? null }),
  }),
  parent: () => ({
    join: noJoin,
    key: sql`${task.parent_task_id}::text`,
    name: keyOfParent,
    groups: undefined,
    isKey: (key) => z.uuid().safeParse(key).success,
    has: (key) => sql`${task.parent_task_id} = ${key}::uuid`,
    hasNone: sql`${task.parent_task_id} is null`,
    set: (key) => ({ parent_task_id: key }),
  }),
  assignee: ({ members }) => ({
    join: sql`left join ${taskAssignee} on ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id}`,
    key: sql`${taskAssignee.member_id}::text`,
    groups: [...named(members), none("Nobody")],
    has: (key) =>
      sql`exists (select 1 from ${taskAssignee} where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id} and ${taskAssignee.member_id} = ${key}::uuid)`,
    hasNone: sql`not exists (select 1 from ${taskAssignee} where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id})`,
    set: (key, card, from) => ({ assignee_ids: exchanged(card.assignee_ids, key, from) }),
  }),
  tag: () => ({
    join: sql`left join lateral unnest(${task.tags}) as tags_of(tag) on true`,
    key: sql`tags_of.tag`,
    name: (key) => key,
    groups: undefined,
    has: (key) => sql`${task.tags} @> array[${key}]`,
    hasNone: sql`${task.tags} = '{}'`,
    set: (key, card, from) => ({ tags: exchanged(card.tags, key, from) }),
  }),
}

const hasValue = (id: string, value: SQL) => sql`${task.custom_fields} @> jsonb_build_object(${id}::text, ${value})`
const hasNoValue = (id: string) => sql`not ${task.custom_fields} ? ${id}::text`

function customGrouping(field: CustomField): Grouping | undefined {
  const { id, name } = field
  // Two such fields may stand in one query.
  const chosen = sql.identifier(`chosen_${id}`)
  const single = { join: noJoin, key: sql`${task.custom_fields} ->> ${id}::text`, hasNone: hasNoValue(id) }
  switch (field.type) {
    case "select":
      return {
        ...single,
        groups: [...named(field.options), none(`No ${name}`)],
        has: (key) => hasValue(id, sql`${key}::text`),
        set: (key) => ({ custom_fields: { [id]: key } }),
      }
    case "boolean":
      return {
        ...single,
        groups: [{ key: "true", name }, { key: "false", name: `Not ${name}` }, none(`No ${name}`)],
        has: (key) => hasValue(id, sql`${key}::boolean`),
        set: (key) => ({ custom_fields: { [id]: key === null ? null : key === "true" } }),
      }
    case "multi_select":
      return {
        join: sql`left join lateral jsonb_array_elements_text(${task.custom_fields} -> ${id}::text) as ${chosen}(option) on true`,
        key: sql`${chosen}.option`,
        hasNone: hasNoValue(id),
        groups: [...named(field.options), none(`No ${name}`)],
        has: (key) => hasValue(id, sql`jsonb_build_array(${key}::text)`),
        set: (key, card, from) => {
          const now = card.custom_fields[id]
          return { custom_fields: { [id]: exchanged(Array.isArray(now) ? now : [], key, from) } }
        },
      }
    default:
      return undefined
  }
}

/** How tasks are grouped by a field; undefined when there is no such field, or it groups nothing. */
export function groupingOf(field: string | null, directory: Directory): Grouping | undefined {
  if (field === null) return undefined
  const known = builtIn[field]
  if (known) return known(directory)
  const custom = directory.fields.find(({ id }) => id === field)
  return custom && customGrouping(custom)
}

/** Whether a group can have this key. */
export const isGroup = (grouping: Grouping, key: string): boolean =>
  grouping.groups ? grouping.groups.some((group) => group.key === key) : (grouping.isKey?.(key) ?? true)

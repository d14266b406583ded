import { ilike, type SQL, sql } from "drizzle-orm"
import { clock } from "../clock.ts"
import type { CustomField } from "../field/field.ts"
import { containing } from "../task/filter.ts"
import { priorities, statusCategories, task, taskAssignee, taskStatus } from "../task/task.sql.ts"
import { Day } from "../text.ts"
import { type Condition, type Filter, relativeDays } from "./config.ts"
import type { Directory } from "./grouping.ts"

/** A condition that cannot be: a sentence's end, such as "there is no such status in this project". */
export class Impossible extends Error {
  override name = "Impossible"
}

type Value = string | number | boolean
/** From when to when, both included; of a number or a day both are the same. */
type Range = { from: SQL; to: SQL }

/** What one can ask of a field. */
type Field =
  | { kind: "choice"; oneOf: (values: string[]) => SQL; empty: SQL; read: (value: Value) => string }
  | { kind: "text"; text: SQL }
  | { kind: "order"; value: SQL; range: (value: Value) => Range }

type Viewer = {
  directory: Directory
  /** The caller's member; null for somebody who is none. */
  me: string | null
}

const oneOfThese = (noun: string, known: readonly string[]) => (value: Value) => {
  if (!known.includes(String(value))) throw new Impossible(`there is no such ${noun} in this project`)
  return String(value)
}
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

function reference(column: SQL, read: (value: Value) => string): Field {
  return {
    kind: "choice",
    oneOf: (values) => sql`${column} = any(${sql.param(values)}::uuid[])`,
    empty: sql`${column} is null`,
    read,
  }
}

/** Nobody's id: what `me` is for a caller who is no member. */
const NOBODY = "00000000-0000-0000-0000-000000000000"

function member({ directory, me }: Viewer): (value: Value) => string {
  const read = oneOfThese("member", idsOf(directory.members))
  return (value) => (value === "me" ? (me ?? NOBODY) : read(value))
}

const anyUuid = (value: Value) => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(value))) throw new Impossible("must be a task's id")
  return String(value)
}

const numeric = (value: SQL): Field => ({
  kind: "order",
  value,
  range: (given) => {
    if (typeof given !== "number") throw new Impossible("must be a number")
    return { from: sql`${given}::numeric`, to: sql`${given}::numeric` }
  },
})

const DAY = 86_400_000
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

/** The first and last day of a relative range, in UTC; weeks begin on Monday. */
export function daysOf(name: (typeof relativeDays)[number], now: number): { from: string; to: string } {
  const today = Date.parse(dayOf(now))
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY
  const month = (offset: number) => {
    const date = new Date(today)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1)
  }
  const days = (from: number, to: number) => ({ from: dayOf(from), to: dayOf(to) })
  switch (name) {
    case "today":
      return days(today, today)
    case "yesterday":
      return days(today - DAY, today - DAY)
    case "tomorrow":
      return days(today + DAY, today + DAY)
    case "this_week":
      return days(monday, monday + 6 * DAY)
    case "last_week":
      return days(monday - 7 * DAY, monday - DAY)
    case "next_week":
      return days(monday + 7 * DAY, monday + 13 * DAY)
    case "this_month":
      return days(month(0), month(1) - DAY)
    case "last_month":
      return days(month(-1), month(0) - DAY)
    case "next_month":
      return days(month(1), month(2) - DAY)
  }
}

function readDays(value: Value): { from: string; to: string } {
  const relative = relativeDays.find((name) => name === value)
  if (relative) return daysOf(relative, clock.now())
  const day = Day.safeParse(value)
  if (!day.success) throw new Impossible(`must be a day such as 2026-01-31, or one of ${relativeDays.join(", ")}`)
  return { from: day.data, to: day.data }
}

const day = (value: SQL): Field => ({
  kind: "order",
  value,
  range: (given) => {
    const { from, to } = readDays(given)
    return { from: sql`${from}::date`, to: sql`${to}::date` }
  },
})

/** A point in time is asked for by its day; it is kept in milliseconds, so that a day has a last one. */
const moment = (value: SQL): Field => ({
  kind: "order",
  value,
  range: (given) => {
    const { from, to } = readDays(given)
    return { from: sql`${`${from}T00:00:00.000Z`}::timestamptz`, to: sql`${`${to}T23:59:59.999Z`}::timestamptz` }
  },
})

const assigned = (which: SQL) =>
  sql`exists (select 1 from ${taskAssignee} where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id} and ${which})`

function builtIn(name: string, viewer: Viewer): Field | undefined {
  const { statuses, types, sprints } = viewer.directory
  switch (name) {
    case "status":
      return reference(sql`${task.status_id}`, oneOfThese("status", idsOf(statuses)))
    case "task_type":
      return reference(sql`${task.task_type_id}`, oneOfThese("type", idsOf(types)))
    case "sprint":
      return reference(sql`${task.sprint_id}`, oneOfThese("sprint", idsOf(sprints)))
    case "parent":
      return reference(sql`${task.parent_task_id}`, anyUuid)
    case "reporter":
      return reference(sql`${task.reporter_id}`, member(viewer))
    case "assignee":
      return {
        kind: "choice",
        oneOf: (values) => assigned(sql`${taskAssignee.member_id} = any(${sql.param(values)}::uuid[])`),
        empty: sql`not ${assigned(sql`true`)}`,
        read: member(viewer),
      }
    case "status_category":
      return {
        kind: "choice",
        oneOf: (values) =>
          sql`${task.status_id} in (select ${taskStatus.id} from ${taskStatus} where ${taskStatus.project_id} = ${task.project_id} and ${taskStatus.category} = any(${sql.param(values)}::text[]))`,
        empty: sql`false`,
        read: oneOfThese("category", statusCategories),
      }
    case "priority":
      return {
        kind: "choice",
        oneOf: (values) => sql`${task.priority} = any(${sql.param(values)}::text[])`,
        empty: sql`${task.priority} is null`,
        read: oneOfThese("priority", priorities),
      }
    case "tag":
      return {
        kind: "choice",
        oneOf: (values) => sql`${task.tags} && ${sql.param(values)}::text[]`,
        empty: sql`${task.tags} = '{}'`,
        read: String,
      }
    case "title":
      return { kind: "text", text: sql`${task.title}` }
    case "number":
      return numeric(sql`${task.number}`)
    case "points":
      return numeric(sql`${task.points}`)
    case "start_date":
      return day(sql`${task.start_date}`)
    case "due_date":
      return day(sql`${task.due_date}`)
    case "created_at":
      return moment(sql`${task.created_at}`)
    case "updated_at":
      return moment(sql`${task.updated_at}`)
    default:
      return undefined
  }
}

function customField({ id, type, options }: CustomField): Field {
  const text = sql`${task.custom_fields} ->> ${id}::text`
  const empty = sql`not ${task.custom_fields} ? ${id}::text`
  switch (type) {
    case "text":
    case "url":
      return { kind: "text", text: sql`(${text})` }
    case "number":
      return numeric(sql`(${text})::numeric`)
    case "date":
      return day(sql`(${text})::date`)
    case "boolean":
      return {
        kind: "choice",
        oneOf: (values) => sql`(${text}) = any(${sql.param(values)}::text[])`,
        empty,
        read: (value) => {
          if (value !== true && value !== false) throw new Impossible("must be true or false")
          return String(value)
        },
      }
    case "select":
      return {
        kind: "choice",
        oneOf: (values) => sql`(${text}) = any(${sql.param(values)}::text[])`,
        empty,
        read: oneOfThese("option", idsOf(options)),
      }
    case "multi_select":
      return {
        kind: "choice",
        oneOf: (values) => sql`${task.custom_fields} -> ${id}::text ?| ${sql.param(values)}::text[]`,
        empty,
        read: oneOfThese("option", idsOf(options)),
      }
  }
}

function fieldNamed(name: string, viewer: Viewer): Field {
  const known = builtIn(name, viewer)
  if (known) return known
  const custom = viewer.directory.fields.find(({ id }) => id === name)
  if (!custom) throw new Impossible("there is no such field in this project")
  return customField(custom)
}

/** The values of a condition: as many as its operator takes. */
function valuesOf({ operator, value }: Condition): Value[] {
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
  if (operator === "is_empty" || operator === "is_not_empty") {
    if (values.length > 0) throw new Impossible(`${operator} takes no value`)
  } else if (operator === "between") {
    if (values.length !== 2) throw new Impossible("between takes two values: from and to")
  } else if (operator === "any_of" || operator === "none_of") {
    if (values.length === 0) throw new Impossible(`${operator} takes a list of values`)
  } else if (values.length !== 1) throw new Impossible(`${operator} takes one value`)
  return values
}

const not = (which: SQL) => sql`not coalesce(${which}, false)`

function choose(field: Extract<Field, { kind: "choice" }>, { operator }: Condition, values: Value[]): SQL | undefined {
  if (operator === "is_empty") return field.empty
  if (operator === "is_not_empty") return sql`not (${field.empty})`
  if (operator === "is" || operator === "any_of") return field.oneOf(values.map(field.read))
  if (operator === "is_not" || operator === "none_of") return not(field.oneOf(values.map(field.read)))
  return undefined
}

function read(field: Extract<Field, { kind: "text" }>, { operator }: Condition, values: Value[]): SQL | undefined {
  const { text } = field
  const same = sql`lower(${text}) = any(${sql.param(values.map((value) => String(value).toLowerCase()))}::text[])`
  if (operator === "is_empty") return sql`coalesce(${text}, '') = ''`
  if (operator === "is_not_empty") return sql`coalesce(${text}, '') <> ''`
  if (operator === "contains") return ilike(text, containing(String(values[0])))
  if (operator === "is" || operator === "any_of") return same
  if (operator === "is_not" || operator === "none_of") return not(same)
  return undefined
}

function compare(field: Extract<Field, { kind: "order" }>, { operator }: Condition, values: Value[]): SQL | undefined {
  const { value } = field
  const [first, last] = values.map(field.range)
  if (operator === "is_empty") return sql`${value} is null`
  if (operator === "is_not_empty") return sql`${value} is not null`
  if (!first) return undefined
  const within = (range: Range) => sql`(${value} between ${range.from} and ${range.to})`
  const anyOf = sql`(${sql.join(values.map(field.range).map(within), sql` or `)})`
  if (operator === "before") return sql`${value} < ${first.from}`
  if (operator === "after") return sql`${value} > ${first.to}`
  if (operator === "between" && last) return within({ from: first.from, to: last.to })
  if (operator === "is" || operator === "any_of") return anyOf
  if (operator === "is_not" || operator === "none_of") return not(anyOf)
  return undefined
}

/** One condition in SQL. @throws Impossible when its field, operator or value is none */
export function conditionSql(condition: Condition, viewer: Viewer): SQL {
  const field = fieldNamed(condition.field, viewer)
  const values = valuesOf(condition)
  const found =
    field.kind === "choice"
      ? choose(field, condition, values)
      : field.kind === "text"
        ? read(field, condition, values)
        : compare(field, condition, values)
  if (!found) throw new Impossible(`${condition.operator} cannot be asked of this field`)
  return found
}

/** A filter in SQL. What its conditions named may be gone by now: then nothing meets them. */
export function filterSql(filter: Filter, viewer: Viewer): SQL {
  if ("field" in filter) {
    try {
      return sql`(${conditionSql(filter, viewer)})`
    } catch (error) {
      if (error instanceof Impossible) return sql`false`
      throw error
    }
  }
  const [parts, word] = "and" in filter ? [filter.and, sql` and `] : [filter.or, sql` or `]
  // Nothing asked is nothing refused.
  if (parts.length === 0) return sql`true`
  return sql`(${sql.join(
    parts.map((part) => filterSql(part, viewer)),
    word,
  )})`
}

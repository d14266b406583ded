import * as z from "zod"

/** The fields of a task that have a name of their own; a project's own fields are named by their id. */
const groupNames = ["status", "assignee", "priority", "task_type", "sprint", "parent", "tag"] as const
const sortNames = [
  "manual",
  "number",
  "title",
  "priority",
  "points",
  "start_date",
  "due_date",
  "created_at",
  "updated_at",
  "status",
] as const
const sumNames = ["count", "points", "logged_minutes"] as const
const filterNames = [
  ...groupNames,
  "status_category",
  "reporter",
  "title",
  "number",
  "points",
  "start_date",
  "due_date",
  "created_at",
  "updated_at",
] as const
const shownNames = [
  ...groupNames,
  "key",
  "title",
  "points",
  "start_date",
  "due_date",
  "created_at",
  "updated_at",
  "comment_count",
  "logged_minutes",
] as const

/** A field by its name, or one of the project's own by its id. */
const fieldOf = <T extends readonly [string, ...string[]]>(names: T) => z.union([z.enum(names), z.uuid()])

export const operators = [
  "is",
  "is_not",
  "any_of",
  "none_of",
  "is_empty",
  "is_not_empty",
  "contains",
  "before",
  "after",
  "between",
] as const

/** Days that move with the calendar; weeks begin on Monday, and the calendar is UTC's. */
export const relativeDays = [
  "today",
  "yesterday",
  "tomorrow",
  "this_week",
  "last_week",
  "next_week",
  "this_month",
  "last_month",
  "next_month",
] as const

const Value = z.union([z.string().max(500), z.number(), z.boolean()])

const Condition = z
  .strictObject({
    field: fieldOf(filterNames),
    operator: z.enum(operators),
    /** A list for `any_of`, `none_of` and `between` (from, to); nothing for `is_empty`. `me` is the caller's member. */
    value: z.union([Value, z.array(Value).min(1).max(100)]).optional(),
  })
  .meta({ id: "ViewCondition" })
export type Condition = z.infer<typeof Condition>

export type Filter = Condition | { and: Filter[] } | { or: Filter[] }

/** Bounds of a filter: how deep it may nest, and how many conditions it may have in all. */
const FILTER_DEPTH = 4
const FILTER_SIZE = 50

const Filter: z.ZodType<Filter> = z
  .union([
    Condition,
    z
      .strictObject({
        get and() {
          return z.array(Filter).max(FILTER_SIZE)
        },
      })
      .meta({ id: "ViewFilterAll" }),
    z
      .strictObject({
        get or() {
          return z.array(Filter).max(FILTER_SIZE)
        },
      })
      .meta({ id: "ViewFilterAny" }),
  ])
  .meta({ id: "ViewFilter" })

/** The parts of a filter with where they stand in it, outermost first. */
export function conditionsOf(
  filter: Filter,
  path = "filters",
): { condition: Condition; path: string; depth: number }[] {
  if ("field" in filter) return [{ condition: filter, path, depth: 1 }]
  const [kind, parts] = "and" in filter ? (["and", filter.and] as const) : (["or", filter.or] as const)
  return parts.flatMap((part, index) =>
    conditionsOf(part, `${path}.${kind}.${index}`).map((found) => ({ ...found, depth: found.depth + 1 })),
  )
}

const Filters = Filter.nullable()
  .refine(
    (filter) => filter === null || conditionsOf(filter).every(({ depth }) => depth <= FILTER_DEPTH),
    `at most ${FILTER_DEPTH} levels`,
  )
  .refine(
    (filter) => filter === null || conditionsOf(filter).length <= FILTER_SIZE,
    `at most ${FILTER_SIZE} conditions`,
  )

const shape = {
  /** What is shown of a task, in this order; nothing is the layout's own choice. */
  fields: z.array(fieldOf(shownNames)).max(60),
  column_by: fieldOf(groupNames).nullable(),
  swimlanes: fieldOf(groupNames).nullable(),
  sort_by: fieldOf(sortNames),
  sort_direction: z.enum(["asc", "desc"]),
  /** What a column's title sums up. */
  field_sum: fieldOf(sumNames).nullable(),
  slice_by: fieldOf(groupNames).nullable(),
  filters: Filters,
  /** Keys of columns shown narrow. */
  collapsed_columns: z.array(z.string().max(200)).max(200),
  /** Tasks of a column that are read at once when one asks for more. */
  page_size: z.int().min(1).max(200),
  /** Tasks of a column that come with the board. */
  initial_page_size: z.int().min(1).max(200),
  /** A name in reverse-DNS notation, such as `com.paca.bdd`. */
  plugin_manifest_id: z
    .string()
    .max(200)
    .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/, "a name such as com.paca.bdd")
    .nullable(),
  plugin_component: z.string().max(200).nullable(),
}

export type ViewConfig = z.infer<z.ZodObject<typeof shape>>

/** A view's configuration as it is answered: whole. Its filter has the form in which one is sent. */
export const WholeConfig = z
  .strictObject({ ...shape, filters: z.record(z.string(), z.unknown()).nullable() })
  .meta({ id: "ViewConfig" })

/** A view's configuration as it is sent: what is left out keeps its default, or in a change what it was. */
export const ViewConfigInput = z.strictObject(shape).partial()
export type StoredConfig = z.infer<typeof ViewConfigInput>

const defaults: ViewConfig = {
  fields: [],
  column_by: null,
  swimlanes: null,
  sort_by: "manual",
  sort_direction: "asc",
  field_sum: null,
  slice_by: null,
  filters: null,
  collapsed_columns: [],
  page_size: 50,
  initial_page_size: 50,
  plugin_manifest_id: null,
  plugin_component: null,
}

export const wholeConfig = (stored: StoredConfig): ViewConfig => ({ ...defaults, ...stored })

import { or, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { BadRequest } from "../error.ts"
import type { Change } from "../event/changes.ts"
import { type CustomValue, type CustomValues, task } from "../task/task.sql.ts"
import { Day } from "../text.ts"
import { type CustomField, selectFields } from "./field.ts"

/** A value of a project's own field; what it must be follows from the field's type. */
export const CustomValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** Values of the project's own fields by the field's id. A select's is the option's id. What has no value is left out. */
export const CustomValuesSchema = z.record(z.string(), CustomValueSchema)

/** Values as they may be sent: null takes one away, and a select's option may be named. */
export const CustomInput = z.record(z.string(), CustomValueSchema.nullable())
type CustomInput = z.infer<typeof CustomInput>

const TEXT_LIMIT = 2_000

const wrong = (id: string, message: string) =>
  BadRequest(`custom_fields.${id}: ${message}.`, { issues: [{ path: `custom_fields.${id}`, message }] })

/** An option's id by its id or name. @throws BAD_REQUEST, with the names it could be */
function optionId(field: CustomField, given: unknown): string {
  const text = String(given).toLowerCase()
  const option = field.options.find((known) => known.id === given || known.name.toLowerCase() === text)
  if (option) return option.id
  throw wrong(field.id, `"${field.name}" is one of ${field.options.map((known) => known.name).join(", ")}`)
}

const schemas = {
  text: z.string().trim().max(TEXT_LIMIT),
  number: z.number(),
  date: Day,
  boolean: z.boolean(),
  url: z.url({ protocol: /^https?$/ }).max(TEXT_LIMIT),
  select: z.string(),
  multi_select: z.array(z.string()).max(100),
}

/** The value as it is kept; null when there is nothing to keep. */
function parseValue(field: CustomField, given: CustomValue | null): CustomValue | null {
  if (given === null || given === "") return null
  const parsed = schemas[field.type].safeParse(given)
  if (!parsed.success) throw wrong(field.id, parsed.error.issues[0]?.message ?? "not valid")
  if (field.type === "select") return optionId(field, parsed.data)
  if (Array.isArray(parsed.data)) {
    const chosen = new Set(parsed.data.map((option) => optionId(field, option)))
    // In the options' order: the same choice is the same value.
    return chosen.size === 0 ? null : field.options.flatMap(({ id }) => (chosen.has(id) ? [id] : []))
  }
  return parsed.data === "" ? null : parsed.data
}

function fieldOf(fields: CustomField[], id: string): CustomField {
  const field = fields.find((known) => known.id === id)
  if (!field) throw wrong(id, "there is no such field in this project")
  return field
}

/**
 * A task's values after `input`, and what that changes.
 * @param before null for a new task, which must have every required value
 * @throws BAD_REQUEST that names the field
 */
export async function applyValues(
  tx: Database,
  projectId: string,
  before: CustomInput | null,
  input: CustomInput,
): Promise<{ values: CustomValues; changes: Change[] }> {
  const given = Object.entries(input)
  const values: CustomValues = {}
  for (const [id, value] of Object.entries(before ?? {})) if (value !== null) values[id] = value
  if (before && given.length === 0) return { values, changes: [] }
  const fields = await selectFields(tx, projectId, given.length > 0 ? "share" : undefined)
  const changes: Change[] = []
  for (const [id, raw] of given) {
    const field = fieldOf(fields, id)
    const value = parseValue(field, raw)
    const from = values[id] ?? null
    if (value === null && field.required) throw wrong(id, `"${field.name}" is required`)
    if (JSON.stringify(from) === JSON.stringify(value)) continue
    if (value === null) delete values[id]
    else values[id] = value
    changes.push({ field: `custom_fields.${id}`, from, to: value })
  }
  const missing = before === null && fields.find((field) => field.required && values[field.id] === undefined)
  if (missing) throw wrong(missing.id, `"${missing.name}" is required`)
  return { values, changes }
}

/**
 * Conditions on tasks from a filter: a JSON object of field ids and values. A list means any of its values, null that
 * there is none; of a multi-select, each value is one that the task has among others.
 */
export async function valueFilters(tx: Database, projectId: string, filter: string): Promise<(SQL | undefined)[]> {
  const wanted = Object.entries(readFilter(filter))
  if (wanted.length === 0) return []
  const fields = await selectFields(tx, projectId)
  return wanted.map(([id, value]) => {
    const field = fieldOf(fields, id)
    if (value === null) return sql`not ${task.custom_fields} ? ${id}::text`
    const values = Array.isArray(value) ? value : [value]
    if (values.length === 0) return sql`false`
    return or(
      ...values.map((one) => {
        const parsed = parseValue(field, field.type === "multi_select" ? [String(one)] : one)
        return sql`${task.custom_fields} @> ${JSON.stringify({ [id]: parsed })}::jsonb`
      }),
    )
  })
}

const Filter = z.record(
  z.string(),
  z.union([CustomValueSchema, z.array(z.union([z.string(), z.number(), z.boolean()])).max(100)]).nullable(),
)

function readFilter(text: string): z.infer<typeof Filter> {
  try {
    return Filter.parse(JSON.parse(text))
  } catch {
    const message = 'must be a JSON object of field ids and values, such as {"<field id>": "<value>"}'
    throw BadRequest(`custom_fields: ${message}.`, { issues: [{ path: "custom_fields", message }] })
  }
}

import { and, count, eq, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import { changesBetween } from "../event/changes.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { task } from "../task/task.sql.ts"
import { customField, type FieldOption, fieldTypes } from "./field.sql.ts"

export const CustomField = z
  .object({
    id: z.uuid(),
    name: z.string(),
    type: z.enum(fieldTypes),
    options: z.array(z.object({ id: z.uuid(), name: z.string() })),
    required: z.boolean(),
    position: z.int(),
  })
  .meta({ id: "CustomField" })
export type CustomField = z.infer<typeof CustomField>

const FieldId = ProjectId.extend({ id: z.uuid() })

const OptionName = z.string().trim().min(1).max(80)

const Fields = z.object({
  name: z.string().trim().min(1).max(80),
  /** What a select can be, in order: names, or with an id to rename one. Those left out are removed. */
  options: z.array(z.union([OptionName, z.object({ id: z.uuid().optional(), name: OptionName })])).max(100),
  /** New tasks must have a value, and nobody can take it away. */
  required: z.boolean(),
  /** Place among the fields, from 0; beyond the last is last. */
  position: z.int().min(0).max(1_000),
})

/** A project's own fields in their order. With `share`, what they are stays as it is until the transaction ends. */
export async function selectFields(tx: Database, projectId: string, lock?: "share"): Promise<CustomField[]> {
  const { id, name, type, options, required, position } = customField
  const fields = tx
    .select({ id, name, type, options, required, position })
    .from(customField)
    .where(eq(customField.project_id, projectId))
    .orderBy(position, id)
  return lock ? fields.for(lock) : fields
}

function pick(fields: CustomField[], id: string): CustomField {
  const found = fields.find((field) => field.id === id)
  if (!found) throw NotFound("custom field")
  return found
}

function nameTaken(error: unknown, name: string | undefined): unknown {
  return sqlState(error)?.constraint === "custom_field_name"
    ? Conflict("FIELD_NAME_TAKEN", `This project has a field called "${name}" already.`)
    : error
}

const wrongOptions = (message: string) => BadRequest(`options: ${message}.`, { issues: [{ path: "options", message }] })

/** The options as they will be: those that exist keep their ids, so that tasks keep their values. */
function optionsFor(
  type: CustomField["type"],
  given: z.infer<typeof Fields>["options"] | undefined,
  before: FieldOption[],
): FieldOption[] {
  if (type !== "select" && type !== "multi_select") {
    if (given && given.length > 0) throw wrongOptions("only a select has options")
    return []
  }
  const options = (given ?? before).map((option) => {
    const { id, name } = typeof option === "string" ? { id: undefined, name: option } : option
    if (id && !before.some((known) => known.id === id)) throw wrongOptions(`"${name}" has an id that no option has`)
    const known = before.find((other) => (id ? other.id === id : sameName(other.name, name)))
    return { id: known?.id ?? clock.id(), name }
  })
  if (options.length === 0) throw wrongOptions("a select needs at least one")
  const repeated = options.find((option, index) =>
    options.slice(0, index).some((other) => other.id === option.id || sameName(other.name, option.name)),
  )
  if (repeated) throw wrongOptions(`"${repeated.name}" is there twice`)
  return options
}

const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** Puts a field at a place among the others and numbers them all anew, in one statement. */
async function place(tx: Database, projectId: string, id: string, position: number): Promise<void> {
  const ids = (await selectFields(tx, projectId)).map((field) => field.id).filter((other) => other !== id)
  ids.splice(position, 0, id)
  await tx
    .update(customField)
    .set({ position: sql`array_position(${sql.param(ids)}::uuid[], ${customField.id}) - 1` })
    .where(eq(customField.project_id, projectId))
}

/** Tells of a change with all fields as they are now: one change may number every one anew. */
async function tell(
  { tx, record }: Pick<Context, "tx" | "record">,
  type: "custom_field.created" | "custom_field.updated" | "custom_field.deleted",
  projectId: string,
  field: CustomField,
  data: object = {},
): Promise<void> {
  const fields = await selectFields(tx, projectId)
  record({
    type,
    entity_type: "custom_field",
    entity_id: field.id,
    version: 1,
    data: { custom_field: field, ...data, custom_fields: fields },
  })
}

export const list = query(
  { action: "tasks:read", summary: "List a project's own task fields", input: ProjectId, output: z.array(CustomField) },
  async ({ tx, input }) => selectFields(tx, input.project_id),
)

export const get = query(
  { action: "tasks:read", summary: "Get one of a project's own task fields", input: FieldId, output: CustomField },
  async ({ tx, input }) => pick(await selectFields(tx, input.project_id), input.id),
)

export const create = command(
  {
    action: "settings:write",
    summary: "Add a field to a project's tasks",
    input: Fields.partial({ options: true, required: true, position: true }).extend({
      project_id: z.uuid(),
      type: z.enum(fieldTypes),
    }),
    output: CustomField,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, position = Number.MAX_SAFE_INTEGER, ...fields } = input
    const options = optionsFor(input.type, input.options, [])
    await lockProject(tx, project_id)
    const id = clock.id()
    try {
      await tx.insert(customField).values({ ...fields, options, id, project_id })
    } catch (error) {
      throw nameTaken(error, input.name)
    }
    await place(tx, project_id, id, position)
    const made = pick(await selectFields(tx, project_id), id)
    await tell(context, "custom_field.created", project_id, made)
    return made
  },
)

export const update = command(
  {
    action: "settings:write",
    summary: "Change a field's name, options, place, or whether it is required. Its type stays",
    input: Fields.partial().extend({ project_id: z.uuid(), id: z.uuid() }),
    output: CustomField,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id, position, options: given, ...fields } = input
    await lockProject(tx, project_id)
    // Waits for tasks that are getting a value right now, and holds back those that come.
    await tx.select({ id: customField.id }).from(customField).where(eq(customField.id, id)).for("update")
    const before = pick(await selectFields(tx, project_id), id)
    const options = given && optionsFor(before.type, given, before.options)
    if (options) await refuseRemoved(tx, project_id, before, options)
    const set = { ...fields, ...(options && { options }) }
    try {
      if (Object.keys(set).length > 0) await tx.update(customField).set(set).where(eq(customField.id, id))
    } catch (error) {
      throw nameTaken(error, input.name)
    }
    if (position !== undefined) await place(tx, project_id, id, position)
    const after = pick(await selectFields(tx, project_id), id)
    const changes = changesBetween(before, after, ["name", "options", "required", "position"])
    if (changes.length > 0) await tell(context, "custom_field.updated", project_id, after, { changes })
    return after
  },
)

/** An option that tasks have cannot go: their values would be lost without a word. */
async function refuseRemoved(tx: Database, projectId: string, field: CustomField, options: FieldOption[]) {
  for (const gone of field.options.filter((option) => !options.some((other) => other.id === option.id))) {
    const value = JSON.stringify({ [field.id]: field.type === "select" ? gone.id : [gone.id] })
    const [row] = await tx
      .select({ tasks: count() })
      .from(task)
      .where(
        and(eq(task.project_id, projectId), isNull(task.deleted_at), sql`${task.custom_fields} @> ${value}::jsonb`),
      )
    if (row && row.tasks > 0) {
      const sentence = `${row.tasks} tasks have "${gone.name}". Change them first, or rename the option.`
      throw Conflict("OPTION_IN_USE", sentence, { option_id: gone.id, tasks: row.tasks })
    }
  }
}

export const remove = command(
  {
    action: "settings:write",
    summary: "Delete a field with its values; the tasks' history keeps them",
    input: FieldId,
    output: null,
  },
  async (context) => {
    const { tx, input, record } = context
    const { project_id, id } = input
    await lockProject(tx, project_id)
    await tx.select({ id: customField.id }).from(customField).where(eq(customField.id, id)).for("update")
    const field = pick(await selectFields(tx, project_id), id)
    const stripped = await tx
      .update(task)
      .set({
        custom_fields: sql`${task.custom_fields} - ${id}::text`,
        version: sql`${task.version} + 1`,
        updated_at: clock.instant(),
      })
      .where(and(eq(task.project_id, project_id), sql`${task.custom_fields} ? ${id}::text`))
      .returning({ id: task.id, version: task.version, value: sql<unknown>`old.custom_fields -> ${id}::text` })
    for (const { id: taskId, version, value } of stripped) {
      record({
        type: "task.updated",
        entity_type: "task",
        entity_id: taskId,
        task_id: taskId,
        version,
        data: { changes: [{ field: `custom_fields.${id}`, from: value, to: null }] },
        quiet: true,
      })
    }
    await tx.delete(customField).where(eq(customField.id, id))
    await tell(context, "custom_field.deleted", project_id, field)
  },
)

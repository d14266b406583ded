import { and, eq } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { Conflict, NotFound } from "../error.ts"
import { changesBetween } from "../event/changes.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { vacate } from "./reassign.ts"
import { taskType } from "./task.sql.ts"

export const TaskType = z
  .object({
    id: z.uuid(),
    name: z.string(),
    icon: z.string(),
    color: z.string(),
    is_system: z.boolean(),
    is_default: z.boolean(),
  })
  .meta({ id: "TaskType" })
export type TaskType = z.infer<typeof TaskType>

export async function selectTypes(tx: Database, projectId: string): Promise<TaskType[]> {
  const { id, name, icon, color, is_system, is_default } = taskType
  return tx
    .select({ id, name, icon, color, is_system, is_default })
    .from(taskType)
    .where(eq(taskType.project_id, projectId))
    .orderBy(id)
}

const TypeId = ProjectId.extend({ id: z.uuid() })

function pick(types: TaskType[], id: string): TaskType {
  const found = types.find((type) => type.id === id)
  if (!found) throw NotFound("task type")
  return found
}

const Fields = z.object({
  name: z.string().trim().min(1).max(80),
  /** Name of a Lucide icon. */
  icon: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "the name of an icon, such as circle-check")
    .max(60),
  color: z
    .string()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, "a colour such as #2f63c4"),
})

function nameTaken(error: unknown, name: string | undefined): unknown {
  return sqlState(error)?.constraint === "task_type_name"
    ? Conflict("TASK_TYPE_NAME_TAKEN", `This project has a task type called "${name}" already.`)
    : error
}

function tell(
  { record }: Pick<Context, "record">,
  type: "task_type.created" | "task_type.updated" | "task_type.deleted",
  about: TaskType,
  data: object = {},
): void {
  record({ type, entity_type: "task_type", entity_id: about.id, version: 1, data: { task_type: about, ...data } })
}

export const list = query(
  { action: "tasks:read", summary: "List a project's task types", input: ProjectId, output: z.array(TaskType) },
  async ({ tx, input }) => selectTypes(tx, input.project_id),
)

export const get = query(
  { action: "tasks:read", summary: "Get a task type", input: TypeId, output: TaskType },
  async ({ tx, input }) => pick(await selectTypes(tx, input.project_id), input.id),
)

export const create = command(
  {
    action: "settings:write",
    summary: "Add a task type",
    input: Fields.partial({ icon: true, color: true }).extend({ project_id: z.uuid() }),
    output: TaskType,
  },
  async (context) => {
    const { tx, input } = context
    const id = clock.id()
    try {
      await tx.insert(taskType).values({ icon: "circle", color: "#6b6a65", ...input, id })
    } catch (error) {
      throw nameTaken(error, input.name)
    }
    const made = pick(await selectTypes(tx, input.project_id), id)
    tell(context, "task_type.created", made)
    return made
  },
)

export const update = command(
  {
    action: "settings:write",
    summary: "Change a task type's name, icon or colour",
    input: Fields.partial().extend({ project_id: z.uuid(), id: z.uuid() }),
    output: TaskType,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id, ...fields } = input
    const before = pick(await selectTypes(tx, project_id), id)
    if (before.is_system && fields.name !== undefined && fields.name !== before.name) {
      throw Conflict("TASK_TYPE_IS_SYSTEM", `"${before.name}" is part of every project and keeps its name.`)
    }
    try {
      if (Object.keys(fields).length > 0) await tx.update(taskType).set(fields).where(eq(taskType.id, id))
    } catch (error) {
      throw nameTaken(error, input.name)
    }
    const after = pick(await selectTypes(tx, project_id), id)
    const changes = changesBetween(before, after, ["name", "icon", "color"])
    if (changes.length > 0) tell(context, "task_type.updated", after, { changes })
    return after
  },
)

export const setDefault = command(
  {
    action: "settings:write",
    summary: "Make a task type the one that new tasks get",
    input: TypeId,
    output: TaskType,
  },
  async (context) => {
    const { tx, input } = context
    await lockProject(tx, input.project_id)
    const before = pick(await selectTypes(tx, input.project_id), input.id)
    if (before.is_default) return before
    const standard = and(eq(taskType.project_id, input.project_id), eq(taskType.is_default, true))
    await tx.update(taskType).set({ is_default: false }).where(standard)
    await tx.update(taskType).set({ is_default: true }).where(eq(taskType.id, input.id))
    const after = { ...before, is_default: true }
    tell(context, "task_type.updated", after, { changes: [{ field: "is_default", from: false, to: true }] })
    return after
  },
)

export const remove = command(
  {
    action: "settings:write",
    summary: "Delete a task type. Its tasks get the type that `move_to` names",
    input: TypeId.extend({ move_to: z.uuid().optional() }),
    output: null,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id, move_to } = input
    await lockProject(tx, project_id)
    const types = await selectTypes(tx, project_id)
    const type = pick(types, id)
    if (type.is_system) throw Conflict("TASK_TYPE_IS_SYSTEM", `"${type.name}" is part of every project.`)
    if (type.is_default) {
      throw Conflict("TASK_TYPE_IS_DEFAULT", "New tasks get this type. Make another one the default first.")
    }
    // Waits for tasks that are getting it right now, and holds back those that come.
    await tx.select({ id: taskType.id }).from(taskType).where(eq(taskType.id, id)).for("update")
    const others = types.filter((other) => other.id !== id)
    await vacate(context, {
      project_id,
      field: "task_type_id",
      from: id,
      moveTo: move_to,
      others: others.map((other) => other.id),
      standard: others.find((other) => other.is_default)?.id ?? "",
      code: "TASK_TYPE_IN_USE",
    })
    await tx.delete(taskType).where(eq(taskType.id, id))
    tell(context, "task_type.deleted", type, { move_to: move_to ?? null })
  },
)

import { and, eq, getTableColumns, inArray, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { startFor } from "../conversation/trigger.ts"
import { type Database, sqlState } from "../database.ts"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import type { Change } from "../event/changes.ts"
import { applyValues, CustomInput } from "../field/value.ts"
import { projectMember } from "../member/member.sql.ts"
import { signingMember } from "../member/member.ts"
import { tellMembers, tellWatchers } from "../notification/notify.ts"
import type { Context } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { sprint } from "../sprint/sprint.sql.ts"
import { Day, RichTextInput } from "../text.ts"
import { rankOfNumber } from "../view/rank.ts"
import { cardOf, newTask, selectTask, type Task } from "./card.ts"
import { priorities, task, taskAssignee, taskStatus, taskType } from "./task.sql.ts"

const Tag = z.string().trim().min(1).max(60)

/** What can be said of a task when it is made or changed. */
export const Fields = z.object({
  title: z.string().trim().min(1).max(500),
  description: RichTextInput.nullable(),
  status_id: z.uuid(),
  task_type_id: z.uuid(),
  priority: z.enum(priorities).nullable(),
  assignee_ids: z
    .array(z.uuid())
    .max(20)
    .transform((ids) => [...new Set(ids)]),
  points: z.number().min(0).max(10_000).nullable(),
  start_date: Day.nullable(),
  due_date: Day.nullable(),
  tags: z
    .array(Tag)
    .max(50)
    .transform((tags) => [...new Set(tags)]),
  sprint_id: z.uuid().nullable(),
  parent_task_id: z.uuid().nullable(),
})
type Fields = z.infer<typeof Fields>

/** Which field a broken reference was in, by the name of the constraint that refused it. */
const referenceFields = ["status_id", "task_type_id", "sprint_id", "parent_task_id"]

export const notInProject = (path: string) =>
  BadRequest(`${path}: there is no such thing in this project.`, { issues: [{ path, message: "not in this project" }] })

export function referenceError(error: unknown): unknown {
  const state = sqlState(error)
  if (state?.code !== "23503") return error
  return notInProject(referenceFields.find((name) => state.constraint?.includes(name)) ?? "input")
}

/**
 * The project's next task number, with what a task of it is when nothing is said. The row's lock makes numbers unique
 * and leaves no holes.
 */
async function takeNumber(tx: Database, projectId: string) {
  const standard = (table: typeof taskStatus | typeof taskType) =>
    sql<
      string | null
    >`(select id from ${table} standard where standard.project_id = ${projectId} and standard.is_default)`
  const [row] = await tx
    .update(project)
    .set({ task_counter: sql`${project.task_counter} + 1` })
    .where(eq(project.id, projectId))
    .returning({
      number: project.task_counter,
      prefix: project.prefix,
      status_id: standard(taskStatus),
      task_type_id: standard(taskType),
    })
  if (!row) throw NotFound("project")
  return row
}

/**
 * Whether a sprint takes tasks; one that is completed does not, for what it got done would change. Until the transaction
 * ends it cannot be completed. Taken after the project's lock and before a task's, as completing a sprint takes them.
 */
export async function holdSprint(
  tx: Database,
  projectId: string,
  sprintId: string | null | undefined,
): Promise<boolean> {
  if (!sprintId) return true
  const [found] = await tx
    .select({ state: sprint.state })
    .from(sprint)
    .where(and(eq(sprint.project_id, projectId), eq(sprint.id, sprintId)))
    .for("share")
  // What is no sprint of the project is for the foreign key to refuse.
  return found?.state !== "completed"
}

export const sprintCompleted = () =>
  Conflict("SPRINT_COMPLETED", "This sprint is completed. Choose one that is planned or active, or the backlog.")

export const NewTask = Fields.partial()
  .required({ title: true })
  .extend({ project_id: z.uuid(), custom_fields: CustomInput.optional() })

export const Update = Fields.partial().extend({
  project_id: z.uuid(),
  task_id: z.uuid(),
  custom_fields: CustomInput.optional(),
  if_match: z.coerce.number().int().optional(),
})

/** Creates a task, tells whom it concerns and starts the agents it is given to. */
export async function createTask(context: Context, input: z.infer<typeof NewTask>): Promise<Task> {
  const { tx, record } = context
  const { project_id, assignee_ids = [], description, custom_fields = {}, ...fields } = input
  const reporterId = await signingMember(context)
  const { values } = await applyValues(tx, project_id, null, custom_fields)
  const standard = await takeNumber(tx, project_id)
  const status_id = fields.status_id ?? standard.status_id
  const task_type_id = fields.task_type_id ?? standard.task_type_id
  if (!status_id || !task_type_id)
    throw Conflict("NO_DEFAULTS", "The project has no default status or type. Set them in its settings.")
  if (!(await holdSprint(tx, project_id, input.sprint_id))) throw sprintCompleted()
  const id = clock.id()
  const created_at = clock.instant()
  const { number } = standard
  const row = {
    ...fields,
    id,
    created_at,
    updated_at: created_at,
    project_id,
    number,
    description: description ?? "",
    status_id,
    task_type_id,
    rank: rankOfNumber(number),
    custom_fields: values,
    reporter_id: reporterId,
  }
  const made = await insertTask(tx, row, standard.prefix, assignee_ids)
  record({
    type: "task.created",
    entity_type: "task",
    entity_id: id,
    task_id: id,
    version: 1,
    data: { task: cardOf(made) },
  })
  await involve(context, made, { assigned: assignee_ids, text: description ?? "" })
  return made
}

/** Writes a new task. What is answered is what was written: nobody else can have changed it. */
async function insertTask(
  tx: Database,
  row: typeof task.$inferInsert,
  prefix: string,
  assignees: string[],
): Promise<Task> {
  try {
    const { search: _, ...columns } = getTableColumns(task)
    const [written] = await tx.insert(task).values(row).returning(columns)
    if (!written) throw new Error("The task was not stored.")
    await assign(tx, written.project_id, written.id, assignees)
    return newTask(written, prefix, assignees)
  } catch (error) {
    throw referenceError(error)
  }
}

/** @throws BAD_REQUEST when one of them is not, or no longer, a member of the project */
async function assign(tx: Database, projectId: string, taskId: string, memberIds: string[]): Promise<void> {
  if (memberIds.length === 0) return
  const assigned = await tx
    .insert(taskAssignee)
    .select(
      tx
        .select({
          project_id: projectMember.project_id,
          task_id: sql<string>`${taskId}::uuid`.as("task_id"),
          member_id: sql<string>`${projectMember.id}`.as("member_id"),
        })
        .from(projectMember)
        .where(
          and(
            eq(projectMember.project_id, projectId),
            inArray(projectMember.id, memberIds),
            isNull(projectMember.removed_at),
          ),
        ),
    )
    .returning({ member_id: taskAssignee.member_id })
  if (assigned.length < memberIds.length) throw notInProject("assignee_ids")
}

/** Tells the people a change concerns, and starts the agents it is given to. */
export async function involve(
  context: Context,
  about: Task,
  what: { assigned: string[]; text: string },
): Promise<void> {
  if (what.assigned.length === 0 && !what.text.includes("@")) return
  const place = { project_id: about.project_id, task_id: about.id, task_key: about.key, title: about.title }
  const { agents } = await tellMembers(context, place, what)
  for (const agent of agents) {
    const prompt = agent.why === "assigned" ? `You were assigned ${about.key}: ${about.title}` : what.text
    await startFor(context, {
      agent,
      task: place,
      trigger: agent.why === "assigned" ? "assignment" : "mention",
      prompt,
    })
  }
}

/**
 * Changes a task, tells whom it concerns and starts the agents it is given to.
 * @param positionOf where the task then lies in a view, for the event, when the change is a move
 */
export async function updateTask(
  context: Context,
  input: z.infer<typeof Update>,
  positionOf?: (after: Task) => object,
): Promise<Task> {
  const { tx, record } = context
  const { project_id, task_id, if_match, assignee_ids, description, custom_fields = {}, ...fields } = input
  const sprintTakes = await holdSprint(tx, project_id, fields.sprint_id)
  await tx
    .select({ id: task.id })
    .from(task)
    .where(and(eq(task.project_id, project_id), eq(task.id, task_id)))
    .for("update")
  const before = await selectTask(tx, project_id, eq(task.id, task_id))
  if (if_match !== undefined && if_match !== before.version) {
    throw Conflict("VERSION_CONFLICT", `Somebody changed this task meanwhile: it is at version ${before.version}.`, {
      version: before.version,
    })
  }
  if (!sprintTakes && fields.sprint_id !== before.sprint_id) throw sprintCompleted()
  if (fields.parent_task_id) await refuseCycle(tx, project_id, [task_id], fields.parent_task_id)
  const custom = await applyValues(tx, project_id, before.custom_fields ?? {}, custom_fields)
  const changes = [...changesOf(before, input), ...custom.changes]
  if (changes.length === 0) return before
  const version = before.version + 1
  try {
    await tx
      .update(task)
      .set({
        ...fields,
        ...(description !== undefined && { description: description ?? "" }),
        ...(custom.changes.length > 0 && { custom_fields: custom.values }),
        version,
        updated_at: clock.instant(),
      })
      .where(and(eq(task.project_id, project_id), eq(task.id, task_id)))
    if (assignee_ids) {
      await tx
        .delete(taskAssignee)
        .where(and(eq(taskAssignee.project_id, project_id), eq(taskAssignee.task_id, task_id)))
      await assign(tx, project_id, task_id, assignee_ids)
    }
  } catch (error) {
    throw referenceError(error)
  }
  const after = await selectTask(tx, project_id, eq(task.id, task_id))
  record({
    type: "task.updated",
    entity_type: "task",
    entity_id: task_id,
    task_id,
    version,
    data: { changes, task: cardOf(after), ...(positionOf && { position: positionOf(after) }) },
  })
  const assigned = (assignee_ids ?? []).filter((id) => !before.assignee_ids.includes(id))
  if (after.status_id !== before.status_id) await tellWatchers(context, project_id, [after])
  await involve(context, after, { assigned, text: newMentions(before.description?.text ?? "", description) })
  return after
}

/** Only text that mentions somebody who was not mentioned before concerns anybody. */
function newMentions(before: string, after: string | null | undefined): string {
  if (!after) return ""
  return after
    .split("\n")
    .filter((line) => line.includes("@") && !before.includes(line))
    .join("\n")
}

export function changesOf(before: Task, input: Partial<Fields>): Change[] {
  const changes: Change[] = []
  for (const field of Object.keys(Fields.shape) as (keyof Fields)[]) {
    const to = input[field]
    if (to === undefined) continue
    const from = field === "description" ? (before.description?.text ?? null) : before[field]
    const set = field === "description" ? to || null : to
    const same =
      Array.isArray(from) && Array.isArray(set)
        ? [...from].sort().join("\n") === [...set].sort().join("\n")
        : from === set
    if (!same) changes.push({ field, from, to: set })
  }
  return changes
}

/** A task may not be its own ancestor. One query, whatever the depth and the number of tasks. */
export async function refuseCycle(tx: Database, projectId: string, taskIds: string[], parentId: string): Promise<void> {
  const { rows } = await tx.execute(sql`
    with recursive ancestor(id) as (
      select ${parentId}::uuid
      union select t.parent_task_id from task t join ancestor a on t.id = a.id where t.project_id = ${projectId} and t.parent_task_id is not null
    ) select 1 from ancestor where id = any(${sql.param(taskIds)}::uuid[]) limit 1`)
  if (rows.length > 0) throw Conflict("PARENT_CYCLE", "A task cannot lie under itself or one of its own sub-tasks.")
}

export async function setDeleted(
  context: Pick<Context, "tx" | "record">,
  input: { project_id: string; task_id: string },
  deleted: boolean,
): Promise<Task> {
  const { tx, record } = context
  const before = await selectTask(tx, input.project_id, eq(task.id, input.task_id), { deleted: true })
  if (deleted && before.deleted_at) throw NotFound("task")
  if (!deleted && !before.deleted_at) return before
  await tx
    .update(task)
    .set({ deleted_at: deleted ? clock.instant() : null, version: before.version + 1, updated_at: clock.instant() })
    .where(and(eq(task.project_id, input.project_id), eq(task.id, input.task_id)))
  const after = await selectTask(tx, input.project_id, eq(task.id, input.task_id), { deleted: true })
  record({
    type: deleted ? "task.deleted" : "task.restored",
    entity_type: "task",
    entity_id: after.id,
    task_id: after.id,
    version: after.version,
    data: { task: cardOf(after) },
  })
  return after
}

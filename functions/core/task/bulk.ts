import { and, eq, inArray, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { BadRequest, NotFound } from "../error.ts"
import type { Change } from "../event/changes.ts"
import { projectMember } from "../member/member.sql.ts"
import { ProjectId } from "../member/member.ts"
import { tellWatchers } from "../notification/notify.ts"
import { type Context, command } from "../operation.ts"
import { Card, cardOf, selectTasks, type Task } from "./card.ts"
import {
  changesOf,
  Fields,
  holdSprint,
  involve,
  notInProject,
  referenceError,
  refuseCycle,
  sprintCompleted,
} from "./change.ts"
import { task, taskAssignee } from "./task.sql.ts"

/** Tasks of one change. */
const AT_ONCE = 200
/** Tasks that one change may give to agents: each starts a container. */
const AGENT_STARTS = 20

const ids = z
  .array(z.uuid())
  .max(20)
  .transform((all) => [...new Set(all)])

/** What is set on every task; lists can also be added to and taken from. */
const Setting = Fields.pick({
  status_id: true,
  task_type_id: true,
  priority: true,
  assignee_ids: true,
  points: true,
  start_date: true,
  due_date: true,
  tags: true,
  sprint_id: true,
  parent_task_id: true,
})
  .partial()
  .extend({
    add_assignee_ids: ids.optional(),
    remove_assignee_ids: ids.optional(),
    add_tags: Fields.shape.tags.optional(),
    remove_tags: Fields.shape.tags.optional(),
  })
type Setting = z.infer<typeof Setting>

const listsOf = ({ add_assignee_ids, remove_assignee_ids, add_tags, remove_tags, ...fields }: Setting) => ({
  fields,
  assignees: { add: add_assignee_ids ?? [], remove: remove_assignee_ids ?? [] },
  tags: { add: add_tags ?? [], remove: remove_tags ?? [] },
})

const edited = (list: string[], { add, remove }: { add: string[]; remove: string[] }) => [
  ...new Set([...list.filter((one) => !remove.includes(one)), ...add]),
]

const tooMany = (path: string, message: string) => BadRequest(`${path}: ${message}.`, { issues: [{ path, message }] })

type Changed = { before: Task; wanted: { tags: string[]; assignee_ids: string[] }; changes: Change[] }

/** What the setting changes on one task, or undefined when it has all of it already. */
function changed(before: Task, setting: Setting): Changed | undefined {
  const { fields, assignees, tags } = listsOf(setting)
  const wanted = {
    tags: edited(fields.tags ?? before.tags, tags),
    assignee_ids: edited(fields.assignee_ids ?? before.assignee_ids, assignees),
  }
  if (wanted.tags.length > 50) throw tooMany("set.add_tags", `${before.key} would have more than 50 tags`)
  if (wanted.assignee_ids.length > 20)
    throw tooMany("set.add_assignee_ids", `${before.key} would be assigned to more than 20 members`)
  const changes = changesOf(before, { ...fields, ...wanted })
  return changes.length > 0 ? { before, wanted, changes } : undefined
}

/** The tasks, locked in one order so that two bulk changes cannot wait for each other. @throws TASK_NOT_FOUND for any that is not there */
async function lockTasks(tx: Database, projectId: string, taskIds: string[]): Promise<Task[]> {
  const which = inArray(task.id, taskIds)
  await tx
    .select({ id: task.id })
    .from(task)
    .where(and(eq(task.project_id, projectId), which))
    .orderBy(task.id)
    .for("update")
  const found = await selectTasks(tx, projectId, which)
  if (found.length < taskIds.length) throw NotFound("task")
  return found
}

/** Writes all changes: one statement for the rows, two more when somebody is assigned or not any more. */
async function write(tx: Database, projectId: string, setting: Setting, all: Changed[]): Promise<void> {
  const { fields } = listsOf(setting)
  const { assignee_ids: _assignees, tags: _tags, ...columns } = fields
  const rows = all.map(({ before, wanted }) => ({ id: before.id, tags: wanted.tags }))
  await tx
    .update(task)
    .set({
      ...columns,
      tags: sql`wanted.tags`,
      version: sql`${task.version} + 1`,
      updated_at: clock.instant(),
    })
    .from(sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as wanted(id uuid, tags text[])`)
    .where(and(eq(task.project_id, projectId), sql`${task.id} = wanted.id`))
  const reassigned = all.filter(({ changes }) => changes.some(({ field }) => field === "assignee_ids"))
  if (reassigned.length === 0) return
  await tx.delete(taskAssignee).where(
    and(
      eq(taskAssignee.project_id, projectId),
      inArray(
        taskAssignee.task_id,
        reassigned.map(({ before }) => before.id),
      ),
    ),
  )
  const pairs = reassigned.flatMap(({ before, wanted }) =>
    wanted.assignee_ids.map((member_id) => ({ project_id: projectId, task_id: before.id, member_id })),
  )
  if (pairs.length > 0) await tx.insert(taskAssignee).values(pairs)
}

/**
 * @throws BAD_REQUEST when somebody to assign is not, or no longer, a member, somebody to take away never was one, or
 *   agents would be given too much at once
 */
async function checkAssignees(tx: Database, projectId: string, setting: Setting, all: Changed[]): Promise<void> {
  const removed = setting.remove_assignee_ids ?? []
  const added = all.flatMap(({ before, wanted }) =>
    wanted.assignee_ids.filter((id) => !before.assignee_ids.includes(id)),
  )
  const named = [...new Set([...added, ...removed])]
  if (named.length === 0) return
  const members = await tx
    .select({ id: projectMember.id, agent_id: projectMember.agent_id, removed_at: projectMember.removed_at })
    .from(projectMember)
    .where(and(eq(projectMember.project_id, projectId), inArray(projectMember.id, named)))
  const known = new Map(members.map((member) => [member.id, member]))
  if (removed.some((id) => !known.has(id))) throw notInProject("set.remove_assignee_ids")
  if (added.some((id) => known.get(id)?.removed_at !== null)) throw notInProject("set.assignee_ids")
  if (added.filter((id) => known.get(id)?.agent_id).length > AGENT_STARTS)
    throw tooMany("set.assignee_ids", `agents can be given at most ${AGENT_STARTS} tasks at once`)
}

export const bulk = command(
  {
    action: "tasks:write",
    summary: "Change or delete up to 200 tasks at once: all of them, or none when one cannot be",
    input: ProjectId.extend({
      task_ids: z
        .array(z.uuid())
        .min(1)
        .max(AT_ONCE)
        .transform((all) => [...new Set(all)]),
      set: Setting.default({}),
      delete: z.boolean().default(false),
    }).refine((input) => input.delete || Object.keys(input.set).length > 0, {
      path: ["set"],
      error: "say what to set, or delete: true",
    }),
    output: z
      .object({
        /** The tasks as they are now, those that had nothing to change included. Empty when they were deleted. */
        tasks: z.array(Card),
        changed: z.int(),
      })
      .meta({ id: "BulkResult" }),
  },
  async (context) => {
    const { tx, input } = context
    if (input.delete) return { tasks: [], changed: await deleteAll(context, input) }
    const { project_id, task_ids, set } = input
    const sprintTakes = await holdSprint(tx, project_id, set.sprint_id)
    const tasks = await lockTasks(tx, project_id, task_ids)
    if (!sprintTakes && tasks.some((before) => before.sprint_id !== set.sprint_id)) throw sprintCompleted()
    if (set.parent_task_id) await refuseCycle(tx, project_id, task_ids, set.parent_task_id)
    const all = tasks.map((before) => changed(before, set)).filter((change) => change !== undefined)
    await checkAssignees(tx, project_id, set, all)
    if (all.length === 0) return { tasks: tasks.map(cardOf), changed: 0 }
    try {
      await write(tx, project_id, set, all)
    } catch (error) {
      throw sqlState(error) ? referenceError(error) : error
    }
    const after = await selectTasks(tx, project_id, inArray(task.id, task_ids))
    const byId = new Map(after.map((one) => [one.id, one]))
    for (const { before, wanted, changes } of all) {
      const now = byId.get(before.id)
      if (!now) throw new Error("A task that was changed is gone.")
      tell(context, "task.updated", now, { changes, task: cardOf(now) })
      const assigned = wanted.assignee_ids.filter((id) => !before.assignee_ids.includes(id))
      // A person is told of each task, and an agent started for each: what one change does, many do as well.
      if (assigned.length > 0) await involve(context, now, { assigned, text: "" })
    }
    const moved = all.filter(({ changes }) => changes.some(({ field }) => field === "status_id"))
    await tellWatchers(
      context,
      project_id,
      moved.flatMap(({ before }) => byId.get(before.id) ?? []),
    )
    return { tasks: after.map(cardOf), changed: all.length }
  },
)

function tell({ record }: Pick<Context, "record">, type: string, { id, version }: Task, data: Record<string, unknown>) {
  record({ type, entity_type: "task", entity_id: id, task_id: id, version, data })
}

async function deleteAll(
  context: Pick<Context, "tx" | "record">,
  { project_id, task_ids }: { project_id: string; task_ids: string[] },
): Promise<number> {
  const tasks = await lockTasks(context.tx, project_id, task_ids)
  const now = clock.instant()
  await context.tx
    .update(task)
    .set({ deleted_at: now, updated_at: now, version: sql`${task.version} + 1` })
    .where(and(eq(task.project_id, project_id), inArray(task.id, task_ids)))
  for (const one of tasks) tell(context, "task.deleted", { ...one, version: one.version + 1 }, {})
  return tasks.length
}

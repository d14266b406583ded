import { and, eq, isNull, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { NotFound } from "../error.ts"
import { CustomValuesSchema } from "../field/value.ts"
import { project } from "../project/project.sql.ts"
import { RichText, richText } from "../text.ts"
import { priorities, task, taskAssignee, timeLog } from "./task.sql.ts"

/** A task as boards and lists show it: everything but the long text. */
export const Card = z
  .object({
    id: z.uuid(),
    number: z.int(),
    key: z.string(),
    title: z.string(),
    status_id: z.uuid(),
    task_type_id: z.uuid(),
    priority: z.enum(priorities).nullable(),
    assignee_ids: z.array(z.uuid()),
    points: z.number().nullable(),
    start_date: z.string().nullable(),
    due_date: z.string().nullable(),
    tags: z.array(z.string()),
    sprint_id: z.uuid().nullable(),
    parent_task_id: z.uuid().nullable(),
    /** Always answered. Optional for clients that show a card of their own making until the answer comes. */
    custom_fields: CustomValuesSchema,
    comment_count: z.int(),
    version: z.int(),
    rank: z.string(),
  })
  .meta({ id: "Card" })
export type Card = z.infer<typeof Card>

export const Task = Card.extend({
  project_id: z.uuid(),
  description: RichText.nullable(),
  reporter_id: z.uuid().nullable(),
  external: z.object({ key: z.string(), assignee: z.string().optional(), reporter: z.string().optional() }).nullable(),
  /** Time logged on it, in all. */
  logged_minutes: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
  deleted_at: z.string().nullable(),
}).meta({ id: "Task" })
export type Task = z.infer<typeof Task>

/** The members a task is assigned to, in the order of their joining. */
const assignees = sql<
  string[]
>`array(select ${taskAssignee.member_id} from ${taskAssignee} where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id} order by ${taskAssignee.member_id})`

/** Columns of a card; `rank` is where it lies in the view at hand. */
export const cardColumns = (rank: SQL<string> | typeof task.rank = task.rank) => ({
  id: task.id,
  number: task.number,
  key: sql<string>`${project.prefix} || '-' || ${task.number}`,
  title: task.title,
  status_id: task.status_id,
  task_type_id: task.task_type_id,
  priority: task.priority,
  assignee_ids: assignees,
  points: task.points,
  start_date: task.start_date,
  due_date: task.due_date,
  tags: task.tags,
  sprint_id: task.sprint_id,
  parent_task_id: task.parent_task_id,
  custom_fields: task.custom_fields,
  comment_count: task.comment_count,
  version: task.version,
  rank,
})

const taskColumns = {
  ...cardColumns(),
  project_id: task.project_id,
  description: task.description,
  reporter_id: task.reporter_id,
  external: task.external,
  logged_minutes: sql<number>`(select coalesce(sum(${timeLog.minutes}), 0)::int from ${timeLog} where ${timeLog.task_id} = ${task.id} and ${timeLog.deleted_at} is null)`,
  created_at: task.created_at,
  updated_at: task.updated_at,
  deleted_at: task.deleted_at,
}

/** One task of a project. @throws TASK_NOT_FOUND, also for a deleted one unless `deleted` asks for it */
export async function selectTask(
  tx: Database,
  projectId: string,
  which: SQL | undefined,
  options: { deleted?: boolean } = {},
): Promise<Task> {
  const [row] = await tx
    .select(taskColumns)
    .from(task)
    .innerJoin(project, eq(project.id, task.project_id))
    .where(and(eq(task.project_id, projectId), which, options.deleted ? undefined : isNull(task.deleted_at)))
  if (!row) throw NotFound("task")
  return { ...row, description: row.description === "" ? null : richText(row.description) }
}

/** A task that was written a moment ago, so that nothing can hang on it yet. */
export function newTask(row: Omit<typeof task.$inferSelect, "search">, prefix: string, assignees: string[]): Task {
  return {
    ...row,
    key: `${prefix}-${row.number}`,
    description: row.description === "" ? null : richText(row.description),
    assignee_ids: assignees.toSorted(),
    logged_minutes: 0,
  }
}

/** Several tasks of a project, in the order of their numbers; those that are not there are left out. */
export async function selectTasks(tx: Database, projectId: string, which: SQL | undefined): Promise<Task[]> {
  const rows = await tx
    .select(taskColumns)
    .from(task)
    .innerJoin(project, eq(project.id, task.project_id))
    .where(and(eq(task.project_id, projectId), which, isNull(task.deleted_at)))
    .orderBy(task.number)
  return rows.map((row) => ({ ...row, description: row.description === "" ? null : richText(row.description) }))
}

/** The card of a whole task. */
export function cardOf(whole: Task): Card {
  return Card.parse(whole)
}

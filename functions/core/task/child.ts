import { and, eq, isNull } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { ProjectId } from "../member/member.ts"
import { command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { Card, cardColumns, selectTask, Task } from "./card.ts"
import { createTask, NewTask } from "./change.ts"
import { task, taskType } from "./task.sql.ts"

const TaskId = ProjectId.extend({ task_id: z.uuid() })

/** Children that are answered; nobody breaks a task down into more. */
const LIMIT = 500

export const list = query(
  {
    action: "tasks:read",
    summary: "List the tasks right under a task, in the order of their numbers",
    input: TaskId,
    output: z.array(Card),
  },
  async ({ tx, input }) => {
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    return tx
      .select(cardColumns())
      .from(task)
      .innerJoin(project, eq(project.id, task.project_id))
      .where(
        and(eq(task.project_id, input.project_id), eq(task.parent_task_id, input.task_id), isNull(task.deleted_at)),
      )
      .orderBy(task.number)
      .limit(LIMIT)
  },
)

export const create = command(
  {
    action: "tasks:write",
    summary: "Create a task under another. Without a type it is a Subtask, or under an Epic a task of the default type",
    input: NewTask.omit({ parent_task_id: true }).extend({ task_id: z.uuid() }),
    output: Task,
  },
  async (context) => {
    const { tx } = context
    const { task_id, ...input } = context.input
    const parent = await selectTask(tx, input.project_id, eq(task.id, task_id))
    const task_type_id = input.task_type_id ?? (await typeUnder(tx, parent))
    return createTask(context, { ...input, ...(task_type_id && { task_type_id }), parent_task_id: task_id })
  },
)

/** The type of a task's children when nobody names one; undefined is the project's default. */
async function typeUnder(tx: Database, parent: Task): Promise<string | undefined> {
  const types = await tx
    .select({ id: taskType.id, name: taskType.name })
    .from(taskType)
    .where(and(eq(taskType.project_id, parent.project_id), eq(taskType.is_system, true)))
  const named = (name: string) => types.find((type) => type.name === name)?.id
  return parent.task_type_id === named("Epic") ? undefined : named("Subtask")
}

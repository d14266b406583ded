import { eq } from "drizzle-orm"
import { z } from "zod"
import type { Database } from "../database.ts"
import { ProjectId } from "../member/member.ts"
import { query } from "../operation.ts"
import { statusCategories, taskStatus, taskType } from "./task.sql.ts"

export const TaskStatus = z
  .object({
    id: z.uuid(),
    name: z.string(),
    category: z.enum(statusCategories),
    position: z.int(),
    is_default: z.boolean(),
  })
  .meta({ id: "TaskStatus" })

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

/** A project's statuses in the order of its columns. */
export async function selectStatuses(tx: Database, projectId: string): Promise<z.infer<typeof TaskStatus>[]> {
  const { id, name, category, position, is_default } = taskStatus
  return tx
    .select({ id, name, category, position, is_default })
    .from(taskStatus)
    .where(eq(taskStatus.project_id, projectId))
    .orderBy(position)
}

export async function selectTypes(tx: Database, projectId: string): Promise<z.infer<typeof TaskType>[]> {
  const { id, name, icon, color, is_system, is_default } = taskType
  return tx
    .select({ id, name, icon, color, is_system, is_default })
    .from(taskType)
    .where(eq(taskType.project_id, projectId))
    .orderBy(id)
}

export const statuses = query(
  { action: "tasks:read", summary: "List a project's task statuses", input: ProjectId, output: z.array(TaskStatus) },
  async ({ tx, input }) => selectStatuses(tx, input.project_id),
)

export const types = query(
  { action: "tasks:read", summary: "List a project's task types", input: ProjectId, output: z.array(TaskType) },
  async ({ tx, input }) => selectTypes(tx, input.project_id),
)

import { eq } from "drizzle-orm"
import { z } from "zod"
import type { Database } from "../database.ts"
import { ProjectId } from "../member/member.ts"
import { query } from "../operation.ts"
import { sprint, sprintStates } from "./sprint.sql.ts"

export const Sprint = z
  .object({
    id: z.uuid(),
    name: z.string(),
    goal: z.string(),
    state: z.enum(sprintStates),
    start_date: z.string().nullable(),
    end_date: z.string().nullable(),
  })
  .meta({ id: "Sprint" })

/** A project's sprints in their order. */
export async function selectSprints(tx: Database, projectId: string): Promise<z.infer<typeof Sprint>[]> {
  const { id, name, goal, state, start_date, end_date } = sprint
  return tx
    .select({ id, name, goal, state, start_date, end_date })
    .from(sprint)
    .where(eq(sprint.project_id, projectId))
    .orderBy(sprint.position, sprint.id)
}

export const list = query(
  { action: "tasks:read", summary: "List a project's sprints", input: ProjectId, output: z.array(Sprint) },
  async ({ tx, input }) => selectSprints(tx, input.project_id),
)

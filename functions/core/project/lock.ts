import { eq } from "drizzle-orm"
import type { Database } from "../database.ts"
import { project } from "./project.sql.ts"

/**
 * Lets changes to how a project is set up (its statuses, sprints, fields, links, …) come one after the other until the
 * transaction ends. What is read after this stays true until then. Reading, and changing tasks, goes on meanwhile.
 */
export async function lockProject(tx: Database, projectId: string): Promise<void> {
  await tx.select({ id: project.id }).from(project).where(eq(project.id, projectId)).for("no key update")
}

import { and, eq, isNull, sql } from "drizzle-orm"
import type { Database } from "../database.ts"
import { docTaskLink, document } from "../document/document.sql.ts"
import { project } from "../project/project.sql.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { sprintRetrospective } from "./retrospective.sql.ts"

/** The document in which a team looks back at a sprint, unless it is deleted. */
export async function selectRetrospective(
  tx: Database,
  projectId: string,
  sprintId: string,
): Promise<{ document_id: string; title: string } | undefined> {
  const [found] = await tx
    .select({ document_id: document.id, title: document.title })
    .from(sprintRetrospective)
    .innerJoin(document, eq(document.id, sprintRetrospective.document_id))
    .where(
      and(
        eq(sprintRetrospective.project_id, projectId),
        eq(sprintRetrospective.sprint_id, sprintId),
        isNull(document.deleted_at),
      ),
    )
  return found
}

/** What a team decided to do, as tasks: those linked to its retrospective by hand, in the order of their numbers. */
export async function selectActions(tx: Database, projectId: string, documentId: string) {
  return tx
    .select({
      id: task.id,
      number: task.number,
      key: sql<string>`${project.prefix} || '-' || ${task.number}`,
      title: task.title,
      is_done: sql<boolean>`${taskStatus.category} = 'done'`,
    })
    .from(docTaskLink)
    .innerJoin(task, and(eq(task.id, docTaskLink.task_id), isNull(task.deleted_at)))
    .innerJoin(taskStatus, eq(taskStatus.id, task.status_id))
    .innerJoin(project, eq(project.id, task.project_id))
    .where(
      and(
        eq(docTaskLink.project_id, projectId),
        eq(docTaskLink.document_id, documentId),
        eq(docTaskLink.origin, "manual"),
      ),
    )
    .orderBy(task.number)
}

import { and, asc, eq, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { holds } from "../access/actions.ts"
import type { Database } from "../database.ts"
import { BadRequest, Conflict, Forbidden, NotFound } from "../error.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { selectTask } from "../task/card.ts"
import { task } from "../task/task.sql.ts"
import { docTaskLink, document, linkOrigins } from "./document.sql.ts"
import { DocId, DocumentItem, itemColumns, selectDocument } from "./document.ts"

/** A task that a document is about. `manual`: somebody linked it by hand, whether or not the text names it too. */
export const DocLink = z
  .object({
    task: z.object({
      id: z.uuid(),
      number: z.int(),
      key: z.string(),
      title: z.string(),
      status_id: z.uuid(),
      task_type_id: z.uuid(),
    }),
    origin: z.enum(linkOrigins),
    created_at: z.string(),
  })
  .meta({ id: "DocLink" })
type DocLink = z.infer<typeof DocLink>

/** A document that is about a task. */
export const TaskDoc = DocumentItem.extend({ origin: z.enum(linkOrigins) }).meta({ id: "TaskDoc" })

/** The reason that counts when there are two, and when the first of them came. */
const origin = sql<DocLink["origin"]>`case when bool_or(${docTaskLink.origin} = 'manual') then 'manual' else 'text' end`
const since = sql<string>`min(${docTaskLink.created_at})`.mapWith(docTaskLink.created_at)

/** Tasks a document is about, in the order of their numbers. Those to deleted tasks come back when the tasks do. */
async function selectLinks(tx: Database, projectId: string, docId: string, taskId?: string): Promise<DocLink[]> {
  return tx
    .select({
      task: {
        id: task.id,
        number: task.number,
        key: sql<string>`${project.prefix} || '-' || ${task.number}`,
        title: task.title,
        status_id: task.status_id,
        task_type_id: task.task_type_id,
      },
      origin,
      created_at: since,
    })
    .from(docTaskLink)
    .innerJoin(task, eq(task.id, docTaskLink.task_id))
    .innerJoin(project, eq(project.id, docTaskLink.project_id))
    .where(
      and(
        eq(docTaskLink.project_id, projectId),
        eq(docTaskLink.document_id, docId),
        isNull(task.deleted_at),
        taskId ? eq(task.id, taskId) : undefined,
      ),
    )
    .groupBy(task.id, project.prefix)
    .orderBy(asc(task.number))
}

/** A link shows its task's title: for that it takes the right to read tasks, besides the one to read documents. */
function mayReadTasks({ access }: Pick<Context, "access">): void {
  if (!holds(access.held, "tasks:read"))
    throw Forbidden('Your role does not include "tasks:read". Ask an admin of the project for it.')
}

export const list = query(
  {
    action: "docs:read",
    summary: "List the tasks that a document names, or is linked to by hand",
    input: DocId,
    output: z.array(DocLink),
  },
  async (context) => {
    const { tx, input } = context
    mayReadTasks(context)
    await selectDocument(tx, input)
    return selectLinks(tx, input.project_id, input.doc_id)
  },
)

export const ofTask = query(
  {
    action: "docs:read",
    summary: "List the documents that name a task, or are linked to it by hand",
    input: ProjectId.extend({ task_id: z.uuid() }),
    output: z.array(TaskDoc),
  },
  async (context) => {
    const { tx, input } = context
    mayReadTasks(context)
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    return tx
      .select({ ...itemColumns, origin })
      .from(docTaskLink)
      .innerJoin(document, eq(document.id, docTaskLink.document_id))
      .where(
        and(
          eq(docTaskLink.project_id, input.project_id),
          eq(docTaskLink.task_id, input.task_id),
          isNull(document.deleted_at),
        ),
      )
      .groupBy(document.id)
      .orderBy(asc(document.title), asc(document.id))
  },
)

function tell(
  { record, input }: Pick<Context<{ doc_id: string; task_id: string }>, "record" | "input">,
  type: "doc_link.created" | "doc_link.deleted",
): void {
  const { doc_id, task_id } = input
  // Without its title: the task's readers need not be the document's.
  record({ type, entity_type: "doc_link", entity_id: doc_id, task_id, version: 1, data: { doc_id, task_id } })
}

export const create = command(
  {
    action: "docs:write",
    summary: "Link a document to a task by hand",
    input: DocId.extend({ task_id: z.uuid() }),
    output: DocLink,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, doc_id, task_id } = input
    mayReadTasks(context)
    await selectDocument(tx, input)
    const [found] = await tx
      .select({ id: task.id })
      .from(task)
      .where(and(eq(task.project_id, project_id), eq(task.id, task_id), isNull(task.deleted_at)))
    if (!found) {
      const issues = [{ path: "task_id", message: "not in this project" }]
      throw BadRequest("task_id: there is no such task in this project.", { issues })
    }
    const made = await tx
      .insert(docTaskLink)
      .values({ project_id, document_id: doc_id, task_id, origin: "manual" })
      .onConflictDoNothing()
      .returning({ task_id: docTaskLink.task_id })
    if (made.length === 0) throw Conflict("LINK_EXISTS", "This document is linked to the task already.")
    tell(context, "doc_link.created")
    const [link] = await selectLinks(tx, project_id, doc_id, task_id)
    if (!link) throw NotFound("link")
    return link
  },
)

export const remove = command(
  {
    action: "docs:write",
    summary: "Remove a link that was made by hand",
    input: DocId.extend({ task_id: z.uuid() }),
    output: null,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, doc_id, task_id } = input
    await selectDocument(tx, input)
    const links = await tx
      .select({ origin: docTaskLink.origin })
      .from(docTaskLink)
      .where(
        and(
          eq(docTaskLink.project_id, project_id),
          eq(docTaskLink.document_id, doc_id),
          eq(docTaskLink.task_id, task_id),
        ),
      )
      .for("update")
    if (links.length === 0) throw NotFound("link")
    if (!links.some((link) => link.origin === "manual"))
      throw Conflict(
        "LINK_IN_TEXT",
        "The document's text names this task. Take its key out of the text to unlink them.",
      )
    await tx
      .delete(docTaskLink)
      .where(
        and(eq(docTaskLink.document_id, doc_id), eq(docTaskLink.task_id, task_id), eq(docTaskLink.origin, "manual")),
      )
    tell(context, "doc_link.deleted")
  },
)

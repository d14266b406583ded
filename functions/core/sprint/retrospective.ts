import * as z from "zod"
import { holds } from "../access/actions.ts"
import * as Document from "../document/document.ts"
import * as Link from "../document/link.ts"
import { Forbidden } from "../error.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { Task } from "../task/card.ts"
import { createTask, Fields } from "../task/change.ts"
import { reportOf } from "./report.ts"
import { plain, retrospectiveText } from "./report-text.ts"
import { sprintRetrospective } from "./retrospective.sql.ts"
import { selectRetrospective } from "./retrospective-document.ts"
import { selectSprint } from "./sprint.ts"

const SprintId = ProjectId.extend({ id: z.uuid() })

/** A retrospective is a document made of tasks, and makes tasks: it takes the rights to both. */
function need({ access }: Pick<Context, "access">, action: "tasks:read" | "docs:write"): void {
  if (!holds(access.held, action))
    throw Forbidden(`Your role does not include "${action}". Ask an admin of the project for it.`)
}

/** The sprint's retrospective, made with the sprint's facts in it when there is none. */
async function openDocument(
  context: Context<z.infer<typeof SprintId>>,
): Promise<{ document_id: string; title: string; is_new: boolean }> {
  const { tx, input } = context
  const { project_id, id: sprint_id } = input
  await lockProject(tx, project_id)
  const known = await selectRetrospective(tx, project_id, sprint_id)
  if (known) return { ...known, is_new: false }
  const report = await reportOf(context)
  const title = `Retrospective of ${report.sprint.name}`
  const { id: document_id } = await Document.create.run({
    ...context,
    input: { project_id, title, content: retrospectiveText(report) },
  })
  await tx
    .insert(sprintRetrospective)
    .values({ project_id, sprint_id, document_id })
    .onConflictDoUpdate({
      target: [sprintRetrospective.project_id, sprintRetrospective.sprint_id],
      set: { document_id },
    })
  return { document_id, title, is_new: true }
}

export const open = command(
  {
    action: "docs:write",
    summary: "Open a sprint's retrospective: the document, made with the sprint's facts in it when there is none yet",
    input: SprintId,
    output: z.object({ document_id: z.uuid(), title: z.string(), is_new: z.boolean() }).meta({ id: "Retrospective" }),
  },
  async (context) => {
    need(context, "tasks:read")
    return openDocument(context)
  },
)

export const addAction = command(
  {
    action: "tasks:write",
    summary: "Make a task of what a team decided in a sprint's retrospective, linked to its document",
    input: SprintId.extend({
      title: Fields.shape.title,
      assignee_ids: Fields.shape.assignee_ids.optional(),
      /** Where it is planned; nothing, or null, is the backlog. */
      sprint_id: Fields.shape.sprint_id.optional(),
    }),
    output: Task,
  },
  async (context) => {
    need(context, "docs:write")
    const { tx, input } = context
    const { project_id, id, title, assignee_ids, sprint_id } = input
    const { name } = await selectSprint(tx, project_id, id)
    const { document_id } = await openDocument(context)
    const made = await createTask(context, {
      project_id,
      title,
      ...(assignee_ids && { assignee_ids }),
      ...(sprint_id && { sprint_id }),
      description: `Decided in the retrospective of ${plain(name)}.`,
      tags: ["retrospective"],
    })
    await Link.create.run({ ...context, input: { project_id, doc_id: document_id, task_id: made.id } })
    return made
  },
)

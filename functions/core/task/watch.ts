import { and, type Column, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { projectMember } from "../member/member.sql.ts"
import { ProjectId, signingMember } from "../member/member.ts"
import { command, query } from "../operation.ts"
import { selectTask } from "./card.ts"
import { comment, task, taskAssignee } from "./task.sql.ts"
import { taskWatch } from "./watch.sql.ts"

/**
 * Whether a member hears of what is said about a task: who said so, and of the others those who reported it, work on it
 * or have commented on it.
 * @param taskId the task, or the column that names it; the member is the row of `project_member` at hand
 */
export const watches = (taskId: string | Column): SQL => sql`coalesce(
  (select ${taskWatch.watching} from ${taskWatch} where ${taskWatch.task_id} = ${taskId} and ${taskWatch.member_id} = ${projectMember.id}),
  exists (select 1 from ${taskAssignee} where ${taskAssignee.task_id} = ${taskId} and ${taskAssignee.member_id} = ${projectMember.id})
    or exists (select 1 from ${task} where ${task.id} = ${taskId} and ${task.reporter_id} = ${projectMember.id})
    or exists (select 1 from ${comment} where ${comment.task_id} = ${taskId} and ${comment.author_id} = ${projectMember.id} and ${comment.deleted_at} is null))`

const Watchers = z
  .object({
    /** Whether you do. */
    watching: z.boolean(),
    /** The people who hear of what is said about the task. */
    member_ids: z.array(z.uuid()),
  })
  .meta({ id: "Watchers" })

const TaskId = ProjectId.extend({ task_id: z.uuid() })

export const watchers = query(
  { action: "tasks:read", summary: "Who hears of what is said about a task", input: TaskId, output: Watchers },
  async ({ tx, input, access }) => {
    const about = await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const rows = await tx
      .select({ id: projectMember.id })
      .from(projectMember)
      .where(
        and(
          eq(projectMember.project_id, input.project_id),
          isNull(projectMember.removed_at),
          isNotNull(projectMember.user_id),
          watches(about.id),
        ),
      )
      .orderBy(projectMember.id)
    const member_ids = rows.map(({ id }) => id)
    return { watching: access.member_id !== null && member_ids.includes(access.member_id), member_ids }
  },
)

export const watch = command(
  {
    action: "comments:write",
    summary: "Say whether you want to hear of what is said about a task",
    input: TaskId.extend({ watching: z.boolean() }),
    output: null,
  },
  async (context) => {
    const { tx, input, record } = context
    const about = await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const member_id = await signingMember(context)
    const { project_id, watching } = input
    await tx
      .insert(taskWatch)
      .values({ project_id, task_id: about.id, member_id, watching })
      .onConflictDoUpdate({ target: [taskWatch.task_id, taskWatch.member_id], set: { watching } })
    // Named so that other pages of the same task hear of it; the task itself is as it was.
    record({
      type: "watch.updated",
      entity_type: "watch",
      entity_id: about.id,
      task_id: about.id,
      version: about.version,
      data: { task_id: about.id, member_id, watching },
    })
  },
)

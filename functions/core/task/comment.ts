import { and, asc, eq, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { agent } from "../agent/agent.sql.ts"
import { clock } from "../clock.ts"
import { startFor } from "../conversation/trigger.ts"
import type { Database } from "../database.ts"
import { Forbidden, NotFound } from "../error.ts"
import { projectMember } from "../member/member.sql.ts"
import { ProjectId, signingMember } from "../member/member.ts"
import { tellMembers } from "../notification/notify.ts"
import { command, query } from "../operation.ts"
import { RichText, RichTextInput, richText } from "../text.ts"
import { user } from "../user/user.sql.ts"
import { selectTask } from "./card.ts"
import { commentReaction, reactions } from "./reaction.sql.ts"
import { comment, task } from "./task.sql.ts"

export const Comment = z
  .object({
    id: z.uuid(),
    task_id: z.uuid(),
    author: z.object({ member_id: z.uuid(), name: z.string(), kind: z.enum(["user", "agent"]) }),
    text: RichText,
    version: z.int(),
    created_at: z.string(),
    edited_at: z.string().nullable(),
    /** What members said to it without a word, the first first. */
    reactions: z.array(z.object({ emoji: z.enum(reactions), member_ids: z.array(z.uuid()) }).meta({ id: "Reaction" })),
  })
  .meta({ id: "Comment" })
export type Comment = z.infer<typeof Comment>

/** The reactions to the comment at hand. */
export const reactionsOf = sql<Comment["reactions"]>`(
  select coalesce(jsonb_agg(jsonb_build_object('emoji', r.emoji, 'member_ids', r.member_ids) order by r.first), '[]')
  from (
    select ${commentReaction.emoji} as emoji, jsonb_agg(${commentReaction.member_id} order by ${commentReaction.created_at}) as member_ids, min(${commentReaction.created_at}) as first
    from ${commentReaction} where ${commentReaction.comment_id} = ${comment.id} group by 1
  ) r)`

const TaskId = ProjectId.extend({ task_id: z.uuid() })
export const CommentId = TaskId.extend({ comment_id: z.uuid() })
const Text = RichTextInput.refine((text) => text.trim().length > 0, "must not be empty")

/** A task's comments, oldest first. */
export async function selectComments(
  tx: Database,
  projectId: string,
  taskId: string,
  commentId?: string,
): Promise<Comment[]> {
  const rows = await tx
    .select({
      id: comment.id,
      task_id: comment.task_id,
      author: {
        member_id: comment.author_id,
        name: sql<string>`coalesce(${user.name}, ${agent.name})`,
        kind: sql<"user" | "agent">`case when ${projectMember.agent_id} is null then 'user' else 'agent' end`,
      },
      text: comment.text,
      version: comment.version,
      created_at: comment.created_at,
      edited_at: comment.edited_at,
      reactions: reactionsOf,
    })
    .from(comment)
    .innerJoin(projectMember, eq(projectMember.id, comment.author_id))
    .leftJoin(user, eq(user.id, projectMember.user_id))
    .leftJoin(agent, eq(agent.id, projectMember.agent_id))
    .where(
      and(
        eq(comment.project_id, projectId),
        eq(comment.task_id, taskId),
        isNull(comment.deleted_at),
        commentId ? eq(comment.id, commentId) : undefined,
      ),
    )
    .orderBy(asc(comment.id))
  return rows.map((row) => ({ ...row, text: richText(row.text) }))
}

/** One comment. @throws COMMENT_NOT_FOUND */
export async function selectComment(tx: Database, input: z.infer<typeof CommentId>): Promise<Comment> {
  const [row] = await selectComments(tx, input.project_id, input.task_id, input.comment_id)
  if (!row) throw NotFound("comment")
  return row
}

export const list = query(
  { action: "tasks:read", summary: "List a task's comments, oldest first", input: TaskId, output: z.array(Comment) },
  async ({ tx, input }) => {
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    return selectComments(tx, input.project_id, input.task_id)
  },
)

export const create = command(
  {
    action: "comments:write",
    summary: "Comment on a task. Mentioning an agent starts it",
    input: TaskId.extend({ text: Text }),
    output: Comment,
  },
  async (context) => {
    const { tx, input, record } = context
    const about = await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const authorId = await signingMember(context)
    const id = clock.id()
    await tx
      .insert(comment)
      .values({ id, project_id: input.project_id, task_id: input.task_id, author_id: authorId, text: input.text })
    await countComments(tx, about.id, 1)
    const made = await selectComment(tx, { ...input, comment_id: id })
    record({
      type: "comment.created",
      entity_type: "comment",
      entity_id: id,
      task_id: about.id,
      version: 1,
      data: { comment: made, task_id: about.id },
    })
    const place = { project_id: about.project_id, task_id: about.id, task_key: about.key, title: about.title }
    const { agents } = await tellMembers(context, place, { assigned: [], text: input.text, followers: true })
    for (const agent of agents) await startFor(context, { agent, task: place, trigger: "mention", prompt: input.text })
    return made
  },
)

async function countComments(tx: Database, taskId: string, by: 1 | -1): Promise<void> {
  await tx
    .update(task)
    .set({ comment_count: sql`${task.comment_count} + ${by}` })
    .where(eq(task.id, taskId))
}

function ownOnly(found: Comment, memberId: string | null): void {
  if (found.author.member_id !== memberId) throw Forbidden("Only its author can change a comment.")
}

export const update = command(
  { action: "comments:write", summary: "Edit your comment", input: CommentId.extend({ text: Text }), output: Comment },
  async ({ tx, input, access, record }) => {
    const before = await selectComment(tx, input)
    ownOnly(before, access.member_id)
    const version = before.version + 1
    await tx
      .update(comment)
      .set({ text: input.text, version, edited_at: clock.instant() })
      .where(eq(comment.id, input.comment_id))
    const after = await selectComment(tx, input)
    record({
      type: "comment.updated",
      entity_type: "comment",
      entity_id: after.id,
      task_id: input.task_id,
      version,
      data: { comment: after, task_id: input.task_id },
    })
    return after
  },
)

export const remove = command(
  { action: "comments:write", summary: "Delete your comment", input: CommentId, output: null },
  async ({ tx, input, access, record }) => {
    const before = await selectComment(tx, input)
    if (!access.held.includes("project.members:write")) ownOnly(before, access.member_id)
    await tx.update(comment).set({ deleted_at: clock.instant() }).where(eq(comment.id, input.comment_id))
    await countComments(tx, input.task_id, -1)
    record({
      type: "comment.deleted",
      entity_type: "comment",
      entity_id: before.id,
      task_id: input.task_id,
      version: before.version + 1,
      data: { task_id: input.task_id },
    })
  },
)

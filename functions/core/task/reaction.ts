import { and, eq, sql } from "drizzle-orm"
import * as z from "zod"
import { signingMember } from "../member/member.ts"
import { command } from "../operation.ts"
import { Comment, CommentId, selectComment } from "./comment.ts"
import { commentReaction, reactions } from "./reaction.sql.ts"

export const react = command(
  {
    action: "comments:write",
    summary: "React to a comment, or take a reaction back",
    input: CommentId.extend({ emoji: z.enum(reactions), reacted: z.boolean().default(true) }),
    output: Comment,
  },
  async (context) => {
    const { tx, input, record } = context
    await selectComment(tx, input)
    const member_id = await signingMember(context)
    const { project_id, comment_id, emoji } = input
    const own = { project_id, comment_id, member_id, emoji }
    if (input.reacted) {
      await tx.insert(commentReaction).values(own).onConflictDoNothing()
    } else {
      await tx
        .delete(commentReaction)
        .where(
          and(
            eq(commentReaction.comment_id, comment_id),
            eq(commentReaction.member_id, member_id),
            eq(commentReaction.emoji, sql`${emoji}`),
          ),
        )
    }
    const after = await selectComment(tx, input)
    record({
      type: "comment.reacted",
      entity_type: "comment",
      entity_id: after.id,
      task_id: input.task_id,
      version: after.version,
      data: { comment: after, task_id: input.task_id },
    })
    return after
  },
)

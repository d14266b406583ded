import { and, desc, eq, isNull, lt, notInArray } from "drizzle-orm"
import * as z from "zod"
import { actorTypes, event } from "../event/event.sql.ts"
import { ProjectId } from "../member/member.ts"
import { query } from "../operation.ts"
import { richText } from "../text.ts"
import { selectTask } from "./card.ts"
import { Comment, reactionsOf } from "./comment.ts"
import { comment, task } from "./task.sql.ts"

export const Activity = z
  .object({
    id: z.uuid(),
    type: z.string(),
    actor: z.object({ type: z.enum(actorTypes), id: z.uuid().nullable(), name: z.string() }),
    at: z.string(),
    changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })).optional(),
    comment: Comment.optional(),
  })
  .meta({ id: "Activity" })

/** A comment as it was written; what came later is read from the comment itself. */
const Written = Comment.omit({ reactions: true })
const EventData = z.object({ changes: Activity.shape.changes, comment: Written.optional() })

/** Not shown on their own: an edit and a reaction show in the comment, a step in its conversation. */
const silent = ["comment.updated", "comment.deleted", "comment.reacted", "watch.updated"]

export const list = query(
  {
    action: "tasks:read",
    summary: "A task's activity and comments, newest first",
    input: ProjectId.extend({
      task_id: z.uuid(),
      cursor: z.uuid().optional(),
      page_size: z.coerce.number().int().min(1).max(100).default(50),
    }),
    output: z.object({ items: z.array(Activity), next_cursor: z.string().nullable() }).meta({ id: "ActivityList" }),
  },
  async ({ tx, input }) => {
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const rows = await tx
      .select({
        event,
        text: comment.text,
        version: comment.version,
        edited_at: comment.edited_at,
        deleted_at: comment.deleted_at,
        reactions: reactionsOf,
      })
      .from(event)
      .leftJoin(comment, and(eq(event.type, "comment.created"), eq(comment.id, event.entity_id)))
      .where(
        and(
          eq(event.task_id, input.task_id),
          notInArray(event.type, silent),
          isNull(comment.deleted_at),
          input.cursor ? lt(event.id, input.cursor) : undefined,
        ),
      )
      .orderBy(desc(event.id))
      .limit(input.page_size + 1)
    const items = rows.slice(0, input.page_size).map(({ event: row, text, version, edited_at, reactions }) => {
      const data = EventData.parse(row.data)
      const actor = { type: row.actor_type, id: row.actor_id, name: row.actor_name }
      return {
        id: row.id,
        type: row.type,
        actor,
        at: row.at,
        ...(data.changes && { changes: data.changes }),
        ...(data.comment &&
          text !== null && {
            comment: {
              ...data.comment,
              text: richText(text),
              version: version ?? data.comment.version,
              edited_at,
              reactions,
            },
          }),
      }
    })
    return { items, next_cursor: rows.length > items.length ? (items.at(-1)?.id ?? null) : null }
  },
)

import { foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import { createdAt } from "../columns.ts"
import { projectMember } from "../member/member.sql.ts"
import { comment } from "./task.sql.ts"

/** Few enough to be said at a glance, and to be counted; the pictures of a phone's keyboard are neither. */
export const reactions = ["👍", "👎", "❤️", "🎉", "😄", "😕", "🚀", "👀"] as const

/** What members say to a comment without a word. */
export const commentReaction = pgTable(
  "comment_reaction",
  {
    project_id: uuid().notNull(),
    comment_id: uuid()
      .notNull()
      .references(() => comment.id, { onDelete: "cascade" }),
    member_id: uuid().notNull(),
    emoji: text({ enum: reactions }).notNull(),
    created_at: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.comment_id, table.emoji, table.member_id] }),
    foreignKey({
      name: "comment_reaction_member",
      columns: [table.project_id, table.member_id],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
  ],
)

import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import { createdAt } from "../columns.ts"
import { project } from "../project/project.sql.ts"
import { user } from "../user/user.sql.ts"

export const favoriteKinds = ["project", "view", "task", "doc"] as const

/** What a person keeps at hand. It is shown as long as it is there and they may see it. */
export const favorite = pgTable(
  "favorite",
  {
    user_id: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    kind: text({ enum: favoriteKinds }).notNull(),
    /** Of the project, view, task or document. */
    entity_id: uuid().notNull(),
    created_at: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.user_id, table.entity_id] }),
    index("favorite_by_project").on(table.project_id),
  ],
)

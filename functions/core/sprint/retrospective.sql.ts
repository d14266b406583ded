import { foreignKey, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core"
import { document } from "../document/document.sql.ts"
import { sprint } from "./sprint.sql.ts"

/** The document in which a team looks back at a sprint. */
export const sprintRetrospective = pgTable(
  "sprint_retrospective",
  {
    project_id: uuid().notNull(),
    sprint_id: uuid().notNull(),
    document_id: uuid().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.project_id, table.sprint_id] }),
    foreignKey({
      columns: [table.project_id, table.sprint_id],
      foreignColumns: [sprint.project_id, sprint.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.project_id, table.document_id],
      foreignColumns: [document.project_id, document.id],
    }),
  ],
)

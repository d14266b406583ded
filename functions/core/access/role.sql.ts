import { sql } from "drizzle-orm"
import { boolean, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { createdAt, id } from "../columns.ts"
import { project } from "../project/project.sql.ts"

/** A named set of actions in one project. Every project ships Admin, Editor and Viewer. */
export const projectRole = pgTable(
  "project_role",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    name: text().notNull(),
    actions: text().array().notNull(),
    is_system: boolean().notNull().default(false),
    created_at: createdAt(),
  },
  (table) => [
    unique("project_role_in_project").on(table.project_id, table.id),
    uniqueIndex("project_role_name").on(table.project_id, sql`lower(name)`),
  ],
)

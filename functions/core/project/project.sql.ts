import { sql } from "drizzle-orm"
import { boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { workspace } from "../workspace/workspace.sql.ts"

/** The template a project was made from, and the sample tasks in it. */
export type Beginning = { template: string; sample_task_ids: string[] }

export const project = pgTable(
  "project",
  {
    id: id(),
    workspace_id: uuid()
      .notNull()
      .references(() => workspace.id),
    name: text().notNull(),
    /** Leads every task's key, e.g. `PLN` in `PLN-12`. */
    prefix: text().notNull(),
    description: text().notNull().default(""),
    is_public: boolean().notNull().default(false),
    /** The last task number given out; numbers are never given twice. */
    task_counter: integer().notNull().default(0),
    version: integer().notNull().default(1),
    /** What the project was begun with, for as long as its first steps are shown. */
    beginning: jsonb().$type<Beginning>(),
    created_at: createdAt(),
    updated_at: createdAt(),
    /** Since when the project can be read, but not changed. */
    archived_at: instant(),
    deleted_at: instant(),
  },
  (table) => [
    unique("project_in_workspace").on(table.workspace_id, table.id),
    uniqueIndex("project_prefix").on(table.workspace_id, table.prefix).where(sql`deleted_at is null`),
    index("project_by_workspace").on(table.workspace_id),
  ],
)

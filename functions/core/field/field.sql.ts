import { sql } from "drizzle-orm"
import { boolean, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { createdAt, id } from "../columns.ts"
import { project } from "../project/project.sql.ts"

export const fieldTypes = ["text", "number", "date", "select", "multi_select", "boolean", "url"] as const

/** A choice of a select. Tasks hold its id, so that it can be renamed. */
export type FieldOption = { id: string; name: string }

/** A field that a project adds to its tasks; the values lie with the tasks (`task.custom_fields`). */
export const customField = pgTable(
  "custom_field",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    name: text().notNull(),
    type: text({ enum: fieldTypes }).notNull(),
    options: jsonb().$type<FieldOption[]>().notNull().default([]),
    required: boolean().notNull().default(false),
    position: integer().notNull().default(0),
    created_at: createdAt(),
  },
  (table) => [
    unique("custom_field_in_project").on(table.project_id, table.id),
    uniqueIndex("custom_field_name").on(table.project_id, sql`lower(name)`),
  ],
)

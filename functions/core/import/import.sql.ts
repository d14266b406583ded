import { boolean, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"

export const importStatuses = ["pending", "processing", "completed", "failed", "cancelled"] as const
export const importModes = ["skip_bad_rows", "all_or_nothing"] as const

export type ImportIssue = { line: number; column: string | null; message: string }

/** One CSV on its way into a project. The file lies in object storage under `imports/<id>.csv`. */
export const importJob = pgTable(
  "import_job",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    created_by: uuid()
      .notNull()
      .references(() => projectMember.id),
    mode: text({ enum: importModes }).notNull(),
    status: text({ enum: importStatuses }).notNull().default("pending"),
    cancel_requested: boolean().notNull().default(false),
    total: integer().notNull().default(0),
    done: integer().notNull().default(0),
    created: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    errors: jsonb().$type<ImportIssue[]>().notNull().default([]),
    reason: text(),
    created_at: createdAt(),
    started_at: instant(),
    finished_at: instant(),
  },
  (table) => [index("import_by_project").on(table.project_id, table.id)],
)

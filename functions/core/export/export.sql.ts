import { bigint, boolean, foreignKey, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"

export const exportStatuses = ["pending", "processing", "completed", "failed", "cancelled"] as const

/** A project as one zip. The file lies in object storage under `exports/files/<id>.zip` until it expires. */
export const projectExport = pgTable(
  "project_export",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    requested_by: uuid().notNull(),
    status: text({ enum: exportStatuses }).notNull().default("pending"),
    cancel_requested: boolean().notNull().default(false),
    file_name: text().notNull(),
    /** Bytes; null until the file is there, and again when it is gone. */
    file_size: bigint({ mode: "number" }),
    /** Tasks to write, and written so far. */
    total: integer().notNull().default(0),
    done: integer().notNull().default(0),
    attempts: integer().notNull().default(0),
    error_message: text(),
    created_at: createdAt(),
    started_at: instant(),
    completed_at: instant(),
    expires_at: instant(),
  },
  (table) => [
    foreignKey({
      columns: [table.project_id, table.requested_by],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    index("export_by_project").on(table.project_id, table.id),
  ],
)

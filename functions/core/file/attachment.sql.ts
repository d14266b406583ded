import { sql } from "drizzle-orm"
import { bigint, check, foreignKey, index, pgTable, text, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { document } from "../document/document.sql.ts"
import { projectMember } from "../member/member.sql.ts"
import { task } from "../task/task.sql.ts"

/** A file of a task or of a document. It lies in object storage under `attachments/<project>/<id>`; its name is never part of the key. */
export const attachment = pgTable(
  "attachment",
  {
    id: id(),
    project_id: uuid().notNull(),
    /** It belongs to a task or to a document. */
    task_id: uuid(),
    document_id: uuid(),
    created_by: uuid().notNull(),
    file_name: text().notNull(),
    /** What the sender says until the file is there; then what its bytes say. */
    content_type: text().notNull(),
    /** Bytes. */
    file_size: bigint({ mode: "number" }).notNull(),
    /** The object store's name for an upload in parts. */
    upload_id: text(),
    created_at: createdAt(),
    /** When the file had arrived. Until then nobody sees it. */
    completed_at: instant(),
    deleted_at: instant(),
  },
  (table) => [
    foreignKey({ columns: [table.project_id, table.task_id], foreignColumns: [task.project_id, task.id] }),
    foreignKey({ columns: [table.project_id, table.document_id], foreignColumns: [document.project_id, document.id] }),
    foreignKey({
      columns: [table.project_id, table.created_by],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    index("attachment_by_task").on(table.task_id, table.id),
    index("attachment_by_document").on(table.document_id, table.id),
    check("attachment_owner", sql`num_nonnulls(task_id, document_id) = 1`),
  ],
)

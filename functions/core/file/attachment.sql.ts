import { bigint, foreignKey, index, pgTable, text, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { projectMember } from "../member/member.sql.ts"
import { task } from "../task/task.sql.ts"

/** A file of a task. It lies in object storage under `attachments/<project>/<id>`; its name is never part of the key. */
export const attachment = pgTable(
  "attachment",
  {
    id: id(),
    project_id: uuid().notNull(),
    task_id: uuid().notNull(),
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
    foreignKey({
      columns: [table.project_id, table.created_by],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    index("attachment_by_task").on(table.task_id, table.id),
  ],
)

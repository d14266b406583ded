import { sql } from "drizzle-orm"
import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant, tsvector } from "../columns.ts"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"
import { task } from "../task/task.sql.ts"

/** A folder of a project's documents. */
export const docFolder = pgTable(
  "doc_folder",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    /** Null for a folder at the top. */
    parent_id: uuid(),
    name: text().notNull(),
    /** Where it lies among the folders beside it. */
    position: integer().notNull(),
    version: integer().notNull().default(1),
    created_at: createdAt(),
    updated_at: createdAt(),
  },
  (table) => [
    unique("doc_folder_in_project").on(table.project_id, table.id),
    foreignKey({ columns: [table.project_id, table.parent_id], foreignColumns: [table.project_id, table.id] }),
    index("doc_folder_by_parent").on(table.project_id, table.parent_id, table.position),
  ],
)

/** A text of the project: a specification, a decision, notes. */
export const document = pgTable(
  "document",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    /** Null for a document at the top. */
    folder_id: uuid(),
    title: text().notNull(),
    /** Markdown. */
    content: text().notNull().default(""),
    /** Where it lies among the documents beside it. */
    position: integer().notNull(),
    version: integer().notNull().default(1),
    created_by: uuid().notNull(),
    updated_by: uuid().notNull(),
    created_at: createdAt(),
    updated_at: createdAt(),
    deleted_at: instant(),
    search: tsvector().generatedAlwaysAs(
      sql`setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(content, 200000)), 'B')`,
    ),
  },
  (table) => [
    unique("document_in_project").on(table.project_id, table.id),
    foreignKey({ columns: [table.project_id, table.folder_id], foreignColumns: [docFolder.project_id, docFolder.id] }),
    foreignKey({
      columns: [table.project_id, table.created_by],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    foreignKey({
      columns: [table.project_id, table.updated_by],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    index("document_by_folder").on(table.project_id, table.folder_id, table.position),
    index("document_by_words").using("gin", table.project_id, table.search),
    index("document_by_title_likeness").using("gin", table.project_id, table.title.op("gin_trgm_ops")),
    index("document_by_update").on(table.project_id, table.updated_at),
  ],
)

/** A title and text that a document had. The newest one is what it has now. */
export const docSnapshot = pgTable(
  "doc_snapshot",
  {
    id: id(),
    project_id: uuid().notNull(),
    document_id: uuid().notNull(),
    /** Counts from 1 in each document. */
    snapshot_number: integer().notNull(),
    title: text().notNull(),
    content: text().notNull(),
    created_by: uuid().notNull(),
    created_at: createdAt(),
    /** Made by going back to an older one. */
    is_restored: boolean().notNull().default(false),
  },
  (table) => [
    unique("doc_snapshot_number").on(table.document_id, table.snapshot_number),
    foreignKey({ columns: [table.project_id, table.document_id], foreignColumns: [document.project_id, document.id] }),
    foreignKey({
      columns: [table.project_id, table.created_by],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
  ],
)

export const linkOrigins = ["text", "manual"] as const

/** A document is about a task: because its text names the task's key, or because somebody said so. */
export const docTaskLink = pgTable(
  "doc_task_link",
  {
    project_id: uuid().notNull(),
    document_id: uuid().notNull(),
    task_id: uuid().notNull(),
    origin: text({ enum: linkOrigins }).notNull(),
    created_at: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.document_id, table.task_id, table.origin] }),
    foreignKey({ columns: [table.project_id, table.document_id], foreignColumns: [document.project_id, document.id] }),
    foreignKey({ columns: [table.project_id, table.task_id], foreignColumns: [task.project_id, task.id] }),
    index("doc_task_link_by_task").on(table.task_id),
  ],
)

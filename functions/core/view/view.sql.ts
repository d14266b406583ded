import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, rankColumn } from "../columns.ts"
import { project } from "../project/project.sql.ts"
import { sprint } from "../sprint/sprint.sql.ts"
import { task } from "../task/task.sql.ts"
import type { StoredConfig } from "./config.ts"

export const viewContexts = ["sprint", "backlog", "timeline"] as const
export const viewLayouts = ["board", "table", "roadmap", "calendar", "plugin"] as const

export const view = pgTable(
  "view",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    sprint_id: uuid(),
    name: text().notNull(),
    context: text({ enum: viewContexts }).notNull(),
    layout: text({ enum: viewLayouts }).notNull(),
    /** What differs from the defaults of `ViewConfig`. */
    config: jsonb().$type<StoredConfig>().notNull(),
    position: integer().notNull().default(0),
    version: integer().notNull().default(1),
    /** Grows each time ranks are rewritten, so that a move that read them before finds out. */
    ranks_version: integer().notNull().default(0),
    created_at: createdAt(),
    updated_at: createdAt(),
  },
  (table) => [
    unique("view_in_project").on(table.project_id, table.id),
    foreignKey({ columns: [table.project_id, table.sprint_id], foreignColumns: [sprint.project_id, sprint.id] }),
    index("view_by_project").on(table.project_id, table.context, table.position),
  ],
)

/** Only tasks that somebody placed by hand have a row; the others lie at their own rank (`task.rank`). */
export const viewPosition = pgTable(
  "view_position",
  {
    project_id: uuid().notNull(),
    view_id: uuid().notNull(),
    task_id: uuid().notNull(),
    /** The task's status. The foreign key keeps it true, and a column of a board is one stretch of an index. */
    status_id: uuid().notNull(),
    /** Fractional index (byte order), compared with the other tasks' ranks in this view. */
    rank: rankColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.view_id, table.task_id] }),
    index("view_position_by_rank").on(table.view_id, table.rank),
    index("view_position_by_status").on(table.view_id, table.status_id, table.rank),
    index("view_position_by_task").on(table.project_id, table.task_id),
    foreignKey({ columns: [table.project_id, table.view_id], foreignColumns: [view.project_id, view.id] }).onDelete(
      "cascade",
    ),
    foreignKey({
      name: "view_position_task",
      columns: [table.project_id, table.task_id, table.status_id],
      foreignColumns: [task.project_id, task.id, task.status_id],
    }).onUpdate("cascade"),
  ],
)

import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, rankColumn } from "../columns.ts"
import { project } from "../project/project.sql.ts"
import { sprint } from "../sprint/sprint.sql.ts"
import { task } from "../task/task.sql.ts"

export const viewContexts = ["sprint", "backlog", "timeline"] as const
export const viewLayouts = ["board", "table", "roadmap", "calendar", "plugin"] as const

export type ViewConfig = { column_by: "status"; sort_by: "manual" }

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
    config: jsonb().$type<ViewConfig>().notNull(),
    position: integer().notNull().default(0),
    created_at: createdAt(),
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
    /** Fractional index (byte order), compared with the other tasks' ranks in this view. */
    rank: rankColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.view_id, table.task_id] }),
    index("view_position_by_rank").on(table.view_id, table.rank),
    foreignKey({ columns: [table.project_id, table.view_id], foreignColumns: [view.project_id, view.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [table.project_id, table.task_id], foreignColumns: [task.project_id, task.id] }),
  ],
)

import { date, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { project } from "../project/project.sql.ts"

export const sprintStates = ["planned", "active", "completed"] as const

export const sprint = pgTable(
  "sprint",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    name: text().notNull(),
    goal: text().notNull().default(""),
    state: text({ enum: sprintStates }).notNull().default("planned"),
    start_date: date({ mode: "string" }),
    end_date: date({ mode: "string" }),
    started_at: instant(),
    completed_at: instant(),
    position: integer().notNull().default(0),
    created_at: createdAt(),
  },
  (table) => [
    unique("sprint_in_project").on(table.project_id, table.id),
    index("sprint_by_project").on(table.project_id, table.position),
  ],
)

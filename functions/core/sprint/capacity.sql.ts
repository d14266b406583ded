import { sql } from "drizzle-orm"
import { check, foreignKey, numeric, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core"
import { projectMember } from "../member/member.sql.ts"
import { sprint } from "./sprint.sql.ts"

/** How many points a member can take on in a sprint. Who has no row has not said. */
export const sprintCapacity = pgTable(
  "sprint_capacity",
  {
    project_id: uuid().notNull(),
    sprint_id: uuid().notNull(),
    member_id: uuid().notNull(),
    points: numeric({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.project_id, table.sprint_id, table.member_id] }),
    foreignKey({
      columns: [table.project_id, table.sprint_id],
      foreignColumns: [sprint.project_id, sprint.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.project_id, table.member_id],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    check("sprint_capacity_points", sql`points >= 0`),
  ],
)

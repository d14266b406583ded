import { sql } from "drizzle-orm"
import { check, foreignKey, index, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { projectRole } from "../access/role.sql.ts"
import { agent } from "../agent/agent.sql.ts"
import { createdAt, id, instant } from "../columns.ts"
import { project } from "../project/project.sql.ts"
import { user } from "../user/user.sql.ts"

/** Somebody in a project: a person or an agent, never both. Removed members stay for the history. */
export const projectMember = pgTable(
  "project_member",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    user_id: uuid().references(() => user.id),
    agent_id: uuid(),
    role_id: uuid().notNull(),
    /** Name for @mentions in this project: an agent's own, or a copy of the person's. */
    handle: text().notNull(),
    created_at: createdAt(),
    removed_at: instant(),
  },
  (table) => [
    unique("project_member_in_project").on(table.project_id, table.id),
    foreignKey({
      columns: [table.project_id, table.role_id],
      foreignColumns: [projectRole.project_id, projectRole.id],
    }),
    foreignKey({ columns: [table.project_id, table.agent_id], foreignColumns: [agent.project_id, agent.id] }),
    uniqueIndex("project_member_user").on(table.project_id, table.user_id).where(sql`removed_at is null`),
    uniqueIndex("project_member_agent").on(table.project_id, table.agent_id).where(sql`removed_at is null`),
    uniqueIndex("project_member_handle").on(table.project_id, table.handle).where(sql`removed_at is null`),
    index("project_member_by_user").on(table.user_id),
    check("project_member_kind", sql`num_nonnulls(user_id, agent_id) = 1`),
  ],
)

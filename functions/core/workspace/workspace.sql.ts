import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { user } from "../user/user.sql.ts"

export const workspace = pgTable("workspace", {
  id: id(),
  name: text().notNull(),
  slug: text().notNull().unique(),
  created_at: createdAt(),
  deleted_at: instant(),
})

export const workspaceRoles = ["owner", "admin", "member", "guest"] as const

export const workspaceMember = pgTable(
  "workspace_member",
  {
    workspace_id: uuid()
      .notNull()
      .references(() => workspace.id),
    user_id: uuid()
      .notNull()
      .references(() => user.id),
    role: text({ enum: workspaceRoles }).notNull(),
    created_at: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace_id, table.user_id] }),
    index("workspace_member_by_user").on(table.user_id),
  ],
)

export const invitation = pgTable(
  "invitation",
  {
    id: id(),
    workspace_id: uuid()
      .notNull()
      .references(() => workspace.id),
    email: text().notNull(),
    role: text({ enum: workspaceRoles }).notNull(),
    project_id: uuid(),
    project_role_id: uuid(),
    /** SHA-256 of the secret in the link, hex. */
    token_hash: text().notNull().unique(),
    invited_by: uuid()
      .notNull()
      .references(() => user.id),
    created_at: createdAt(),
    expires_at: instant().notNull(),
    accepted_at: instant(),
    revoked_at: instant(),
  },
  (table) => [index("invitation_by_workspace").on(table.workspace_id)],
)

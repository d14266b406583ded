import { integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { project } from "../project/project.sql.ts"
import { user } from "../user/user.sql.ts"

export const providers = ["demo", "openai-compatible"] as const

export const agent = pgTable(
  "agent",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    name: text().notNull(),
    provider: text({ enum: providers }).notNull(),
    model: text().notNull(),
    base_url: text(),
    /** AES-256-GCM, see `access/secret.ts`. */
    api_key_encrypted: text(),
    prompt: text().notNull().default(""),
    max_iterations: integer().notNull().default(30),
    time_limit_seconds: integer().notNull().default(1800),
    created_by: uuid().references(() => user.id),
    created_at: createdAt(),
    /** Since when it takes nothing up, until somebody lets it again. */
    suspended_at: instant(),
    deleted_at: instant(),
  },
  (table) => [unique("agent_in_project").on(table.project_id, table.id)],
)

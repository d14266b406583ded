import { sql } from "drizzle-orm"
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core"
import { agent } from "../agent/agent.sql.ts"
import { createdAt, id, instant } from "../columns.ts"
import { user } from "../user/user.sql.ts"

/** Personal keys and agents' keys. Only the SHA-256 of a key is kept. */
export const apiKey = pgTable(
  "api_key",
  {
    id: id(),
    user_id: uuid().references(() => user.id, { onDelete: "cascade" }),
    agent_id: uuid().references(() => agent.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** The first characters of the key, to recognise it by. */
    prefix: text().notNull(),
    hash: text().notNull().unique(),
    /** Narrows what the key may do; null means everything its owner may. */
    actions: text().array(),
    created_at: createdAt(),
    expires_at: instant(),
    last_used_at: instant(),
    revoked_at: instant(),
  },
  (table) => [
    index("api_key_by_user").on(table.user_id),
    check("api_key_owner", sql`num_nonnulls(user_id, agent_id) = 1`),
  ],
)

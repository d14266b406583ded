import { sql } from "drizzle-orm"
import { boolean, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core"
import { createdAt, id } from "../columns.ts"

/** A named set of actions in the whole installation. It ships Administrator, which holds all of them. */
export const globalRole = pgTable(
  "global_role",
  {
    id: id(),
    name: text().notNull(),
    actions: text().array().notNull(),
    is_system: boolean().notNull().default(false),
    created_at: createdAt(),
  },
  () => [uniqueIndex("global_role_name").on(sql`lower(name)`)],
)

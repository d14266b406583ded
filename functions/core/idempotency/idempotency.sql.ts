import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import { createdAt } from "../columns.ts"

/** Results of changes that were sent with an `Idempotency-Key`, for a day. */
export const idempotentResult = pgTable(
  "idempotent_result",
  {
    /** The user or agent who sent it: keys of others are others' business. */
    caller_id: uuid().notNull(),
    key: text().notNull(),
    /** SHA-256 of what was asked, hex. */
    fingerprint: text().notNull(),
    /** The result, encrypted: some results show a secret once. Null while the change is under way. */
    result: text(),
    created_at: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.caller_id, table.key] })],
)

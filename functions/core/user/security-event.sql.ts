import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core"
import { createdAt, id } from "../columns.ts"
import { user } from "./user.sql.ts"

/** Longer than what any browser sends; a header may be as long as its sender likes. */
export const USER_AGENT_LENGTH = 400

export const securityEventTypes = [
  "signed_up",
  "signed_in",
  "sign_in_failed",
  "signed_out",
  "email_verified",
  "password_changed",
  "password_reset_requested",
  "password_reset",
  "session_revoked",
  "api_key_created",
  "api_key_revoked",
  "app_connected",
  "app_disconnected",
  "created_by_admin",
  "changed_by_admin",
  "password_reset_by_admin",
] as const

/**
 * What happened to somebody's account, for the person to see. It belongs to no workspace, which is why it is not in
 * `event`; who joined, left, or got another role in a workspace or project is there.
 */
export const securityEvent = pgTable(
  "security_event",
  {
    id: id(),
    user_id: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    type: text({ enum: securityEventTypes }).notNull(),
    ip_address: text(),
    user_agent: text(),
    /** Names and ids for a person to recognise things by. Never a secret. */
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    at: createdAt(),
  },
  (table) => [index("security_event_by_user").on(table.user_id, table.id), index("security_event_by_age").on(table.at)],
)

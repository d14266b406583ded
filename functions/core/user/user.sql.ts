import { boolean, index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { id } from "../columns.ts"
import { globalRole } from "./global-role.sql.ts"

/** A point in time as better-auth wants it: a Date. */
const moment = () => timestamp({ withTimezone: true, precision: 3, mode: "date" })

/** People. `user`, `session`, `account` and `verification` are written by better-auth (`functions/auth`). */
export const user = pgTable("user", {
  id: id(),
  name: text().notNull(),
  email: text().notNull().unique(),
  email_verified: boolean().notNull().default(false),
  image: text(),
  /** Name for @mentions, unique in the whole installation. */
  handle: text().notNull().unique(),
  created_at: moment().notNull().defaultNow(),
  updated_at: moment().notNull().defaultNow(),
  suspended_at: moment(),
  /** The language of the app and of mails; without one the browser's choice holds, and mails are in English. */
  language: text(),
  /** The role in the whole installation; almost everybody has none. */
  global_role_id: uuid().references(() => globalRole.id),
  /** Whether the password was given by somebody else: until it is changed, nothing else can be done. */
  must_change_password: boolean().notNull().default(false),
  deleted_at: moment(),
})

export const session = pgTable(
  "session",
  {
    id: id(),
    user_id: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    token: text().notNull().unique(),
    expires_at: moment().notNull(),
    ip_address: text(),
    user_agent: text(),
    created_at: moment().notNull().defaultNow(),
    updated_at: moment().notNull().defaultNow(),
    /** Kept to a few minutes by the API; better-auth knows nothing of it. */
    last_used_at: moment().notNull().defaultNow(),
  },
  (table) => [index("session_by_user").on(table.user_id)],
)

export const account = pgTable(
  "account",
  {
    id: id(),
    user_id: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    account_id: text().notNull(),
    provider_id: text().notNull(),
    access_token: text(),
    refresh_token: text(),
    id_token: text(),
    access_token_expires_at: moment(),
    refresh_token_expires_at: moment(),
    scope: text(),
    password: text(),
    created_at: moment().notNull().defaultNow(),
    updated_at: moment().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("account_by_provider").on(table.provider_id, table.account_id),
    index("account_by_user").on(table.user_id),
  ],
)

export const verification = pgTable(
  "verification",
  {
    id: id(),
    identifier: text().notNull(),
    value: text().notNull(),
    expires_at: moment().notNull(),
    created_at: moment().notNull().defaultNow(),
    updated_at: moment().notNull().defaultNow(),
  },
  (table) => [index("verification_by_identifier").on(table.identifier)],
)

import { sql } from "drizzle-orm"
import { index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core"
import { createdAt, id, instant } from "../columns.ts"
import { project } from "../project/project.sql.ts"
import { user } from "../user/user.sql.ts"

export const notificationTypes = [
  "assigned",
  "mentioned",
  "commented",
  "status_changed",
  "conversation_finished",
] as const

/** What a notification says, in the parts that a sentence of any language is made of. */
export type Says = {
  /** The person or agent that did it. */
  who: string
  /** The key of a task, or the title of a document in quotation marks; empty for a chat. */
  about: string
  /** The status a task was moved to, or the one a conversation ended with; else empty. */
  to: string
}

export const notification = pgTable(
  "notification",
  {
    id: id(),
    user_id: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    /** What it is about: a task, a document, or neither. */
    task_id: uuid(),
    doc_id: uuid(),
    type: text({ enum: notificationTypes }).notNull(),
    title: text().notNull(),
    /** Null on those from before there were languages: their title is all there is. */
    says: jsonb().$type<Says>(),
    body: text().notNull(),
    actor_type: text().notNull(),
    actor_id: uuid(),
    actor_name: text().notNull(),
    created_at: createdAt(),
    read_at: instant(),
    /** When it was mailed, or found to be none of those that are. */
    mailed_at: instant(),
  },
  (table) => [
    index("notification_by_user").on(table.user_id, table.id),
    index("notification_unread").on(table.user_id).where(sql`read_at is null`),
    index("notification_to_mail").on(table.created_at).where(sql`read_at is null and mailed_at is null`),
  ],
)

export const notificationChannels = ["off", "app", "email"] as const

/** What somebody has chosen for a type of notification; without a row the type's default holds. */
export const notificationPreference = pgTable(
  "notification_preference",
  {
    user_id: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    type: text({ enum: notificationTypes }).notNull(),
    channel: text({ enum: notificationChannels }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.user_id, table.type] })],
)

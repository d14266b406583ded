import { sql } from "drizzle-orm"
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { createdAt, instant } from "../columns.ts"

export const actorTypes = ["user", "agent", "automation", "system"] as const

/**
 * What happened. One table is the audit record, the activity feed, a conversation's steps and the outbox:
 * a row is written in the transaction of its change and published to the stream `paca:events` after the commit.
 */
export const event = pgTable(
  "event",
  {
    id: uuid().primaryKey(),
    type: text().notNull(),
    workspace_id: uuid().notNull(),
    project_id: uuid(),
    entity_type: text().notNull(),
    entity_id: uuid().notNull(),
    /** Set on everything that belongs in a task's activity feed. */
    task_id: uuid(),
    actor_type: text({ enum: actorTypes }).notNull(),
    actor_id: uuid(),
    actor_name: text().notNull(),
    /** The entity's version after the change; for a conversation's steps, their index. */
    version: integer().notNull(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
    at: createdAt(),
    published_at: instant(),
  },
  (table) => [
    index("event_unpublished").on(table.id).where(sql`published_at is null`),
    index("event_by_task").on(table.task_id, table.id).where(sql`task_id is not null`),
    index("event_by_project").on(table.project_id, table.id),
    uniqueIndex("event_conversation_step")
      .on(table.entity_id, table.version)
      .where(sql`type = 'agent.conversation.event'`),
  ],
)

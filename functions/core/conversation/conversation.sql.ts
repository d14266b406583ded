import { sql } from "drizzle-orm"
import { boolean, foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core"
import { agent } from "../agent/agent.sql.ts"
import { createdAt, id, instant } from "../columns.ts"
import { document } from "../document/document.sql.ts"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"
import { task } from "../task/task.sql.ts"
import { conversationStatuses, conversationTriggers } from "./runtime.ts"

/** One run of an agent, from what caused it to its summary. Its steps are rows of `event`. */
export const conversation = pgTable(
  "conversation",
  {
    id: id(),
    project_id: uuid()
      .notNull()
      .references(() => project.id),
    agent_id: uuid().notNull(),
    /** The agent's membership: the conversation may do what this member may. */
    member_id: uuid().notNull(),
    task_id: uuid(),
    /** The document that it is about, when it is about none of the tasks. */
    doc_id: uuid(),
    trigger: text({ enum: conversationTriggers }).notNull(),
    /** What the agent was asked, in Markdown. */
    prompt: text().notNull(),
    /** The person who caused it. */
    caused_by: uuid(),
    status: text({ enum: conversationStatuses }).notNull().default("queued"),
    reason: text(),
    summary: text(),
    /** One line: what the agent is doing now. */
    activity: text(),
    /** Control that the container has not fetched yet. */
    pending: jsonb().$type<{ pause?: boolean; messages: string[] }>().notNull().default({ messages: [] }),
    input_tokens: integer().notNull().default(0),
    output_tokens: integer().notNull().default(0),
    seconds: integer().notNull().default(0),
    version: integer().notNull().default(1),
    created_at: createdAt(),
    /** When a launcher was last asked for a container. */
    launched_at: instant(),
    /** Which container has it; chosen by the container. */
    container_id: uuid(),
    /** What the launcher calls that container: an ECS task's ARN, or a process's id. */
    container_ref: text(),
    /** It lost a container of spare capacity: the next one is of a kind that nobody takes back. */
    on_demand: boolean().notNull().default(false),
    started_at: instant(),
    heartbeat_at: instant(),
    finished_at: instant(),
  },
  (table) => [
    unique("conversation_in_project").on(table.project_id, table.id),
    foreignKey({ columns: [table.project_id, table.agent_id], foreignColumns: [agent.project_id, agent.id] }),
    foreignKey({
      columns: [table.project_id, table.member_id],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
    foreignKey({ columns: [table.project_id, table.task_id], foreignColumns: [task.project_id, task.id] }),
    foreignKey({ columns: [table.project_id, table.doc_id], foreignColumns: [document.project_id, document.id] }),
    index("conversation_by_task").on(table.task_id),
    index("conversation_by_doc").on(table.doc_id).where(sql`doc_id is not null`),
    index("conversation_by_project").on(table.project_id, table.id),
    index("conversation_live").on(table.status, table.heartbeat_at).where(sql`finished_at is null`),
  ],
)

import { boolean, foreignKey, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core"
import { projectMember } from "../member/member.sql.ts"
import { task } from "./task.sql.ts"

/** Who said whether they want to hear of a task. Without a row, those do who have to do with it (`watch.ts`). */
export const taskWatch = pgTable(
  "task_watch",
  {
    project_id: uuid().notNull(),
    task_id: uuid().notNull(),
    member_id: uuid().notNull(),
    watching: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.task_id, table.member_id] }),
    foreignKey({
      name: "task_watch_task",
      columns: [table.project_id, table.task_id],
      foreignColumns: [task.project_id, task.id],
    }),
    foreignKey({
      name: "task_watch_member",
      columns: [table.project_id, table.member_id],
      foreignColumns: [projectMember.project_id, projectMember.id],
    }),
  ],
)

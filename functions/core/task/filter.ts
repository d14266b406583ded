import { and, arrayOverlaps, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { listOf } from "../text.ts"
import { task, taskAssignee } from "./task.sql.ts"

/** A pattern for what contains a text, whatever signs are in it. */
export const containing = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`

/** Whether a task is assigned to one of these members. */
export const assignedTo = (memberIds: string[]): SQL =>
  sql`exists (select 1 from ${taskAssignee} where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id} and ${inArray(taskAssignee.member_id, memberIds)})`

const assignedToNobody = sql`not exists (select 1 from ${taskAssignee} where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id})`

/** A key such as `PLN-12` or `12` finds that task; other words are looked for in titles, and in descriptions if asked. */
export function matching(search: string, options: { content?: boolean } = {}): SQL | undefined {
  const number = /^(?:[a-z][a-z0-9]*-)?(\d{1,9})$/i.exec(search.trim())?.[1]
  const text = containing(search.trim())
  return or(
    ilike(task.title, text),
    options.content ? ilike(task.description, text) : undefined,
    number ? eq(task.number, Number(number)) : undefined,
  )
}

/** What somebody looks for in a view, on top of the view's own filters. */
export const Overlay = z.object({
  /** Words that must all be in the key, title or tags. */
  q: z.string().max(200).optional(),
  /** Members' ids, or `none` for tasks that nobody has. */
  assignee: listOf(z.union([z.uuid(), z.literal("none")])).optional(),
  tag: listOf(z.string()).optional(),
  type: listOf(z.uuid()).optional(),
})

/** An overlay in SQL. Within one kind any value may match; every kind in use must. */
export function overlaySql({ q, assignee, tag, type }: z.infer<typeof Overlay>, prefix: string): SQL | undefined {
  const words = (q ?? "").split(/\s+/).filter(Boolean)
  const said = sql`(${prefix}::text || '-' || ${task.number} || ' ' || ${task.title} || ' ' || array_to_string(${task.tags}, ' '))`
  const members = (assignee ?? []).filter((id) => id !== "none")
  return and(
    ...words.map((word) => ilike(said, containing(word))),
    assignee?.length
      ? or(
          members.length > 0 ? assignedTo(members) : undefined,
          assignee.includes("none") ? assignedToNobody : undefined,
        )
      : undefined,
    tag?.length ? arrayOverlaps(task.tags, tag) : undefined,
    type?.length ? inArray(task.task_type_id, type) : undefined,
  )
}

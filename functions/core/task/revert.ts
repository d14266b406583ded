import { and, eq, gt, inArray, sql } from "drizzle-orm"
import * as z from "zod"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import { event } from "../event/event.sql.ts"
import { ProjectId } from "../member/member.ts"
import { command } from "../operation.ts"
import { selectTask, Task } from "./card.ts"
import { Fields, setDeleted, updateTask } from "./change.ts"
import { task } from "./task.sql.ts"

const Changes = z.object({
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })).default([]),
})

const CUSTOM = "custom_fields."

/** A field's value as the log writes it: texts as Markdown, no value as null. */
function currentOf(now: Task, field: string): unknown {
  if (field.startsWith(CUSTOM)) return now.custom_fields[field.slice(CUSTOM.length)] ?? null
  if (field === "description") return now.description?.text ?? null
  return Object.entries(now).find(([name]) => name === field)?.[1]
}

const sorted = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.toSorted() : (value ?? null))

/** The input that sets fields back to what they were. */
function backTo(changes: z.infer<typeof Changes>["changes"]): Record<string, unknown> {
  const custom = changes.filter(({ field }) => field.startsWith(CUSTOM))
  const plain = changes.filter(({ field }) => field in Fields.shape)
  return {
    ...Object.fromEntries(plain.map(({ field, from }) => [field, from ?? null])),
    ...(custom.length > 0 && {
      custom_fields: Object.fromEntries(custom.map(({ field, from }) => [field.slice(CUSTOM.length), from ?? null])),
    }),
  }
}

const Input = ProjectId.extend({
  task_id: z.uuid(),
  activity_id: z.uuid(),
  /** Reverts also what was changed again since. */
  force: z.boolean().default(false),
})

export const revert = command(
  {
    action: "tasks:write",
    summary: "Take one change of a task back, as a change of its own. What was changed again since needs force",
    input: Input,
    output: Task,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, task_id } = input
    const now = await selectTask(tx, project_id, eq(task.id, task_id), { deleted: true })
    const [activity] = await tx
      .select({ id: event.id, type: event.type, data: event.data })
      .from(event)
      .where(and(eq(event.id, input.activity_id), eq(event.task_id, task_id), eq(event.project_id, project_id)))
    if (!activity) throw NotFound("activity")
    if (activity.type === "task.deleted") return setDeleted(context, input, false)
    const { changes } = activity.type === "task.updated" ? Changes.parse(activity.data) : { changes: [] }
    const back = backTo(changes)
    if (Object.keys(back).length === 0) {
      throw BadRequest("This cannot be reverted: only changes of a task's fields, and its deletion, can.", {
        issues: [{ path: "activity_id", message: "not a change of fields" }],
      })
    }
    if (!input.force) await refuseChangedSince(context, now, activity.id, changes)
    const parsed = Fields.partial()
      .extend({ custom_fields: z.record(z.string(), z.any()).optional() })
      .parse(back)
    return updateTask(context, { ...parsed, project_id, task_id })
  },
)

/** @throws REVERT_CONFLICT that names the fields whose values are not those of the change any more, and who changed them */
async function refuseChangedSince(
  { tx }: Parameters<typeof updateTask>[0],
  now: Task,
  activityId: string,
  changes: z.infer<typeof Changes>["changes"],
): Promise<void> {
  const fields = changes
    .filter(({ field, to }) => sorted(currentOf(now, field)) !== sorted(to))
    .map(({ field }) => field)
  if (fields.length === 0) return
  const [later] = await tx
    .select({ by: event.actor_name })
    .from(event)
    .where(
      and(
        eq(event.task_id, now.id),
        eq(event.type, "task.updated"),
        gt(event.id, activityId),
        inArray(sql`${event.data} -> 'changes' -> 0 ->> 'field'`, fields),
      ),
    )
    .limit(1)
  const by = later ? ` by ${later.by}` : ""
  throw Conflict("REVERT_CONFLICT", `Changed again since${by}: ${fields.join(", ")}. Revert anyway with force.`, {
    fields,
  })
}

import type * as z from "zod"
import type { Directory } from "./reference.ts"
import type * as Schema from "./schemas.ts"

/** What tools say in text: short lines that a reader without the schemas can work from. */

type Card = z.infer<typeof Schema.Card>
type NamedCard = z.infer<typeof Schema.NamedCard>
type NamedTask = z.infer<typeof Schema.NamedTask>

/** Adds to tasks the names behind their ids. Three lists are read, whatever the number of tasks. */
export async function withNames<T extends Card>(
  tasks: T[],
  directory: Directory,
): Promise<(T & { status: string; type: string; assignees: string[] })[]> {
  const [statuses, types, members] = await Promise.all([directory.statuses(), directory.types(), directory.members()])
  return tasks.map((task) => ({
    ...task,
    status: statuses.find((status) => status.id === task.status_id)?.name ?? "unknown",
    type: types.find((type) => type.id === task.task_type_id)?.name ?? "unknown",
    assignees: task.assignee_ids.map((id) => {
      const member = members.find((found) => found.id === id)
      return member ? `@${member.handle}` : "a former member"
    }),
  }))
}

/** One line for a task in a list. */
export function cardLine(card: NamedCard): string {
  const facts = [
    card.status,
    card.type,
    card.priority ? `priority ${card.priority}` : undefined,
    card.points === null ? undefined : `${card.points} points`,
    card.due_date ? `due ${card.due_date}` : undefined,
    card.assignees.length ? card.assignees.join(" ") : "nobody",
  ]
  return `- ${card.key} ${card.title} (${facts.filter(Boolean).join(", ")})`
}

type CustomField = z.infer<typeof Schema.CustomField>

/** A value of a project's own field, a select's by its options' names. */
function valueText(field: CustomField, value: NamedTask["custom_fields"][string]): string {
  const nameOf = (one: unknown) => field.options.find((option) => option.id === one)?.name ?? String(one)
  return Array.isArray(value) ? value.map(nameOf).join(", ") : nameOf(value)
}

/** A whole task as Markdown, with the values it has of its project's own fields. */
export async function taskText(task: NamedTask, directory: Directory): Promise<string> {
  const fields = Object.keys(task.custom_fields).length > 0 ? await directory.customFields() : []
  const own = fields.flatMap((field): [string, string][] => {
    const value = task.custom_fields[field.id]
    return value === undefined ? [] : [[field.name, valueText(field, value)]]
  })
  const facts: [string, string | number | null][] = [
    ["Status", task.status],
    ["Type", task.type],
    ["Priority", task.priority],
    ["Assignees", task.assignees.join(" ") || "nobody"],
    ["Points", task.points],
    ["Start", task.start_date],
    ["Due", task.due_date],
    ["Tags", task.tags.join(", ") || null],
    ...own,
    ["Comments", task.comment_count || null],
    ["Version", task.version],
    ["Id", task.id],
  ]
  const lines = facts.filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}`)
  return `# ${task.key} ${task.title}\n\n${lines.join("\n")}\n\n${task.description?.text ?? "(no description)"}`
}

export function commentText(comment: z.infer<typeof Schema.Comment>): string {
  const edited = comment.edited_at ? ", edited" : ""
  const agent = comment.author.kind === "agent" ? ", agent" : ""
  return `${comment.author.name}${agent} at ${comment.created_at}${edited} (comment ${comment.id}):\n${comment.text.text}`
}

/** A list as text: its lines, or what an empty one means. */
export const listText = (lines: string[], empty: string) => (lines.length ? lines.join("\n") : empty)

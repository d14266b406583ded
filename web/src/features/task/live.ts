import type { QueryClient } from "@tanstack/react-query"
import type { Task } from "../../lib/api.gen.ts"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"

/** The open task after an event; undefined if it must be fetched again. */
export function taskAfter(task: Task, event: LiveEvent): Task | undefined {
  const { task: card, changes = [] } = event.data
  if (event.type !== "task.updated" || card?.id !== task.id || card.version <= task.version) return task
  // An event carries no description, so a change of it has to be read.
  if (changes.some((change) => change.field === "description")) return undefined
  return { ...task, ...card, updated_at: event.at }
}

/** Keeps open tasks current. */
export function patchTasks(client: QueryClient, event: LiveEvent): void {
  if (!event.project_id || event.entity_type !== "task" || !event.type.startsWith("task.")) return
  for (const [key, task] of client.getQueriesData<Task>({ queryKey: keys.tasks(event.project_id) })) {
    if (!task || task.id !== event.entity_id) continue
    if (event.type === "task.deleted") {
      client.invalidateQueries({ queryKey: key })
      continue
    }
    const next = taskAfter(task, event)
    if (next === undefined) client.invalidateQueries({ queryKey: key })
    else if (next !== task) client.setQueryData(key, next)
  }
}

import type { QueryClient } from "@tanstack/react-query"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"

/** Refetches the feed of the task an event is about; a feed is one short page. */
export function patchFeed(client: QueryClient, event: LiveEvent): void {
  if (!event.project_id) return
  const taskId = event.entity_type === "task" ? event.entity_id : event.data.task_id
  if (typeof taskId !== "string") return
  client.invalidateQueries({ queryKey: keys.activities(event.project_id, taskId) })
}

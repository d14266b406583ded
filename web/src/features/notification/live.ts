import type { QueryClient } from "@tanstack/react-query"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"

/** Counts a new notification and refetches the list if it is shown. */
export function patchNotifications(client: QueryClient, event: LiveEvent): void {
  if (event.type !== "notification.created") return
  // Asked for, not counted up: an event may come twice, and the entry may have been read elsewhere.
  client.invalidateQueries({ queryKey: keys.session })
  client.invalidateQueries({ queryKey: keys.notifications })
  // Most of them tell of a task that was given to this person, or that went on.
  client.invalidateQueries({ queryKey: keys.myTasks })
}

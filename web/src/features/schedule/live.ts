import type { QueryClient } from "@tanstack/react-query"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"
import { isBeingRescheduled } from "./api.ts"
import { isUncertain, type KeptSchedule, knownCard, patchSchedules, withCard } from "./cache.ts"

/** Many changes at once are one reason to read again. Milliseconds. */
const GATHER = 500
const waiting = new Set<string>()

const concerns = /^(task|link|view|import|status|task_type|sprint)\./

/** Keeps roadmaps and calendars current. */
export function patchSchedule(client: QueryClient, event: LiveEvent): void {
  const { project_id, type, data } = event
  if (!project_id || !concerns.test(type)) return
  const kept = client.getQueriesData<KeptSchedule>({ queryKey: keys.schedule(project_id) })
  if (kept.length === 0) return
  const { task } = data
  // The echo of an earlier change must not throw a bar back that this person has moved on already.
  if (type === "task.updated" && task && !isBeingRescheduled(task.id))
    patchSchedules(client, project_id, (schedule) =>
      (knownCard(schedule, task.id)?.version ?? task.version) < task.version ? withCard(schedule, task) : schedule,
    )
  if (waiting.has(project_id) || !kept.some(([, schedule]) => schedule && isUncertain(schedule, event))) return
  waiting.add(project_id)
  setTimeout(() => {
    waiting.delete(project_id)
    client.invalidateQueries({ queryKey: keys.schedule(project_id) })
  }, GATHER)
}

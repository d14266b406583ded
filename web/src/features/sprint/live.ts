import type { QueryClient } from "@tanstack/react-query"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"
import { overviewKey } from "./api.ts"
import { refetchPanes, storeCard } from "./plan-api.ts"

/** Sums are the server's, so they are read again; many changes at once are one reason. Milliseconds. */
const GATHER = 500
const waiting = new Set<string>()

const concerns = /^((sprint|task|status|task_type|member|view|import|doc_link)\.|doc\.(created|deleted|restored))/
/** After these, tasks may lie elsewhere without an event for each. */
const shuffles = /^(sprint\.(completed|deleted)|status\.|view\.|import\.completed|task\.(deleted|restored))/

/** Keeps sprints, and the tasks that are being planned, current. */
export function patchPlanning(client: QueryClient, event: LiveEvent): void {
  const { project_id, type, data } = event
  if (!project_id || !concerns.test(type)) return
  if (data.task && /^task\.(created|updated)$/.test(type)) storeCard(client, project_id, data.task)
  gather(client, project_id, shuffles.test(type))
}

const shuffled = new Set<string>()

function gather(client: QueryClient, projectId: string, shuffle: boolean): void {
  if (shuffle) shuffled.add(projectId)
  if (waiting.has(projectId)) return
  waiting.add(projectId)
  setTimeout(() => {
    waiting.delete(projectId)
    client.invalidateQueries({ queryKey: overviewKey(projectId) })
    client.invalidateQueries({ queryKey: keys.insights(projectId) })
    if (shuffled.delete(projectId)) refetchPanes(client, projectId)
  }, GATHER)
}

import type { QueryClient } from "@tanstack/react-query"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"

/** What planning shows is summed up by the server, so it is read again; many changes at once are one reason. Milliseconds. */
const GATHER = 500
const waiting = new Set<string>()

const concerns = /^(sprint|task|status|task_type|member|view|import)\./

/** Reads sprints, their tasks and what is drawn of them again when an event may have changed them. */
export function patchPlanning(client: QueryClient, { project_id, type }: LiveEvent): void {
  if (!project_id || waiting.has(project_id) || !concerns.test(type)) return
  waiting.add(project_id)
  setTimeout(() => {
    waiting.delete(project_id)
    client.invalidateQueries({ queryKey: keys.planning(project_id) })
  }, GATHER)
}

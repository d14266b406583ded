import type { QueryClient } from "@tanstack/react-query"
import type { LiveEvent } from "../../lib/types.ts"

export const firstStepsKey = (projectId: string) => ["project", projectId, "first-steps"] as const

/** Notices what may be one of the first steps of a project. */
export function patchFirstSteps(client: QueryClient, { project_id, type, data }: LiveEvent): void {
  if (!project_id) return
  const ended = type === "agent.conversation.status" && data.conversation?.finished_at
  if (!ended && !/^(agent\.conversation\.queued|member\.|.*invitation|import\.completed|task\.deleted)/.test(type))
    return
  client.invalidateQueries({ queryKey: firstStepsKey(project_id) })
}

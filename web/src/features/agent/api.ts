import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Agent } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"
import type { Provider } from "../../lib/types.ts"

/** The agents of a project. */
export const agentsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.agents(projectId),
    queryFn: ({ signal }) => data(api.GET("/projects/{projectId}/agents", { params: { path: { projectId } }, signal })),
  })

/** The roles an agent can have. */
export const rolesQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.roles(projectId),
    queryFn: ({ signal }) => data(api.GET("/projects/{projectId}/roles", { params: { path: { projectId } }, signal })),
  })

export type AgentInput = {
  name: string
  provider: Provider
  model?: string
  base_url?: string | null
  api_key?: string
  prompt: string
  max_iterations: number
  time_limit_seconds: number
}

function useRefresh(projectId: string) {
  const client = useQueryClient()
  return () => {
    for (const key of [keys.agents(projectId), keys.members(projectId), keys.board(projectId)])
      client.invalidateQueries({ queryKey: key })
  }
}

export function useCreateAgent(projectId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: AgentInput & { handle: string; role_id?: string }) =>
      data(api.POST("/projects/{projectId}/agents", { params: { path: { projectId } }, body })),
    onSuccess: useRefresh(projectId),
  })
}

/** Changes an agent's settings; its handle stays what it was. */
export function useUpdateAgent(projectId: string, agentId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: Partial<AgentInput>) =>
      data(api.PATCH("/projects/{projectId}/agents/{agentId}", { params: { path: { projectId, agentId } }, body })),
    onSuccess: useRefresh(projectId),
  })
}

/** Suspends an agent, or lets it work again. */
export const useSuspendAgent = (projectId: string) =>
  useOptimistic<{ id: string; suspended: boolean }, Agent[]>({
    queryKey: keys.agents(projectId),
    also: [keys.conversations(projectId)],
    patch: (agents, { id, suspended }) =>
      agents.map((each) =>
        each.id === id ? { ...each, suspended_at: suspended ? new Date().toISOString() : null } : each,
      ),
    send: ({ id, suspended }) =>
      data(
        api.PATCH("/projects/{projectId}/agents/{agentId}", {
          params: { path: { projectId, agentId: id } },
          body: { suspended },
        }),
      ),
  })

/**
 * Removes an agent from the team.
 * @param onDeleted told also when the page has heard of it before the answer came, and shows nothing of it any more
 */
export function useDeleteAgent(projectId: string, onDeleted: () => void) {
  const refresh = useRefresh(projectId)
  return useMutation({
    mutationFn: (agentId: string) =>
      done(api.DELETE("/projects/{projectId}/agents/{agentId}", { params: { path: { projectId, agentId } } })),
    onSuccess: () => {
      refresh()
      onDeleted()
    },
  })
}

/** Gives an agent another role. */
export function useAgentRole(projectId: string, memberId: string) {
  return useMutation({
    mutationFn: (role_id: string) =>
      data(
        api.PATCH("/projects/{projectId}/members/{memberId}", {
          params: { path: { projectId, memberId } },
          body: { role_id },
        }),
      ),
    onSuccess: useRefresh(projectId),
  })
}

/** Asks a model server whether it answers, and which models it has. */
export function useTestConnection(projectId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { base_url: string; api_key?: string; agent_id?: string }) =>
      data(api.POST("/projects/{projectId}/agents/test-connection", { params: { path: { projectId } }, body })),
  })
}

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import type { Provider } from "../../lib/types.ts"

/** The agents of a project. */
export const agentsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.agents(projectId),
    queryFn: ({ signal }) => data(api.GET("/projects/{projectId}/agents", { params: { path: { projectId } }, signal })),
  })

export type AgentInput = {
  name: string
  handle: string
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

/** Creates an agent, or changes the one with `id`; its handle stays what it was. */
export function useSaveAgent(projectId: string, id?: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ handle, ...body }: AgentInput) =>
      id
        ? data(
            api.PATCH("/projects/{projectId}/agents/{agentId}", {
              params: { path: { projectId, agentId: id } },
              body,
            }),
          )
        : data(
            api.POST("/projects/{projectId}/agents", { params: { path: { projectId } }, body: { handle, ...body } }),
          ),
    onSuccess: useRefresh(projectId),
  })
}

export function useDeleteAgent(projectId: string) {
  return useMutation({
    mutationFn: (agentId: string) =>
      done(api.DELETE("/projects/{projectId}/agents/{agentId}", { params: { path: { projectId, agentId } } })),
    onSuccess: useRefresh(projectId),
  })
}

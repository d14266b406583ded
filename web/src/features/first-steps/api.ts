import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { firstStepsKey } from "./live.ts"

/** What a new project's team has tried so far. */
export const firstStepsQuery = (projectId: string) =>
  queryOptions({
    queryKey: firstStepsKey(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/first-steps", { params: { path: { projectId } }, signal })),
  })

/** Gives a task to an agent, which begins at once. */
export function useGive(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ taskId, memberId }: { taskId: string; memberId: string }) =>
      data(
        api.PATCH("/projects/{projectId}/tasks/{taskId}", {
          params: { path: { projectId, taskId } },
          body: { assignee_ids: [memberId] },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: firstStepsKey(projectId) }),
  })
}

export function useRemoveSamples(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => done(api.DELETE("/projects/{projectId}/sample-tasks", { params: { path: { projectId } } })),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: keys.tasks(projectId) })
      client.invalidateQueries({ queryKey: firstStepsKey(projectId) })
      return client.invalidateQueries({ queryKey: keys.board(projectId) })
    },
  })
}

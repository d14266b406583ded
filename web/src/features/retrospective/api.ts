import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Paths } from "../../lib/api.gen.ts"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** The facts of a sprint that has started: one round trip. */
export const reportQuery = (projectId: string, sprintId: string) =>
  queryOptions({
    queryKey: [...keys.insights(projectId), "report", sprintId],
    queryFn: ({ signal }) =>
      data(
        api.GET("/projects/{projectId}/sprints/{id}/report", { params: { path: { projectId, id: sprintId } }, signal }),
      ),
  })

/** Opens the sprint's document, which is made with the facts in it when there is none. */
export function useOpenRetrospective(projectId: string, sprintId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      data(
        api.POST("/projects/{projectId}/sprints/{id}/retrospective", { params: { path: { projectId, id: sprintId } } }),
      ),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: reportQuery(projectId, sprintId).queryKey }),
        client.invalidateQueries({ queryKey: keys.docs(projectId) }),
      ]),
  })
}

type NewAction =
  Paths["/projects/{projectId}/sprints/{id}/retrospective/actions"]["post"]["requestBody"]["content"]["application/json"]

/** Makes a task of what was decided. */
export function useAddAction(projectId: string, sprintId: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: NewAction) =>
      data(
        api.POST("/projects/{projectId}/sprints/{id}/retrospective/actions", {
          params: { path: { projectId, id: sprintId } },
          body,
        }),
      ),
    onSuccess: () =>
      Promise.all(
        [reportQuery(projectId, sprintId).queryKey, keys.planning(projectId), keys.board(projectId)].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}

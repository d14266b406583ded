import { keepPreviousData, queryOptions } from "@tanstack/react-query"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** Which time is drawn: some days of the project, or a sprint's own. */
export type Span = { from: string; to: string } | { sprint_id: string }

export const burndownQuery = (projectId: string, sprintId: string) =>
  queryOptions({
    queryKey: [...keys.insights(projectId), "burndown", sprintId],
    queryFn: ({ signal }) =>
      data(
        api.GET("/projects/{projectId}/sprints/{id}/burndown", {
          params: { path: { projectId, id: sprintId } },
          signal,
        }),
      ),
  })

export const velocityQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.insights(projectId), "velocity"],
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/velocity", { params: { path: { projectId } }, signal })),
  })

export const flowQuery = (projectId: string, span: Span) =>
  queryOptions({
    queryKey: [...keys.insights(projectId), "flow", span],
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/cumulative-flow", { params: { path: { projectId }, query: span }, signal })),
    placeholderData: keepPreviousData,
  })

export const cycleTimeQuery = (projectId: string, span: Span) =>
  queryOptions({
    queryKey: [...keys.insights(projectId), "cycle-time", span],
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/cycle-time", { params: { path: { projectId }, query: span }, signal })),
    placeholderData: keepPreviousData,
  })

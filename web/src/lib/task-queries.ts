import { keepPreviousData, queryOptions } from "@tanstack/react-query"
import { api, data } from "./api.ts"
import { keys } from "./keys.ts"

/** A project's tags by name. */
export const tagsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.tags(projectId),
    queryFn: ({ signal }) => data(api.GET("/projects/{projectId}/tags", { params: { path: { projectId } }, signal })),
  })

/** Tasks by their key or words of their title; without any, the first ones. */
export const foundQuery = (projectId: string, search: string) =>
  queryOptions({
    queryKey: keys.found(projectId, search),
    queryFn: async ({ signal }) => {
      const query = { page_size: 50, ...(search && { search }) }
      const found = await data(
        api.GET("/projects/{projectId}/tasks", { params: { path: { projectId }, query }, signal }),
      )
      return found.items
    },
    placeholderData: keepPreviousData,
  })

/** The tasks right under a task. */
export const childrenQuery = (projectId: string, taskId: string) =>
  queryOptions({
    queryKey: [...keys.children(projectId), taskId],
    queryFn: ({ signal }) =>
      data(
        api.GET("/projects/{projectId}/tasks/{taskId}/children", { params: { path: { projectId, taskId } }, signal }),
      ),
  })

/** A task by its id, for what names another. */
export const cardQuery = (projectId: string, taskId: string | null) =>
  queryOptions({
    queryKey: keys.card(projectId, taskId ?? ""),
    queryFn: ({ signal }) =>
      data(
        api.GET("/projects/{projectId}/tasks/{taskId}", {
          params: { path: { projectId, taskId: taskId ?? "" } },
          signal,
        }),
      ),
    enabled: taskId !== null,
  })

/** A project's sprints, by name and state. */
export const sprintsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.sprints(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/sprints", { params: { path: { projectId } }, signal })),
  })

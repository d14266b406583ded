import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { ProjectExport } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** Whether an export is still being made. */
export const isUnderWay = ({ status }: ProjectExport) => status === "pending" || status === "processing"

/** A project's exports. Progress comes live; asking every three seconds is the fallback. */
export const exportsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.exports(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/exports", { params: { path: { projectId } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 3000 : false),
  })

export function useStartExport(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => data(api.POST("/projects/{projectId}/exports", { params: { path: { projectId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.exports(projectId) }),
  })
}

export function useCancelExport(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      done(api.DELETE("/projects/{projectId}/exports/{id}", { params: { path: { projectId, id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.exports(projectId) }),
  })
}

/** Asks for an address that is good for a few minutes, and follows it: the answer is a file, so the page stays. */
export function useDownloadExport(projectId: string) {
  return useMutation({
    mutationFn: (id: string) =>
      data(api.GET("/projects/{projectId}/exports/{id}/download", { params: { path: { projectId, id } } })),
    onSuccess: ({ url }) => window.location.assign(url),
  })
}

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

export function useCreateProject() {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { workspace_id: string; name: string; prefix: string; description?: string }) =>
      data(api.POST("/projects", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.session }),
  })
}

/** What this person may do in a project. */
export const permissionsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), "permissions"],
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/members/me/permissions", { params: { path: { projectId } }, signal })),
    select: (permissions) => permissions.actions,
  })

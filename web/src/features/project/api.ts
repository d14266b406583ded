import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Project, Session } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"
import type { TemplateName } from "./templates.ts"

type NewProject = { workspace_id: string; name: string; prefix: string; description?: string; template: TemplateName }

export function useCreateProject() {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ workspace_id, template, ...body }: NewProject) =>
      data(
        api.POST("/workspaces/{workspaceId}/projects", {
          params: { path: { workspaceId: workspace_id } },
          body: { ...body, template, samples: false },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.session }),
  })
}

/** Begins with a team: a workspace with a first project in it. The session knows both by the time it is done. */
export function useBegin() {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { team_name: string; template: TemplateName; samples: boolean }) =>
      data(api.POST("/onboarding", { body })),
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

/** A project as its settings show it. */
export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.about(projectId),
    queryFn: ({ signal }) => data(api.GET("/projects/{projectId}", { params: { path: { projectId } }, signal })),
  })

export type ProjectChange = Partial<Pick<Project, "name" | "prefix" | "description" | "is_public">>

export const useUpdateProject = (projectId: string) =>
  useOptimistic<ProjectChange, Project>({
    queryKey: keys.about(projectId),
    // Tasks are called by the prefix.
    also: [keys.session, keys.board(projectId), keys.tasks(projectId)],
    quiet: true,
    send: (body) => data(api.PATCH("/projects/{projectId}", { params: { path: { projectId } }, body })),
  })

export const useArchive = (projectId: string) =>
  useOptimistic<boolean, Project>({
    queryKey: keys.about(projectId),
    // Almost everything one may do changes with it.
    also: [keys.session, keys.project(projectId)],
    send: (archived) => {
      const params = { path: { projectId } }
      return archived
        ? data(api.POST("/projects/{projectId}/archive", { params }))
        : data(api.POST("/projects/{projectId}/unarchive", { params }))
    },
  })

/** @param leave goes elsewhere before what is shown finds its project gone; the start page must not lead back to it */
export function useDeleteProject(projectId: string, leave: () => void) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: () => done(api.DELETE("/projects/{projectId}", { params: { path: { projectId } } })),
    onSuccess: () => {
      client.setQueryData<Session>(
        keys.session,
        (old) => old && { ...old, projects: old.projects.filter(({ id }) => id !== projectId) },
      )
      leave()
      return client.invalidateQueries({ queryKey: keys.session })
    },
  })
}

import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Session, WorkspaceMember } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"

export function useCreateWorkspace() {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { name: string }) => data(api.POST("/workspaces", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.session }),
  })
}

/** What an invitation is to, readable without an account. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => data(api.GET("/invitations/{token}", { params: { path: { token } }, signal })),
    retry: false,
  })

export function useAcceptInvitation(token: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: () => data(api.POST("/invitations/{token}/accept", { params: { path: { token } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.session }),
  })
}

export type WorkspaceRole = WorkspaceMember["role"]

export const useRenameWorkspace = (workspaceId: string) =>
  useOptimistic<string, Session>({
    queryKey: keys.session,
    quiet: true,
    send: (name) => data(api.PATCH("/workspaces/{workspaceId}", { params: { path: { workspaceId } }, body: { name } })),
    patch: (session, name) => ({
      ...session,
      workspaces: session.workspaces.map((each) => (each.id === workspaceId ? { ...each, name } : each)),
    }),
  })

/** The session without a workspace, so that nothing leads back into it. */
const withoutWorkspace = (workspaceId: string) => (old: Session | undefined) =>
  old && {
    ...old,
    workspaces: old.workspaces.filter(({ id }) => id !== workspaceId),
    projects: old.projects.filter(({ workspace_id }) => workspace_id !== workspaceId),
  }

/** @param leave goes elsewhere before what is shown finds its workspace gone */
export function useDeleteWorkspace(workspaceId: string, leave: () => void) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: () => done(api.DELETE("/workspaces/{workspaceId}", { params: { path: { workspaceId } } })),
    onSuccess: () => {
      client.setQueryData(keys.session, withoutWorkspace(workspaceId))
      leave()
      return client.invalidateQueries({ queryKey: keys.session })
    },
  })
}

const membersKey = (workspaceId: string) => [...keys.workspace(workspaceId), "members"] as const

export const workspaceMembersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: membersKey(workspaceId),
    queryFn: ({ signal }) =>
      data(api.GET("/workspaces/{workspaceId}/members", { params: { path: { workspaceId } }, signal })),
    // Nothing live tells of a workspace.
    staleTime: 0,
  })

export const useChangeWorkspaceRole = (workspaceId: string) =>
  useOptimistic<{ user_id: string; role: WorkspaceRole }, WorkspaceMember[]>({
    queryKey: membersKey(workspaceId),
    also: [keys.session],
    send: ({ user_id: userId, role }) =>
      data(
        api.PATCH("/workspaces/{workspaceId}/members/{userId}", {
          params: { path: { workspaceId, userId } },
          body: { role },
        }),
      ),
    patch: (list, { user_id, role }) => list.map((each) => (each.user_id === user_id ? { ...each, role } : each)),
  })

export const useRemoveWorkspaceMember = (workspaceId: string) =>
  useOptimistic<string, WorkspaceMember[]>({
    queryKey: membersKey(workspaceId),
    also: [keys.session],
    quiet: true,
    send: (userId) =>
      done(api.DELETE("/workspaces/{workspaceId}/members/{userId}", { params: { path: { workspaceId, userId } } })),
  })

const invitationsKey = (workspaceId: string) => [...keys.workspace(workspaceId), "invitations"] as const

export const invitationsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: invitationsKey(workspaceId),
    queryFn: ({ signal }) =>
      data(api.GET("/workspaces/{workspaceId}/invitations", { params: { path: { workspaceId } }, signal })),
    // Nothing live tells of a workspace.
    staleTime: 0,
  })

export const useInviteToWorkspace = (workspaceId: string) =>
  useOptimistic({
    queryKey: invitationsKey(workspaceId),
    quiet: true,
    send: (body: { email: string; role: WorkspaceRole }) =>
      data(api.POST("/workspaces/{workspaceId}/invitations", { params: { path: { workspaceId } }, body })),
  })

export const useRevokeInvitation = (workspaceId: string) =>
  useOptimistic<string, { id: string }[]>({
    queryKey: invitationsKey(workspaceId),
    send: (id) =>
      done(api.DELETE("/workspaces/{workspaceId}/invitations/{id}", { params: { path: { workspaceId, id } } })),
    patch: (list, id) => list.filter((each) => each.id !== id),
  })

/** What a workspace holds, and what its agents used in a month such as `2026-03`. */
export const usageQuery = (workspaceId: string, month: string) =>
  queryOptions({
    queryKey: [...keys.workspace(workspaceId), "usage", month],
    queryFn: ({ signal }) =>
      data(
        api.GET("/workspaces/{workspaceId}/usage", {
          params: { path: { workspaceId }, query: { month } },
          signal,
        }),
      ),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })

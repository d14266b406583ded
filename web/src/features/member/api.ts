import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** People and agents of a project. */
export const membersQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.members(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/members", { params: { path: { projectId } }, signal })),
  })

/** The roles a member of the project can have. */
export const rolesQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.roles(projectId),
    queryFn: ({ signal }) => data(api.GET("/projects/{projectId}/roles", { params: { path: { projectId } }, signal })),
    staleTime: 5 * 60_000,
  })

const invitationsKey = (workspaceId: string) => ["workspace", workspaceId, "invitations"] as const

/** Invitations nobody has accepted yet. */
export const invitationsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: invitationsKey(workspaceId),
    queryFn: ({ signal }) =>
      data(api.GET("/workspaces/{workspaceId}/invitations", { params: { path: { workspaceId } }, signal })),
  })

/** Everyone in the workspace, to add to a project without a mail. */
export const workspaceMembersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspace", workspaceId, "members"],
    queryFn: ({ signal }) =>
      data(api.GET("/workspaces/{workspaceId}/members", { params: { path: { workspaceId } }, signal })),
  })

export function useInvite(workspaceId: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { email: string; role: "member" | "guest"; project_id: string; project_role_id?: string }) =>
      data(api.POST("/workspaces/{workspaceId}/invitations", { params: { path: { workspaceId } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsKey(workspaceId) }),
  })
}

export function useRevokeInvitation(workspaceId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      done(api.DELETE("/workspaces/{workspaceId}/invitations/{id}", { params: { path: { workspaceId, id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsKey(workspaceId) }),
  })
}

function useMemberMutation<Input>(projectId: string, send: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSettled: () => {
      client.invalidateQueries({ queryKey: keys.members(projectId) })
      client.invalidateQueries({ queryKey: keys.board(projectId) })
    },
  })
}

export const useAddMember = (projectId: string) =>
  useMemberMutation(projectId, (body: { user_id: string; role_id: string }) =>
    data(api.POST("/projects/{projectId}/members", { params: { path: { projectId } }, body })),
  )

export const useChangeRole = (projectId: string) =>
  useMemberMutation(projectId, ({ id, role_id }: { id: string; role_id: string }) =>
    data(
      api.PATCH("/projects/{projectId}/members/{memberId}", {
        params: { path: { projectId, memberId: id } },
        body: { role_id },
      }),
    ),
  )

export const useRemoveMember = (projectId: string) =>
  useMemberMutation(projectId, (memberId: string) =>
    done(api.DELETE("/projects/{projectId}/members/{memberId}", { params: { path: { projectId, memberId } } })),
  )

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

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

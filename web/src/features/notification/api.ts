import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Session } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** What concerns this person, newest first, by pages. */
export const notificationsQuery = infiniteQueryOptions({
  queryKey: keys.notifications,
  queryFn: ({ pageParam, signal }) =>
    data(api.GET("/notifications", { params: { query: { page: pageParam, page_size: 30 } }, signal })),
  initialPageParam: 1,
  getNextPageParam: (page) => (page.page * page.page_size < page.total ? page.page + 1 : undefined),
})

function useRead<Input>(send: (input: Input) => Promise<void>, unread: (old: number) => number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onMutate: () => {
      client.setQueryData<Session>(keys.session, (old) =>
        old ? { ...old, unread_notifications: unread(old.unread_notifications) } : old,
      )
    },
    onSettled: () => {
      client.invalidateQueries({ queryKey: keys.notifications })
      client.invalidateQueries({ queryKey: keys.session })
    },
  })
}

export const useMarkRead = () =>
  useRead(
    (id: string) => done(api.POST("/notifications/{id}/read", { params: { path: { id } } })),
    (old) => Math.max(0, old - 1),
  )

export const useMarkAllRead = () =>
  useRead(
    (_none: undefined) => done(api.POST("/notifications/read-all", {})),
    () => 0,
  )

import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query"
import type { Notification, NotificationPage, NotificationPreference, Session } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"

/** What concerns this person, newest first, by pages. */
export const notificationsQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.notifications, unread ? "unread" : "all"],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/notifications", {
          params: { query: { page: pageParam, page_size: 30, ...(unread && { unread: "true" }) } },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: (page) => (page.page * page.page_size < page.total ? page.page + 1 : undefined),
  })

type Pages = InfiniteData<NotificationPage>

/** Shows at once that something is read: the entries, also in the list of the unread, and the number beside the inbox. */
function useRead<Input>(send: (input: Input) => Promise<void>, isRead: (item: Notification, input: Input) => boolean) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onMutate: async (input) => {
      await client.cancelQueries({ queryKey: keys.notifications })
      const read_at = new Date().toISOString()
      const show = (item: Notification) => (!item.read_at && isRead(item, input) ? { ...item, read_at } : item)
      client.setQueriesData<Pages>(
        { queryKey: keys.notifications },
        (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(show) })) },
      )
    },
    onSettled: () => {
      client.invalidateQueries({ queryKey: keys.notifications })
      client.invalidateQueries({ queryKey: keys.session })
    },
  })
}

function useUnread(change: (unread: number) => number) {
  const client = useQueryClient()
  return () =>
    client.setQueryData<Session>(keys.session, (old) =>
      old ? { ...old, unread_notifications: change(old.unread_notifications) } : old,
    )
}

export function useMarkRead() {
  const fewer = useUnread((unread) => Math.max(0, unread - 1))
  return useRead(
    (id: string) => {
      fewer()
      return done(api.POST("/notifications/{id}/read", { params: { path: { id } } }))
    },
    (item, id) => item.id === id,
  )
}

export function useMarkAllRead() {
  const none = useUnread(() => 0)
  return useRead(
    (_none: undefined) => {
      none()
      return done(api.POST("/notifications/read-all", {}))
    },
    () => true,
  )
}

/** Where the news of each kind goes. */
export const preferencesQuery = queryOptions({
  queryKey: ["notification-preferences"],
  queryFn: ({ signal }) => data(api.GET("/notifications/preferences", { signal })),
})

export const useSetPreference = () =>
  useOptimistic<NotificationPreference, { preferences: NotificationPreference[] }>({
    queryKey: preferencesQuery.queryKey,
    send: (preference) => data(api.PUT("/notifications/preferences", { body: { preferences: [preference] } })),
    patch: ({ preferences }, set) => ({
      preferences: preferences.map((each) => (each.type === set.type ? set : each)),
    }),
  })

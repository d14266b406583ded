import { infiniteQueryOptions } from "@tanstack/react-query"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** The tasks assigned to this person in all projects, by pages: those still to be done, or those done. */
export const myTasksQuery = (done: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.myTasks, done ? "done" : "open"],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/users/me/tasks", {
          params: { query: { page: pageParam, page_size: 50, ...(done && { done: "true" }) } },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: (page) => (page.page * page.page_size < page.total ? page.page + 1 : undefined),
    // They change in projects whose events are not heard here.
    staleTime: 0,
    refetchOnWindowFocus: true,
  })

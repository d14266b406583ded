import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { TaskLink } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** The task whose links are meant. */
export type Place = { projectId: string; taskId: string }

const links = "/projects/{projectId}/tasks/{taskId}/links"
const link = "/projects/{projectId}/tasks/{taskId}/links/{id}"

/** A task's links to others, as it shows them. */
export const linksQuery = ({ projectId, taskId }: Place) =>
  queryOptions({
    queryKey: keys.links(projectId, taskId),
    queryFn: ({ signal }) => data(api.GET(links, { params: { path: { projectId, taskId } }, signal })),
  })

/** Tasks by their key or their words, best first. */
export const searchQuery = (projectId: string, q: string) =>
  queryOptions({
    queryKey: [...keys.found(projectId, q), "best"],
    queryFn: async ({ signal }) => {
      const query = { q, types: ["task" as const], page_size: 20 }
      const { items } = await data(
        api.GET("/projects/{projectId}/search", { params: { path: { projectId }, query }, signal }),
      )
      return items
    },
    enabled: q !== "",
    placeholderData: keepPreviousData,
  })

export type NewLink = { type: TaskLink["type"]; target_task_id: string }

/** Links a task. What is refused (a circle, say) is shown where it was asked for. */
export function useCreateLink({ projectId, taskId }: Place) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: NewLink) => data(api.POST(links, { params: { path: { projectId, taskId } }, body })),
    onSuccess: (made) => {
      client.setQueryData<TaskLink[]>(
        keys.links(projectId, taskId),
        (list) => list && [...list.filter(({ id }) => id !== made.id), made],
      )
      client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    },
  })
}

/** Removes a link. It disappears at once and comes back if that is refused. */
export function useRemoveLink({ projectId, taskId }: Place) {
  const client = useQueryClient()
  const key = keys.links(projectId, taskId)
  return useMutation({
    mutationFn: (old: TaskLink) => done(api.DELETE(link, { params: { path: { projectId, taskId, id: old.id } } })),
    onMutate: async (old) => {
      await client.cancelQueries({ queryKey: key })
      client.setQueryData<TaskLink[]>(key, (list) => list?.filter(({ id }) => id !== old.id))
    },
    onSettled: () => {
      client.invalidateQueries({ queryKey: key })
      client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    },
  })
}

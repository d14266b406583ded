import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Paths, TimeLog } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** The task whose time is meant. */
export type Place = { projectId: string; taskId: string }

const logs = "/projects/{projectId}/tasks/{taskId}/time-logs"
const log = "/projects/{projectId}/tasks/{taskId}/time-logs/{id}"

export type TimeInput = Paths[typeof logs]["post"]["requestBody"]["content"]["application/json"]

/** The time logged on a task, oldest day first. */
export const timeLogsQuery = ({ projectId, taskId }: Place) =>
  queryOptions({
    queryKey: keys.timeLogs(projectId, taskId),
    queryFn: ({ signal }) => data(api.GET(logs, { params: { path: { projectId, taskId } }, signal })),
  })

const inOrder = (one: TimeLog, other: TimeLog) => one.day.localeCompare(other.day) || (one.id < other.id ? -1 : 1)

/** Logs time, or changes the entry with `id`. */
export function useSaveTime({ projectId, taskId }: Place) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ id, input: body }: { id?: string | undefined; input: TimeInput }) =>
      id === undefined
        ? data(api.POST(logs, { params: { path: { projectId, taskId } }, body }))
        : data(api.PATCH(log, { params: { path: { projectId, taskId, id } }, body })),
    onSuccess: (saved) => {
      client.setQueryData<TimeLog[]>(
        keys.timeLogs(projectId, taskId),
        (list) => list && [...list.filter(({ id }) => id !== saved.id), saved].sort(inOrder),
      )
      client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    },
  })
}

/** Deletes an entry. It disappears at once and comes back if that is refused. */
export function useDeleteTime({ projectId, taskId }: Place) {
  const client = useQueryClient()
  const key = keys.timeLogs(projectId, taskId)
  return useMutation({
    mutationFn: (old: TimeLog) => done(api.DELETE(log, { params: { path: { projectId, taskId, id: old.id } } })),
    onMutate: async (old) => {
      await client.cancelQueries({ queryKey: key })
      client.setQueryData<TimeLog[]>(key, (list) => list?.filter(({ id }) => id !== old.id))
    },
    onSettled: () => {
      client.invalidateQueries({ queryKey: key })
      client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    },
  })
}

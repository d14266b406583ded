import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Attachment, AttachmentList } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** The task whose files are meant. */
export type Place = { projectId: string; taskId: string }

/** Bytes of one file at most. */
export const fileLimit = 100 * 1024 * 1024
/** Bytes that the API answers by itself; larger files come from the object store, by addresses that expire. */
export const contentLimit = 4 * 1024 * 1024

/** A task's files, oldest first. */
export const attachmentsQuery = ({ projectId, taskId }: Place) =>
  queryOptions({
    queryKey: keys.attachments(projectId, taskId),
    queryFn: ({ signal }) =>
      data(
        api.GET("/projects/{projectId}/tasks/{taskId}/attachments", {
          params: { path: { projectId, taskId } },
          signal,
        }),
      ),
  })

/** Where a file of at most `contentLimit` stays readable for whoever may read its task; what a text shows it by. */
export function contentAddress({ projectId, taskId }: Place, id: string): string {
  return `/api/v1/projects/${projectId}/tasks/${taskId}/attachments/${id}/content`
}

/** An address of a file's bytes for the next minutes; with `download` browsers save it. */
export async function fileAddress({ projectId, taskId }: Place, id: string, download = false): Promise<string> {
  const { url } = await data(
    api.GET("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}/download-url", {
      params: { path: { projectId, taskId, attachmentId: id }, query: { download: String(download) } },
    }),
  )
  return url
}

/** A larger image's address, read anew before it expires. */
export const fileAddressQuery = (place: Place, { id, file }: Attachment) =>
  queryOptions({
    queryKey: [...keys.attachments(place.projectId, place.taskId), id],
    queryFn: () => fileAddress(place, id),
    enabled: file.file_size > contentLimit,
    staleTime: 10 * 60_000,
  })

function patch(client: QueryClient, { projectId, taskId }: Place, change: (items: Attachment[]) => Attachment[]): void {
  client.setQueryData<AttachmentList>(
    keys.attachments(projectId, taskId),
    (list) => list && { items: change(list.items) },
  )
}

/** Shows a file that has arrived. */
export function showAttachment(client: QueryClient, place: Place, made: Attachment): void {
  patch(client, place, (items) => [...items.filter(({ id }) => id !== made.id), made])
}

export function useDeleteAttachment(place: Place) {
  const client = useQueryClient()
  const { projectId, taskId } = place
  return useMutation({
    mutationFn: (id: string) =>
      done(
        api.DELETE("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}", {
          params: { path: { projectId, taskId, attachmentId: id } },
        }),
      ),
    onSuccess: (_none, id) => {
      patch(client, place, (items) => items.filter((item) => item.id !== id))
      client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    },
  })
}

import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { keys } from "../../lib/keys.ts"
import { type AttachedFile, ownerOf, type Place, requestsOf } from "./requests.ts"

/** Bytes of one file at most. */
export const fileLimit = 100 * 1024 * 1024
/** Bytes that the API answers by itself; larger files come from the object store, by addresses that expire. */
export const contentLimit = 4 * 1024 * 1024

const keyOf = (place: Place) => keys.attachments(place.projectId, ownerOf(place))

/** The files of a task or of a document, oldest first. */
export const attachmentsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place),
    queryFn: ({ signal }) => requestsOf(place).list(signal),
  })

/** An address of a file's bytes for the next minutes; with `download` browsers save it. */
export async function fileAddress(place: Place, id: string, download = false): Promise<string> {
  return (await requestsOf(place).address(id, download)).url
}

/** A larger image's address, read anew before it expires. */
export const fileAddressQuery = (place: Place, { id, file }: AttachedFile) =>
  queryOptions({
    queryKey: [...keyOf(place), id],
    queryFn: () => fileAddress(place, id),
    enabled: file.file_size > contentLimit,
    staleTime: 10 * 60_000,
  })

function patch(client: QueryClient, place: Place, change: (items: AttachedFile[]) => AttachedFile[]): void {
  client.setQueryData(attachmentsQuery(place).queryKey, (list) => list && { items: change(list.items) })
}

/** What else tells of a file that came or went. */
export function readHistory(client: QueryClient, place: Place): void {
  if ("taskId" in place) client.invalidateQueries({ queryKey: keys.activities(place.projectId, place.taskId) })
}

/** Shows a file that has arrived. */
export function showAttachment(client: QueryClient, place: Place, made: AttachedFile): void {
  patch(client, place, (items) => [...items.filter(({ id }) => id !== made.id), made])
}

export function useDeleteAttachment(place: Place) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => requestsOf(place).remove(id),
    onSuccess: (_none, id) => {
      patch(client, place, (items) => items.filter((item) => item.id !== id))
      readHistory(client, place)
    },
  })
}

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { DocumentItem } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import type { DocumentChange } from "../../lib/types.ts"
import { storeDocument, withItem } from "./live.ts"

/** Pages that are read at most: ten thousand documents. */
const PAGES = 100

/** All documents of a project without their texts, in their order. */
export const documentsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.docs(projectId),
    queryFn: async ({ signal }) => {
      const all: DocumentItem[] = []
      for (let page = 1; page <= PAGES; page++) {
        const params = { path: { projectId }, query: { page, page_size: 100 } }
        const { items, total } = await data(api.GET("/projects/{projectId}/docs", { params, signal }))
        all.push(...items)
        if (items.length === 0 || all.length >= total) break
      }
      return all
    },
  })

export const foldersQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.docFolders(projectId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/docs/folders", { params: { path: { projectId } }, signal })),
  })

export const documentQuery = (projectId: string, docId: string) =>
  queryOptions({
    queryKey: keys.doc(projectId, docId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/docs/{docId}", { params: { path: { projectId, docId } }, signal })),
  })

/** The latest hundred snapshots, newest first. */
export const snapshotsQuery = (projectId: string, docId: string) =>
  queryOptions({
    queryKey: [...keys.docHistory(projectId, docId), "list"],
    queryFn: ({ signal }) => {
      const params = { path: { projectId, docId }, query: { page_size: 100 } }
      return data(api.GET("/projects/{projectId}/docs/{docId}/snapshots", { params, signal }))
    },
  })

/** What changed from one snapshot to another. */
export const diffQuery = (projectId: string, docId: string, snapshotId: string, against: string) =>
  queryOptions({
    queryKey: [...keys.docHistory(projectId, docId), "diff", snapshotId, against],
    queryFn: ({ signal }) => {
      const params = { path: { projectId, docId, snapshotId }, query: { against } }
      return data(api.GET("/projects/{projectId}/docs/{docId}/snapshots/{snapshotId}/diff", { params, signal }))
    },
  })

export const snapshotQuery = (projectId: string, docId: string, snapshotId: string) =>
  queryOptions({
    queryKey: [...keys.docHistory(projectId, docId), "snapshot", snapshotId],
    queryFn: ({ signal }) => {
      const params = { path: { projectId, docId, snapshotId } }
      return data(api.GET("/projects/{projectId}/docs/{docId}/snapshots/{snapshotId}", { params, signal }))
    },
  })

/** The tasks a document is about. */
export const linksQuery = (projectId: string, docId: string) =>
  queryOptions({
    queryKey: keys.docLinks(projectId, docId),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/docs/{docId}/links", { params: { path: { projectId, docId } }, signal })),
  })

/** The documents that are about a task. */
export const taskDocsQuery = (projectId: string, taskId: string) =>
  queryOptions({
    queryKey: [...keys.taskDocs(projectId), taskId],
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/tasks/{taskId}/docs", { params: { path: { projectId, taskId } }, signal })),
  })

export function useCreateDocument(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { title: string; folder_id: string | null }) =>
      data(api.POST("/projects/{projectId}/docs", { params: { path: { projectId } }, body })),
    onSuccess: (made) => storeDocument(client, made),
  })
}

/** Changes a document. With `version`, a newer change of others wins (409). */
export function changeDocument(projectId: string, docId: string, body: DocumentChange, version?: number) {
  return data(
    api.PATCH("/projects/{projectId}/docs/{docId}", {
      params: { path: { projectId, docId } },
      body,
      headers: version === undefined ? {} : { "if-match": String(version) },
    }),
  )
}

export function useChangeDocument(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ docId, ...body }: { docId: string } & DocumentChange) => changeDocument(projectId, docId, body),
    onSuccess: (after) => storeDocument(client, after),
  })
}

export function useDeleteDocument(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (item: DocumentItem) =>
      done(api.DELETE("/projects/{projectId}/docs/{docId}", { params: { path: { projectId, docId: item.id } } })),
    onSuccess: (_none, item) => {
      const gone = { ...item, version: item.version + 1, deleted_at: item.updated_at }
      client.setQueryData<DocumentItem[]>(keys.docs(projectId), (list) => list && withItem(list, gone))
      client.removeQueries({ queryKey: keys.doc(projectId, item.id) })
    },
  })
}

export function useRestoreDocument(projectId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (docId: string) =>
      data(api.POST("/projects/{projectId}/docs/{docId}/restore", { params: { path: { projectId, docId } } })),
    onSuccess: (back) => storeDocument(client, back),
  })
}

export function useRestoreSnapshot(projectId: string, docId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ snapshotId, version }: { snapshotId: string; version: number }) =>
      data(
        api.POST("/projects/{projectId}/docs/{docId}/snapshots/{snapshotId}/restore", {
          params: { path: { projectId, docId, snapshotId } },
          headers: { "if-match": String(version) },
        }),
      ),
    onSuccess: (after) => {
      storeDocument(client, after)
      client.invalidateQueries({ queryKey: keys.docHistory(projectId, docId) })
    },
  })
}

/** Makes, renames or deletes a folder; the tree is read again. */
export function useFolders(projectId: string) {
  const client = useQueryClient()
  const onSuccess = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.docFolders(projectId) }),
      client.invalidateQueries({ queryKey: keys.docs(projectId) }),
    ])
  const create = useMutation({
    mutationFn: (body: { name: string; parent_id: string | null }) =>
      data(api.POST("/projects/{projectId}/docs/folders", { params: { path: { projectId } }, body })),
    onSuccess,
  })
  const rename = useMutation({
    mutationFn: ({ folderId, name }: { folderId: string; name: string }) => {
      const params = { path: { projectId, folderId } }
      return data(api.PATCH("/projects/{projectId}/docs/folders/{folderId}", { params, body: { name } }))
    },
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: (folderId: string) =>
      done(api.DELETE("/projects/{projectId}/docs/folders/{folderId}", { params: { path: { projectId, folderId } } })),
    onSuccess,
  })
  return { create, rename, remove }
}

import { t } from "@lingui/core/macro"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { DocFolder, Document, DocumentItem } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { notifyError, notifyUndo } from "../../lib/notify.ts"
import type { DocumentChange } from "../../lib/types.ts"
import { movesUnderWay, storeDocument, treeMoveKey } from "./live.ts"
import { type Place, type Thing, withPlace } from "./tree.ts"

/** Documents of one request. */
const PAGE = 100
/** Pages that are read at most: ten thousand documents. */
const PAGES = 100

/** All documents of a project without their texts, in their order. */
export const documentsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.docs(projectId),
    queryFn: async ({ signal }) => {
      const read = (page: number) => {
        const params = { path: { projectId }, query: { page, page_size: PAGE } }
        return data(api.GET("/projects/{projectId}/docs", { params, signal }))
      }
      const first = await read(1)
      const pages = Math.min(PAGES, Math.ceil(first.total / PAGE))
      const rest = await Promise.all(Array.from({ length: Math.max(0, pages - 1) }, (_, index) => read(index + 2)))
      // What is moved meanwhile may stand on two pages.
      return [...new Map([first, ...rest].flatMap(({ items }) => items.map((item) => [item.id, item]))).values()]
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

/**
 * Deletes a document, and offers to bring it back.
 * @param onDeleted told also when the page has heard of it before the answer came, and shows nothing of it any more
 */
export function useDeleteDocument(projectId: string, onDeleted: (id: string) => void) {
  const client = useQueryClient()
  const restore = useMutation({
    mutationFn: (docId: string) =>
      data(api.POST("/projects/{projectId}/docs/{docId}/restore", { params: { path: { projectId, docId } } })),
    onSuccess: (back) => storeDocument(client, back),
  })
  const remove = useMutation({
    mutationFn: ({ id }: { id: string; title: string }) =>
      done(api.DELETE("/projects/{projectId}/docs/{docId}", { params: { path: { projectId, docId: id } } })),
    onSuccess: (_none, { id, title }) => {
      client.setQueryData<DocumentItem[]>(keys.docs(projectId), (list) => list?.filter((item) => item.id !== id))
      client.removeQueries({ queryKey: keys.doc(projectId, id) })
      notifyUndo(id, t`“${{ title }}” is deleted`, () => restore.mutate(id))
      onDeleted(id)
    },
  })
  return remove
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

/** A document or a folder that goes to a place of the tree. */
export type TreeMove = { thing: Thing; place: Place }

/** Moves something in the tree. It is shown at once, and taken back if the server refuses. Moves go one after the other. */
export function useMoveInTree(projectId: string) {
  const client = useQueryClient()
  const [docs, folders] = [keys.docs(projectId), keys.docFolders(projectId)]
  return useMutation({
    mutationKey: treeMoveKey(projectId),
    scope: { id: `tree-${projectId}` },
    meta: { quiet: true },
    mutationFn: async ({ thing, place: { parent, after } }: TreeMove): Promise<Document | undefined> => {
      if (thing.kind === "document") return changeDocument(projectId, thing.id, { folder_id: parent, after })
      const params = { path: { projectId, folderId: thing.id } }
      await data(
        api.PATCH("/projects/{projectId}/docs/folders/{folderId}", { params, body: { parent_id: parent, after } }),
      )
      return undefined
    },
    onMutate: ({ thing, place: { parent, after } }) => {
      // Not waited for: of two quick moves the second begins where the first led.
      for (const queryKey of [docs, folders]) void client.cancelQueries({ queryKey })
      const before = [docs, folders].map((key) => [key, client.getQueryData(key)] as const)
      if (thing.kind === "document")
        client.setQueryData<DocumentItem[]>(
          docs,
          (list) =>
            list &&
            withPlace(
              list,
              thing.id,
              after,
              (item) => item.folder_id,
              (item) => ({ ...item, folder_id: parent }),
            ),
        )
      else
        client.setQueryData<DocFolder[]>(
          folders,
          (list) =>
            list &&
            withPlace(
              list,
              thing.id,
              after,
              (folder) => folder.parent_id,
              (folder) => ({ ...folder, parent_id: parent }),
            ),
        )
      return { before }
    },
    onSuccess: (doc) => {
      if (!doc) return
      client.setQueryData<Document>(keys.doc(projectId, doc.id), doc)
      // Its place is what is shown already; the positions of those beside it are read below.
      client.setQueryData<DocumentItem[]>(docs, (list) =>
        list?.map((item) => (item.id === doc.id ? { ...item, version: doc.version } : item)),
      )
    },
    onError: (error, { thing }, kept) => {
      notifyError(error, t`“${{ name: thing.name }}” could not be moved`)
      for (const [key, list] of kept?.before ?? []) if (list !== undefined) client.setQueryData(key, list)
    },
    onSettled: () => {
      if (movesUnderWay(client, projectId) > 1) return
      for (const queryKey of [docs, folders]) client.invalidateQueries({ queryKey })
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

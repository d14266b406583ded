import type { Attachment, UploadSession } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"

/** The task or the document whose files are meant. */
export type Place = { projectId: string } & ({ taskId: string } | { docId: string })

/** A file of a task or of a document. */
export type AttachedFile = Omit<Attachment, "task_id">

type Announced = { file_name: string; content_type: string; file_size: number }
type Arrived = { file_id: string; parts: { part_number: number; etag: string }[] }

/** What one can ask the API about the files of one place. */
type Requests = {
  list: (signal: AbortSignal) => Promise<{ items: AttachedFile[] }>
  announce: (file: Announced, signal: AbortSignal) => Promise<UploadSession>
  complete: (file: Arrived, signal: AbortSignal) => Promise<AttachedFile>
  address: (attachmentId: string, download: boolean) => Promise<{ url: string }>
  remove: (attachmentId: string) => Promise<void>
}

/** The id of the task or the document. */
export const ownerOf = (place: Place): string => ("taskId" in place ? place.taskId : place.docId)

/** Where a file of at most `contentLimit` stays readable for whoever may read its place; what a text shows it by. */
export function contentAddress(place: Place, attachmentId: string): string {
  const owner = "taskId" in place ? `tasks/${place.taskId}` : `docs/${place.docId}`
  return `/api/v1/projects/${place.projectId}/${owner}/attachments/${attachmentId}/content`
}

export const requestsOf = (place: Place): Requests =>
  "taskId" in place ? ofTask(place.projectId, place.taskId) : ofDocument(place.projectId, place.docId)

function ofTask(projectId: string, taskId: string): Requests {
  const path = { projectId, taskId }
  const params = { path }
  const at = (attachmentId: string) => ({ ...path, attachmentId })
  return {
    list: (signal) => data(api.GET("/projects/{projectId}/tasks/{taskId}/attachments", { params, signal })),
    announce: (body, signal) =>
      data(api.POST("/projects/{projectId}/tasks/{taskId}/attachments/initiate-upload", { params, body, signal })),
    complete: (body, signal) =>
      data(api.POST("/projects/{projectId}/tasks/{taskId}/attachments/complete-upload", { params, body, signal })),
    address: (id, download) =>
      data(
        api.GET("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}/download-url", {
          params: { path: at(id), query: { download: String(download) } },
        }),
      ),
    remove: (id) =>
      done(api.DELETE("/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}", { params: { path: at(id) } })),
  }
}

function ofDocument(projectId: string, docId: string): Requests {
  const path = { projectId, docId }
  const params = { path }
  const at = (attachmentId: string) => ({ ...path, attachmentId })
  return {
    list: (signal) => data(api.GET("/projects/{projectId}/docs/{docId}/attachments", { params, signal })),
    announce: (body, signal) =>
      data(api.POST("/projects/{projectId}/docs/{docId}/attachments/initiate-upload", { params, body, signal })),
    complete: (body, signal) =>
      data(api.POST("/projects/{projectId}/docs/{docId}/attachments/complete-upload", { params, body, signal })),
    address: (id, download) =>
      data(
        api.GET("/projects/{projectId}/docs/{docId}/attachments/{attachmentId}/download-url", {
          params: { path: at(id), query: { download: String(download) } },
        }),
      ),
    remove: (id) =>
      done(api.DELETE("/projects/{projectId}/docs/{docId}/attachments/{attachmentId}", { params: { path: at(id) } })),
  }
}

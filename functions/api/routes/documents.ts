import * as Document from "../../core/document/document.ts"
import * as Folder from "../../core/document/folder.ts"
import * as Link from "../../core/document/link.ts"
import * as Snapshot from "../../core/document/snapshot.ts"
import * as Attachment from "../../core/file/document-attachment.ts"
import { route } from "../route.ts"

export const documentRoutes = [
  route("GET", "/projects/:projectId/docs/folders", "docFolders.list", Folder.list),
  route("POST", "/projects/:projectId/docs/folders", "docFolders.create", Folder.create, { status: 201 }),
  route("GET", "/projects/:projectId/docs/folders/:folderId", "docFolders.get", Folder.get),
  route("PATCH", "/projects/:projectId/docs/folders/:folderId", "docFolders.update", Folder.update),
  route("DELETE", "/projects/:projectId/docs/folders/:folderId", "docFolders.remove", Folder.remove),

  route("GET", "/projects/:projectId/docs", "docs.list", Document.list),
  route("POST", "/projects/:projectId/docs", "docs.create", Document.create, { status: 201 }),
  route("GET", "/projects/:projectId/docs/:docId", "docs.get", Document.get),
  route("PATCH", "/projects/:projectId/docs/:docId", "docs.update", Document.update),
  route("DELETE", "/projects/:projectId/docs/:docId", "docs.remove", Document.remove),
  route("POST", "/projects/:projectId/docs/:docId/restore", "docs.restore", Document.restore),

  route("GET", "/projects/:projectId/docs/:docId/snapshots", "docSnapshots.list", Snapshot.list),
  route("GET", "/projects/:projectId/docs/:docId/snapshots/:snapshotId", "docSnapshots.get", Snapshot.get),
  route("GET", "/projects/:projectId/docs/:docId/snapshots/:snapshotId/diff", "docSnapshots.diff", Snapshot.diff),
  route(
    "POST",
    "/projects/:projectId/docs/:docId/snapshots/:snapshotId/restore",
    "docSnapshots.restore",
    Snapshot.restore,
  ),

  route("GET", "/projects/:projectId/docs/:docId/attachments", "docAttachments.list", Attachment.list),
  route(
    "POST",
    "/projects/:projectId/docs/:docId/attachments/initiate-upload",
    "docAttachments.initiate",
    Attachment.initiate,
    { status: 201 },
  ),
  route(
    "POST",
    "/projects/:projectId/docs/:docId/attachments/complete-upload",
    "docAttachments.complete",
    Attachment.complete,
    { status: 201 },
  ),
  route(
    "GET",
    "/projects/:projectId/docs/:docId/attachments/:attachmentId/download-url",
    "docAttachments.downloadUrl",
    Attachment.downloadUrl,
  ),
  route(
    "GET",
    "/projects/:projectId/docs/:docId/attachments/:attachmentId/content",
    "docAttachments.content",
    Attachment.content,
  ),
  route(
    "DELETE",
    "/projects/:projectId/docs/:docId/attachments/:attachmentId",
    "docAttachments.remove",
    Attachment.remove,
  ),

  route("GET", "/projects/:projectId/docs/:docId/links", "docLinks.list", Link.list),
  route("POST", "/projects/:projectId/docs/:docId/links", "docLinks.create", Link.create, { status: 201 }),
  route("DELETE", "/projects/:projectId/docs/:docId/links/:taskId", "docLinks.remove", Link.remove),
  route("GET", "/projects/:projectId/tasks/:taskId/docs", "docLinks.ofTask", Link.ofTask),
]

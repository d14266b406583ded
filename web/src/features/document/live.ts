import type { QueryClient } from "@tanstack/react-query"
import type { Document, DocumentItem } from "../../lib/api.gen.ts"
import { keys } from "../../lib/keys.ts"
import type { LiveEvent } from "../../lib/types.ts"

/** The list with a document as it is now, in its place; without it when it is deleted. */
export function withItem(list: DocumentItem[], item: DocumentItem): DocumentItem[] {
  const known = list.find((old) => old.id === item.id)
  if (known && known.version > item.version) return list
  const others = list.filter((old) => old.id !== item.id)
  if (item.deleted_at) return others
  return [...others, item].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
}

/** What lists show of a document. */
function itemOf(whole: Document): DocumentItem {
  const { content: _, ...item } = whole
  return item
}

/** Shows a document's new state everywhere it is shown. */
export function storeDocument(client: QueryClient, whole: Document): void {
  const { project_id, id } = whole
  client.setQueryData<Document>(keys.doc(project_id, id), (old) => (old && old.version > whole.version ? old : whole))
  client.setQueryData<DocumentItem[]>(keys.docs(project_id), (list) => list && withItem(list, itemOf(whole)))
}

export const treeMoveKey = (projectId: string) => ["move-in-tree", projectId]

/** How many moves in the tree are shown already and not yet confirmed. */
export const movesUnderWay = (client: QueryClient, projectId: string): number =>
  client.isMutating({ mutationKey: treeMoveKey(projectId) })

/** Keeps the tree and open documents current. */
export function patchDocuments(client: QueryClient, event: LiveEvent): void {
  const { project_id, type, entity_id, version, data } = event
  if (!project_id) return
  const readAgain = (queryKey: readonly string[]) => {
    // What is read now would throw back what this person is moving; the last of the moves reads both lists.
    if (movesUnderWay(client, project_id) === 0) client.invalidateQueries({ queryKey })
  }
  if (type.startsWith("folder.")) {
    readAgain(keys.docFolders(project_id))
    // What lay in a folder that is gone lies elsewhere now.
    if (type === "folder.deleted") readAgain(keys.docs(project_id))
  }
  if (type.startsWith("doc.") || type.startsWith("doc_link."))
    client.invalidateQueries({ queryKey: keys.taskDocs(project_id) })
  if (type.startsWith("doc_link.")) client.invalidateQueries({ queryKey: keys.docLinks(project_id, entity_id) })
  if (type.startsWith("doc_attachment.") && data.doc_id)
    client.invalidateQueries({ queryKey: keys.attachments(project_id, data.doc_id) })
  if (!type.startsWith("doc.")) return
  // What changed is not told with the event; one's own change is here already.
  const open = client.getQueryData<Document>(keys.doc(project_id, entity_id))
  if (open && open.version < version) client.invalidateQueries({ queryKey: keys.doc(project_id, entity_id) })
  // The tree shows no texts, and has the version of what is stored here.
  const listed = client.getQueryData<DocumentItem[]>(keys.docs(project_id))?.find((item) => item.id === entity_id)
  const inTree = type !== "doc.updated" || data.fields?.some((field) => field !== "content") !== false
  // Of those that a move shifts nothing is told, so that a position says: read the order.
  if (inTree && (!listed || listed.version < version || data.fields?.includes("position")))
    readAgain(keys.docs(project_id))
  client.invalidateQueries({ queryKey: keys.docHistory(project_id, entity_id) })
  client.invalidateQueries({ queryKey: keys.docLinks(project_id, entity_id) })
}

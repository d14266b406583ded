import type { DocFolder, DocumentItem } from "../../lib/api.gen.ts"

/** What lies in one folder, or at the top. */
export type Level = { folders: { folder: DocFolder; inside: Level }[]; documents: DocumentItem[] }

/** Folders and documents as a tree. Both lists come in their order. What names a folder nobody knows lies at the top. */
export function treeOf(folders: DocFolder[], documents: DocumentItem[]): Level {
  const known = new Set(folders.map((folder) => folder.id))
  const placed = new Set<string>()
  const level = (parent: string | null): Level => ({
    folders: folders
      .filter((folder) => !placed.has(folder.id) && placeOf(folder.parent_id) === parent)
      .map((folder) => {
        placed.add(folder.id)
        return { folder, inside: level(folder.id) }
      }),
    documents: documents.filter((doc) => placeOf(doc.folder_id) === parent),
  })
  const placeOf = (id: string | null) => (id !== null && known.has(id) ? id : null)
  const top = level(null)
  // Two lists read at different times may disagree for a moment; nothing may vanish by that.
  for (const folder of folders) {
    if (placed.has(folder.id)) continue
    placed.add(folder.id)
    top.folders.push({ folder, inside: level(folder.id) })
  }
  return top
}

/** Folders with their paths, in the order of the tree, as one chooses among them. */
export function choicesOf(level: Level, path = ""): { id: string; path: string }[] {
  return level.folders.flatMap(({ folder, inside }) => {
    const own = path ? `${path} / ${folder.name}` : folder.name
    return [{ id: folder.id, path: own }, ...choicesOf(inside, own)]
  })
}

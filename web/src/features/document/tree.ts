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

/** Folders with their paths, in the order of the tree, as one chooses among them; but for one and what lies in it. */
export function choicesOf(level: Level, without?: string, path = ""): { id: string; path: string }[] {
  return level.folders.flatMap(({ folder, inside }) => {
    if (folder.id === without) return []
    const own = path ? `${path} / ${folder.name}` : folder.name
    return [{ id: folder.id, path: own }, ...choicesOf(inside, without, own)]
  })
}

/** A document or a folder, as the tree names it. */
export type Thing = { kind: "folder" | "document"; id: string; name: string }

/** Where something is to lie: in a folder (null: at the top), after one of its kind there (null: before all of them). */
export type Place = { parent: string | null; after: string | null }

/** One line of the tree. Places count from 1; folders and documents of one level are counted together. */
export type Row = Thing & {
  parent: string | null
  level: number
  place: number
  count: number
  /** Undefined for what cannot be opened: documents and empty folders. */
  open: boolean | undefined
}

/** The lines that are shown, from above to below. */
export function rowsOf(tree: Level, isClosed: (folderId: string) => boolean): Row[] {
  const rows: Row[] = []
  const walk = ({ folders, documents }: Level, parent: string | null, level: number) => {
    const count = folders.length + documents.length
    for (const [index, { folder, inside }] of folders.entries()) {
      const isEmpty = inside.folders.length + inside.documents.length === 0
      const open = isEmpty ? undefined : !isClosed(folder.id)
      rows.push({ kind: "folder", id: folder.id, name: folder.name, parent, level, place: index + 1, count, open })
      if (open) walk(inside, folder.id, level + 1)
    }
    for (const [index, { id, title }] of documents.entries()) {
      const place = folders.length + index + 1
      rows.push({ kind: "document", id, name: title, parent, level, place, count, open: undefined })
    }
  }
  walk(tree, null, 1)
  return rows
}

type Found = { thing: Thing; parent: string | null; siblings: Thing[] }

/** Every level of the tree with the folder that it lies in. */
function levelsOf(tree: Level): { parent: string | null; level: Level }[] {
  const inside = (level: Level, parent: string | null): { parent: string | null; level: Level }[] => [
    { parent, level },
    ...level.folders.flatMap((each) => inside(each.inside, each.folder.id)),
  ]
  return inside(tree, null)
}

const namesOf = (level: Level, kind: Thing["kind"]): Thing[] =>
  kind === "folder"
    ? level.folders.map(({ folder }) => ({ kind, id: folder.id, name: folder.name }))
    : level.documents.map(({ id, title }) => ({ kind, id, name: title }))

function find(tree: Level, { kind, id }: Pick<Thing, "kind" | "id">): Found | undefined {
  for (const { parent, level } of levelsOf(tree)) {
    const siblings = namesOf(level, kind)
    const thing = siblings.find((each) => each.id === id)
    if (thing) return { thing, parent, siblings }
  }
  return undefined
}

/** What of a kind lies in a folder, in its order, but for `id`. */
export function siblingsAt(tree: Level, { kind, id }: Pick<Thing, "kind" | "id">, parent: string | null): Thing[] {
  const there = levelsOf(tree).find((each) => each.parent === parent)
  return there ? namesOf(there.level, kind).filter((each) => each.id !== id) : []
}

/** Where something lies now. */
export function placeOf(tree: Level, thing: Pick<Thing, "kind" | "id">): Place | undefined {
  const found = find(tree, thing)
  if (!found) return undefined
  const at = found.siblings.findIndex((each) => each.id === thing.id)
  return { parent: found.parent, after: found.siblings[at - 1]?.id ?? null }
}

/** The place behind everything of its kind in a folder. */
export function endOf(tree: Level, thing: Pick<Thing, "kind" | "id">, parent: string | null): Place {
  return { parent, after: siblingsAt(tree, thing, parent).at(-1)?.id ?? null }
}

/** The place right before another of its kind. */
export function beforeOf(tree: Level, thing: Pick<Thing, "kind" | "id">, other: string, parent: string | null): Place {
  const siblings = siblingsAt(tree, thing, parent)
  return { parent, after: siblings[siblings.findIndex((each) => each.id === other) - 1]?.id ?? null }
}

export type Step = "up" | "down" | "out" | "in"

/**
 * Where a step leads: one up or down among its kind; out, to right after the folder it lies in (a document, which has no
 * place among folders, before the documents there); in, to the end of the folder above it. Undefined when there is no way.
 */
export function stepOf(tree: Level, thing: Pick<Thing, "kind" | "id">, step: Step): Place | undefined {
  const found = find(tree, thing)
  if (!found) return undefined
  const { parent, siblings } = found
  const at = siblings.findIndex((each) => each.id === thing.id)
  if (step === "up") return at > 0 ? { parent, after: siblings[at - 2]?.id ?? null } : undefined
  if (step === "down") {
    const next = siblings[at + 1]
    return next && { parent, after: next.id }
  }
  if (step === "out") {
    const above = parent === null ? undefined : find(tree, { kind: "folder", id: parent })
    return above && { parent: above.parent, after: thing.kind === "folder" ? above.thing.id : null }
  }
  const folder =
    thing.kind === "folder" ? siblings[at - 1] : siblingsAt(tree, { kind: "folder", id: "" }, parent).at(-1)
  return folder && endOf(tree, thing, folder.id)
}

/** Whether a place lies in a folder, at whatever depth, or is the folder: a folder cannot go there. */
export function isWithin(tree: Level, folderId: string, parent: string | null): boolean {
  for (let at = parent; at !== null; ) {
    if (at === folderId) return true
    at = find(tree, { kind: "folder", id: at })?.parent ?? null
  }
  return false
}

type Placed = { id: string; position: number }

/**
 * A list of folders or documents with one of them in another place. Those beside it get new positions, until the server
 * tells the real ones.
 */
export function withPlace<T extends Placed>(
  list: T[],
  id: string,
  after: string | null,
  parentOf: (item: T) => string | null,
  moved: (item: T) => T,
): T[] {
  const item = list.find((each) => each.id === id)
  if (!item) return list
  const there = moved(item)
  const siblings = list.filter((each) => each.id !== id && parentOf(each) === parentOf(there))
  siblings.splice(siblings.findIndex((each) => each.id === after) + 1, 0, there)
  const positions = new Map(siblings.map((each, position) => [each.id, position]))
  return list
    .map((each) => ({ ...(each.id === id ? there : each), position: positions.get(each.id) ?? each.position }))
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
}

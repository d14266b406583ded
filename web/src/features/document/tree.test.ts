import { describe, expect, it } from "vitest"
import type { DocFolder, DocumentItem } from "../../lib/api.gen.ts"
import { withItem } from "./live.ts"
import { treeOf } from "./tree.ts"

const folder = (id: string, parent_id: string | null = null): DocFolder => ({
  id,
  project_id: "p",
  parent_id,
  name: id,
  position: 0,
  created_at: "",
  updated_at: "",
})
const item = (id: string, fields: Partial<DocumentItem> = {}): DocumentItem => ({
  id,
  project_id: "p",
  folder_id: null,
  title: id,
  position: 0,
  version: 1,
  created_by: "m",
  updated_by: "m",
  created_at: "",
  updated_at: "",
  deleted_at: null,
  ...fields,
})

describe("the tree of documents", () => {
  it("nests folders, and shows at the top what lies in a folder nobody knows", () => {
    const top = treeOf(
      [folder("a"), folder("b", "a")],
      [item("in b", { folder_id: "b" }), item("lost", { folder_id: "x" })],
    )
    expect(top.documents.map((doc) => doc.id)).toEqual(["lost"])
    expect(top.folders[0]?.inside.folders[0]?.inside.documents.map((doc) => doc.id)).toEqual(["in b"])
  })

  it("shows folders at the top that would lie in each other", () => {
    const top = treeOf([folder("a", "b"), folder("b", "a")], [])
    expect(top.folders.length).toBeGreaterThan(0)
  })

  it("takes a change in its place, an old one not at all, and a deletion", () => {
    const list = [item("a", { position: 0 }), item("b", { position: 1, version: 3 })]
    expect(withItem(list, item("c", { position: 0 })).map((doc) => doc.id)).toEqual(["a", "c", "b"])
    expect(withItem(list, item("b", { title: "old", version: 2 }))).toBe(list)
    expect(withItem(list, item("a", { version: 2, deleted_at: "now" })).map((doc) => doc.id)).toEqual(["b"])
  })
})

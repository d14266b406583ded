import { describe, expect, it } from "vitest"
import type { DocFolder, DocumentItem } from "../../lib/api.gen.ts"
import { withItem } from "./live.ts"
import { choicesOf, endOf, isWithin, placeOf, rowsOf, type Step, stepOf, treeOf, withPlace } from "./tree.ts"

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

describe("a place in the tree", () => {
  const folders = [folder("a"), folder("b"), folder("c", "b"), folder("d", "b")]
  const documents = [item("top"), item("in c", { folder_id: "c" }), item("in b", { folder_id: "b" })]
  const tree = treeOf(folders, documents)
  const doc = (id: string) => ({ kind: "document", id, name: id }) as const
  const fold = (id: string) => ({ kind: "folder", id, name: id }) as const

  it("is shown by the lines that are open, folders above documents", () => {
    const rows = rowsOf(tree, (id) => id === "c")
    expect(rows.map(({ id, level, place, count, open }) => [id, level, place, count, open])).toEqual([
      ["a", 1, 1, 3, undefined],
      ["b", 1, 2, 3, true],
      ["c", 2, 1, 3, false],
      ["d", 2, 2, 3, undefined],
      ["in b", 2, 3, 3, undefined],
      ["top", 1, 3, 3, undefined],
    ])
  })

  it("is reached by steps among one's kind, out of a folder and into the one above", () => {
    const steps = (thing: Parameters<typeof stepOf>[1]) =>
      Object.fromEntries((["up", "down", "out", "in"] as Step[]).map((step) => [step, stepOf(tree, thing, step)]))
    expect(steps(fold("d"))).toEqual({
      up: { parent: "b", after: null },
      down: undefined,
      out: { parent: null, after: "b" },
      in: { parent: "c", after: null },
    })
    expect(steps(doc("in b"))).toEqual({
      up: undefined,
      down: undefined,
      out: { parent: null, after: null },
      in: { parent: "d", after: null },
    })
    expect(steps(fold("a"))).toEqual({
      up: undefined,
      down: { parent: null, after: "b" },
      out: undefined,
      in: undefined,
    })
    expect(placeOf(tree, fold("d"))).toEqual({ parent: "b", after: "c" })
    expect(endOf(tree, doc("top"), "c")).toEqual({ parent: "c", after: "in c" })
  })

  it("is never offered to a folder in itself", () => {
    expect(isWithin(tree, "b", "c")).toBe(true)
    expect(isWithin(tree, "b", "b")).toBe(true)
    expect(isWithin(tree, "c", "b")).toBe(false)
    expect(isWithin(tree, "b", null)).toBe(false)
    expect(choicesOf(tree, "b").map(({ id }) => id)).toEqual(["a"])
  })

  it("is taken by moving what lies there on, also where two share a position", () => {
    const list = [item("x", { position: 3 }), item("y", { position: 3 }), item("z", { position: 9, folder_id: "c" })]
    const order = (id: string, after: string | null, folder_id: string | null) =>
      withPlace(
        list,
        id,
        after,
        (each) => each.folder_id,
        (each) => ({ ...each, folder_id }),
      )
        .filter((each) => each.folder_id === null)
        .map((each) => each.id)
    expect(order("y", null, null)).toEqual(["y", "x"])
    expect(order("z", "x", null)).toEqual(["x", "z", "y"])
    expect(order("x", "z", "c")).toEqual(["y"])
    expect(order("gone", "x", null)).toEqual(["x", "y"])
  })
})

import { describe, expect, it } from "vitest"
import { countOf, filterOf, newCondition, newGroup, treeOf, withNode } from "./filter-tree.ts"

describe("a view's filter", () => {
  const saved = {
    or: [
      { field: "priority", operator: "any_of", value: ["high", "highest"] },
      {
        and: [
          { field: "due_date", operator: "before", value: "today" },
          { field: "assignee", operator: "is_empty" },
        ],
      },
    ],
  }
  it("is the same after it was opened and saved", () => {
    expect(filterOf(treeOf(saved))).toEqual(saved)
    expect(countOf(saved)).toBe(3)
  })
  it("of one question is a group with it", () => {
    expect(filterOf(treeOf(saved.or[0]))).toEqual({ and: [saved.or[0]] })
  })
  it("leaves out what is not answered yet", () => {
    const open = newCondition("status", "choice")
    const tree = newGroup("and", [open, newGroup("or")])
    expect(filterOf(tree)).toBeNull()
    expect(filterOf(withNode(tree, open.id, { ...open, values: ["s1"] }))).toEqual({
      and: [{ field: "status", operator: "any_of", value: ["s1"] }],
    })
    expect(withNode(tree, open.id, undefined).parts).toHaveLength(1)
  })
  it("takes two values for a range", () => {
    const range = { ...newCondition("points", "number"), operator: "between" as const, values: [1] }
    expect(filterOf(range)).toBeNull()
    expect(filterOf({ ...range, values: [1, 5] })).toMatchObject({ value: [1, 5] })
  })
})

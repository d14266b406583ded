import { describe, expect, it } from "vitest"
import { boardOf, cardOf, statusesOf } from "../../lib/testing.ts"
import { gridOf } from "./grid.ts"
import { rowsOf, rowTarget } from "./rows.ts"

const statuses = statusesOf(["todo", "doing"])
const tasks = [cardOf(1, "todo"), cardOf(2, "todo"), cardOf(3, "doing")]
const open = { isClosed: () => false, canCreate: true }
const kinds = (rows: ReturnType<typeof rowsOf>) => rows.map(({ kind }) => kind)

describe("the lines of a table", () => {
  it("are each group's title, its tasks, and a place to add one", () => {
    expect(kinds(rowsOf(gridOf(boardOf(statuses, tasks)), open))).toEqual([
      "group",
      "card",
      "card",
      "create",
      "group",
      "card",
      "create",
    ])
  })
  it("of a closed group are its title alone", () => {
    const rows = rowsOf(gridOf(boardOf(statuses, tasks)), { isClosed: ({ key }) => key === "todo", canCreate: false })
    expect(kinds(rows)).toEqual(["group", "group", "card"])
  })
  it("keep a few places for what is not here yet", () => {
    const rows = rowsOf(gridOf(boardOf(statuses, tasks, { todo: 40 })), open)
    expect(kinds(rows).filter((kind) => kind === "more")).toHaveLength(3)
  })
  it("are walked from task to task, over the titles, up to the ends", () => {
    const rows = rowsOf(gridOf(boardOf(statuses, tasks)), open)
    const second = { column: "todo", lane: null, taskId: "task-2" }
    expect(rowTarget(rows, second, 1)).toEqual({ column: "doing", lane: null, taskId: "task-3" })
    expect(rowTarget(rows, second, -10)?.taskId).toBe("task-1")
  })
})

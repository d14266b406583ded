import { describe, expect, it } from "vitest"
import type { Card, TaskStatus } from "../../lib/api.gen.ts"
import { columnsOf, describePlace, dropTarget, focusTarget, moveTarget, placeOf, unassigned } from "./columns.ts"

const statuses = ["todo", "doing", "done"].map(
  (id, position): TaskStatus => ({ id, name: id, category: "todo", position, is_default: position === 0 }),
)

function card(number: number, status_id: string, over: Partial<Card> = {}): Card {
  return {
    id: `t${number}`,
    number,
    key: `PLN-${number}`,
    title: `Task ${number}`,
    status_id,
    task_type_id: "task",
    priority: null,
    assignee_ids: [],
    points: 2,
    start_date: null,
    due_date: null,
    tags: [],
    sprint_id: null,
    parent_task_id: null,
    custom_fields: {},
    comment_count: 0,
    version: 1,
    rank: `a${number}`,
    ...over,
  }
}

const tasks = [
  card(1, "todo"),
  card(2, "todo", { tags: ["tax"], assignee_ids: ["mara"] }),
  card(3, "todo"),
  card(4, "done", { title: "Refund" }),
]
const columns = columnsOf({ statuses, tasks }, {})

describe("columns", () => {
  it("hold their cards by rank and sum their points", () => {
    const [todo] = columnsOf({ statuses, tasks: [card(2, "todo", { rank: "a9" }), card(1, "todo")] }, {})
    expect(todo?.tasks.map((each) => each.number)).toEqual([1, 2])
    expect(todo?.points).toBe(4)
  })
  it("show what matches every kind of filter, and still say how many there are", () => {
    const found = columnsOf({ statuses, tasks }, { q: "pln-2", tag: ["tax"], assignee: ["mara", "jonas"] })
    expect(found.map((column) => column.tasks.map((each) => each.number))).toEqual([[2], [], []])
    expect(found[0]?.total).toBe(3)
  })
  it("find tasks nobody has", () => {
    const found = columnsOf({ statuses, tasks }, { assignee: [unassigned] })
    expect(found[0]?.tasks.map((each) => each.number)).toEqual([1, 3])
  })
})

describe("the arrow keys", () => {
  it("go up and down within a column and stop at its ends", () => {
    expect(focusTarget(columns, "t1", "down")).toBe("t2")
    expect(focusTarget(columns, "t1", "up")).toBeUndefined()
  })
  it("go sideways over empty columns, at the same height as far as possible", () => {
    expect(focusTarget(columns, "t3", "right")).toBe("t4")
    expect(focusTarget(columns, "t4", "left")).toBe("t1")
  })
})

describe("a keyboard move", () => {
  it("goes one place up or down", () => {
    expect(moveTarget(columns, "t3", "up")).toEqual({ status_id: "todo", after: "t1" })
    expect(moveTarget(columns, "t2", "up")).toEqual({ status_id: "todo", after: null })
    expect(moveTarget(columns, "t1", "down")).toEqual({ status_id: "todo", after: "t2" })
    expect(moveTarget(columns, "t3", "down")).toBeUndefined()
  })
  it("goes to the top of the next column, empty or not", () => {
    expect(moveTarget(columns, "t2", "right")).toEqual({ status_id: "doing", after: null })
    expect(moveTarget(columns, "t4", "right")).toBeUndefined()
  })
  it("says where it ends", () => {
    expect(describePlace(columns, "t1", { status_id: "todo", after: "t2" })).toBe("todo, position 2 of 3")
  })
})

describe("a drop", () => {
  it("lands before or after the card under it", () => {
    expect(dropTarget(columns, "t4", { status_id: "todo", over: { task_id: "t2", edge: "top" } })).toEqual({
      status_id: "todo",
      after: "t1",
    })
    expect(dropTarget(columns, "t4", { status_id: "todo", over: { task_id: "t2", edge: "bottom" } })).toEqual({
      status_id: "todo",
      after: "t2",
    })
  })
  it("does not count the dragged card as its own neighbour", () => {
    expect(dropTarget(columns, "t2", { status_id: "todo", over: { task_id: "t3", edge: "top" } })).toEqual({
      status_id: "todo",
      after: "t1",
    })
    expect(placeOf(columns, "t2")).toEqual({ status_id: "todo", after: "t1" })
  })
  it("lands at an end of a column it is dropped on", () => {
    expect(dropTarget(columns, "t4", { status_id: "todo" })).toEqual({ status_id: "todo", after: "t3" })
    expect(dropTarget(columns, "t4", { status_id: "todo", end: "top" })).toEqual({ status_id: "todo", after: null })
    expect(dropTarget(columns, "t4", { status_id: "doing" })).toEqual({ status_id: "doing", after: null })
  })
})

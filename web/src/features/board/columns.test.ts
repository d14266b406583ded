import { describe, expect, it } from "vitest"
import { matches, unassigned } from "../../lib/board-filter.ts"
import { boardOf, cardOf, statusesOf } from "../../lib/testing.ts"
import { columnsOf, describePlace, dropTarget, focusTarget, moveTarget, placeOf, sumLabel } from "./columns.ts"

const statuses = statusesOf(["todo", "doing", "done"])
const card = (number: number, status_id: string, over: Parameters<typeof cardOf>[2] = {}) =>
  cardOf(number, status_id, { id: `t${number}`, points: 2, ...over })

const tasks = [
  card(1, "todo"),
  card(2, "todo", { tags: ["tax"], assignee_ids: ["mara"] }),
  card(3, "todo"),
  card(4, "done", { title: "Refund" }),
]
const columns = columnsOf(boardOf(statuses, tasks))

describe("columns", () => {
  it("hold their cards by rank, with the server's totals and sums", () => {
    const [todo] = columnsOf(boardOf(statuses, [card(2, "todo", { rank: "a9" }), card(1, "todo")], { todo: 7 }))
    expect(todo).toMatchObject({ total: 9, sum: 4, more: true })
    const [whole] = columnsOf(boardOf(statuses, [card(2, "todo", { rank: "a9" }), card(1, "todo")]))
    expect(whole?.tasks.map((each) => each.number)).toEqual([1, 2])
  })
  it("say how many there are without the filter", () => {
    const [todo] = columnsOf(boardOf(statuses, [card(2, "todo")]), boardOf(statuses, tasks))
    expect(todo).toMatchObject({ total: 1, all: 3 })
  })
  it("say what they sum up, with its unit", () => {
    const board = boardOf(statuses, tasks)
    expect(sumLabel(12, board)).toBe("12 points")
    expect(sumLabel(1, board)).toBe("1 point")
    expect(sumLabel(0, board)).toBeUndefined()
    const by = (field_sum: string | null) => ({
      ...board,
      view: { ...board.view, config: { ...board.view.config, field_sum } },
    })
    expect(sumLabel(90, by("logged_minutes"))).toBe("1.5 hours logged")
    expect(sumLabel(90, by(null))).toBeUndefined()
  })
})

describe("a filter", () => {
  const found = (filter: Parameters<typeof matches>[1]) =>
    tasks.filter((each) => matches(each, filter)).map((each) => each.number)
  it("wants every kind of it to match", () => {
    expect(found({ q: "pln-2", tag: ["tax"], assignee: ["mara", "jonas"] })).toEqual([2])
  })
  it("finds tasks nobody has", () => {
    expect(found({ assignee: [unassigned] })).toEqual([1, 3, 4])
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
    const partly = columnsOf(boardOf(statuses, tasks, { todo: 40 }))
    const end = { status_id: "todo", after: null, at_end: true }
    expect(dropTarget(partly, "t4", { status_id: "todo", end: "bottom" })).toEqual(end)
    expect(describePlace(partly, "t4", end)).toBe("todo, position 44 of 44")
  })
})

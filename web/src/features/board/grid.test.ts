import { describe, expect, it } from "vitest"
import { matches, unassigned } from "../../lib/board-filter.ts"
import { boardOf, cardOf, statusesOf } from "../../lib/testing.ts"
import { cellOf, describePlace, dropTarget, focusTarget, gridOf, moveTarget, placeOf, sumLabel } from "./grid.ts"

const statuses = statusesOf(["todo", "doing", "done"])
const card = (number: number, status_id: string, over: Parameters<typeof cardOf>[2] = {}) =>
  cardOf(number, status_id, { id: `t${number}`, points: 2, ...over })

const tasks = [
  card(1, "todo"),
  card(2, "todo", { tags: ["tax"], assignee_ids: ["mara"] }),
  card(3, "todo"),
  card(4, "done", { title: "Refund" }),
]
const grid = gridOf(boardOf(statuses, tasks))
const cell = (column: string) => ({ column, lane: null })
const spot = (column: string, taskId: string) => ({ ...cell(column), taskId })

describe("columns", () => {
  it("hold their cards by rank, with the server's totals and sums", () => {
    const part = gridOf(boardOf(statuses, [card(2, "todo", { rank: "a9" }), card(1, "todo")], { todo: 7 }))
    expect(part.columns[0]).toMatchObject({ total: 9, sum: 4 })
    expect(cellOf(part, cell("todo"))).toMatchObject({ total: 9, more: true })
    const whole = gridOf(boardOf(statuses, [card(2, "todo", { rank: "a9" }), card(1, "todo")]))
    expect(cellOf(whole, cell("todo"))?.cards.map((each) => each.number)).toEqual([1, 2])
  })
  it("say how many there are without the filter", () => {
    const { columns } = gridOf(boardOf(statuses, [card(2, "todo")]), boardOf(statuses, tasks))
    expect(columns[0]).toMatchObject({ total: 1, all: 3 })
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
    expect(focusTarget(grid, spot("todo", "t1"), "down")?.taskId).toBe("t2")
    expect(focusTarget(grid, spot("todo", "t1"), "up")).toBeUndefined()
  })
  it("go sideways over empty columns, at the same height as far as possible", () => {
    expect(focusTarget(grid, spot("todo", "t3"), "right")?.taskId).toBe("t4")
    expect(focusTarget(grid, spot("done", "t4"), "left")?.taskId).toBe("t1")
  })
})

describe("a keyboard move", () => {
  it("goes one place up or down", () => {
    expect(moveTarget(grid, spot("todo", "t3"), "up")).toEqual({ ...cell("todo"), after: "t1" })
    expect(moveTarget(grid, spot("todo", "t2"), "up")).toEqual({ ...cell("todo"), after: null })
    expect(moveTarget(grid, spot("todo", "t1"), "down")).toEqual({ ...cell("todo"), after: "t2" })
    expect(moveTarget(grid, spot("todo", "t3"), "down")).toBeUndefined()
  })
  it("goes to the top of the next column, empty or not", () => {
    expect(moveTarget(grid, spot("todo", "t2"), "right")).toEqual({ ...cell("doing"), after: null })
    expect(moveTarget(grid, spot("done", "t4"), "right")).toBeUndefined()
  })
  it("says where it ends", () => {
    expect(describePlace(grid, "t1", { ...cell("todo"), after: "t2" })).toBe("todo, position 2 of 3")
  })
})

describe("a drop", () => {
  it("lands before or after the card under it", () => {
    expect(dropTarget(grid, ["t4"], { ...cell("todo"), over: { task_id: "t2", edge: "top" } })).toEqual({
      ...cell("todo"),
      after: "t1",
    })
    expect(dropTarget(grid, ["t4"], { ...cell("todo"), over: { task_id: "t2", edge: "bottom" } })).toEqual({
      ...cell("todo"),
      after: "t2",
    })
  })
  it("does not count the dragged card as its own neighbour", () => {
    expect(dropTarget(grid, ["t2"], { ...cell("todo"), over: { task_id: "t3", edge: "top" } })).toEqual({
      ...cell("todo"),
      after: "t1",
    })
    expect(placeOf(grid, spot("todo", "t2"))).toEqual({ ...cell("todo"), after: "t1" })
  })
  it("lands at an end of a column it is dropped on", () => {
    expect(dropTarget(grid, ["t4"], { ...cell("todo") })).toEqual({ ...cell("todo"), after: "t3" })
    expect(dropTarget(grid, ["t4"], { ...cell("todo"), end: "top" })).toEqual({ ...cell("todo"), after: null })
    expect(dropTarget(grid, ["t4"], { ...cell("doing") })).toEqual({ ...cell("doing"), after: null })
    const partly = gridOf(boardOf(statuses, tasks, { todo: 40 }))
    const end = { ...cell("todo"), after: null, at_end: true }
    expect(dropTarget(partly, ["t4"], { ...cell("todo"), end: "bottom" })).toEqual(end)
    expect(describePlace(partly, "t4", end)).toBe("todo, position 44 of 44")
  })
})

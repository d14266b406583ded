import { describe, expect, it } from "vitest"
import { cardOf } from "../../lib/testing.ts"
import { fieldsAfter, undoOf } from "./changes.ts"

const cards = [
  cardOf(1, "todo", { tags: ["tax"], points: 1 }),
  cardOf(2, "todo", { tags: ["shop"], points: 1 }),
  cardOf(3, "done", { points: 1 }),
]

describe("a change of several tasks", () => {
  it("adds to lists and takes from them", () => {
    const [first] = cards.map((card) => fieldsAfter(card, { add_tags: ["new"], remove_tags: ["tax"] }))
    expect(first).toEqual({ tags: ["new"] })
  })
  it("takes away a value of an own field that is set to none", () => {
    const card = cardOf(1, "todo", { custom_fields: { team: "red", risk: true } })
    expect(fieldsAfter(card, { custom_fields: { team: null } })).toEqual({ custom_fields: { risk: true } })
    expect(undoOf([card], { custom_fields: { team: null } })).toEqual([
      { ids: ["task-1"], set: { custom_fields: { team: "red" } } },
    ])
  })
  it("is taken back by as few changes as there were different values", () => {
    expect(undoOf(cards, { points: 5 })).toEqual([{ ids: ["task-1", "task-2", "task-3"], set: { points: 1 } }])
    expect(undoOf(cards, { status_id: "doing" })).toEqual([
      { ids: ["task-1", "task-2"], set: { status_id: "todo" } },
      { ids: ["task-3"], set: { status_id: "done" } },
    ])
    expect(undoOf(cards, { add_tags: ["x"] })).toHaveLength(3)
  })
})

import { describe, expect, it } from "vitest"
import { Selection } from "./selection.ts"

const order = ["a", "b", "c", "d"]

describe("a selection", () => {
  it("goes from the task that was selected last to another", () => {
    const selection = new Selection()
    selection.toggle("b")
    selection.extend("d", order)
    expect([...selection.ids]).toEqual(["b", "c", "d"])
    selection.extend("a", order)
    expect([...selection.ids].sort()).toEqual(order)
  })
  it("is what a change of one of its tasks is for, and of no other", () => {
    const selection = new Selection()
    selection.toggleAll(["a", "b"])
    expect(selection.with("a")).toEqual(["a", "b"])
    expect(selection.with("c")).toEqual(["c"])
    selection.toggleAll(["a", "b"])
    expect(selection.ids.size).toBe(0)
  })
  it("tells who listens, and not who has stopped", () => {
    const selection = new Selection()
    let heard = 0
    const stop = selection.subscribe(() => heard++)
    selection.toggle("a")
    stop()
    selection.clear()
    expect(heard).toBe(1)
  })
})

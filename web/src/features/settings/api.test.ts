import { expect, it } from "vitest"
import { withChange } from "./api.ts"

const list = ["a", "b", "c"].map((id) => ({ id, name: id }))
const order = (items: { id: string }[]) => items.map(({ id }) => id).join("")

it("shows a change in its place, and a move in the place that is counted without what moves", () => {
  expect(withChange(list, { id: "b", name: "new" })[1]).toEqual({ id: "b", name: "new" })
  expect(order(withChange(list, { id: "a" }, 2))).toBe("bca")
  expect(order(withChange(list, { id: "c" }, 0))).toBe("cab")
  expect(order(withChange(list, { id: "b" }, 99))).toBe("acb")
  expect(withChange(list, { id: "gone" }, 1)).toEqual(list)
})

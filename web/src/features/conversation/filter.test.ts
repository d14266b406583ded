import { expect, it } from "vitest"
import { isFiltered, readFilter } from "./filter.ts"

it("reads a filter from an address and drops what it cannot mean", () => {
  expect(readFilter({ agent: "a", state: "wrong", cause: "mention", task: "t" })).toEqual({
    agent: "a",
    state: "wrong",
    cause: "mention",
  })
  expect(readFilter({ agent: "", state: "toString", cause: 7 })).toEqual({})
  expect(isFiltered(readFilter({}))).toBe(false)
  expect(isFiltered({ state: "finished" })).toBe(true)
})

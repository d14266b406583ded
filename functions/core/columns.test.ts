import { expect, it } from "vitest"
import { instantOf } from "./columns.ts"

it("points in time compare as texts as they do as times, whatever zeros the database leaves out", () => {
  const written = [
    "2026-01-01 00:00:01+00",
    "2026-01-01 00:00:01.005+00",
    "2026-01-01 00:00:01.05+00",
    "2026-01-01 02:00:01.5+02",
  ]
  const read = written.map(instantOf)
  expect(read).toEqual([
    "2026-01-01T00:00:01.000Z",
    "2026-01-01T00:00:01.005Z",
    "2026-01-01T00:00:01.050Z",
    "2026-01-01T00:00:01.500Z",
  ])
  expect(read.toSorted()).toEqual(read)
})

import { expect, it } from "vitest"
import { firstSight } from "./live.ts"

it("takes each event once and forgets the oldest when it remembers too many", () => {
  const seen = new Set<string>()
  expect(firstSight(seen, "a", 4)).toBe(true)
  expect(firstSight(seen, "a", 4)).toBe(false)
  for (const id of ["b", "c", "d", "e"]) firstSight(seen, id, 4)
  expect(seen.size).toBeLessThanOrEqual(4)
  expect(firstSight(seen, "e", 4)).toBe(false)
})

import { describe, expect, it } from "vitest"
import { minutesLabel } from "../../lib/format.ts"
import { readMinutes } from "./duration.ts"

describe("time that was spent", () => {
  it.each([
    ["1h 30m", 90],
    ["1h30", 90],
    ["90m", 90],
    ["90", 90],
    ["1.5h", 90],
    ["1,5 h", 90],
    ["1:30", 90],
    ["2 hours", 120],
    ["1 hour 5 minutes", 65],
    [" 45 Min ", 45],
  ])("reads %s", (text, minutes) => expect(readMinutes(text)).toBe(minutes))
  it.each(["", "h", "soon", "-5", "1h 2h", "1.5.2h", "1:75"])("does not guess what “%s” means", (text) =>
    expect(readMinutes(text)).toBeUndefined(),
  )
  it("says minutes as people do", () => {
    expect([45, 120, 90].map(minutesLabel)).toEqual(["45 min", "2 h", "1 h 30 min"])
  })
})

import { describe, expect, it } from "vitest"
import { type shapeOf, tasksFor } from "./estimate.ts"
import { breaking } from "./limits.ts"

type Shape = ReturnType<typeof shapeOf>

/** Of the shape only what the limits look at. */
const shape = {
  task: () => ({ cpu: 0.5, memory: 1 }),
  least: 1,
  most: 10,
  leastCu: 0.25,
  mostCu: 4,
} as unknown as Shape

describe("limits", () => {
  it("hold for a small team, and say which comes first", () => {
    const [nearest, ...more] = breaking(shape, 100)
    expect(more).toEqual([])
    expect(nearest?.times).toBeLessThan(1)
  })

  it("break one after the other, the furthest first, and never fewer for more people", () => {
    const counts = [100, 1_000, 10_000, 100_000, 1_000_000].map((people) => {
      const times = breaking(shape, people).map((each) => each.times)
      expect(times).toEqual([...times].sort((one, other) => other - one))
      return times.filter((each) => each > 1).length
    })
    expect(counts).toEqual([...counts].sort((one, other) => one - other))
    expect(counts.at(-1)).toBeGreaterThan(5)
  })

  it("of a definition that grows come later", () => {
    const larger = { ...shape, most: 1_000, mostCu: 56 }
    const names = (of: Shape) => breaking(of, 100_000).map(({ limit }) => limit.name)
    expect(names(shape)).toContain("Browsers connected at once")
    expect(names(larger)).not.toContain("Browsers connected at once")
    expect(names(larger)).not.toContain("The database's compute")
  })
})

it("more realtime tasks run only when one cannot hold the connections", () => {
  expect([0, 100, 2_500, 2_501, 25_000].map((people) => tasksFor(shape, people))).toEqual([1, 1, 1, 2, 10])
})

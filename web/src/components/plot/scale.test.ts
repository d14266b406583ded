import { expect, it } from "vitest"
import { area, line, linear, spread, ticks } from "./scale.ts"

it("maps values to places", () => {
  const y = linear(0, 10, 200, 0)
  expect([0, 5, 10].map(y)).toEqual([200, 100, 0])
  expect(linear(3, 3, 0, 100)(3)).toBe(0)
})

it("marks an axis with round numbers that reach the most", () => {
  expect([0, 3, 10, 26, 47, 1_800].map((most) => ticks(most))).toEqual([
    [0, 1],
    [0, 1, 2, 3],
    [0, 5, 10],
    [0, 10, 20, 30],
    [0, 20, 40, 60],
    [0, 500, 1_000, 1_500, 2_000],
  ])
})

it("writes as many labels as there is room for, the last among them", () => {
  expect(spread(5, 10)).toEqual([0, 1, 2, 3, 4])
  expect(spread(14, 4)).toEqual([1, 5, 9, 13])
  expect(spread(0, 4)).toEqual([])
})

it("draws lines and the areas between them", () => {
  expect(
    line([
      [0, 1.26],
      [2, 3],
    ]),
  ).toBe("M0 1.3L2 3")
  expect(
    area(
      [
        [0, 1],
        [2, 1],
      ],
      [
        [0, 5],
        [2, 6],
      ],
    ),
  ).toBe("M0 1L2 1L2 6L0 5Z")
})

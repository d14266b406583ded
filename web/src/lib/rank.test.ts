import { expect, it } from "vitest"
import { byRank, rankBetween } from "./rank.ts"

it("orders ranks by code unit, as the database does, capitals before small letters", () => {
  const ranks = ["a1", "Zz", "a0V", "a0"].map((rank, number) => ({ rank, number }))
  expect(ranks.sort(byRank).map((each) => each.rank)).toEqual(["Zz", "a0", "a0V", "a1"])
})

it("orders equal ranks by number", () => {
  expect(
    [
      { rank: "a0", number: 2 },
      { rank: "a0", number: 1 },
    ]
      .sort(byRank)
      .map((each) => each.number),
  ).toEqual([1, 2])
})

it("finds a rank between neighbours and at the open ends", () => {
  const middle = rankBetween("a0", "a1")
  expect(middle > "a0" && middle < "a1").toBe(true)
  expect(rankBetween("a0", null) > "a0").toBe(true)
  expect(rankBetween(null, "a0") < "a0").toBe(true)
})

it("still answers something that sorts after its neighbour when the ranks are not its own kind", () => {
  expect(rankBetween("000001", "000002") > "000001").toBe(true)
})

import { describe, expect, it } from "vitest"
import { fuzzyScore, safeHref, safeReturnPath } from "./text.ts"

describe("search", () => {
  it("prefers the start of words to their middle and both to scattered letters", () => {
    const [start, middle, scattered] = [
      fuzzyScore("Refund flow", "ref"),
      fuzzyScore("Prefix", "ref"),
      fuzzyScore("r-e-f", "ref"),
    ]
    expect(start).toBeGreaterThan(middle)
    expect(middle).toBeGreaterThan(scattered)
  })
  it("needs every word", () => {
    expect(fuzzyScore("Refund flow", "refund tax")).toBe(0)
  })
})

describe("links", () => {
  it("lead to the web, to mail or within the site", () => {
    expect(["https://a.b", "mailto:a@b.c", "/p/1", "#x"].map(safeHref)).toEqual([
      "https://a.b",
      "mailto:a@b.c",
      "/p/1",
      "#x",
    ])
  })
  it("never run code or leave without saying so", () => {
    expect(["javascript:alert(1)", " JAVASCRIPT:x", "data:text/html,x", "//evil.example"].map(safeHref)).toEqual(
      Array(4).fill(undefined),
    )
  })
  it("return after sign-in only to this site", () => {
    expect(safeReturnPath("/p/1/board?task=A-1")).toBe("/p/1/board?task=A-1")
    expect(["//evil.example", "/\\evil.example", "https://evil.example", undefined].map(safeReturnPath)).toEqual([
      "/",
      "/",
      "/",
      "/",
    ])
  })
})

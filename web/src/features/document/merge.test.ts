import { describe, expect, it } from "vitest"
import { mergeTexts } from "./merge.ts"

const base = "# Plan\n\nFirst.\n\nSecond.\n\nThird."

describe("two people's changes of one text", () => {
  it("are both kept when they are in different paragraphs", () => {
    const mine = base.replace("First.", "First, by me.")
    const theirs = base.replace("Third.", "Third, by them.\n\nFourth.")
    expect(mergeTexts(base, mine, theirs)).toEqual({
      text: "# Plan\n\nFirst, by me.\n\nSecond.\n\nThird, by them.\n\nFourth.",
      conflict: false,
    })
  })

  it("stand one after the other when they are in the same paragraph", () => {
    const merged = mergeTexts(base, base.replace("Second.", "Mine."), base.replace("Second.", "Theirs."))
    expect(merged).toEqual({ text: "# Plan\n\nFirst.\n\nMine.\n\nTheirs.\n\nThird.", conflict: true })
  })

  it("stand there once when they are the same", () => {
    const both = base.replace("Second.", "Changed.")
    expect(mergeTexts(base, both, both)).toEqual({ text: both, conflict: false })
  })

  it("take away what one of them took away and the other left alone", () => {
    const mine = base.replace("\n\nThird.", "")
    const theirs = base.replace("First.", "First, by them.")
    expect(mergeTexts(base, mine, theirs)).toEqual({ text: "# Plan\n\nFirst, by them.\n\nSecond.", conflict: false })
  })

  it("keep what one of them changed and the other took away", () => {
    const mine = base.replace("Second.", "Second, by me.")
    const theirs = base.replace("Second.\n\n", "")
    const merged = mergeTexts(base, mine, theirs)
    expect(merged.conflict).toBe(true)
    expect(merged.text).toContain("Second, by me.")
  })

  it("begin with nothing, or end with it", () => {
    expect(mergeTexts("", "Mine.", "Theirs.")).toEqual({ text: "Mine.\n\nTheirs.", conflict: true })
    expect(mergeTexts("", "Mine.", "")).toEqual({ text: "Mine.", conflict: false })
    expect(mergeTexts("Old.", "", "Old.")).toEqual({ text: "", conflict: false })
    expect(mergeTexts("", "", "")).toEqual({ text: "", conflict: false })
  })
})

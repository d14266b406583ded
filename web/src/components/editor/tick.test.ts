import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { boxesOf, withTick } from "./tick.ts"

const text = `# Done when   \n\n* [ ] told\n* [X] written [x] twice\n    * [ ] deep\n\n\`\`\`md\n- [ ] code\n\`\`\`\n\n- [ ] last`

describe("a box ticked in a shown text", () => {
  it("changes its own sign and nothing else", () => {
    expect(boxesOf(text).map(({ label }) => label)).toEqual(["told", "written [x] twice", "deep", "last"])
    expect(withTick(text, 2, true)).toBe(text.replace("[ ] deep", "[x] deep"))
    expect(withTick(text, 3, true)).toBe(text.replace("[ ] last", "[x] last"))
    expect(withTick(text, 1, false)).toBe(text.replace("[X] written", "[ ] written"))
  })

  it("is the one that was meant, and comes back as it was, in any list", () => {
    const line = fc.tuple(
      fc.constantFrom("- [ ] a", "- [x] b [ ] c", "  - [ ] d", "text [ ]", "", "> - [ ] q", "```", "1. [ ] n"),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.nat(8), (lines, index) => {
        const source = lines.join("\n")
        const before = boxesOf(source)
        const box = before[index]
        const next = box && withTick(source, index, !box.checked)
        if (!box) expect(withTick(source, index, true)).toBeUndefined()
        else expect(boxesOf(next ?? "")).toEqual(before.with(index, { ...box, checked: !box.checked }))
      }),
    )
  })

  it("that is not there is none", () => {
    expect(withTick("- [ ] a", 1, true)).toBeUndefined()
  })
})

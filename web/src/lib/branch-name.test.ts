import { describe, expect, it } from "vitest"
import { branchName } from "./branch-name.ts"

describe("the name of a task's branch", () => {
  it("is its key and the words of its title", () => {
    expect(branchName({ key: "PRD-2", title: "Pay as a guest" })).toBe("prd-2-pay-as-a-guest")
    expect(branchName({ key: "PLN-9", title: "fix: bucket policy (#5887) — `rm -rf /`" })).toBe(
      "pln-9-fix-bucket-policy-5887-rm-rf",
    )
  })

  it("has no accents, no other scripts and at most 60 characters of whole words", () => {
    expect(branchName({ key: "PLN-1", title: "Größe der Übersicht" })).toBe("pln-1-grosse-der-ubersicht")
    expect(branchName({ key: "PLN-1", title: "検索" })).toBe("pln-1")
    const long = branchName({ key: "PLN-1", title: "somewhat long words ".repeat(20) })
    expect(long.length).toBeLessThanOrEqual(60)
    expect(long).toMatch(/-(somewhat|long|words)$/)
  })
})

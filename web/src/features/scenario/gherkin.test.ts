import { describe, expect, it } from "vitest"
import { issuesByLine, splitLine, textOf } from "./gherkin.ts"

describe("a scenario as text", () => {
  it("says at which line something is wrong", () => {
    const issues = ["line 3: expected: #EOF, #StepLine, #Empty, got 'Wehn'", "write exactly one scenario"].map(
      (message) => ({
        path: "gherkin",
        message,
      }),
    )
    expect(issuesByLine(issues)).toEqual(
      new Map([
        [3, ["“Wehn” is not a step. Start it with Given, When, Then, And or But."]],
        [0, ["write exactly one scenario"]],
      ]),
    )
  })
  it("is made of its clauses, whose further lines follow with And", () => {
    const clauses = {
      title: "Refund",
      given: "a paid order\na card",
      when: "",
      then: "Then it is paid back\n| sum |\n",
    }
    expect(textOf(clauses)).toBe(
      "Scenario: Refund\n  Given a paid order\n  And a card\n  Then it is paid back\n  | sum |",
    )
  })
  it("shows its keywords apart", () => {
    expect(splitLine("  When it rains")).toEqual({ indent: "  ", keyword: "When", rest: " it rains" })
    expect(splitLine("Whenever")).toEqual({ indent: "", keyword: "", rest: "Whenever" })
  })
})

import { t } from "@lingui/core/macro"
import type { Issue } from "../../lib/errors.ts"

/** The clauses of a scenario, each as lines of steps. */
export type Clauses = { title: string; given: string; when: string; then: string }

/** What is wrong with a text, by its lines (from 1); under 0 what is not about a line. */
export function issuesByLine(issues: Issue[]): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const { message } of issues) {
    const at = /^line (\d+): (.*)$/s.exec(message)
    const line = at ? Number(at[1]) : 0
    found.set(line, [...(found.get(line) ?? []), forPeople(at?.[2] ?? message)])
  }
  return found
}

/** The parser lists what it would take by its own names of them; people are told what a step starts with. */
function forPeople(message: string): string {
  const got = /^expected: .*#StepLine.*, got '(.*)'$/s.exec(message)?.[1]
  if (got === undefined) return message
  return t`“${got}” is not a step. Start it with Given, When, Then, And or But.`
}

/** Clauses as the text they are the same as: the first line of each takes its keyword, the others `And`. */
export function textOf({ title, given, when, then }: Clauses): string {
  const steps = [
    ["Given", given],
    ["When", when],
    ["Then", then],
  ].flatMap(([keyword = "", clause = ""]) =>
    clause
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line, index) => {
        if (/^\s*(given|when|then|and|but|\*|\||"""|```)/i.test(line)) return `  ${line.trimEnd()}`
        return `  ${index === 0 ? keyword : "And"} ${line.trim()}`
      }),
  )
  return [`Scenario: ${title}`, ...steps].join("\n")
}

/** A line in pieces: the keyword that Gherkin gives it, and the rest. */
export function splitLine(line: string): { indent: string; keyword: string; rest: string } {
  const found =
    /^(\s*)((?:Scenario Outline|Scenario|Example|Examples|Background|Rule|Feature):|(?:Given|When|Then|And|But|\*)(?=\s))(.*)$/.exec(
      line,
    )
  if (!found) return { indent: "", keyword: "", rest: line }
  return { indent: found[1] ?? "", keyword: found[2] ?? "", rest: found[3] ?? "" }
}

import { AstBuilder, Errors, GherkinClassicTokenMatcher, Parser } from "@cucumber/gherkin"
import { IdGenerator, type Scenario } from "@cucumber/messages"
import { BadRequest } from "../error.ts"

/** A scenario as clients of the published API write it: each clause is lines of steps, its first keyword left out. */
export type Clauses = { title: string; given: string; when: string; then: string }

const clauseNames = ["given", "when", "then"] as const
const keywords = { given: "Given", when: "When", then: "Then" }

const invalid = (messages: string[]) =>
  BadRequest(`gherkin: ${messages[0]}.`, { issues: messages.map((message) => ({ path: "gherkin", message })) })

/** The parser wants a feature around a scenario; it is on a line of its own, which lines told to people do not count. */
const FRAME = "Feature:\n"

function messageOf(error: Errors.GherkinException): string {
  const sentence = error.message.replace(/^\(\d+:\d+\): /, "")
  return error.location ? `line ${Math.max(1, error.location.line - 1)}: ${sentence}` : sentence
}

/**
 * Reads one scenario or scenario outline with Cucumber's own parser (English keywords).
 * @throws BAD_REQUEST with an issue for each faulty line, and when it is not exactly one scenario
 */
function parseScenario(source: string): Scenario {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher())
  try {
    const children = parser.parse(`${FRAME}${source}`).feature?.children ?? []
    const [only] = children
    if (children.length !== 1 || !only?.scenario)
      throw invalid(['write exactly one "Scenario:" or "Scenario Outline:"'])
    return only.scenario
  } catch (error) {
    if (error instanceof Errors.CompositeParserException) {
      throw invalid(error.errors.map((one) => (one instanceof Errors.GherkinException ? messageOf(one) : one.message)))
    }
    if (error instanceof Errors.GherkinException) throw invalid([messageOf(error)])
    throw error
  }
}

const step = /^(given|when|then|and|but|\*)\s+/i

/** A line with its keyword as Gherkin spells it, or with `keyword` when it has none. */
function stepOf(line: string, keyword: string): string {
  const own = step.exec(line)
  if (!own?.[1]) return `${keyword} ${line}`
  return `${own[1].charAt(0).toUpperCase()}${own[1].slice(1).toLowerCase()} ${line.slice(own[0].length)}`
}

/** A clause as lines of Gherkin: what is not a step, a table's row or inside a doc string becomes one. */
function stepsOf(clause: string, keyword: string): string[] {
  let quote: string | undefined
  let first = true
  return clause.split("\n").flatMap((line) => {
    const text = line.trim()
    const fence = /^("""|```)/.exec(text)?.[1]
    if (quote !== undefined || (fence && !first)) {
      if (fence && (quote === undefined || quote === fence)) quote = quote === undefined ? fence : undefined
      return [line]
    }
    if (text === "") return []
    if (!first && text.startsWith("|")) return [`      ${text}`]
    const written = stepOf(text, first ? keyword : "And")
    first = false
    return [`  ${written}`]
  })
}

/** The scenario's lines, apart: what stands before its steps, each clause, and what follows (an outline's examples). */
function partsOf(source: string, scenario: Scenario) {
  const lines = source.split("\n")
  const startOf = (type: string) => {
    const step = scenario.steps.find(({ keywordType }) => keywordType === type)
    return step && step.location.line - 2
  }
  const firstExamples = scenario.examples[0]
  const tagged = firstExamples?.tags[0]?.location.line ?? firstExamples?.location.line
  const end = tagged === undefined ? lines.length : tagged - 2
  const then = startOf("Outcome") ?? end
  const when = Math.min(startOf("Action") ?? then, then)
  const given = scenario.steps[0] ? scenario.steps[0].location.line - 2 : end
  const slice = (from: number, to: number) => lines.slice(from, to)
  return {
    head: slice(0, given),
    given: slice(given, Math.max(given, when)),
    when: slice(Math.max(given, when), then),
    then: slice(then, end),
    tail: slice(end, lines.length),
  }
}

/** A clause's lines as they are answered: outdented, and without the keyword that its name says already. */
const clauseOf = (lines: string[], keyword: string) =>
  lines
    .map((line) => line.replace(/^ {1,2}/, ""))
    .join("\n")
    .trim()
    .replace(new RegExp(`^${keyword} `), "")

/** The clauses of a scenario that was checked before. `then` takes everything from the first outcome on. */
export function clausesOf(source: string): Clauses {
  const scenario = parseScenario(source)
  const parts = partsOf(source, scenario)
  const [given, when, then] = clauseNames.map((name) => clauseOf(parts[name], keywords[name]))
  return { title: scenario.name, given: given ?? "", when: when ?? "", then: then ?? "" }
}

/** A checked scenario in the form it is kept in. @throws BAD_REQUEST, with an issue for each faulty line */
export function readGherkin(given: string): { title: string; gherkin: string } {
  const gherkin = given.replaceAll("\r\n", "\n").trim()
  const { name } = parseScenario(gherkin)
  if (name === "") throw invalid(['give the scenario a name: "Scenario: what must hold"'])
  return { title: name, gherkin }
}

/** A scenario made of clauses. @throws BAD_REQUEST when a table or doc string in them is broken */
export function writeGherkin(clauses: Clauses): { title: string; gherkin: string } {
  const steps = clauseNames.flatMap((name) => stepsOf(clauses[name], keywords[name]))
  return readGherkin([`Scenario: ${clauses.title}`, ...steps].join("\n"))
}

/** A scenario with some of its clauses changed; its tags, description and examples stay. @throws BAD_REQUEST */
export function changeGherkin(source: string, changes: Partial<Clauses>): { title: string; gherkin: string } {
  const scenario = parseScenario(source)
  const parts = partsOf(source, scenario)
  const head = parts.head.map((line, at) =>
    changes.title !== undefined && at === scenario.location.line - 2 ? `${scenario.keyword}: ${changes.title}` : line,
  )
  const steps = clauseNames.flatMap((name) => {
    const changed = changes[name]
    return changed === undefined ? parts[name] : stepsOf(changed, keywords[name])
  })
  return readGherkin([...head, ...steps, ...parts.tail].join("\n"))
}

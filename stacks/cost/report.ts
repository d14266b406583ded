import type { Graph } from "../dry-run/dry-run.ts"
import { atRest, forPeople, type Line, shapeOf, total } from "./estimate.ts"
import { breaking, limitsOf } from "./limits.ts"
import { pricedOn, prices } from "./prices.ts"
import { connectedAtPeak, conversation, person } from "./usage.ts"

const dollars = (usd: number) => usd.toFixed(2)
const whole = (count: number) => Math.round(count).toLocaleString("en-US")

/** A table as Markdown, its columns padded as a formatter would. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  const [head = [], ...body] = rows
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n")
}

const costs = (lines: Line[]) =>
  table([
    ["service", "for", "USD a month"],
    ...lines.map(({ service, for: what, usd }) => [service, what, dollars(usd)]),
    ["**all**", "", `**${dollars(total(lines))}**`],
  ])

/** What Paca costs and where it ends, as Markdown: the part of `README.md` between its two marks. */
export function report(graph: Graph): string {
  const shape = shapeOf(graph)
  const uncertain = Object.values(prices).filter(({ certainty }) => certainty === "low").length
  const limits = limitsOf(shape).map(({ name, most, unit, of, act, beyond }) => [
    name,
    `${whole(most)} ${unit} (${of})`,
    beyond,
    act,
  ])
  const broken = [100, 10_000, 1_000_000].map((people) => {
    const all = breaking(shape, people)
    const [nearest] = all
    if (!nearest || nearest.times <= 1)
      return [whole(people), `nothing; nearest: ${nearest?.limit.name} (${Math.round((nearest?.times ?? 0) * 100)} %)`]
    const said = all.map(({ limit, times }) => `${limit.name} (${times < 10 ? times.toFixed(1) : whole(times)} times)`)
    return [whole(people), said.join("; ")]
  })
  return `Prices of ${pricedOn} in eu-central-1, without tax, free tiers and discounts; ${uncertain} of ${Object.keys(prices).length} are uncertain (\`cost/prices.ts\` says which).

A month in which nobody does anything:

${costs(atRest(graph))}

What 1,000 people who work with it every day add:

${costs(forPeople(graph, 1_000))}

Assumed of each person and month (\`cost/usage.ts\`): ${whole(person.apiRequests)} requests of the app, ${whole(person.changes)} changes, ${person.conversations} agent conversations of ${conversation.minutes} minutes, ${person.mails} mails, ${person.filesGb * 1000} MB of files; ${connectedAtPeak * 100} % of all are connected at the busiest moment. What models cost is paid to their providers by whoever enters the key.

Where it ends:

${table([["limit", "there is", "beyond it", "what to do"], ...limits])}

What breaks first, the furthest beyond its limit first:

${table([["people", "what"], ...broken])}`
}

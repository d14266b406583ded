import type * as z from "zod"
import type { Amount } from "./chart.ts"
import type { SprintFacts, SprintReport } from "./report.ts"

/** Somebody's words as they are, whatever they would mean in Markdown; whom they mention is not called. */
export const plain = (text: string) =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>#|~!]/g, "\\$&")
    .replaceAll("@", "&#64;")

const number = (value: number) => String(Math.round(value * 10) / 10)
const count = (value: number, one: string, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`
const amount = ({ points, tasks }: z.infer<typeof Amount>) => `${count(points, "point")} in ${count(tasks, "task")}`
const days = (value: number) => (value < 1 ? count(value * 24, "hour") : count(value, "day"))

/** Tasks that a list names. */
const NAMED = 10

function named<T>(items: T[], write: (item: T) => string): string[] {
  const lines = items.slice(0, NAMED).map((item) => `- ${write(item)}`)
  return items.length > NAMED ? [...lines, `- and ${items.length - NAMED} more`] : lines
}

type Part = { title: string; lines: string[] }

/** The facts of a sprint as lines of Markdown, part by part. Parts that have nothing to say are left out. */
function factsOf(report: SprintFacts): Part[] {
  const { sprint, committed, added, removed, done, unfinished, cycle_time, scenarios, done_by, agent_work } = report
  const until = sprint.completed_at ?? "today"
  const ref = ({ key, title }: { key: string; title: string }) => `${key} ${plain(title)}`
  const by: [string, z.infer<typeof Amount>][] = [
    ["people", done_by.people],
    ["agents", done_by.agents],
    ["people and agents together", done_by.together],
    ["nobody in particular", done_by.nobody],
  ]
  const parts: Part[] = [
    {
      title: "What was done",
      lines: [
        `- From ${sprint.started_at.slice(0, 10)} to ${until.slice(0, 10)}`,
        `- Committed: ${amount(committed)}`,
        `- Added later: ${amount(added)}`,
        ...(removed.tasks > 0 ? [`- Taken out: ${amount(removed)}`] : []),
        `- Done: ${amount(done)}`,
        `- ${sprint.completed_at ? "Carried over" : "Not done yet"}: ${amount(unfinished)}`,
      ],
    },
    {
      title: "Who did it",
      lines: [
        ...by.flatMap(([who, of]) => (of.tasks > 0 ? [`- By ${who}: ${amount(of)}`] : [])),
        ...(agent_work ?? []).map(
          ({ name, conversations, failed, seconds, input_tokens, output_tokens }) =>
            `- ${plain(name)} worked ${count(seconds / 60, "minute")} in ${count(conversations, "conversation")}${failed > 0 ? `, of which ${failed} failed` : ""}, with ${input_tokens + output_tokens} tokens`,
        ),
      ],
    },
    {
      title: "How it flowed",
      lines: [
        ...(cycle_time.median_days === null || cycle_time.p85_days === null
          ? []
          : [
              `- Half of ${count(cycle_time.tasks, "task")} took at most ${days(cycle_time.median_days)}, and 85 of 100 at most ${days(cycle_time.p85_days)}`,
            ]),
        ...(scenarios.total > 0
          ? [
              `- ${count(scenarios.total, "scenario")}, ${number(scenarios.of_done_tasks)} of them of tasks that are done`,
            ]
          : []),
      ],
    },
    {
      title: "Carried over",
      lines: named(
        report.tasks.filter(({ outcome }) => outcome === "unfinished"),
        ref,
      ),
    },
    { title: "Reopened", lines: named(report.reopened, ({ task, times }) => `${ref(task)}, ${count(times, "time")}`) },
    {
      title: "Blocked",
      lines: named(report.blocked, ({ task, by }) => `${ref(task)}, by ${by.map(({ key }) => key).join(", ")}`),
    },
    {
      title: "Longest waits",
      lines: named(report.waits, ({ task, status, days: long }) => `${ref(task)}: ${days(long)} in ${plain(status)}`),
    },
  ]
  return parts.filter(({ lines }) => lines.length > 0)
}

/** The facts of a sprint in Markdown. */
export const factsText = (report: SprintFacts): string =>
  factsOf(report)
    .map(({ title, lines }) => `### ${title}\n\n${lines.join("\n")}`)
    .join("\n\n")

/** The text that a retrospective begins with: the facts, and places for what the team says. */
export function retrospectiveText({ sprint: { goal }, summary }: SprintReport): string {
  return [
    ...(goal ? [`> ${plain(goal)}`] : []),
    "## Facts",
    summary.text,
    "## What went well",
    "What helped, and should stay as it is?",
    "## What to change",
    "What held us up, and what could we try instead?",
    "## Actions",
    "What the team decides becomes a task on the sprint's retrospective page, and is linked to this document.",
  ].join("\n\n")
}

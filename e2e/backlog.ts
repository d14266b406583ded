const verbs = ["fix", "chore", "feat", "refactor", "docs", "style"]
const things = [
  "board scrolling",
  "intake form",
  "sprint totals",
  "member list",
  "CSV export",
  "search ranking",
  "e-mail digest",
  "label colours",
  "drag handle",
  "API pagination",
]
const states = [
  "Done",
  "Done",
  "Done",
  "Done",
  "Done",
  "Done",
  "Done",
  "Done",
  "Backlog",
  "In Progress",
  "In Review",
  "To Do",
]
const priorities = ["Lowest", "Low", "Medium", "High", "Highest"]
const points = ["", "1", "2", "3", "5", "8"]

/** A backlog in the column shape of Jira's exports, always the same for the same size. Every tenth row has a parent, long text has line breaks and quotes. */
export function backlogCsv(rows: number): string {
  const header =
    "Issue key,Summary,Issue Type,Status,Priority,Assignee,Reporter,Created,Updated,Due date,Labels,Sprint,Story Points,Parent,Description"
  const lines = Array.from({ length: rows }, (_, index) => {
    const number = index + 1
    const pick = <T>(list: T[], step: number): T => list[(index * step + (index >> 3)) % list.length] as T
    const at = new Date(Date.UTC(2024, 9, 22) + index * 6 * 3_600_000).toISOString()
    const parent = number % 10 === 0 ? `PLN-${number - 9}` : ""
    const description =
      number % 3 === 0
        ? `"* ${pick(verbs, 5)} the ""${pick(things, 3)}""\n\n* ${"keep the behaviour of before, ".repeat(number % 9)}and say so"`
        : ""
    const type = number % 4 === 0 ? "Bug" : number % 13 === 0 ? "Story" : "Task"
    return [
      `PLN-${number}`,
      `${pick(verbs, 1)}: ${pick(things, 7)} (#${5000 + number})`,
      type,
      pick(states, 1),
      pick(priorities, 3),
      `member-${String((number % 40) + 1).padStart(2, "0")}`,
      `member-${String((number % 60) + 1).padStart(2, "0")}`,
      at,
      at,
      number % 25 === 0 ? at.slice(0, 10) : "",
      number % 50 === 0 ? "security" : "",
      number % 12 === 0 ? "" : `Sprint ${Math.ceil(number / 50)}`,
      pick(points, 5),
      parent,
      description,
    ].join(",")
  })
  return [header, ...lines].join("\n")
}

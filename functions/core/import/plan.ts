import { createHash } from "node:crypto"
import { BadRequest } from "../error.ts"
import { priorities, type statusCategories } from "../task/task.sql.ts"
import type { CsvRecord } from "./csv.ts"
import type { ImportIssue } from "./import.sql.ts"

/** The fields of a task that a CSV can bring, by the column names that Jira, Linear and spreadsheets give them. */
const fieldNames = {
  key: ["issue key", "key", "id", "identifier"],
  title: ["summary", "title", "name"],
  type: ["issue type", "type", "work type"],
  status: ["status", "state"],
  priority: ["priority"],
  assignee: ["assignee"],
  reporter: ["reporter", "creator", "created by"],
  created: ["created", "created at", "created date"],
  updated: ["updated", "updated at", "updated date"],
  due: ["due date", "due", "duedate"],
  start: ["start date", "start"],
  labels: ["labels", "label", "tags"],
  sprint: ["sprint", "cycle", "iteration"],
  points: ["story points", "story point estimate", "points", "estimate"],
  parent: ["parent", "parent key", "parent issue", "parent id", "epic link"],
  description: ["description", "body"],
} as const
export type Field = keyof typeof fieldNames

/** Which field a column brings, or null. Jira writes its own fields as `Custom field (Story Points)`. */
export function fieldOf(header: string): Field | null {
  const name = header
    .toLowerCase()
    .replace(/^custom field \((.*)\)$/, "$1")
    .trim()
  const found = Object.entries(fieldNames).find(([, names]) => (names as readonly string[]).includes(name))
  return found ? (found[0] as Field) : null
}

/** A row that can become a task; references are still names. */
export type PlannedTask = {
  line: number
  key: string
  title: string
  type: string | null
  status: string | null
  priority: (typeof priorities)[number] | null
  assignee: string | null
  reporter: string | null
  created_at: string | null
  updated_at: string | null
  due_date: string | null
  start_date: string | null
  tags: string[]
  sprint: string | null
  points: number | null
  parent: string | null
  description: string
}

export type Plan = {
  columns: { header: string; field: Field | null }[]
  rows: number
  tasks: PlannedTask[]
  issues: ImportIssue[]
  /** Rows whose key the project has already. */
  existing: number
}

const TITLE_LIMIT = 500
const TEXT_LIMIT = 200_000
const NAME_LIMIT = 80
const TAG_LIMIT = 60

const priorityNames: Record<string, (typeof priorities)[number] | null> = {
  ...Object.fromEntries(priorities.map((name) => [name, name])),
  blocker: "highest",
  critical: "highest",
  urgent: "highest",
  major: "high",
  normal: "medium",
  minor: "low",
  trivial: "lowest",
  none: null,
  "no priority": null,
}

/**
 * Decides what of a CSV becomes tasks. Pure: it knows the file and which keys the project has, nothing else.
 * A file without keys gets them from its rows' content, so that importing it again still creates nothing twice.
 * @throws BAD_REQUEST when the column for the title is missing
 */
export function planImport(header: string[], records: CsvRecord[], known: ReadonlySet<string>): Plan {
  const columns = header.map((name) => ({ header: name, field: fieldOf(name) }))
  if (!columns.some((column) => column.field === "title")) {
    const message = `The file has no column "Summary". Its columns are: ${header.slice(0, 20).join(", ")}.`
    throw BadRequest(message, { issues: [{ path: "file", message }] })
  }
  const keyed = columns.some((column) => column.field === "key")
  const issues: ImportIssue[] = []
  const tasks: PlannedTask[] = []
  const seen = new Map<string, number>()
  let existing = 0
  const contents = new Map<string, number>()
  for (const record of records) {
    const row = readRow(columns, record, keyed ? undefined : contentKey(record.cells, contents))
    if (row.task && seen.has(row.task.key)) {
      issues.push({
        line: record.line,
        column: headerOf(columns, "key"),
        message: `"${row.task.key}" is on line ${seen.get(row.task.key)} already.`,
      })
      continue
    }
    if (row.task) seen.set(row.task.key, record.line)
    if (row.task && known.has(row.task.key)) existing += 1
    else if (row.task) tasks.push(row.task)
    issues.push(...row.issues)
  }
  return {
    columns,
    rows: records.length,
    existing,
    ...resolveParents(tasks, issues, known, headerOf(columns, "parent")),
  }
}

const headerOf = (columns: Plan["columns"], field: Field) =>
  columns.find((column) => column.field === field)?.header ?? null

/** A key made of a row's cells; rows that are the same are told apart by their count. */
function contentKey(cells: string[], seen: Map<string, number>): string {
  const digest = createHash("sha256").update(JSON.stringify(cells)).digest("hex").slice(0, 16)
  const count = (seen.get(digest) ?? 0) + 1
  seen.set(digest, count)
  return `row-${digest}${count > 1 ? `-${count}` : ""}`
}

/** Reads one record; every cell that cannot be used is an issue, and with one the row brings no task. */
function readRow(
  columns: Plan["columns"],
  record: CsvRecord,
  ownKey?: string,
): { task?: PlannedTask; issues: ImportIssue[] } {
  const issues: ImportIssue[] = []
  const complain = (field: Field, message: string) =>
    issues.push({ line: record.line, column: headerOf(columns, field), message })
  if (record.cells.length > columns.length) {
    issues.push({
      line: record.line,
      column: null,
      message: `has ${record.cells.length} cells where the header has ${columns.length}.`,
    })
  }
  // A field may have several columns (Jira repeats Labels and Sprint): its values are joined, the last sprint wins.
  const values = (field: Field) =>
    columns.flatMap((column, index) => {
      const cell = column.field === field ? record.cells[index]?.trim() : ""
      return cell ? [cell] : []
    })
  const one = (field: Field, limit = NAME_LIMIT): string | null => {
    const value = values(field).at(-1) ?? null
    if (value && value.length > limit) complain(field, `is longer than ${limit.toLocaleString("en")} characters.`)
    return value
  }
  const task: PlannedTask = {
    line: record.line,
    key: ownKey ?? one("key") ?? "",
    title: one("title", TITLE_LIMIT) ?? "",
    type: one("type"),
    status: one("status"),
    priority: null,
    assignee: one("assignee"),
    reporter: one("reporter"),
    created_at: readInstant(one("created"), (message) => complain("created", message)),
    updated_at: readInstant(one("updated"), (message) => complain("updated", message)),
    due_date: readDay(one("due"), (message) => complain("due", message)),
    start_date: readDay(one("start"), (message) => complain("start", message)),
    tags: [...new Set(values("labels").flatMap((cell) => cell.split(/[,;\s]+/).filter(Boolean)))],
    sprint: one("sprint"),
    points: null,
    parent: one("parent"),
    description: (one("description", TEXT_LIMIT) ?? "").replaceAll("\r\n", "\n"),
  }
  if (!task.key) complain("key", "is empty.")
  if (!task.title) complain("title", "is empty.")
  const long = task.tags.find((tag) => tag.length > TAG_LIMIT)
  if (long) complain("labels", `"${long.slice(0, 30)}…" is longer than ${TAG_LIMIT} characters.`)
  const priority = one("priority")
  if (priority) {
    const found = priorityNames[priority.toLowerCase()]
    if (found === undefined)
      complain("priority", `"${priority}" is not a priority. Use Highest, High, Medium, Low or Lowest.`)
    else task.priority = found
  }
  const points = one("points")
  if (points) {
    task.points = Number(points.replace(",", "."))
    if (!(task.points >= 0 && task.points <= 10_000))
      complain("points", `"${points}" is not a number from 0 to 10,000.`)
  }
  return issues.length > 0 ? { issues } : { task, issues }
}

/** `22/Oct/24 2:13 PM`, as Jira writes dates by default, becomes what Date can read. */
const readable = (text: string) => text.replace(/^(\d{1,2})\/([A-Za-z]{3})\/(\d{2,4})/, "$1 $2 $3")

function readInstant(text: string | null, complain: (message: string) => void): string | null {
  if (!text) return null
  const at = new Date(readable(text))
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 || at.getUTCFullYear() > 9999) {
    complain(`"${text}" is not a date. Write it as 2026-01-31T12:00:00Z.`)
    return null
  }
  return at.toISOString()
}

function readDay(text: string | null, complain: (message: string) => void): string | null {
  if (!text) return null
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]
  const at = new Date(day ? `${day}T00:00:00Z` : `${readable(text)} UTC`)
  if (Number.isNaN(at.getTime()) || (day && !at.toISOString().startsWith(day)) || at.getUTCFullYear() > 9999) {
    complain(`"${text}" is not a date. Write it as 2026-01-31.`)
    return null
  }
  return at.toISOString().slice(0, 10)
}

/** Puts parents before their children and drops rows whose parent is nowhere, or which lie under themselves. */
function resolveParents(
  tasks: PlannedTask[],
  issues: ImportIssue[],
  known: ReadonlySet<string>,
  column: string | null,
) {
  const waiting = new Map(tasks.map((task) => [task.key, task]))
  const placed = new Set<string>()
  const ordered: PlannedTask[] = []
  const children = new Map<string, PlannedTask[]>()
  for (const task of tasks) {
    if (task.parent && !known.has(task.parent)) children.set(task.parent, [...(children.get(task.parent) ?? []), task])
  }
  const queue = tasks.filter((task) => !task.parent || known.has(task.parent))
  for (let task = queue.shift(); task; task = queue.shift()) {
    ordered.push(task)
    placed.add(task.key)
    queue.push(...(children.get(task.key) ?? []))
  }
  for (const task of tasks) {
    if (placed.has(task.key) || !task.parent) continue
    const message = waiting.has(task.parent)
      ? `"${task.parent}" cannot be its parent: that row is not imported, or the two lie under each other.`
      : `"${task.parent}" is neither in the file nor in the project.`
    issues.push({ line: task.line, column, message })
  }
  issues.sort((one, other) => one.line - other.line)
  return { tasks: ordered, issues }
}

/** The category of a status that the project does not have yet, guessed from its name. */
export function categoryOf(status: string): (typeof statusCategories)[number] {
  const name = status.toLowerCase()
  if (/done|closed|resolved|complete|released|cancel|won'?t/.test(name)) return "done"
  if (/progress|review|test|qa|doing|started|blocked/.test(name)) return "inprogress"
  if (/backlog|icebox|idea|triage/.test(name)) return "backlog"
  if (/refine|groom/.test(name)) return "refinement"
  if (/ready|selected/.test(name)) return "ready"
  return "todo"
}

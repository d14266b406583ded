import { stringify } from "csv-stringify/sync"
import { and, asc, eq, gt, inArray, isNull, sql } from "drizzle-orm"
import { agent } from "../agent/agent.sql.ts"
import type { Database } from "../database.ts"
import { docFolder, document } from "../document/document.sql.ts"
import { customField } from "../field/field.sql.ts"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"
import { sprint } from "../sprint/sprint.sql.ts"
import {
  bddScenario,
  type CustomValue,
  comment,
  task,
  taskAssignee,
  taskLink,
  taskStatus,
  taskType,
  timeLog,
} from "../task/task.sql.ts"
import { user } from "../user/user.sql.ts"
import type { Entry } from "./zip.ts"

/** Rows that are read and turned into text at once. */
const PAGE = 500
/** Documents, which may be a megabyte each. */
const TEXTS = 20

type Row = Record<string, string | number | null>

/**
 * Rows as CSV (RFC 4180). A text that a spreadsheet would take for a formula gets a quote in front of it.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
async function* csv(columns: string[], pages: AsyncIterable<Row[]>): AsyncGenerator<string> {
  yield stringify([columns])
  for await (const rows of pages) yield stringify(rows, { columns, escape_formulas: true })
}

type Task = Awaited<ReturnType<typeof taskPage>>[number]

const memberName = sql<string>`coalesce(${user.name}, ${agent.name})`

/** The next tasks by number, with the names of what they refer to. One query a page. */
function taskPage(tx: Database, projectId: string, after: number) {
  const parent = sql<string | null>`(select p.number from task p where p.id = ${task.parent_task_id})`
  return tx
    .select({
      id: task.id,
      number: task.number,
      title: task.title,
      description: task.description,
      type: taskType.name,
      status: taskStatus.name,
      priority: task.priority,
      points: task.points,
      start_date: task.start_date,
      due_date: task.due_date,
      tags: task.tags,
      sprint: sprint.name,
      parent,
      custom_fields: task.custom_fields,
      created_at: task.created_at,
      updated_at: task.updated_at,
      reporter: sql<string | null>`(select handle from project_member m where m.id = ${task.reporter_id})`,
      assignees: sql<string[]>`array(
        select m.handle from ${taskAssignee} join project_member m on m.id = ${taskAssignee.member_id}
        where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id} order by m.id)`,
    })
    .from(task)
    .innerJoin(taskType, eq(taskType.id, task.task_type_id))
    .innerJoin(taskStatus, eq(taskStatus.id, task.status_id))
    .leftJoin(sprint, eq(sprint.id, task.sprint_id))
    .where(and(eq(task.project_id, projectId), isNull(task.deleted_at), gt(task.number, after)))
    .orderBy(asc(task.number))
    .limit(PAGE)
}

async function* taskPages(tx: Database, projectId: string): AsyncGenerator<Task[]> {
  for (let after = 0; ; ) {
    const rows = await taskPage(tx, projectId, after)
    if (rows.length > 0) yield rows
    after = rows.at(-1)?.number ?? after
    if (rows.length < PAGE) return
  }
}

/** The columns that importing the file again understands, then those of the project's own fields. */
const taskColumns = [
  "Issue key",
  "Summary",
  "Issue Type",
  "Status",
  "Priority",
  "Assignee",
  "All assignees",
  "Reporter",
  "Created",
  "Updated",
  "Start date",
  "Due date",
  "Labels",
  "Sprint",
  "Story Points",
  "Parent",
  "Description",
]

type Field = typeof customField.$inferSelect

const fieldColumn = (field: Field) => `Custom field (${field.name})`

function valueText(field: Field, value: CustomValue | undefined): string | null {
  if (value === undefined) return null
  const nameOf = (one: unknown) => field.options.find((option) => option.id === one)?.name ?? String(one)
  return Array.isArray(value) ? value.map(nameOf).join(", ") : nameOf(value)
}

function taskRow(row: Task, keyOf: (number: number | string) => string, fields: Field[]): Row {
  return {
    "Issue key": keyOf(row.number),
    Summary: row.title,
    "Issue Type": row.type,
    Status: row.status,
    Priority: row.priority,
    Assignee: row.assignees[0] ?? null,
    "All assignees": row.assignees.join(", "),
    Reporter: row.reporter,
    Created: row.created_at,
    Updated: row.updated_at,
    "Start date": row.start_date,
    "Due date": row.due_date,
    Labels: row.tags.join(", "),
    Sprint: row.sprint,
    "Story Points": row.points,
    Parent: row.parent === null ? null : keyOf(row.parent),
    Description: row.description,
    ...Object.fromEntries(fields.map((field) => [fieldColumn(field), valueText(field, row.custom_fields[field.id])])),
  }
}

type Comment = { task_id: string; author: string; text: string; created_at: string }

function commentsOf(tx: Database, projectId: string, taskIds: string[]): Promise<Comment[]> {
  return tx
    .select({ task_id: comment.task_id, author: memberName, text: comment.text, created_at: comment.created_at })
    .from(comment)
    .innerJoin(projectMember, eq(projectMember.id, comment.author_id))
    .leftJoin(user, eq(user.id, projectMember.user_id))
    .leftJoin(agent, eq(agent.id, projectMember.agent_id))
    .where(and(eq(comment.project_id, projectId), inArray(comment.task_id, taskIds), isNull(comment.deleted_at)))
    .orderBy(asc(comment.id))
}

/** A task that has something to read, as Markdown. */
function taskText(row: Task, key: string, comments: Comment[], scenarios: string[]): string {
  const facts = [
    `Status: ${row.status}`,
    `Type: ${row.type}`,
    row.assignees.length > 0 && `Assignees: ${row.assignees.map((handle) => `@${handle}`).join(" ")}`,
    row.sprint && `Sprint: ${row.sprint}`,
  ].filter(Boolean)
  const said = comments.map(({ author, text, created_at }) => `### ${author}, ${created_at}\n\n${text}\n`)
  return [
    `# ${key} ${row.title}\n`,
    `${facts.join("  \n")}\n`,
    row.description && `${row.description}\n`,
    scenarios.length > 0 && `## Scenarios\n\n${scenarios.map((text) => `\`\`\`gherkin\n${text}\n\`\`\`\n`).join("\n")}`,
    said.length > 0 && `## Comments\n\n${said.join("\n")}`,
  ]
    .filter(Boolean)
    .join("\n")
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

/** The tasks with texts, each a file. Three queries a page. */
async function* taskTexts(
  tx: Database,
  projectId: string,
  keyOf: (number: number | string) => string,
): AsyncGenerator<Entry> {
  for await (const rows of taskPages(tx, projectId)) {
    const ids = rows.map((row) => row.id)
    const comments = Map.groupBy(await commentsOf(tx, projectId, ids), (each) => each.task_id)
    const scenarios = Map.groupBy(
      await tx
        .select({ task_id: bddScenario.task_id, gherkin: bddScenario.gherkin })
        .from(bddScenario)
        .where(
          and(eq(bddScenario.project_id, projectId), inArray(bddScenario.task_id, ids), isNull(bddScenario.deleted_at)),
        )
        .orderBy(asc(bddScenario.id)),
      (each) => each.task_id,
    )
    for (const row of rows) {
      const said = comments.get(row.id) ?? []
      const shown = (scenarios.get(row.id) ?? []).map(({ gherkin }) => gherkin)
      if (!row.description && said.length === 0 && shown.length === 0) continue
      const key = keyOf(row.number)
      yield { name: `tasks/${key}.md`, text: once(taskText(row, key, said, shown)) }
    }
  }
}

async function* timeLogPages(
  tx: Database,
  projectId: string,
  keyOf: (number: number | string) => string,
): AsyncGenerator<Row[]> {
  let after = "00000000-0000-0000-0000-000000000000"
  for (;;) {
    const rows = await tx
      .select({
        id: timeLog.id,
        number: task.number,
        member: memberName,
        day: timeLog.day,
        minutes: timeLog.minutes,
        note: timeLog.note,
      })
      .from(timeLog)
      .innerJoin(task, and(eq(task.id, timeLog.task_id), isNull(task.deleted_at)))
      .innerJoin(projectMember, eq(projectMember.id, timeLog.member_id))
      .leftJoin(user, eq(user.id, projectMember.user_id))
      .leftJoin(agent, eq(agent.id, projectMember.agent_id))
      .where(and(eq(timeLog.project_id, projectId), isNull(timeLog.deleted_at), gt(timeLog.id, after)))
      .orderBy(asc(timeLog.id))
      .limit(PAGE)
    yield rows.map(({ number, member, day, minutes, note }) => ({
      "Issue key": keyOf(number),
      Member: member,
      Day: day,
      Minutes: minutes,
      Note: note,
    }))
    after = rows.at(-1)?.id ?? after
    if (rows.length < PAGE) return
  }
}

async function* linkRows(
  tx: Database,
  projectId: string,
  keyOf: (number: number | string) => string,
): AsyncGenerator<Row[]> {
  const rows = await tx
    .select({
      from: task.number,
      to: sql<number>`(select t.number from task t where t.id = ${taskLink.to_task_id})`,
      kind: taskLink.kind,
    })
    .from(taskLink)
    .innerJoin(task, eq(task.id, taskLink.from_task_id))
    .where(eq(taskLink.project_id, projectId))
    .orderBy(task.number)
  yield rows.map(({ from, to, kind }) => ({ From: keyOf(from), Relation: kind, To: keyOf(to) }))
}

async function* sprintRows(tx: Database, projectId: string): AsyncGenerator<Row[]> {
  const rows = await tx.select().from(sprint).where(eq(sprint.project_id, projectId)).orderBy(sprint.id)
  yield rows.map((row) => ({
    Name: row.name,
    State: row.state,
    Goal: row.goal,
    "Start date": row.start_date,
    "End date": row.end_date,
  }))
}

type Folder = { id: string; parent_id: string | null; name: string }

/** A name that every file system takes. */
const fileName = (name: string) =>
  name
    .replace(/[\p{Cc}/\\:*?"<>|]/gu, "-")
    .replace(/^[. ]+|[. ]+$/g, "")
    .slice(0, 100) || "untitled"

/** The path of each folder below `documents/`. */
function pathsOf(folders: Folder[]): Map<string, string> {
  const byId = new Map(folders.map((folder) => [folder.id, folder]))
  const pathOf = (id: string | null): string => {
    const folder = id === null ? undefined : byId.get(id)
    return folder ? `${pathOf(folder.parent_id)}${fileName(folder.name)}/` : "documents/"
  }
  return new Map(folders.map(({ id }) => [id, pathOf(id)]))
}

/** The project's documents in their folders. Of several with one name in one place all but the first get a number. */
async function* documentTexts(tx: Database, projectId: string): AsyncGenerator<Entry> {
  const paths = pathsOf(await tx.select().from(docFolder).where(eq(docFolder.project_id, projectId)))
  const taken = new Set<string>()
  let after = "00000000-0000-0000-0000-000000000000"
  for (;;) {
    const rows = await tx
      .select({ id: document.id, folder_id: document.folder_id, title: document.title, content: document.content })
      .from(document)
      .where(and(eq(document.project_id, projectId), isNull(document.deleted_at), gt(document.id, after)))
      .orderBy(asc(document.id))
      .limit(TEXTS)
    for (const { folder_id, title, content } of rows) {
      const path = `${(folder_id && paths.get(folder_id)) || "documents/"}${fileName(title)}`
      let name = path
      // Some file systems take Notes and notes for one file.
      for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${path} (${number})`
      taken.add(name.toLowerCase())
      yield { name: `${name}.md`, text: once(`# ${title}\n\n${content}\n`) }
    }
    after = rows.at(-1)?.id ?? after
    if (rows.length < TEXTS) return
  }
}

const readme = (name: string, at: string) => `# ${name}

Exported from Paca at ${at}.

- \`tasks.csv\`: every task. Import it into a project, here or elsewhere.
- \`tasks/\`: the tasks that have a description, scenarios or comments, as Markdown.
- \`documents/\`: the documents in their folders, as Markdown.
- \`sprints.csv\`, \`links.csv\`, \`time-logs.csv\`: what lies around the tasks. Times are in minutes.

In the CSV files a text that starts like a formula has a quote (') before it, so that no spreadsheet runs it.
`

/**
 * What a project's archive holds, read page by page from one state of the database: `tx` must be a repeatable read.
 * `onTasks` hears how many tasks have been written.
 */
export async function* contentsOf(
  tx: Database,
  projectId: string,
  at: string,
  onTasks: (done: number) => Promise<void>,
): AsyncGenerator<Entry> {
  const [about] = await tx
    .select({ name: project.name, prefix: project.prefix })
    .from(project)
    .where(eq(project.id, projectId))
  if (!about) return
  const keyOf = (number: number | string) => `${about.prefix}-${number}`
  const fields = await tx
    .select()
    .from(customField)
    .where(eq(customField.project_id, projectId))
    .orderBy(customField.position)
  yield { name: "README.md", text: once(readme(about.name, at)) }
  async function* tasks(): AsyncGenerator<Row[]> {
    let done = 0
    for await (const rows of taskPages(tx, projectId)) {
      yield rows.map((row) => taskRow(row, keyOf, fields))
      done += rows.length
      await onTasks(done)
    }
  }
  yield { name: "tasks.csv", text: csv([...taskColumns, ...fields.map(fieldColumn)], tasks()) }
  yield {
    name: "sprints.csv",
    text: csv(["Name", "State", "Goal", "Start date", "End date"], sprintRows(tx, projectId)),
  }
  yield { name: "links.csv", text: csv(["From", "Relation", "To"], linkRows(tx, projectId, keyOf)) }
  yield {
    name: "time-logs.csv",
    text: csv(["Issue key", "Member", "Day", "Minutes", "Note"], timeLogPages(tx, projectId, keyOf)),
  }
  yield* taskTexts(tx, projectId, keyOf)
  yield* documentTexts(tx, projectId)
}

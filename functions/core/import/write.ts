import { eq, sql } from "drizzle-orm"
import type { Actor } from "../access/caller.ts"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { selectMembers } from "../member/member.ts"
import type { Context } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { sprint } from "../sprint/sprint.sql.ts"
import { selectSprints } from "../sprint/sprint.ts"
import { selectStatuses } from "../task/status.ts"
import { task, taskAssignee, taskStatus, taskType } from "../task/task.sql.ts"
import { selectTypes } from "../task/type.ts"
import { addSprintViews } from "../view/defaults.ts"
import { rankOfNumber } from "../view/rank.ts"
import { categoryOf, type Plan, type PlannedTask } from "./plan.ts"

/** Somebody cancelled; the transaction rolls back. */
export class Cancelled extends Error {
  override name = "Cancelled"
}

const CHUNK = 250

type Place = { id: string; project_id: string; workspace_id: string; by: Actor }
type Names = Map<string, string>

const lower = (text: string) => text.toLowerCase()
const byName = (rows: { id: string; name: string }[]): Names => new Map(rows.map((row) => [lower(row.name), row.id]))

/**
 * Writes a plan's tasks with the statuses, types and sprints they need. Statements grow with the rows in steps of 250.
 * Tasks keep their number when their key has the project's prefix and the number is free. Nobody is notified and no
 * agent starts.
 * @returns how many tasks were created
 */
export async function writePlan(
  context: Pick<Context, "tx" | "record">,
  place: Place,
  plan: Plan,
  progress: (done: number) => Promise<void>,
): Promise<number> {
  const { tx, record } = context
  const numbers = await giveNumbers(tx, place.project_id, plan.tasks)
  const [statuses, types, sprints, members, ids] = [
    await ensureStatuses(tx, place.project_id, plan.tasks),
    await ensureTypes(tx, place.project_id, plan.tasks),
    await ensureSprints(tx, place.project_id, plan.tasks),
    await selectMembers(tx, place.project_id),
    await existingIds(tx, place.project_id),
  ]
  const people = new Map(
    members.flatMap((member) => [[lower(member.name), member.id] as const, [lower(member.handle), member.id] as const]),
  )
  for (const row of plan.tasks) ids.set(row.key, clock.id())
  const idOf = (names: Names, name: string | null) => names.get(lower(name ?? "")) ?? names.get("") ?? ""

  for (let at = 0; at < plan.tasks.length; at += CHUNK) {
    const chunk = plan.tasks.slice(at, at + CHUNK)
    const rows = chunk.map((row) => {
      const number = numbers.get(row.key) ?? 0
      const reporter = row.reporter ? people.get(lower(row.reporter)) : undefined
      const assignee = row.assignee ? people.get(lower(row.assignee)) : undefined
      const now = clock.instant()
      return {
        id: ids.get(row.key) ?? clock.id(),
        project_id: place.project_id,
        number,
        title: row.title,
        description: row.description,
        status_id: idOf(statuses, row.status),
        task_type_id: idOf(types, row.type),
        sprint_id: row.sprint ? (sprints.get(lower(row.sprint)) ?? null) : null,
        parent_task_id: row.parent ? (ids.get(row.parent) ?? null) : null,
        priority: row.priority,
        points: row.points,
        start_date: row.start_date,
        due_date: row.due_date,
        tags: row.tags,
        rank: rankOfNumber(number),
        reporter_id: reporter ?? null,
        external: {
          key: row.key,
          ...(row.assignee && !assignee && { assignee: row.assignee }),
          ...(row.reporter && !reporter && { reporter: row.reporter }),
        },
        created_at: row.created_at ?? now,
        updated_at: row.updated_at ?? row.created_at ?? now,
        assignee,
      }
    })
    await tx.insert(task).values(rows.map(({ assignee: _, ...row }) => row))
    const assigned = rows.flatMap((row) =>
      row.assignee ? [{ project_id: place.project_id, task_id: row.id, member_id: row.assignee }] : [],
    )
    if (assigned.length > 0) await tx.insert(taskAssignee).values(assigned)
    for (const row of rows) {
      record({
        type: "task.created",
        entity_type: "task",
        entity_id: row.id,
        task_id: row.id,
        workspace_id: place.workspace_id,
        project_id: place.project_id,
        version: 1,
        data: { import_id: place.id, status_id: row.status_id, sprint_id: row.sprint_id, points: row.points },
        actor: place.by,
        quiet: true,
      })
    }
    await progress(at + chunk.length)
  }
  return plan.tasks.length
}

/** Ids of the project's imported tasks by the keys they came with. */
async function existingIds(tx: Database, projectId: string): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: task.id, key: sql<string | null>`${task.external} ->> 'key'` })
    .from(task)
    .where(eq(task.project_id, projectId))
  return new Map(rows.flatMap((row) => (row.key ? [[row.key, row.id] as const] : [])))
}

/** A number for every task: its own where that is free, else the next one. Locks the project's counter. */
async function giveNumbers(tx: Database, projectId: string, tasks: PlannedTask[]): Promise<Map<string, number>> {
  const [place] = await tx.select().from(project).where(eq(project.id, projectId)).for("update")
  const prefix = `${place?.prefix ?? ""}-`
  const taken = new Set(
    (await tx.select({ number: task.number }).from(task).where(eq(task.project_id, projectId))).map(
      (row) => row.number,
    ),
  )
  const numbers = new Map<string, number>()
  for (const row of tasks) {
    const own = row.key.startsWith(prefix) ? Number(row.key.slice(prefix.length)) : Number.NaN
    if (!Number.isInteger(own) || own < 1 || own > 1_000_000 || taken.has(own)) continue
    taken.add(own)
    numbers.set(row.key, own)
  }
  let counter = Math.max(place?.task_counter ?? 0, ...numbers.values())
  for (const row of tasks) if (!numbers.has(row.key)) numbers.set(row.key, ++counter)
  await tx.update(project).set({ task_counter: counter }).where(eq(project.id, projectId))
  return numbers
}

/** Names of `tasks` that `have` lacks, as first written, without repeats. */
function missing(have: Names, names: (string | null)[]): string[] {
  const found = new Map(names.flatMap((name) => (name && !have.has(lower(name)) ? [[lower(name), name] as const] : [])))
  return [...found.values()]
}

/** Ids by name; the default's is under the empty name. */
async function ensureStatuses(tx: Database, projectId: string, tasks: PlannedTask[]): Promise<Names> {
  const have = await selectStatuses(tx, projectId)
  const names = byName(have)
  const fresh = missing(
    names,
    tasks.map((row) => row.status),
  )
  const rows = fresh.map((name, index) => ({
    id: clock.id(),
    project_id: projectId,
    name,
    category: categoryOf(name),
    position: have.length + index,
  }))
  if (rows.length > 0) await tx.insert(taskStatus).values(rows)
  return new Map([...names, ...byName(rows), ["", have.find((row) => row.is_default)?.id ?? have[0]?.id ?? ""]])
}

async function ensureTypes(tx: Database, projectId: string, tasks: PlannedTask[]): Promise<Names> {
  const have = await selectTypes(tx, projectId)
  const names = byName(have)
  const fresh = missing(
    names,
    tasks.map((row) => row.type),
  )
  const rows = fresh.map((name) => ({ id: clock.id(), project_id: projectId, name, icon: "circle", color: "#6b6a65" }))
  if (rows.length > 0) await tx.insert(taskType).values(rows)
  return new Map([...names, ...byName(rows), ["", have.find((row) => row.is_default)?.id ?? have[0]?.id ?? ""]])
}

/** New sprints are completed when all their tasks are, active when work in them has begun, else planned. */
async function ensureSprints(tx: Database, projectId: string, tasks: PlannedTask[]): Promise<Names> {
  const have = await selectSprints(tx, projectId)
  const names = byName(have)
  const fresh = missing(
    names,
    tasks.map((row) => row.sprint),
  )
  const inSprint = Map.groupBy(tasks, (row) => lower(row.sprint ?? ""))
  const rows = fresh.map((name, index) => {
    const categories = (inSprint.get(lower(name)) ?? []).map((row) => categoryOf(row.status ?? ""))
    const done = categories.every((category) => category === "done")
    const begun = categories.some((category) => category === "inprogress")
    const state = done ? ("completed" as const) : begun ? ("active" as const) : ("planned" as const)
    return { id: clock.id(), project_id: projectId, name, state, position: have.length + index }
  })
  // A CSV's rows need not be in the sprints' order: "Sprint 2" lies before "Sprint 10".
  rows.sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }))
  for (const [index, row] of rows.entries()) row.position = have.length + index
  if (rows.length > 0) await tx.insert(sprint).values(rows)
  await addSprintViews(
    tx,
    projectId,
    rows.map((row) => row.id),
  )
  return new Map([...names, ...byName(rows)])
}

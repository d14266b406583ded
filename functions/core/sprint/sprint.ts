import { eq, max, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import { changesBetween } from "../event/changes.ts"
import { ProjectId } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { countTasks, reassign } from "../task/reassign.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { Day } from "../text.ts"
import { addSprintViews } from "../view/defaults.ts"
import { view } from "../view/view.sql.ts"
import { sprint, sprintStates } from "./sprint.sql.ts"

export const Sprint = z
  .object({
    id: z.uuid(),
    name: z.string(),
    goal: z.string(),
    state: z.enum(sprintStates),
    start_date: z.string().nullable(),
    end_date: z.string().nullable(),
  })
  .meta({ id: "Sprint" })
export type Sprint = z.infer<typeof Sprint>

/** A project's sprints in their order. */
export async function selectSprints(tx: Database, projectId: string): Promise<Sprint[]> {
  const { id, name, goal, state, start_date, end_date } = sprint
  return tx
    .select({ id, name, goal, state, start_date, end_date })
    .from(sprint)
    .where(eq(sprint.project_id, projectId))
    .orderBy(sprint.position, sprint.id)
}

/** One sprint. @throws SPRINT_NOT_FOUND */
export async function selectSprint(tx: Database, projectId: string, id: string): Promise<Sprint> {
  return pick(await selectSprints(tx, projectId), id)
}

function pick(sprints: Sprint[], id: string): Sprint {
  const found = sprints.find((row) => row.id === id)
  if (!found) throw NotFound("sprint")
  return found
}

const SprintId = ProjectId.extend({ id: z.uuid() })

const Fields = z.object({
  name: z.string().trim().min(1).max(80),
  goal: z.string().trim().max(2_000),
  start_date: Day.nullable(),
  end_date: Day.nullable(),
})

function checkDates({ start_date, end_date }: Pick<Sprint, "start_date" | "end_date">): void {
  if (!start_date || !end_date || start_date <= end_date) return
  throw BadRequest("end_date: a sprint cannot end before it starts.", {
    issues: [{ path: "end_date", message: "before start_date" }],
  })
}

/** Tells the project of a sprint's life. */
export function tell(
  { record }: Pick<Context, "record">,
  type: "sprint.created" | "sprint.updated" | "sprint.started" | "sprint.completed" | "sprint.deleted",
  about: Sprint,
  data: object = {},
): void {
  record({ type, entity_type: "sprint", entity_id: about.id, version: 1, data: { sprint: about, ...data } })
}

export const list = query(
  { action: "tasks:read", summary: "List a project's sprints", input: ProjectId, output: z.array(Sprint) },
  async ({ tx, input }) => selectSprints(tx, input.project_id),
)

export const get = query(
  { action: "tasks:read", summary: "Get a sprint", input: SprintId, output: Sprint },
  async ({ tx, input }) => selectSprint(tx, input.project_id, input.id),
)

export const create = command(
  {
    action: "sprints:write",
    summary: "Plan a sprint, with a board and a table; it comes after the others",
    input: Fields.partial().required({ name: true }).extend({ project_id: z.uuid() }),
    output: Sprint,
  },
  async (context) => {
    const { tx, input } = context
    checkDates({ start_date: input.start_date ?? null, end_date: input.end_date ?? null })
    await lockProject(tx, input.project_id)
    const [last] = await tx
      .select({ position: max(sprint.position) })
      .from(sprint)
      .where(eq(sprint.project_id, input.project_id))
    const id = clock.id()
    await tx.insert(sprint).values({ ...input, id, position: (last?.position ?? -1) + 1 })
    await addSprintViews(tx, input.project_id, [id])
    const made = await selectSprint(tx, input.project_id, id)
    tell(context, "sprint.created", made)
    return made
  },
)

export const update = command(
  {
    action: "sprints:write",
    summary: "Change a sprint's name, goal or dates",
    input: Fields.partial().extend({ project_id: z.uuid(), id: z.uuid() }),
    output: Sprint,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id, ...fields } = input
    await lockProject(tx, project_id)
    const before = await selectSprint(tx, project_id, id)
    if (Object.keys(fields).length > 0) await tx.update(sprint).set(fields).where(eq(sprint.id, id))
    const after = await selectSprint(tx, project_id, id)
    checkDates(after)
    const changes = changesBetween(before, after, ["name", "goal", "start_date", "end_date"])
    if (changes.length > 0) tell(context, "sprint.updated", after, { changes })
    return after
  },
)

export const isOver = () => Conflict("SPRINT_COMPLETED", "This sprint is completed.")

export const start = command(
  {
    action: "sprints:write",
    summary: "Start a planned sprint, today unless it has a date. Several may be active at once",
    input: Fields.pick({ start_date: true, end_date: true }).partial().extend({ project_id: z.uuid(), id: z.uuid() }),
    output: Sprint,
  },
  async (context) => {
    const { tx, input } = context
    await lockProject(tx, input.project_id)
    const before = await selectSprint(tx, input.project_id, input.id)
    if (before.state === "completed") throw isOver()
    if (before.state === "active") throw Conflict("SPRINT_ACTIVE", "This sprint has started already.")
    const started_at = clock.instant()
    const dates = {
      start_date: input.start_date ?? before.start_date ?? started_at.slice(0, 10),
      end_date: input.end_date === undefined ? before.end_date : input.end_date,
    }
    checkDates(dates)
    await tx
      .update(sprint)
      .set({ ...dates, state: "active", started_at })
      .where(eq(sprint.id, input.id))
    const after: Sprint = { ...before, ...dates, state: "active" }
    tell(context, "sprint.started", after, {
      changes: changesBetween(before, after, ["state", "start_date", "end_date"]),
    })
    return after
  },
)

/** Waits for tasks that are being put into a sprint right now, and holds back those that come. */
async function closeSprint(tx: Database, id: string): Promise<void> {
  await tx.select({ id: sprint.id }).from(sprint).where(eq(sprint.id, id)).for("update")
}

export const complete = command(
  {
    action: "sprints:write",
    summary: "Complete an active sprint. Unfinished tasks go to another sprint, or to the backlog; finished ones stay",
    input: SprintId.extend({
      /** Null, or nothing, is the backlog. */
      move_to_sprint_id: z.uuid().nullable().default(null),
    }),
    output: Sprint,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id, move_to_sprint_id: to } = input
    await lockProject(tx, project_id)
    const sprints = await selectSprints(tx, project_id)
    const before = pick(sprints, id)
    if (before.state === "completed") throw isOver()
    if (before.state === "planned") throw Conflict("SPRINT_NOT_STARTED", "This sprint has not started yet.")
    checkTarget(sprints, id, to, "move_to_sprint_id")
    await closeSprint(tx, id)
    const unfinished = sql`${task.deleted_at} is null and ${task.status_id} in (
      select ${taskStatus.id} from ${taskStatus} where ${taskStatus.project_id} = ${project_id} and ${taskStatus.category} <> 'done')`
    const task_ids = await reassign(context, { project_id, field: "sprint_id", from: id, to }, unfinished)
    await tx.update(sprint).set({ state: "completed", completed_at: clock.instant() }).where(eq(sprint.id, id))
    const after: Sprint = { ...before, state: "completed" }
    const changes = changesBetween(before, after, ["state"])
    tell(context, "sprint.completed", after, { changes, move_to_sprint_id: to, task_ids })
    return after
  },
)

/** Tasks can go to a sprint that is not over, or to the backlog. */
function checkTarget(sprints: Sprint[], from: string, to: string | null, path: string): void {
  if (to === null) return
  const target = sprints.find((row) => row.id === to)
  const message =
    to === from
      ? "is this sprint itself"
      : !target
        ? "there is no such sprint in this project"
        : target.state === "completed"
          ? "that sprint is completed"
          : undefined
  if (message) throw BadRequest(`${path}: ${message}.`, { issues: [{ path, message }] })
}

export const remove = command(
  {
    action: "sprints:write",
    summary: "Delete a sprint. Its tasks go to the sprint `move_to` names, or with `null` to the backlog",
    input: SprintId.extend({ move_to: z.union([z.uuid(), z.literal("null")]).optional() }),
    output: null,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id } = input
    await lockProject(tx, project_id)
    const sprints = await selectSprints(tx, project_id)
    const before = pick(sprints, id)
    const to = input.move_to === undefined || input.move_to === "null" ? null : input.move_to
    checkTarget(sprints, id, to, "move_to")
    await closeSprint(tx, id)
    if (before.state !== "planned" && input.move_to === undefined) {
      const tasks = await countTasks(tx, { project_id, field: "sprint_id", from: id })
      if (tasks > 0) {
        const sentence = `This sprint has ${tasks} tasks. Say with move_to which sprint they go to, or "null" for the backlog.`
        throw Conflict("SPRINT_IN_USE", sentence, { tasks })
      }
    }
    const task_ids = await reassign(context, { project_id, field: "sprint_id", from: id, to })
    await tx.delete(view).where(eq(view.sprint_id, id))
    await tx.delete(sprint).where(eq(sprint.id, id))
    tell(context, "sprint.deleted", before, { move_to_sprint_id: to, task_ids })
  },
)

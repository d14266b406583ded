import { and, desc, eq, gt, inArray, isNull, ne, sql } from "drizzle-orm"
import { generateKeyBetween } from "fractional-indexing"
import { z } from "zod"
import { clock } from "../clock.ts"
import { conversation } from "../conversation/conversation.sql.ts"
import { Conversation, liveStatuses, selectConversations } from "../conversation/conversation.ts"
import type { Database } from "../database.ts"
import { BadRequest, NotFound } from "../error.ts"
import { event } from "../event/event.sql.ts"
import { Member, ProjectId, selectMembers } from "../member/member.ts"
import { command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { Project, selectProject } from "../project/project.ts"
import { Sprint, selectSprints } from "../sprint/sprint.ts"
import { Card, cardColumns, cardOf, selectTask } from "../task/card.ts"
import { selectStatuses, selectTypes, TaskStatus, TaskType } from "../task/settings.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { view, viewContexts, viewLayouts, viewPosition } from "./view.sql.ts"

export const View = z
  .object({
    id: z.uuid(),
    name: z.string(),
    context: z.enum(viewContexts),
    layout: z.enum(viewLayouts),
    sprint_id: z.uuid().nullable(),
    config: z.object({ column_by: z.literal("status"), sort_by: z.literal("manual") }),
    position: z.int(),
  })
  .meta({ id: "View" })

const columns = {
  id: view.id,
  name: view.name,
  context: view.context,
  layout: view.layout,
  sprint_id: view.sprint_id,
  config: view.config,
  position: view.position,
}

async function selectViews(tx: Database, projectId: string, context?: (typeof viewContexts)[number]) {
  return tx
    .select(columns)
    .from(view)
    .where(and(eq(view.project_id, projectId), context ? eq(view.context, context) : undefined))
    .orderBy(view.position, view.id)
}

export const list = query(
  {
    action: "tasks:read",
    summary: "List a project's views",
    input: ProjectId.extend({ context: z.enum(viewContexts).optional() }),
    output: z.array(View),
  },
  async ({ tx, input }) => selectViews(tx, input.project_id, input.context),
)

/** Where a task lies in a view: where somebody put it, or where its number puts it. */
const effectiveRank = sql<string>`coalesce(${viewPosition.rank}, ${task.rank})`

const ViewId = ProjectId.extend({ view_id: z.union([z.uuid(), z.literal("default")]) })

async function selectView(tx: Database, projectId: string, viewId: string) {
  const views = await tx
    .select(columns)
    .from(view)
    .where(and(eq(view.project_id, projectId), viewId === "default" ? eq(view.layout, "board") : eq(view.id, viewId)))
    .orderBy(view.position, view.id)
    .limit(1)
  const [found] = views
  if (!found) throw NotFound("view")
  return found
}

export const board = query(
  {
    action: "tasks:read",
    summary: "Everything a board shows, in one answer; `default` is the project's first board",
    input: ViewId,
    output: z
      .object({
        project: Project,
        view: View,
        statuses: z.array(TaskStatus),
        task_types: z.array(TaskType),
        members: z.array(Member),
        sprints: z.array(Sprint),
        tasks: z.array(Card),
        working: z.array(Conversation),
        actions: z.array(z.string()),
        /** Subscribe with this as `since`, and nothing that happens after this answer is missed. */
        last_event_id: z.uuid().nullable(),
      })
      .meta({ id: "Board" }),
  },
  async ({ tx, input, access }) => {
    const found = await selectView(tx, input.project_id, input.view_id)
    // Before the tasks: an event that comes between the two is then replayed, not lost.
    const last_event_id = await lastEventId(tx, input.project_id)
    const [whole, statuses, task_types, members, sprints, tasks, working] = await Promise.all([
      selectProject(tx, input.project_id),
      selectStatuses(tx, input.project_id),
      selectTypes(tx, input.project_id),
      selectMembers(tx, input.project_id),
      selectSprints(tx, input.project_id),
      tx
        .select(cardColumns(effectiveRank))
        .from(task)
        .innerJoin(project, eq(project.id, task.project_id))
        .leftJoin(viewPosition, and(eq(viewPosition.view_id, found.id), eq(viewPosition.task_id, task.id)))
        .where(and(eq(task.project_id, input.project_id), isNull(task.deleted_at)))
        .orderBy(effectiveRank, task.id),
      selectConversations(tx, input.project_id, inArray(conversation.status, [...liveStatuses, "paused"]), 200),
    ])
    return {
      project: whole,
      view: found,
      statuses,
      task_types,
      members,
      sprints,
      tasks,
      working,
      actions: [...access.held],
      last_event_id,
    }
  },
)

async function lastEventId(tx: Database, projectId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: event.id })
    .from(event)
    .where(and(eq(event.project_id, projectId), ne(event.type, "agent.conversation.event")))
    .orderBy(desc(event.id))
    .limit(1)
  return row?.id ?? null
}

export const TaskPosition = z
  .object({ view_id: z.uuid(), task_id: z.uuid(), rank: z.string(), status_id: z.uuid(), version: z.int() })
  .meta({ id: "TaskPosition" })

/** Moves a task to a column and place of a view. One row of order is written, whatever the board's size. */
export const move = command(
  {
    action: "tasks:write",
    summary: "Move a task to a column and place of a view",
    input: ProjectId.extend({
      view_id: z.uuid(),
      task_id: z.uuid(),
      /** A status; null leaves the task in its column. */
      column: z.uuid().nullable().default(null),
      /** The task it comes to lie after; null is the column's top. */
      after: z.uuid().nullable().default(null),
    }),
    output: TaskPosition,
  },
  async ({ tx, input, record }) => {
    const { project_id, view_id, task_id } = input
    if (input.after === task_id)
      throw BadRequest("after: a task cannot lie after itself.", {
        issues: [{ path: "after", message: "is the task itself" }],
      })
    await selectView(tx, project_id, view_id)
    const before = await selectTask(tx, project_id, eq(task.id, task_id))
    const status_id = input.column ?? before.status_id
    const rank = await rankAfter(tx, { project_id, view_id, task_id, status_id, after: input.after })
    await tx
      .insert(viewPosition)
      .values({ project_id, view_id, task_id, rank })
      .onConflictDoUpdate({ target: [viewPosition.view_id, viewPosition.task_id], set: { rank } })
    if (status_id === before.status_id) {
      const position = { view_id, task_id, rank, status_id, version: before.version }
      record({
        type: "view.positions_changed",
        entity_type: "view",
        entity_id: view_id,
        version: before.version,
        data: position,
      })
      return position
    }
    const version = before.version + 1
    await tx.update(task).set({ status_id, version, updated_at: clock.instant() }).where(eq(task.id, task_id))
    const position = { view_id, task_id, rank, status_id, version }
    const changes = [{ field: "status_id", from: before.status_id, to: status_id }]
    const card = { ...cardOf(before), status_id, version }
    record({
      type: "task.updated",
      entity_type: "task",
      entity_id: task_id,
      task_id,
      version,
      data: { changes, task: card, position },
    })
    return position
  },
)

type Place = { project_id: string; view_id: string; task_id: string; status_id: string; after: string | null }

/** A rank between the task to lie after and the one that follows it in the column. One query reads both. */
async function rankAfter(tx: Database, place: Place): Promise<string> {
  const others = tx
    .select({ id: task.id, rank: effectiveRank.as("effective_rank") })
    .from(task)
    .leftJoin(viewPosition, and(eq(viewPosition.view_id, place.view_id), eq(viewPosition.task_id, task.id)))
    .where(
      and(
        eq(task.project_id, place.project_id),
        eq(task.status_id, place.status_id),
        isNull(task.deleted_at),
        ne(task.id, place.task_id),
      ),
    )
    .as("others")
  const previous = place.after
    ? tx.select({ rank: others.rank }).from(others).where(eq(others.id, place.after))
    : tx.select({ rank: sql<string>`null` }).from(taskStatus).limit(0)
  const [row] = await tx
    .select({
      status: taskStatus.id,
      previous: sql<string | null>`(${previous})`,
      next: sql<string | null>`(select min(${others.rank}) from ${others} where ${
        place.after ? gt(others.rank, sql`(${previous})`) : sql`true`
      })`,
    })
    .from(taskStatus)
    .where(and(eq(taskStatus.project_id, place.project_id), eq(taskStatus.id, place.status_id)))
  if (!row)
    throw BadRequest("column: there is no such status in this project.", {
      issues: [{ path: "column", message: "not in this project" }],
    })
  if (place.after && row.previous === null)
    throw BadRequest("after: that task is not in the column.", {
      issues: [{ path: "after", message: "not in the column" }],
    })
  return generateKeyBetween(row.previous, row.next)
}

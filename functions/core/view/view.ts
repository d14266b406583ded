import { and, desc, eq, gt, inArray, isNull, ne, notExists, sql } from "drizzle-orm"
import { alias } from "drizzle-orm/pg-core"
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
import { Card, cardColumns } from "../task/card.ts"
import { selectStatuses, TaskStatus } from "../task/status.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { selectTypes, TaskType } from "../task/type.ts"
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
    const { view_id, task_id } = input
    if (input.after === task_id) throw notInColumn("is the task itself")
    const { card, status_id, rank } = await placeFor(tx, input)
    const place = tx
      .insert(viewPosition)
      .values({ project_id: input.project_id, view_id, task_id, rank })
      .onConflictDoUpdate({ target: [viewPosition.view_id, viewPosition.task_id], set: { rank } })
      .returning({ rank: viewPosition.rank })
    if (status_id === card.status_id) {
      await place
      const position = { view_id, task_id, rank, status_id, version: card.version }
      record({
        type: "view.positions_changed",
        entity_type: "view",
        entity_id: view_id,
        version: card.version,
        data: position,
      })
      return position
    }
    const version = card.version + 1
    // Both rows in one statement: somebody is waiting to see the card move.
    await tx
      .with(tx.$with("placed").as(place))
      .update(task)
      .set({ status_id, version, updated_at: clock.instant() })
      .where(eq(task.id, task_id))
    const position = { view_id, task_id, rank, status_id, version }
    const changes = [{ field: "status_id", from: card.status_id, to: status_id }]
    const moved = { ...card, status_id, version }
    record({
      type: "task.updated",
      entity_type: "task",
      entity_id: task_id,
      task_id,
      version,
      data: { changes, task: moved, position },
    })
    return position
  },
)

const notInColumn = (message: string) => BadRequest(`after: ${message}.`, { issues: [{ path: "after", message }] })

type Move = { project_id: string; view_id: string; task_id: string; column: string | null; after: string | null }

/**
 * The task to move, locked, the column it goes to, and a rank between the task to lie after and the one that follows it
 * there. One query reads it all; indexes in the order of ranks keep its cost from growing with the column.
 */
async function placeFor(tx: Database, move: Move): Promise<{ card: Card; status_id: string; rank: string }> {
  const status = move.column ? sql`${move.column}::uuid` : sql`${task.status_id}`
  const neighbour = alias(task, "neighbour")
  const placed = alias(viewPosition, "placed")
  const inColumn = and(
    eq(neighbour.project_id, move.project_id),
    eq(neighbour.status_id, status),
    isNull(neighbour.deleted_at),
    ne(neighbour.id, move.task_id),
  )
  const isPlaced = and(eq(placed.view_id, move.view_id), eq(placed.task_id, neighbour.id))
  const previous = move.after
    ? sql<string | null>`(${tx
        .select({ rank: sql`coalesce(${placed.rank}, ${neighbour.rank})` })
        .from(neighbour)
        .leftJoin(placed, isPlaced)
        .where(and(inColumn, eq(neighbour.id, move.after)))})`
    : sql<null>`null::text`
  const after = (rank: typeof placed.rank | typeof neighbour.rank) => (move.after ? gt(rank, previous) : undefined)
  const nextPlaced = tx
    .select({ rank: placed.rank })
    .from(placed)
    .innerJoin(neighbour, eq(neighbour.id, placed.task_id))
    .where(and(eq(placed.view_id, move.view_id), inColumn, after(placed.rank)))
    .orderBy(placed.rank)
    .limit(1)
  const nextUnplaced = tx
    .select({ rank: neighbour.rank })
    .from(neighbour)
    .where(and(inColumn, after(neighbour.rank), notExists(tx.select({ one: sql`1` }).from(placed).where(isPlaced))))
    .orderBy(neighbour.rank)
    .limit(1)
  const [row] = await tx
    .select({
      card: cardColumns(),
      previous: previous.as("previous"),
      next: sql<string | null>`least((${nextPlaced}), (${nextUnplaced}))`.as("next"),
      view: view.id,
      status: taskStatus.id,
    })
    .from(task)
    .innerJoin(project, eq(project.id, task.project_id))
    .leftJoin(view, and(eq(view.project_id, move.project_id), eq(view.id, move.view_id)))
    .leftJoin(taskStatus, and(eq(taskStatus.project_id, move.project_id), eq(taskStatus.id, status)))
    .where(and(eq(task.project_id, move.project_id), eq(task.id, move.task_id), isNull(task.deleted_at)))
    .for("update", { of: task })
  if (!row) throw NotFound("task")
  if (!row.view) throw NotFound("view")
  if (!row.status) {
    throw BadRequest("column: there is no such status in this project.", {
      issues: [{ path: "column", message: "not in this project" }],
    })
  }
  if (move.after && row.previous === null) throw notInColumn("that task is not in the column")
  return { card: row.card, status_id: row.status, rank: generateKeyBetween(row.previous, row.next) }
}

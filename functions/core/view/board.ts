import { and, desc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { conversation } from "../conversation/conversation.sql.ts"
import { Conversation, liveStatuses, selectConversations } from "../conversation/conversation.ts"
import type { Database } from "../database.ts"
import { event } from "../event/event.sql.ts"
import { CustomField } from "../field/field.ts"
import { Member, ProjectId } from "../member/member.ts"
import { query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { ProjectHead, selectProjectHead } from "../project/project.ts"
import { Sprint } from "../sprint/sprint.ts"
import { Card } from "../task/card.ts"
import { Overlay, overlaySql } from "../task/filter.ts"
import { readCursor } from "../task/order.ts"
import { TaskStatus } from "../task/status.ts"
import { task } from "../task/task.sql.ts"
import { TaskType } from "../task/type.ts"
import { filterSql } from "./filter.ts"
import { type Directory, type Grouping, groupingOf } from "./grouping.ts"
import { type CellPage, type Count, cellPage, counts, firstPages, type Reading, sortOf, within } from "./page.ts"
import { type KnownView, selectDirectory, selectView, selectViews, View, ViewId } from "./view.ts"

/** A group's key in a query: `null` is the group of those that have none. */
export const GroupKey = z
  .string()
  .max(200)
  .transform((key) => (key === "null" ? null : key))

const Group = z.object({
  key: z.string().nullable(),
  name: z.string(),
  /** How many tasks it has, shown or not. A task that is in several groups counts in each. */
  total: z.int(),
  /** What they sum up to of the view's `field_sum`. */
  sum: z.number().nullable(),
})
type Group = z.infer<typeof Group>

const Column = Group.extend({
  /** For what comes after the first page; null when all are there, or when the view has swimlanes. */
  next_cursor: z.string().nullable(),
})

const Cell = z.object({
  column: z.string().nullable(),
  swimlane: z.string().nullable(),
  total: z.int(),
  sum: z.number().nullable(),
  /** The first page, in the view's order. */
  task_ids: z.array(z.uuid()),
  next_cursor: z.string().nullable(),
})

/** What a view shows under its own filters and somebody's search on top. */
export function readingOf(
  { id, project_id, sprint_id, config }: KnownView & { project_id: string },
  directory: Directory,
  me: string | null,
  overlay: SQL | undefined,
): Reading {
  return {
    project_id,
    view_id: id,
    where: and(
      sprint_id ? eq(task.sprint_id, sprint_id) : undefined,
      config.filters ? filterSql(config.filters, { directory, me }) : undefined,
      overlay,
    ),
    columns: groupingOf(config.column_by, directory),
    swimlanes: config.swimlanes === config.column_by ? undefined : groupingOf(config.swimlanes, directory),
    sort: sortOf(config, directory),
  }
}

/** Tasks that come with a board, about: where there are many cells, each shows fewer at first. */
const MOST_FIRST = 2_000
const FEWEST_OF_CELL = 5

function firstSize({ columns, swimlanes }: Reading, wanted: number): number {
  // Of a field whose groups are not known beforehand, such as tags, there are some.
  const groups = (grouping: Grouping | undefined) => (grouping ? (grouping.groups?.length ?? 20) : 1)
  const share = Math.floor(MOST_FIRST / (groups(columns) * groups(swimlanes)))
  return Math.min(wanted, Math.max(FEWEST_OF_CELL, share))
}

const add = (one: number | null, other: number | null) =>
  one === null && other === null ? null : (one ?? 0) + (other ?? 0)

/** One side of a board: the groups that are known, or those that occur. */
function groupsOf(
  grouping: Grouping | undefined,
  cells: Count[],
  side: "column" | "swimlane",
  nothing: number | null,
): Group[] {
  const found = new Map<string | null, Group>()
  for (const cell of cells) {
    const before = found.get(cell[side])
    found.set(cell[side], {
      key: cell[side],
      name: cell[`${side}_name`] ?? "",
      total: (before?.total ?? 0) + cell.total,
      sum: add(before?.sum ?? null, cell.sum),
    })
  }
  const none = (key: string | null, name: string): Group => found.get(key) ?? { key, name, total: 0, sum: nothing }
  if (!grouping) return [none(null, "")]
  if (grouping.groups) return grouping.groups.map(({ key, name }) => ({ ...none(key, name), name }))
  const keyed = [...found.values()].filter(({ key }) => key !== null)
  return [
    ...keyed.toSorted((one, other) => one.name.localeCompare(other.name, "en", { numeric: true })),
    { ...none(null, ""), name: "None" },
  ]
}

function cellsOf(cells: Count[], pages: CellPage[]): z.infer<typeof Cell>[] {
  const pageOf = new Map(pages.map((page) => [JSON.stringify([page.column, page.swimlane]), page]))
  return cells.map(({ column, swimlane, total, sum }) => {
    const page = pageOf.get(JSON.stringify([column, swimlane]))
    return {
      column,
      swimlane,
      total,
      sum,
      task_ids: page?.cards.map(({ id }) => id) ?? [],
      next_cursor: page?.next_cursor ?? null,
    }
  })
}

const distinct = (pages: CellPage[]): Card[] => [
  ...new Map(pages.flatMap(({ cards }) => cards.map((card) => [card.id, card] as const))).values(),
]

export const board = query(
  {
    action: "tasks:read",
    summary: "A view with the first tasks of each of its columns; `default` is the project's first board",
    input: ViewId.extend(Overlay.shape).extend({ slice: GroupKey.optional() }),
    output: z
      .object({
        project: ProjectHead,
        view: View,
        /** The views beside it, itself among them, in the order of their tabs. */
        views: z.array(View),
        statuses: z.array(TaskStatus),
        task_types: z.array(TaskType),
        members: z.array(Member),
        sprints: z.array(Sprint),
        custom_fields: z.array(CustomField),
        columns: z.array(Column),
        swimlanes: z.array(Group),
        /** The values of `slice_by`, to choose one of. */
        slices: z.array(Group),
        /** Where columns and swimlanes cross; those without tasks are left out. */
        cells: z.array(Cell),
        /** The tasks that the cells name. */
        tasks: z.array(Card),
        working: z.array(Conversation),
        actions: z.array(z.string()),
        /** Subscribe with this as `since`, and nothing that happens after this answer is missed. */
        last_event_id: z.uuid().nullable(),
      })
      .meta({ id: "Board" }),
  },
  async ({ tx, input, access }) => {
    const { project_id } = input
    // The last event before the tasks: one that comes between the two is then replayed, not lost.
    const [found, last_event_id, whole, directory, working] = await Promise.all([
      selectView(tx, project_id, input.view_id),
      lastEventId(tx, project_id),
      selectProjectHead(tx, project_id),
      selectDirectory(tx, project_id),
      selectConversations(tx, project_id, inArray(conversation.status, [...liveStatuses, "paused"]), 200),
    ])
    const { config } = found
    const overlay = overlaySql(input, whole.prefix)
    const reading = readingOf({ ...found, project_id }, directory, access.member_id, overlay)
    const slicing = groupingOf(config.slice_by, directory)
    const slice = within(slicing, input.slice)
    const sliced = { ...reading, where: and(reading.where, slice) }
    const [views, pages, counted] = await Promise.all([
      selectViews(tx, { project_id, context: found.context, sprint_id: found.sprint_id }),
      firstPages(tx, sliced, firstSize(reading, config.initial_page_size)),
      counts(tx, reading, config, directory, slicing, slice),
    ])
    const cells = counted.filter(({ kind }) => kind === "cell")
    // What sums up nothing is nothing; what there is none of sums up to 0.
    const nothing = config.field_sum === null ? null : 0
    const columns = groupsOf(reading.columns, cells, "column", nothing)
    const cursors = new Map(reading.swimlanes ? [] : pages.map((page) => [page.column, page.next_cursor]))
    return {
      project: whole,
      view: found,
      views,
      statuses: directory.statuses,
      task_types: directory.types,
      members: directory.members,
      sprints: directory.sprints,
      custom_fields: directory.fields,
      columns: columns.map((column) => ({ ...column, next_cursor: cursors.get(column.key) ?? null })),
      swimlanes: reading.swimlanes ? groupsOf(reading.swimlanes, cells, "swimlane", nothing) : [],
      slices: slicing
        ? groupsOf(
            slicing,
            counted.filter(({ kind }) => kind === "slice"),
            "column",
            null,
          )
        : [],
      cells: cellsOf(cells, pages),
      tasks: distinct(pages),
      working,
      actions: [...access.held],
      last_event_id,
    }
  },
)

/** The last of a project's events that its room hears of. */
export async function lastEventId(tx: Database, projectId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: event.id })
    .from(event)
    .where(and(eq(event.project_id, projectId), ne(event.type, "agent.conversation.event")))
    .orderBy(desc(event.id))
    .limit(1)
  return row?.id ?? null
}

const Paging = {
  cursor: z.string().max(4_000).optional(),
  page_size: z.coerce.number().int().min(1).max(200).optional(),
}

export const ViewTasks = z
  .object({ items: z.array(Card), next_cursor: z.string().nullable() })
  .meta({ id: "ViewTasks" })

export const tasks = query(
  {
    action: "tasks:read",
    summary: "Tasks of a view, or of one of its columns, page by page in the view's order",
    input: ViewId.extend(Overlay.shape).extend(Paging).extend({
      column: GroupKey.optional(),
      swimlane: GroupKey.optional(),
      slice: GroupKey.optional(),
    }),
    output: ViewTasks,
  },
  async ({ tx, input, access }) => {
    const { project_id } = input
    const after = readCursor(input.cursor)
    const [found, [about], directory] = await Promise.all([
      selectView(tx, project_id, input.view_id),
      tx.select({ prefix: project.prefix }).from(project).where(eq(project.id, project_id)),
      selectDirectory(tx, project_id),
    ])
    const { config } = found
    const overlay = overlaySql(input, about?.prefix ?? "")
    const reading = readingOf({ ...found, project_id }, directory, access.member_id, overlay)
    const slice = within(groupingOf(config.slice_by, directory), input.slice)
    const page = await cellPage(
      tx,
      { ...reading, where: and(reading.where, slice) },
      input,
      input.page_size ?? config.page_size,
      after,
    )
    return { items: page.cards, next_cursor: page.next_cursor }
  },
)

export const positions = query(
  {
    action: "tasks:read",
    summary: "Where the tasks of a view lie, in its order by hand, page by page",
    input: ViewId.extend(Paging),
    output: z
      .object({
        items: z.array(
          z
            .object({ view_id: z.uuid(), task_id: z.uuid(), rank: z.string(), status_id: z.uuid() })
            .meta({ id: "ViewTaskPosition" }),
        ),
        next_cursor: z.string().nullable(),
      })
      .meta({ id: "ViewTaskPositions" }),
  },
  async ({ tx, input }) => {
    const { id, sprint_id } = await selectView(tx, input.project_id, input.view_id)
    const reading: Reading = {
      project_id: input.project_id,
      view_id: id,
      where: sprint_id ? eq(task.sprint_id, sprint_id) : undefined,
      columns: undefined,
      swimlanes: undefined,
      sort: { key: "manual", direction: "asc" },
    }
    const page = await cellPage(tx, reading, {}, input.page_size ?? 100, readCursor(input.cursor))
    const items = page.cards.map((card) => ({
      view_id: id,
      task_id: card.id,
      rank: card.rank,
      status_id: card.status_id,
    }))
    return { items, next_cursor: page.next_cursor }
  },
)

/** Tags that are answered; nobody chooses from more. */
const MOST_TAGS = 500

export const tags = query(
  {
    action: "tasks:read",
    summary: "List the tags that a project's tasks have, by name",
    input: ProjectId,
    output: z.array(z.string()),
  },
  async ({ tx, input }) => {
    const rows = await tx
      .selectDistinct({ tag: sql<string>`unnest(${task.tags})` })
      .from(task)
      .where(and(eq(task.project_id, input.project_id), isNull(task.deleted_at), sql`${task.tags} <> '{}'`))
      .orderBy(sql`1`)
      .limit(MOST_TAGS)
    return rows.map(({ tag }) => tag)
  },
)

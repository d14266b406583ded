import { and, eq, isNull, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { Card, cardColumns } from "../task/card.ts"
import { Overlay, overlaySql } from "../task/filter.ts"
import { literal, readCursor } from "../task/order.ts"
import { task, taskLink } from "../task/task.sql.ts"
import { Day } from "../text.ts"
import { GroupKey, lastEventId, readingOf, ViewTasks } from "./board.ts"
import { groupingOf } from "./grouping.ts"
import { cellPage, type Reading, scope, within } from "./page.ts"
import { viewPosition } from "./view.sql.ts"
import { selectDirectory, selectView, View, ViewId } from "./view.ts"

/** Tasks of one answer; nobody reads more of them on one scale. */
const MOST_TASKS = 3_000
/** Tasks without dates that come with it. */
const FIRST_UNDATED = 50

const Asked = ViewId.extend(Overlay.shape).extend({ slice: GroupKey.optional() })

/** What of a view lies on a scale of days, whatever its columns. */
async function reading(
  tx: Database,
  input: z.infer<typeof Asked>,
  me: string | null,
): Promise<{ view: View; reading: Reading }> {
  const { project_id } = input
  const [view, [about], directory] = await Promise.all([
    selectView(tx, project_id, input.view_id),
    tx.select({ prefix: project.prefix }).from(project).where(eq(project.id, project_id)),
    selectDirectory(tx, project_id),
  ])
  const all = readingOf({ ...view, project_id }, directory, me, overlaySql(input, about?.prefix ?? ""))
  const slice = within(groupingOf(view.config.slice_by, directory), input.slice)
  return { view, reading: { ...all, where: and(all.where, slice), columns: undefined, swimlanes: undefined } }
}

const isUndated = and(isNull(task.start_date), isNull(task.due_date))

/** Whether a task lies in a range of days; one that has a single date is on that day. */
const lies = (table: SQL, { from, to }: { from: string; to: string }) =>
  sql`(least(${table}.start_date, ${table}.due_date) <= ${to}::date and greatest(${table}.start_date, ${table}.due_date) >= ${from}::date)`

/**
 * The tasks of a view in a range. With `tree` also those above dated ones, and everything under all of these, so that
 * what is folded and how far it is can be told.
 */
function inRange(reading: Reading, range: { from: string; to: string; tree: boolean }): SQL {
  const dated = lies(sql.raw("task"), range)
  if (!range.tree) return sql`select ${task.id} from ${task} where ${scope(reading)} and ${dated}`
  return sql`with recursive shown as (
      select ${task.id} as id from ${task} where ${scope(reading)} and (${dated} or exists (
        select 1 from task child where child.project_id = ${task.project_id} and child.parent_task_id = ${task.id}
          and child.deleted_at is null and ${lies(sql.raw("child"), range)}))
      union select child.id from task child join shown on child.parent_task_id = shown.id
        where child.project_id = ${reading.project_id}::uuid and child.deleted_at is null
    ) select id from shown`
}

async function selectCards(tx: Database, reading: Reading, ids: SQL): Promise<Card[]> {
  const { sort, view_id } = reading
  const rank = sql<string>`coalesce((
    select ${viewPosition.rank} from ${viewPosition}
    where ${viewPosition.view_id} = ${view_id}::uuid and ${viewPosition.task_id} = ${task.id}), ${task.rank})`
  const value = sort.key === "manual" ? rank : sort.key.value
  const way = sql.raw(sort.direction)
  return tx
    .select(cardColumns(rank))
    .from(task)
    .innerJoin(project, eq(project.id, task.project_id))
    .where(and(eq(task.project_id, reading.project_id), sql`${task.id} in (${ids})`))
    .orderBy(sql`${value} ${way} nulls last, ${task.number} ${way} limit ${literal(MOST_TASKS + 1)}`)
}

const Dependency = z
  .object({ id: z.uuid(), from_task_id: z.uuid(), to_task_id: z.uuid() })
  .meta({ id: "TaskDependency" })

/** Links between tasks that are both shown. */
async function selectDependencies(
  tx: Database,
  projectId: string,
  ids: string[],
): Promise<z.infer<typeof Dependency>[]> {
  const shown = sql`${sql.param(ids)}::uuid[]`
  const { id, from_task_id, to_task_id } = taskLink
  return tx
    .select({ id, from_task_id, to_task_id })
    .from(taskLink)
    .where(
      and(
        eq(taskLink.project_id, projectId),
        eq(taskLink.kind, "blocks"),
        sql`${from_task_id} = any(${shown}) and ${to_task_id} = any(${shown})`,
      ),
    )
    .orderBy(id)
}

export const schedule = query(
  {
    action: "tasks:read",
    summary: "A view's tasks in a range of days, with what blocks what, and the first of those that have no dates",
    input: Asked.extend({
      from: Day,
      to: Day,
      /** Also the tasks above and under those in the range. */
      tree: z.stringbool().default(false),
    }),
    output: z
      .object({
        view: View,
        /** In the view's order. */
        items: z.array(Card),
        /** There are more than are answered; ask for a shorter range, or filter. */
        truncated: z.boolean(),
        /** What has to be done before what: `from` blocks `to`. */
        dependencies: z.array(Dependency),
        undated: ViewTasks.extend({ total: z.int() }).meta({ id: "UndatedTasks" }),
        last_event_id: z.uuid().nullable(),
      })
      .meta({ id: "Schedule" }),
  },
  async ({ tx, input, access }) => {
    // The last event before the tasks: one that comes between the two is then replayed, not lost.
    const last_event_id = await lastEventId(tx, input.project_id)
    const { view, reading: all } = await reading(tx, input, access.member_id)
    const undated = { ...all, where: and(all.where, isUndated) }
    const [cards, page, total] = await Promise.all([
      selectCards(tx, all, inRange(all, input)),
      cellPage(tx, undated, {}, FIRST_UNDATED, undefined),
      tx.$count(task, scope(undated)),
    ])
    const items = cards.slice(0, MOST_TASKS)
    return {
      view,
      items,
      truncated: cards.length > MOST_TASKS,
      dependencies: await selectDependencies(
        tx,
        input.project_id,
        items.map(({ id }) => id),
      ),
      undated: { items: page.cards, next_cursor: page.next_cursor, total },
      last_event_id,
    }
  },
)

export const undated = query(
  {
    action: "tasks:read",
    summary: "Tasks of a view that have no dates, page by page in the view's order",
    input: Asked.extend({
      cursor: z.string().max(4_000).optional(),
      page_size: z.coerce.number().int().min(1).max(200).default(FIRST_UNDATED),
    }),
    output: ViewTasks,
  },
  async ({ tx, input, access }) => {
    const after = readCursor(input.cursor)
    const { reading: all } = await reading(tx, input, access.member_id)
    const page = await cellPage(tx, { ...all, where: and(all.where, isUndated) }, {}, input.page_size, after)
    return { items: page.cards, next_cursor: page.next_cursor }
  },
)

import { and, eq, isNull, ne, type SQL, sql } from "drizzle-orm"
import { generateNKeysBetween } from "fractional-indexing"
import * as z from "zod"
import type { Context } from "../operation.ts"
import { literal } from "../task/order.ts"
import { task } from "../task/task.sql.ts"
import { RANK_LIMIT } from "./rank.ts"
import { view, viewPosition } from "./view.sql.ts"

export type Place = { rank: string; number: number }

const Row = z.object({ id: z.uuid(), rank: z.string() })

/** The tasks of a view next to a place, nearest first. */
function beside(which: SQL | undefined, viewId: string, at: Place, way: "before" | "after", limit: number): SQL {
  const [beyond, order] = way === "before" ? [sql`<=`, sql`desc`] : [sql`>`, sql`asc`]
  const rest = literal(limit)
  const isPlaced = sql`${viewPosition.view_id} = ${viewId}::uuid`
  const side = (rank: SQL) => sql`${which} and (${rank}, ${task.number}) ${beyond} (${at.rank}::text, ${at.number}::int)
      order by ${rank} ${order}, ${task.number} ${order} limit ${rest}`
  return sql`select id, rank from (
      (select ${task.id} as id, ${viewPosition.rank} as rank, ${task.number} as number
        from ${viewPosition} join ${task} on ${task.project_id} = ${viewPosition.project_id} and ${task.id} = ${viewPosition.task_id}
        where ${isPlaced} and ${side(sql`${viewPosition.rank}`)})
      union all
      (select ${task.id}, ${task.rank}, ${task.number} from ${task}
        where not exists (select 1 from ${viewPosition} where ${isPlaced} and ${viewPosition.task_id} = ${task.id}) and ${side(sql`${task.rank}`)})
    ) as both_kinds order by rank ${order}, number ${order} limit ${rest}`
}

/** Tasks on each side of a place that are ranked anew at first; more when their neighbours are as crowded. */
const WINDOW = 64

/** Short enough to leave room for many moves. Characters. */
const SHORT = RANK_LIMIT / 2

/**
 * Writes the ranks around a place anew, short and evenly apart. The order of the view stays as it is, in every column.
 * Nobody else's move is under way meanwhile: those who read the old ranks wait, see that `ranks_version` has grown, and
 * read again.
 * @returns whether it was done; not while somebody else is moving a card of this view
 */
export async function rebalance(
  { tx, record }: Pick<Context, "tx" | "record">,
  where: { project_id: string; view_id: string; sprint_id: string | null; moving: string },
  at: Place,
): Promise<boolean> {
  const { project_id, view_id, sprint_id } = where
  const free = tx.select({ id: view.id }).from(view).where(eq(view.id, view_id)).for("update", { skipLocked: true })
  const [locked] = await tx
    .update(view)
    .set({ ranks_version: sql`${view.ranks_version} + 1` })
    .where(and(eq(view.project_id, project_id), sql`${view.id} in (${free})`))
    .returning({ version: view.version })
  if (!locked) return false
  const which = and(
    eq(task.project_id, project_id),
    isNull(task.deleted_at),
    ne(task.id, where.moving),
    sprint_id ? eq(task.sprint_id, sprint_id) : undefined,
  )
  const read = async (way: "before" | "after", size: number) =>
    z.array(Row).parse((await tx.execute(beside(which, view_id, at, way, size + 1))).rows)
  for (let size = WINDOW; ; size *= 8) {
    const before = await read("before", size)
    const after = await read("after", size)
    const window = [...before.slice(0, size).reverse(), ...after.slice(0, size)]
    const [low, high] = [before[size]?.rank ?? null, after[size]?.rank ?? null]
    const whole = low === null && high === null
    if (!whole && low !== null && high !== null && low >= high) continue
    const ranks = generateNKeysBetween(low, high, window.length)
    if (!whole && ranks.some((rank) => rank.length > SHORT)) continue
    await write(
      tx,
      where,
      window.map(({ id }) => id),
      ranks,
    )
    break
  }
  record({
    type: "view.positions_changed",
    entity_type: "view",
    entity_id: view_id,
    version: locked.version,
    // Too many to tell one by one: who shows the view reads it again.
    data: { view_id, rebalanced: true },
  })
  return true
}

async function write(
  tx: Context["tx"],
  { project_id, view_id }: { project_id: string; view_id: string },
  ids: string[],
  ranks: string[],
): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`
    insert into ${viewPosition} (project_id, view_id, task_id, status_id, rank)
    select ${task.project_id}, ${view_id}::uuid, ${task.id}, ${task.status_id}, fresh.rank
    from unnest(${sql.param(ids)}::uuid[], ${sql.param(ranks)}::text[]) as fresh(id, rank)
    join ${task} on ${task.project_id} = ${project_id}::uuid and ${task.id} = fresh.id
    on conflict (view_id, task_id) do update set rank = excluded.rank`)
}

import { type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { BadRequest } from "../error.ts"
import type { Change } from "../event/changes.ts"
import { docFolder, document } from "./document.sql.ts"

/** Where something lies in the tree: among the folders, or among the documents, of one folder (null: at the top). */
export type Place = { project_id: string; kind: "folder" | "document"; under: string | null }

function siblings({ project_id, kind, under }: Place): { table: SQL; where: SQL } {
  const [table, parent] = kind === "folder" ? [docFolder, docFolder.parent_id] : [document, document.folder_id]
  const column = sql.identifier(parent.name)
  return {
    table: sql`${table}`,
    where: sql`project_id = ${project_id}::uuid and ${column} is not distinct from ${under}::uuid`,
  }
}

/**
 * The place behind the last one there. Two made at once may get the same one: things of one position lie in the order in
 * which they were made.
 */
export async function lastPosition(tx: Database, place: Place): Promise<number> {
  const { table, where } = siblings(place)
  const { rows } = await tx.execute<{ next: number }>(
    sql`select coalesce(max(position) + 1, 0)::int as next from ${table} where ${where}`,
  )
  return rows[0]?.next ?? 0
}

/** Where in a folder something is wanted. `after` counts more than `position`, which others may have changed meanwhile. */
export const Spot = z.object({
  position: z.int().min(0).max(1_000_000_000),
  /** One of those beside it; null is before all of them. */
  after: z.uuid().nullable(),
})
type Spot = Partial<z.infer<typeof Spot>>

/** A position that is free now, and whether others had to move on for it. */
type Room = { position: number; shifted: boolean }

/**
 * Makes room for `id` where it is wanted; without a wish nothing happens. Those behind move on as far as it takes and stay
 * in their order. No event is told of each of them: whoever hears of a position reads the order anew, and so the event of
 * a move must name the position whenever others were shifted. Taken with the project's lock.
 * @throws BAD_REQUEST when `after` does not lie there
 */
export async function makeRoom(tx: Database, place: Place, id: string, wanted: Spot): Promise<Room | undefined> {
  const { table, where } = siblings(place)
  const others = sql`${where} and id <> ${id}::uuid`
  const { after, position } = wanted
  if (after === undefined) {
    if (position === undefined) return undefined
    const isTaken = sql`exists (select 1 from ${table} where ${others} and position = ${position})`
    const { rowCount } = await tx.execute(
      sql`update ${table} set position = position + 1 where ${others} and position >= ${position} and ${isTaken}`,
    )
    return { position, shifted: Number(rowCount) > 0 }
  }
  const before = after === null ? -1 : await positionOf(tx, place, after, id)
  // Things of one position lie in the order of their ids; after this they have positions of their own.
  const behind = after === null ? others : sql`${others} and (position, id) > (${before}, ${after}::uuid)`
  const { rowCount } = await tx.execute(sql`
    update ${table} set position = position + gap.missing
    from (select ${before}::int + 2 - min(position) as missing from ${table} where ${behind}) gap
    where ${behind} and gap.missing > 0`)
  return { position: before + 1, shifted: Number(rowCount) > 0 }
}

async function positionOf(tx: Database, place: Place, sibling: string, id: string): Promise<number> {
  const { table, where } = siblings(place)
  const { rows } = await tx.execute<{ position: number }>(
    sql`select position from ${table} where ${where} and id = ${sibling}::uuid and id <> ${id}::uuid`,
  )
  const [found] = rows
  if (found) return found.position
  throw BadRequest("after: it does not lie in that folder. Read the folder again.", {
    issues: [{ path: "after", message: "not in that folder" }],
  })
}

/** The changes of a move, with the position among them when others were shifted for it. */
export function withShift(changes: Change[], room: Room | undefined, before: { position: number }): Change[] {
  if (!room?.shifted || changes.some(({ field }) => field === "position")) return changes
  return [...changes, { field: "position", from: before.position, to: room.position }]
}

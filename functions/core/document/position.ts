import { type SQL, sql } from "drizzle-orm"
import type { Database } from "../database.ts"
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

/**
 * Makes a position free for `id`: if another has it, that one and all behind it move one on. They stay in their order,
 * so nothing is told of them. Taken with the project's lock.
 */
export async function freePosition(tx: Database, place: Place, position: number, id: string): Promise<void> {
  const { table, where } = siblings(place)
  await tx.execute(sql`
    update ${table} set position = position + 1
    where ${where} and position >= ${position} and id <> ${id}::uuid
      and exists (select 1 from ${table} taken where ${where} and taken.position = ${position} and taken.id <> ${id}::uuid)`)
}

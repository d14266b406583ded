import { and, eq, isNull, ne, notExists, sql } from "drizzle-orm"
import type { Database } from "../database.ts"
import { globalRole } from "./global-role.sql.ts"
import { user } from "./user.sql.ts"

/** The actions a person holds in the whole installation. One query; empty for almost everybody. */
export async function installationRights(tx: Database, userId: string): Promise<readonly string[]> {
  return (await standingOf(tx, userId)).actions
}

/** What a person may do in the whole installation, and whether anything else has to wait for a new password. One query. */
export async function standingOf(
  tx: Database,
  userId: string,
): Promise<{ actions: string[]; must_change_password: boolean }> {
  const [row] = await tx
    .select({ actions: globalRole.actions, must_change_password: user.must_change_password })
    .from(user)
    .leftJoin(globalRole, eq(globalRole.id, user.global_role_id))
    .where(eq(user.id, userId))
  return { actions: row?.actions ?? [], must_change_password: row?.must_change_password ?? false }
}

/** Makes the first person of an installation its administrator. Of everybody else it makes nothing. */
export async function crownTheFirst(tx: Database, userId: string): Promise<void> {
  const others = tx.select({ one: sql`1` }).from(user).where(ne(user.id, userId))
  await tx
    .update(user)
    .set({ global_role_id: sql`(select id from ${globalRole} where is_system order by id limit 1)` })
    .where(and(eq(user.id, userId), isNull(user.global_role_id), notExists(others)))
}

import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { drizzle } from "drizzle-orm/neon-serverless"
import { migrate } from "drizzle-orm/neon-serverless/migrator"
import { withClient } from "./postgres.ts"

const MIGRATIONS = fileURLToPath(new URL("../../core/migrations", import.meta.url))
/** Any number will do, as long as every Paca uses the same one. */
const LOCK = 4_712_040

/** Brings the database up to the migrations of `functions/core`. Two that start at once wait for each other. */
export async function migrateDatabase(proxy: string | undefined, databaseUrl: string): Promise<void> {
  if (!existsSync(`${MIGRATIONS}/meta/_journal.json`)) return
  await withClient(proxy, databaseUrl, async (client) => {
    // Waiting for another, or rewriting a large table, may take longer than a request's statements may.
    await client.query("set statement_timeout = 0")
    await client.query("select pg_advisory_lock($1)", [LOCK])
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS })
  })
}

if (import.meta.main) await migrateDatabase(process.env.NEON_LOCAL_PROXY, process.env.DATABASE_URL ?? "")

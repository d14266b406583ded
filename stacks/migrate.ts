import { join } from "node:path"
import { Client } from "@neondatabase/serverless"
import { drizzle } from "drizzle-orm/neon-serverless"
import { migrate } from "drizzle-orm/neon-serverless/migrator"
import * as z from "zod"

const Environment = z.object({
  /** Neon's own endpoint and not its pooler: the lock belongs to the connection. */
  DATABASE_URL: z.string(),
  /** Where Lambda unpacks the function, and the migrations beside it. */
  LAMBDA_TASK_ROOT: z.string(),
})

/** Any number, as long as every Paca that migrates this database uses the same one. */
const lock = 4_712_040

/** What PostgreSQL said, below what Drizzle says of it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message
}

/**
 * Brings the database up to the migrations that were deployed with this function. A deployment waits for it.
 *
 * @throws what the operator reads when the deployment stops here; a migration that failed has changed nothing
 */
export async function handler(): Promise<void> {
  const { DATABASE_URL, LAMBDA_TASK_ROOT } = Environment.parse(process.env)
  const client = new Client(DATABASE_URL)
  // A connection that breaks also fails the query that waits for it.
  client.on("error", () => {})
  await client.connect()
  try {
    // Waiting for another, or rewriting a large table, may take longer than a request's statements may.
    await client.query("set statement_timeout = 0")
    await client.query("select pg_advisory_lock($1)", [lock])
    await migrate(drizzle(client), { migrationsFolder: join(LAMBDA_TASK_ROOT, "migrations") })
  } catch (error) {
    throw new Error(
      `The database was not migrated, so nothing that needs it is deployed: ${reasonOf(error)}. Correct the migration and deploy again.`,
      { cause: error },
    )
  } finally {
    await client.end()
  }
}

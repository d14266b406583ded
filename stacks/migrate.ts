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

/** Brings the database up to the migrations that were deployed with this function. A deployment waits for it. */
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
  } finally {
    await client.end()
  }
}

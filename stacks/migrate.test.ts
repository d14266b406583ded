import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Client, neonConfig } from "@neondatabase/serverless"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { type Services, startServices } from "../functions/local/services.ts"
import { handler } from "./migrate.ts"

const migrations = fileURLToPath(new URL("../functions/core/migrations", import.meta.url))

let folder: string
let services: Services
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "paca-migrate-"))
  services = await startServices({ dataDir: join(folder, "data"), ephemeral: true })
  neonConfig.wsProxy = () => `${services.env.NEON_LOCAL_PROXY}/v1`
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineTLS = false
  neonConfig.pipelineConnect = false
  // As Lambda unpacks the function.
  await cp(migrations, join(folder, "migrations"), { recursive: true })
  vi.stubEnv("DATABASE_URL", services.env.DATABASE_URL)
  vi.stubEnv("LAMBDA_TASK_ROOT", folder)
}, 60_000)

afterAll(async () => {
  vi.unstubAllEnvs()
  await services?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function query(text: string) {
  const client = new Client(services.env.DATABASE_URL)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

it("makes the tables of an empty database, and nothing the second time", async () => {
  await handler()
  await handler()
  const [{ tables }] = await query(
    "select count(*)::int as tables from information_schema.tables where table_schema = 'public'",
  )
  expect(tables).toBeGreaterThan(20)
})

it("says why a migration failed, and leaves everything as it was", async () => {
  const journal = join(folder, "migrations/meta/_journal.json")
  const written = JSON.parse(await readFile(journal, "utf8"))
  const last = written.entries.at(-1)
  written.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: "9999_broken" })
  await writeFile(journal, JSON.stringify(written))
  await writeFile(
    join(folder, "migrations/9999_broken.sql"),
    "create table half (id int);--> statement-breakpoint\nalter table nowhere add column id int;",
  )
  await expect(handler()).rejects.toThrow(
    'The database was not migrated, so nothing that needs it is deployed: relation "nowhere" does not exist. Correct the migration and deploy again.',
  )
  expect(await query("select to_regclass('half') as half")).toEqual([{ half: null }])
})

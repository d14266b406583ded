import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { migrateDatabase } from "../postgres/migrate.ts"
import { withClient } from "../postgres/postgres.ts"
import { startServices } from "../services.ts"

export const TEMPLATE = "template_paca"

declare module "vitest" {
  interface ProvidedContext {
    /** Environment of the services of this run, as the functions read it. */
    services: Record<string, string>
  }
}

/**
 * One set of services for a whole test run: real PostgreSQL in a temporary folder with a migrated template database,
 * from which `freshDatabase()` copies. With DATABASE_URL set, that server is used instead.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "paca-test-"))
  const services = await startServices({
    dataDir,
    ephemeral: true,
    externals: { databaseUrl: process.env.DATABASE_URL },
  })
  const teardown = async () => {
    await services.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await createTemplate(services.env.NEON_LOCAL_PROXY ?? "", services.env.DATABASE_URL ?? "")
    project.provide("services", services.env)
    return teardown
  } catch (error) {
    await teardown()
    throw error
  }
}

async function createTemplate(proxy: string, databaseUrl: string): Promise<void> {
  await withClient(proxy, databaseUrl, async (client) => {
    await client.query(`drop database if exists ${TEMPLATE} with (force)`)
    await client.query(`create database ${TEMPLATE}`)
  })
  const url = new URL(databaseUrl)
  url.pathname = `/${TEMPLATE}`
  await migrateDatabase(proxy, url.href)
}

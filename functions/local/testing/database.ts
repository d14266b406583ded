import { randomBytes } from "node:crypto"
import { afterAll, inject } from "vitest"
import { withClient } from "../postgres/postgres.ts"
import { TEMPLATE } from "./global-setup.ts"
import { freshStreams } from "./streams.ts"

export interface FreshDatabase {
  /** The environment the functions read, pointing at this database. Also set in `process.env`. */
  env: Record<string, string>
  url: string
}

/**
 * A migrated, empty database and empty streams of this test file's own, dropped after its last test. Call it before
 * anything connects: at the top of the file, or in `beforeAll`.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const services = inject("services")
  const proxy = services.NEON_LOCAL_PROXY ?? ""
  const server = services.DATABASE_URL ?? ""
  const name = `test_${randomBytes(8).toString("hex")}`
  await withClient(proxy, server, (client) => client.query(`create database ${name} template ${TEMPLATE}`))
  const url = new URL(server)
  url.pathname = `/${name}`
  const streams = await freshStreams()
  const env = {
    APP_URL: "http://localhost:3000",
    // Tests send thousands of requests; those about limits switch them on.
    RATE_LIMIT: "off",
    ...services,
    DATABASE_URL: url.href,
    ...streams.env,
  }
  Object.assign(process.env, env)
  afterAll(async () => {
    await streams.stop()
    await withClient(proxy, server, (client) => client.query(`drop database if exists ${name} with (force)`))
  })
  return { env, url: url.href }
}

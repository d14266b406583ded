import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Redis } from "@upstash/redis"
import { afterAll, expect, it } from "vitest"
import { withClient } from "./postgres/postgres.ts"
import { startServices } from "./services.ts"

const folder = mkdtempSync(join(tmpdir(), "paca-services-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const redis = (env: Record<string, string>) =>
  new Redis({ url: env.UPSTASH_REDIS_REST_URL, token: env.UPSTASH_REDIS_REST_TOKEN, enableTelemetry: false })
const query = async (env: Record<string, string>, sql: string) =>
  (await withClient(env.NEON_LOCAL_PROXY, env.DATABASE_URL ?? "", (client) => client.query(sql))).rows

it("keeps data and secrets over a restart, the secrets readable by their owner only", async () => {
  const dataDir = join(folder, "kept")
  const first = await startServices({ dataDir })
  await redis(first.env).xadd("stream", "*", { a: 1 })
  await query(first.env, "create table kept as select 1 as one")
  await first.stop()
  expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600)
  expect(statSync(join(dataDir, "valkey.aof")).mode & 0o777).toBe(0o600)

  const second = await startServices({ dataDir })
  for (const name of ["AUTH_SECRET", "ENCRYPTION_KEYS", "UPSTASH_REDIS_REST_TOKEN", "AWS_SECRET_ACCESS_KEY"])
    expect(second.env[name]).toBe(first.env[name])
  expect(await redis(second.env).xlen("stream")).toBe(1)
  expect(await query(second.env, "select one from kept")).toEqual([{ one: 1 }])
  await second.stop()
})

it("starts PostgreSQL again at the same address when it is killed", async () => {
  const dataDir = join(folder, "killed")
  const failures: string[] = []
  const services = await startServices({ dataDir, onFailure: (name, reason) => failures.push(`${name} ${reason}`) })
  await query(services.env, "create table kept as select 1 as one")
  process.kill(Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL")
  let rows: unknown
  for (let attempt = 0; attempt < 100 && rows === undefined; attempt++) {
    await sleep(100)
    rows = await query(services.env, "select one from kept").catch(() => undefined)
  }
  expect(rows).toEqual([{ one: 1 }])
  expect(failures).toEqual(["PostgreSQL SIGKILL"])
  await services.stop()
})

it("uses servers of one's own in place of the built-in ones, and starts nothing of those", async () => {
  const theirs = await startServices({ dataDir: join(folder, "theirs") })
  const { DATABASE_URL: databaseUrl, VALKEY_URL: valkeyUrl, S3_ENDPOINT: s3Endpoint } = theirs.env
  // As most installations have it; the Neon driver must not count on cleartext passwords there.
  await query(theirs.env, "set password_encryption = 'scram-sha-256'; alter user paca password 'other secret'")
  const access = join(folder, "theirs", "postgres", "pg_hba.conf")
  writeFileSync(access, readFileSync(access, "utf8").replaceAll(/\bpassword$/gm, "scram-sha-256"))
  const url = new URL(databaseUrl ?? "")
  url.password = "other secret"
  await query({ ...theirs.env, DATABASE_URL: url.href }, "select pg_reload_conf(), pg_sleep(0.2)")
  const ours = await startServices({
    dataDir: join(folder, "ours"),
    externals: { databaseUrl: url.href, valkeyUrl, s3Endpoint },
  })
  expect(await query(ours.env, "select 1 as one")).toEqual([{ one: 1 }])
  await redis(ours.env).set("shared", "yes")
  expect(await redis(theirs.env).get("shared")).toBe("yes")
  expect(ours.env).toMatchObject({ DATABASE_URL: url.href, VALKEY_URL: valkeyUrl, S3_ENDPOINT: s3Endpoint })
  expect(ours.env.NEON_LOCAL_PROXY).not.toBe(theirs.env.NEON_LOCAL_PROXY)
  expect(() => statSync(join(folder, "ours", "postgres"))).toThrow()
  await ours.stop()
  await theirs.stop()
})

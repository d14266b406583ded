import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { neonConfig, Pool } from "@neondatabase/serverless"
import { afterAll, expect, inject, it } from "vitest"
import WebSocket from "ws"
import { freshDatabase } from "../testing/database.ts"
import { startNeonProxy } from "./neon-proxy.ts"
import { startPostgres, withClient } from "./postgres.ts"

const folder = mkdtempSync(join(tmpdir(), "paca postgres "))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const options = { dataDir: join(folder, "postgres"), database: "paca", password: "a/b c:d@e" }

async function query(port: number, url: string, sql: string): Promise<Record<string, unknown>[]> {
  const proxy = await startNeonProxy({ target: { host: "127.0.0.1", port } })
  try {
    return (await withClient(proxy.address, url, (client) => client.query(sql))).rows
  } finally {
    await proxy.stop()
  }
}

it("keeps what was committed when the server is killed, and starts again on a stale postmaster.pid", async () => {
  const first = await startPostgres(options)
  expect(first.created).toBe(true)
  await query(first.port, first.url, "create table kept as select 42 as answer")
  const ended = new Promise<void>((done) => {
    const timer = setInterval(() => {
      try {
        process.kill(first.pid, 0)
      } catch {
        clearInterval(timer)
        done()
      }
    }, 20)
  })
  process.kill(first.pid, "SIGKILL")
  await ended
  expect(readFileSync(join(options.dataDir, "postmaster.pid"), "utf8")).toContain(String(first.pid))

  const second = await startPostgres(options)
  expect(second.created).toBe(false)
  expect(await query(second.port, second.url, "select answer from kept")).toEqual([{ answer: 42 }])
  await second.stop()
})

it("takes over from a server that outlived its supervisor", async () => {
  const orphan = await startPostgres(options)
  const next = await startPostgres(options)
  expect(next.pid).not.toBe(orphan.pid)
  expect(() => process.kill(orphan.pid, 0)).toThrow()
  await next.stop()
})

it("says what PostgreSQL said when it cannot start", async () => {
  const port = Number(new URL(inject("services").DATABASE_URL ?? "").port)
  await expect(startPostgres({ ...options, port })).rejects.toThrow(/PostgreSQL did not start.*FATAL.*socket/)
})

it("starts over when the very first start was interrupted", async () => {
  const dataDir = join(folder, "interrupted")
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, "half"), "")
  const postgres = await startPostgres({ ...options, dataDir })
  expect(await query(postgres.port, postgres.url, "select 1 as one")).toEqual([{ one: 1 }])
  await postgres.stop()
})

it("refuses web pages, which send an Origin", async () => {
  const socket = new WebSocket(`ws://${inject("services").NEON_LOCAL_PROXY}/v1`, { origin: "http://evil.example" })
  const error = await new Promise<Error>((resolve) => socket.once("error", resolve))
  expect(error.message).toContain("401")
})

it("tells the driver when the database is unreachable instead of hanging", async () => {
  const placeholder = createServer().listen(0, "127.0.0.1")
  const address = placeholder.address()
  const port = address && typeof address === "object" ? address.port : 0
  await new Promise((done) => placeholder.close(done))
  const proxy = await startNeonProxy({ target: { host: "127.0.0.1", port } })
  await expect(withClient(proxy.address, "postgres://a:b@127.0.0.1/c", (c) => c.query("select 1"))).rejects.toThrow()
  await proxy.stop()
})

it("carries concurrent transactions and large values of the Neon driver's pool", async () => {
  const { env, url } = await freshDatabase()
  neonConfig.wsProxy = () => `${env.NEON_LOCAL_PROXY}/v1`
  neonConfig.useSecureWebSocket = false
  const pool = new Pool({ connectionString: url, max: 8 })
  await pool.query("create table counter (n int); insert into counter values (0)")
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      const client = await pool.connect()
      await client.query("begin")
      const { rows } = await client.query("select n from counter for update")
      await client.query("update counter set n = $1", [rows[0].n + 1])
      await client.query("commit")
      client.release()
    }),
  )
  expect((await pool.query("select n from counter")).rows).toEqual([{ n: 40 }])
  const large = "é".repeat(8_000_000)
  expect((await pool.query("select $1::text as large", [large])).rows[0].large === large).toBe(true)
  await pool.end()
})

import { execFile } from "node:child_process"
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Redis as Upstash } from "@upstash/redis"
import { Redis } from "ioredis"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startRestFor, startValkey, type Valkey } from "./server.ts"

const TOKEN = "a-token-of-the-tests"
const folder = mkdtempSync(join(tmpdir(), "paca-valkey-"))
const clients: Redis[] = []
let server: Valkey

beforeAll(async () => {
  server = await startValkey({ token: TOKEN, file: join(folder, "main.aof") })
})
afterAll(async () => {
  for (const client of clients) client.disconnect()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

function tcp(url = server.url): Redis {
  const client = new Redis(url, { maxRetriesPerRequest: 1 })
  clients.push(client)
  return client
}
const rest = () => new Upstash({ url: server.restUrl, token: TOKEN, enableTelemetry: false })

describe("over TCP with ioredis", () => {
  it("refuses a wrong password", async () => {
    const client = new Redis(server.url.replace(TOKEN, "wrong"), { lazyConnect: true, retryStrategy: () => null })
    client.on("error", () => {})
    await expect(client.get("a")).rejects.toThrow(/NOAUTH|WRONGPASS|closed/)
    client.disconnect()
  })

  it("keeps binary values byte for byte", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n))
    const client = tcp()
    await client.set("binary", bytes)
    expect(await client.getBuffer("binary")).toEqual(bytes)
    await client.set("text", "grüße 日本 🦙")
    expect(await client.get("text")).toBe("grüße 日本 🦙")
  })

  it("answers a large pipeline in order", async () => {
    const pipeline = tcp().pipeline()
    for (let n = 0; n < 5_000; n++) pipeline.incr("pipelined")
    const results = await pipeline.exec()
    expect(results?.map(([, value]) => value)).toEqual(Array.from({ length: 5_000 }, (_, n) => n + 1))
  })

  it("wakes every blocked reader of a stream with the same entry", async () => {
    const readers = Array.from({ length: 5 }, () => tcp())
    const reads = readers.map((client) => client.xread("BLOCK", 5_000, "STREAMS", "news", "$"))
    await sleep(50)
    const id = await tcp().xadd("news", "*", "hello", "world")
    expect(await Promise.all(reads)).toEqual(Array(5).fill([["news", [[id, ["hello", "world"]]]]]))
  })

  it("gives each entry of a group to exactly one blocked consumer", async () => {
    const writer = tcp()
    await writer.xgroup("CREATE", "jobs", "workers", "$", "MKSTREAM")
    const seen: string[] = []
    const consumers = Array.from({ length: 4 }, async (_, n) => {
      const client = tcp()
      for (;;) {
        const found = (await client.call(
          ...([
            "XREADGROUP",
            "GROUP",
            "workers",
            `c${n}`,
            "COUNT",
            "1",
            "BLOCK",
            "400",
            "STREAMS",
            "jobs",
            ">",
          ] as const),
        )) as [string, [string, string[]][]][] | null
        if (!found) return
        for (const [id] of found[0]?.[1] ?? []) {
          seen.push(id)
          await client.xack("jobs", "workers", id)
        }
      }
    })
    await sleep(30)
    const ids = await Promise.all(Array.from({ length: 200 }, (_, n) => writer.xadd("jobs", "*", "n", String(n))))
    await Promise.all(consumers)
    expect(seen.sort()).toEqual(ids.map(String).sort())
    expect(await writer.xpending("jobs", "workers")).toEqual([0, null, null, null])
  })

  it("ends a blocking read at its time-out, and does not keep waiting for a client that left", async () => {
    const before = Date.now()
    expect(await tcp().xread("BLOCK", 120, "STREAMS", "quiet", "$")).toBeNull()
    expect(Date.now() - before).toBeGreaterThanOrEqual(115)
    const writer = tcp()
    await writer.xgroup("CREATE", "left", "g", "$", "MKSTREAM")
    const leaver = tcp()
    leaver.xreadgroup("GROUP", "g", "gone", "BLOCK", 0, "STREAMS", "left", ">").catch(() => {})
    await sleep(50)
    leaver.disconnect()
    await sleep(50)
    await writer.xadd("left", "*", "a", "b")
    const kept = await writer.xreadgroup("GROUP", "g", "here", "STREAMS", "left", ">")
    expect(kept).toHaveLength(1)
  })

  it("keeps the order of commands sent behind a blocking one", async () => {
    const client = tcp()
    const order: string[] = []
    await Promise.all([
      client.xread("BLOCK", 100, "STREAMS", "nothing", "$").then(() => order.push("read")),
      client.ping().then(() => order.push("ping")),
    ])
    expect(order).toEqual(["read", "ping"])
  })

  it("runs a transaction with no other client between its commands", async () => {
    const clients = Array.from({ length: 4 }, () => tcp())
    const runs = clients.flatMap((client) =>
      Array.from({ length: 50 }, () => client.multi().incr("exec").incr("exec").exec()),
    )
    for (const result of await Promise.all(runs)) {
      const [[, first] = [], [, second] = []] = result ?? []
      expect(Number(second) - Number(first)).toBe(1)
    }
  })

  it("hangs up on what is not RESP, such as a web page's POST", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1")
    socket.write("POST / HTTP/1.1\r\nHost: x\r\n\r\n*1\r\n$8\r\nFLUSHALL\r\n")
    const answer = await new Promise<string>((resolve) => {
      let text = ""
      socket.on("data", (chunk) => (text += chunk)).on("close", () => resolve(text))
    })
    expect(answer).toBe("-ERR Protocol error: expected '*', got 'P'\r\n")
  })
})

describe("over REST with @upstash/redis", () => {
  it("refuses a wrong token", async () => {
    const client = new Upstash({ url: server.restUrl, token: "wrong", retry: false })
    await expect(client.get("a")).rejects.toThrow(/Unauthorized/)
  })

  it("reads back objects, text beyond ASCII and numbers", async () => {
    const client = rest()
    await client.set("object", { name: "grüße 🦙", list: [1, 2] })
    expect(await client.get("object")).toEqual({ name: "grüße 🦙", list: [1, 2] })
    expect(await client.incrby("number", 41)).toBe(41)
    expect(await client.set("once", "a", { nx: true, ex: 60 })).toBe("OK")
    expect(await client.set("once", "b", { nx: true, ex: 60 })).toBeNull()
    await client.hset("hash", { a: "1", b: "x" })
    expect(await client.hgetall("hash")).toEqual({ a: 1, b: "x" })
  })

  it("shares its data with TCP: what a Lambda adds to a stream wakes a blocked reader", async () => {
    const read = tcp().xread("BLOCK", 5_000, "STREAMS", "shared", "$")
    await sleep(30)
    const id = await rest().xadd(
      "shared",
      "*",
      { kind: "event", n: 1 },
      { trim: { type: "MAXLEN", threshold: 10, comparison: "~" } },
    )
    expect(await read).toEqual([["shared", [[id, ["kind", "event", "n", "1"]]]]])
  })

  it("answers automatic pipelines and explicit ones, errors at their place", async () => {
    const client = rest()
    const values = await Promise.all([client.set("p1", 1), client.incr("p2"), client.incr("p2")])
    expect(values).toEqual(["OK", 1, 2])
    const pipeline = client.pipeline().set("word", "x").incr("word").get("word")
    const results = await pipeline.exec({ keepErrors: true })
    expect(results[1]?.error).toContain("ERR value is not an integer or out of range")
    expect(results[2]?.result).toBe("x")
  })

  it("runs a transaction, and reports its first error", async () => {
    expect(await rest().multi().set("t", 1).incrby("t", 4).exec()).toEqual(["OK", 5])
    await expect(rest().get("")).resolves.toBeNull()
  })

  it("does not hold a request open for a blocking read", async () => {
    const response = await fetch(server.restUrl, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(["XREAD", "BLOCK", 60_000, "STREAMS", "never", "$"]),
    })
    expect(await response.json()).toEqual({ result: null })
  })

  it("answers a command in the path", async () => {
    const headers = { authorization: `Bearer ${TOKEN}` }
    await fetch(`${server.restUrl}/set/in%20path/value`, { headers })
    expect(await (await fetch(`${server.restUrl}/get/in%20path`, { headers })).json()).toEqual({ result: "value" })
    const bad = await fetch(`${server.restUrl}/nonsense/x`, { headers })
    expect([bad.status, await bad.json()]).toEqual([
      400,
      { error: "ERR unknown command 'nonsense', with args beginning with: 'x' " },
    ])
  })

  it("stands in front of another server just as well", async () => {
    const front = await startRestFor(server.url, TOKEN)
    const client = new Upstash({ url: front.restUrl, token: TOKEN, enableTelemetry: false })
    await client.set("fronted", { text: "grüße" })
    expect(await client.get("fronted")).toEqual({ text: "grüße" })
    expect(await client.multi().incr("front-n").incr("front-n").exec()).toEqual([1, 2])
    await expect(client.incr("fronted")).rejects.toThrow(/not an integer/)
    await front.stop()
  })
})

describe("the append-only file", () => {
  it("keeps every answered write, pending entries included, when the process is killed", async () => {
    const file = join(folder, "killed.aof")
    const program = `
      import { startValkey } from ${JSON.stringify(new URL("./server.ts", import.meta.url).href)}
      const valkey = await startValkey({ token: ${JSON.stringify(TOKEN)}, file: ${JSON.stringify(file)} })
      process.stdout.write(valkey.url + "\\n")`
    const child = execFile(process.execPath, ["--input-type=module", "-e", program])
    const url = await new Promise<string>((resolve) =>
      child.stdout?.once("data", (text) => resolve(String(text).trim())),
    )
    const client = new Redis(url, { retryStrategy: () => null })
    client.on("error", () => {})
    await client.xgroup("CREATE", "s", "g", "$", "MKSTREAM")
    const ids = await Promise.all(Array.from({ length: 500 }, (_, n) => client.xadd("s", "*", "n", String(n))))
    await client.xreadgroup("GROUP", "g", "dead", "COUNT", 3, "STREAMS", "s", ">")
    await client.set("soon", "gone", "PX", 50)
    await client.set("later", "here", "EX", 1_000)
    const exited = new Promise((resolve) => child.once("exit", resolve))
    child.kill("SIGKILL")
    await exited
    client.disconnect()
    appendFileSync(file, '[1700000000000,[["SET","torn","x') // as if the power had gone in the middle of a write
    await sleep(60)

    const again = await startValkey({ token: TOKEN, file })
    const reader = tcp(again.url)
    expect(await reader.xlen("s")).toBe(500)
    expect(await reader.xpending("s", "g")).toEqual([3, ids[0], ids[2], [["dead", "3"]]])
    expect(await reader.mget("soon", "later", "torn")).toEqual([null, "here", null])
    const next = (await reader.xreadgroup("GROUP", "g", "alive", "COUNT", 1, "STREAMS", "s", ">")) as unknown[][]
    expect(JSON.stringify(next)).toContain(String(ids[3]))
    await again.stop()
  })

  it("is compact after a start, however often a key changed", async () => {
    const file = join(folder, "compact.aof")
    const first = await startValkey({ token: TOKEN, file })
    const client = tcp(first.url)
    for (let n = 0; n < 1_000; n++) await client.incr("n")
    await first.stop()
    const grown = readFileSync(file).length
    const second = await startValkey({ token: TOKEN, file })
    expect(readFileSync(file).length).toBeLessThan(grown / 100)
    expect(await tcp(second.url).get("n")).toBe("1000")
    await second.stop()
  })
})

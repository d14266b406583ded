import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import type { APIGatewayProxyEventV2 } from "aws-lambda"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import WebSocket, { WebSocketServer } from "ws"
import { freePort } from "../free-port.ts"
import { retryJob } from "../retry-job.ts"
import { toEvent } from "./event.ts"
import { functionFor, type Gateway, isLocal, startGateway } from "./gateway.ts"
import { Lambda } from "./lambda.ts"
import { chooseEncoding } from "./respond.ts"
import { startSchedules } from "./schedule.ts"
import { installStreaming } from "./streaming.ts"

type Handler = (event: APIGatewayProxyEventV2, context: { awsRequestId: string }) => unknown

const LONG = "x".repeat(5_000)
const folder = mkdtempSync(join(tmpdir(), "paca-gateway-"))
const logged: Record<string, unknown>[] = []
const upstreams: Server[] = []
let api: Handler = () => ({ statusCode: 200 })
let gateway: Gateway
let base: string

const lambda = (name: string, handler: unknown, timeoutMs = 30_000) =>
  new Lambda({ name, load: async () => handler, timeoutMs, log: (line) => logged.push(line) })

async function upstream(answer: Parameters<typeof createServer>[1]): Promise<{ server: Server; url: URL }> {
  const port = await freePort()
  const server = createServer(answer as never)
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  upstreams.push(server)
  return { server, url: new URL(`http://127.0.0.1:${port}`) }
}

beforeAll(async () => {
  installStreaming()
  mkdirSync(join(folder, "assets"))
  writeFileSync(join(folder, "assets", "app-abc123.js"), `console.log("${LONG}")`)
  writeFileSync(join(folder, "favicon.svg"), "<svg/>")
  writeFileSync(join(folder, "..", "outside.txt"), "secret")
  const web = await upstream((request, response) => {
    if (request.url === "/slow") {
      response.writeHead(200, { "content-type": "text/html" })
      response.write("<p>first</p>")
      setTimeout(() => response.end("<p>second</p>"), 300)
      return
    }
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ url: request.url, headers: request.headers }))
  })
  const objects = await upstream((request, response) => response.end(`${request.headers.host} ${request.url}`))
  const realtime = await upstream((request, response) => response.end(`polling ${request.url}`))
  new WebSocketServer({ server: realtime.server }).on("connection", (socket) =>
    socket.on("message", (data) => socket.send(`echo ${data}`)),
  )
  const port = await freePort()
  gateway = await startGateway({
    port,
    origin: new URL(`http://localhost:${port}`),
    functions: {
      api: lambda("api", (event: APIGatewayProxyEventV2, context: { awsRequestId: string }) => api(event, context)),
      auth: lambda("auth", () => ({ statusCode: 200, body: "auth" })),
      mcp: lambda("mcp", () => ({ statusCode: 200, body: "mcp" })),
    },
    realtime: realtime.url,
    web: web.url,
    mail: (await upstream((_request, response) => response.end("mail"))).url,
    objects: { url: objects.url, bucket: "files" },
    clientFolder: folder,
  })
  base = `http://127.0.0.1:${gateway.port}`
})
afterAll(async () => {
  await gateway.stop()
  for (const server of upstreams) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true, force: true })
  rmSync(join(folder, "..", "outside.txt"), { force: true })
})
beforeEach(() => {
  logged.length = 0
})

/** fetch() decodes and hides too much: this shows the bytes on the wire. */
function raw(path: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<{ answer: IncomingMessage; body: Buffer }>((resolve, reject) => {
    const request = httpRequest(base + path, { headers, method }, (answer) => {
      const chunks: Buffer[] = []
      answer.on("data", (chunk) => chunks.push(chunk)).on("end", () => resolve({ answer, body: Buffer.concat(chunks) }))
    })
    request.once("error", reject).end()
  })
}

describe("paths", () => {
  it("go where CloudFront sends them", async () => {
    const text = async (path: string) => (await fetch(base + path)).text()
    api = () => ({ statusCode: 200, body: "api" })
    expect(await text("/api/v1/auth/get-session")).toBe("auth")
    expect(await text("/.well-known/oauth-protected-resource")).toBe("auth")
    expect(await text("/api/v1/projects")).toBe("api")
    expect(await text("/api/v1/authors")).toBe("api")
    expect(await text("/mcp")).toBe("mcp")
    expect(await text("/dev/mailbox")).toBe("mail")
    expect(await text("/socket.io/?EIO=4")).toBe("polling /socket.io/?EIO=4")
    expect(await text("/mcpx")).toContain('"url":"/mcpx"')
    expect(await text("/apiary")).toContain('"url":"/apiary"')
    expect(functionFor({ functions: { api: 1, auth: 2, mcp: 3 } as never }, "/dev/mailbox")).toBeUndefined()
  })

  it("tell the app behind which address it stands", async () => {
    const answer = (await (await fetch(`${base}/page?x=1`)).json()) as { headers: Record<string, string> }
    expect(answer.headers).toMatchObject({
      "x-forwarded-host": `127.0.0.1:${gateway.port}`,
      "x-forwarded-proto": "http",
      "x-forwarded-for": "127.0.0.1",
    })
  })

  it("say to every browser what the distribution says, and where a request came from whatever it claims", async () => {
    for (const path of ["/page", "/api/x", "/nowhere", "/socket.io/?EIO=4"]) {
      const { headers } = await fetch(`${base}${path}`)
      expect(headers.get("x-content-type-options"), path).toBe("nosniff")
      expect(headers.get("x-frame-options"), path).toBe("DENY")
      expect(headers.get("referrer-policy"), path).toBe("same-origin")
      expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin")
      expect(headers.get("permissions-policy"), path).toContain("camera=()")
      // Over http it must not be there.
      expect(headers.get("strict-transport-security"), path).toBeNull()
    }
    const claimed = { headers: { "x-paca-address": "198.51.100.1" }, socket: { remoteAddress: "::ffff:203.0.113.9" } }
    const event = toEvent(claimed as never, Buffer.alloc(0), new URL(base), 0)
    expect(event.headers["x-paca-address"]).toBe("203.0.113.9")
  })

  it("show the mailbox on this machine only", async () => {
    for (const host of ["localhost:3000", "127.0.0.1", "[::1]:3000", "paca.localhost"]) expect(isLocal(host)).toBe(true)
    for (const host of ["paca.example", "localhost.evil.example", "127.0.0.1.evil.example", undefined])
      expect(isLocal(host)).toBe(false)
    const { body } = await raw("/dev/mailbox", { host: "evil.example" })
    expect(body.toString()).not.toBe("mail")
  })

  it("keep the Host of object requests, which is signed, and let no stored file act as the app", async () => {
    const answer = await fetch(`${base}/files/a%20b?x=1`)
    expect(await answer.text()).toBe(`127.0.0.1:${gateway.port} /files/a%20b?x=1`)
    expect(answer.headers.get("content-security-policy")).toMatch(/^sandbox;/)
  })

  it("pass WebSockets through, and only where they belong", async () => {
    const socket = new WebSocket(`${base.replace("http", "ws")}/socket.io/?transport=websocket`)
    await new Promise((resolve) => socket.once("open", resolve))
    socket.send("hello")
    expect(String(await new Promise((resolve) => socket.once("message", resolve)))).toBe("echo hello")
    socket.close()
    const other = new WebSocket(`${base.replace("http", "ws")}/elsewhere`)
    expect((await new Promise<Error>((resolve) => other.once("error", resolve))).message).toContain("404")
  })
})

describe("a Lambda", () => {
  it("receives the event of payload format 2.0", async () => {
    let event: APIGatewayProxyEventV2 | undefined
    api = (received, context) => {
      event = received
      return { statusCode: 200, body: context.awsRequestId }
    }
    const answer = await fetch(`${base}/api/v1/a%20b?tag=x&tag=y&q=%26`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: "a=1; b=2", "user-agent": "test" },
      body: '{"ü":1}',
    })
    expect(event).toMatchObject({
      version: "2.0",
      rawPath: "/api/v1/a%20b",
      rawQueryString: "tag=x&tag=y&q=%26",
      queryStringParameters: { tag: "x,y", q: "&" },
      cookies: ["a=1", "b=2"],
      body: '{"ü":1}',
      isBase64Encoded: false,
      requestContext: { http: { method: "POST", path: "/api/v1/a%20b", sourceIp: "127.0.0.1", userAgent: "test" } },
    })
    expect(event?.headers.cookie).toBeUndefined()
    expect(await answer.text()).toBe(event?.requestContext.requestId)
  })

  it("receives and sends bytes as base64", async () => {
    const bytes = Buffer.from([0, 255, 1, 254])
    api = (event) => ({
      statusCode: 201,
      headers: { "Content-Type": "image/png" },
      body: event.body,
      isBase64Encoded: event.isBase64Encoded,
    })
    const answer = await fetch(`${base}/api/x`, { method: "POST", body: bytes })
    expect(answer.status).toBe(201)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes)
  })

  it("sets each cookie in a header of its own", async () => {
    api = () => ({ statusCode: 204, cookies: ["a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"] })
    const answer = await fetch(`${base}/api/x`)
    expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"])
  })

  it("that throws answers 500 without its message, which goes to the log with the request id", async () => {
    api = () => Promise.reject(new Error("password of the database"))
    const answer = await fetch(`${base}/api/x`)
    expect([answer.status, await answer.json()]).toEqual([500, { message: "Internal Server Error" }])
    expect(logged[0]).toMatchObject({ function: "api", request_id: answer.headers.get("x-request-id") })
    expect(String(logged[0]?.error)).toContain("password of the database")
  })

  it("that takes too long answers 503", async () => {
    const slow = lambda("slow", () => new Promise(() => {}), 50)
    const event = { requestContext: { requestId: "r" } } as APIGatewayProxyEventV2
    expect(await slow.http(event)).toMatchObject({ status: 503 })
    expect(String(logged[0]?.error)).toContain("timed out after 0.05 seconds")
  })

  it("never sees a request above 10 MB, nor sends a response above 6 MB", async () => {
    let called = 0
    api = () => {
      called++
      return { statusCode: 200, body: "x".repeat(6 * 1024 * 1024 + 1) }
    }
    const large = await fetch(`${base}/api/x`, { method: "POST", body: Buffer.alloc(10 * 1024 * 1024 + 1) })
    expect(large.status).toBe(413)
    expect(called).toBe(0)
    expect((await fetch(`${base}/api/x`)).status).toBe(500)
    expect(String(logged[0]?.error)).toContain("exceeded maximum allowed payload size")
  })

  it("that streams is heard while it speaks", async () => {
    const handler = awslambda.streamifyResponse(async (_event, stream) => {
      const out = awslambda.HttpResponseStream.from(stream, {
        statusCode: 206,
        headers: { "Content-Type": "text/event-stream" },
        cookies: ["s=1"],
      })
      out.write("data: one\n\n")
      await sleep(200)
      out.end("data: two\n\n")
    })
    const answer = await lambda("stream", handler).http({
      requestContext: { requestId: "r" },
    } as APIGatewayProxyEventV2)
    expect(answer).toMatchObject({ status: 206, headers: { "content-type": "text/event-stream" }, cookies: ["s=1"] })
    const seen: [number, string][] = []
    const before = Date.now()
    for await (const chunk of answer.body as AsyncIterable<Buffer>) seen.push([Date.now() - before, String(chunk)])
    expect(seen.map(([, text]) => text)).toEqual(["data: one\n\n", "data: two\n\n"])
    expect((seen[1]?.[0] ?? 0) - (seen[0]?.[0] ?? 0)).toBeGreaterThan(100)
  })
})

describe("compression", () => {
  it("is Brotli where accepted, else gzip, and none for what is small or no text", async () => {
    api = () => ({
      statusCode: 200,
      headers: { "content-type": "application/json", etag: '"1"' },
      body: JSON.stringify(LONG),
    })
    const brotli = await raw("/api/x", { "accept-encoding": "gzip, br" })
    expect(brotli.answer.headers).toMatchObject({ "content-encoding": "br", vary: "accept-encoding", etag: 'W/"1"' })
    expect(brotliDecompressSync(brotli.body).toString()).toBe(JSON.stringify(LONG))
    const gzip = await raw("/api/x", { "accept-encoding": "gzip, br;q=0" })
    expect(gunzipSync(gzip.body).toString()).toBe(JSON.stringify(LONG))
    expect((await raw("/api/x")).answer.headers["content-encoding"]).toBeUndefined()
    api = () => ({ statusCode: 200, headers: { "content-type": "image/png" }, body: LONG })
    expect((await raw("/api/x", { "accept-encoding": "br" })).answer.headers["content-encoding"]).toBeUndefined()
    expect(chooseEncoding("identity, *;q=0")).toBeUndefined()
  })

  it("does not hold back a page that streams", async () => {
    const request = httpRequest(`${base}/slow`, { headers: { "accept-encoding": "gzip" } })
    request.end()
    const [answer] = await new Promise<[IncomingMessage]>((resolve) => request.once("response", (a) => resolve([a])))
    expect(answer.headers["content-encoding"]).toBe("gzip")
    const chunks: [number, Buffer][] = []
    for await (const chunk of answer) chunks.push([Date.now(), chunk])
    expect((chunks.at(-1)?.[0] ?? 0) - (chunks[0]?.[0] ?? 0)).toBeGreaterThan(150)
    expect(gunzipSync(Buffer.concat(chunks.map(([, chunk]) => chunk))).toString()).toBe("<p>first</p><p>second</p>")
  })
})

describe("static files", () => {
  it("under assets/ may be kept for ever, others are asked for again", async () => {
    const asset = await raw("/assets/app-abc123.js", { "accept-encoding": "br" })
    expect(asset.answer.headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": "text/javascript; charset=utf-8",
      "content-encoding": "br",
    })
    const icon = await raw("/favicon.svg")
    expect(icon.answer.headers["cache-control"]).toBe("public, max-age=0, must-revalidate")
    const again = await raw("/favicon.svg", { "if-none-match": String(icon.answer.headers.etag) })
    expect(again.answer.statusCode).toBe(304)
  })

  it("are those of the build only: no path leads out of it", async () => {
    for (const path of ["/../outside.txt", "/%2e%2e/outside.txt", "/assets/..%2f..%2foutside.txt", "/assets/%00"]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(gateway.port, "127.0.0.1")
        let text = ""
        socket.on("data", (chunk) => (text += chunk)).on("close", () => resolve(text))
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      })
      expect(answer).not.toContain("secret")
    }
  })
})

it("shows a page that tries again while the app restarts, and a 503 to programs", async () => {
  const port = await freePort()
  const dead = new URL(`http://127.0.0.1:${await freePort()}`)
  const functions = { api: lambda("api", api), auth: lambda("auth", api), mcp: lambda("mcp", api) }
  const alone = await startGateway({
    port,
    origin: new URL(`http://localhost:${port}`),
    functions,
    realtime: dead,
    web: dead,
    mail: dead,
    clientFolder: folder,
  })
  const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: "text/html" } })
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining("Paca is starting")])
  const program = await fetch(`http://127.0.0.1:${port}/socket.io/`)
  expect([program.status, program.headers.get("retry-after")]).toEqual([503, "1"])
  await alone.stop()
})

describe("schedules", () => {
  it("send EventBridge's event, never overlap, and go on after a failure", async () => {
    let running = 0
    let most = 0
    const events: unknown[] = []
    const work = lambda("relay", async (event: unknown) => {
      most = Math.max(most, ++running)
      events.push(event)
      await sleep(30)
      running--
      if (events.length === 2) throw new Error("once")
    })
    const stop = startSchedules([{ name: "relay", everyMs: 5, function: work }], (line) => logged.push(line))
    await sleep(250)
    await stop()
    const count = events.length
    expect(count).toBeGreaterThan(3)
    expect(most).toBe(1)
    expect(running).toBe(0)
    expect(events[0]).toMatchObject({ source: "aws.events", "detail-type": "Scheduled Event", detail: {} })
    expect(logged).toHaveLength(1)
    await sleep(50)
    expect(events).toHaveLength(count)
  })
})

it("tries a failed import twice more, then gives up with a line in the log", async () => {
  let attempts = 0
  const fails = async () => {
    attempts++
    throw new Error("no")
  }
  await retryJob(fails, (line) => logged.push(line), [1, 1])
  expect(attempts).toBe(3)
  expect(logged.at(-1)).toMatchObject({ attempt: 3, gives_up: true })
})

import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { buffer } from "node:stream/consumers"
import { pipeline } from "node:stream/promises"
import * as z from "zod"

/** The server half of the browser app as a plain Node server on loopback, behind the gateway. */
const settings = z.object({ PORT: z.coerce.number().int() }).parse(process.env)
const App = z.object({ default: z.object({ fetch: z.custom<Fetch>((value) => typeof value === "function") }) })
type Fetch = (request: Request) => Response | Promise<Response>

const bundle: unknown = await import(new URL("../../web/dist/server/server.js", import.meta.url).href)
const app = App.parse(bundle).default

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    process.stderr.write(`web: ${error instanceof Error ? error.stack : error}\n`)
    if (response.headersSent) response.destroy()
    else response.writeHead(500, { "content-type": "text/plain" }).end("Internal Server Error")
  })
})
server.keepAliveTimeout = 65_000

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once("close", () => gone.abort())
  const result = await app.fetch(await toRequest(request, gone.signal))
  const headers: Record<string, string | string[]> = Object.fromEntries(result.headers)
  const cookies = result.headers.getSetCookie()
  if (cookies.length) headers["set-cookie"] = cookies
  response.writeHead(result.status, headers)
  if (!result.body || request.method === "HEAD") {
    await result.body?.cancel()
    response.end()
    return
  }
  try {
    await pipeline(chunks(result.body.getReader()), response)
  } catch (error) {
    if (!gone.signal.aborted) throw error // a browser that leaves early is no failure
  }
}

/** Only the gateway reaches this port, so what it says of the original request can be believed. */
async function toRequest(request: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const proto = request.headers["x-forwarded-proto"] ?? "http"
  const host = request.headers["x-forwarded-host"] ?? request.headers.host ?? "localhost"
  const headers = new Headers()
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    headers.append(request.rawHeaders[at] ?? "", request.rawHeaders[at + 1] ?? "")
  }
  const hasBody = request.method !== "GET" && request.method !== "HEAD"
  return new Request(new URL(request.url ?? "/", `${proto}://${host}`), {
    method: request.method,
    headers,
    signal,
    body: hasBody ? await buffer(request) : null,
  })
}

async function* chunks(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => {})
  }
}

server.listen(settings.PORT, "127.0.0.1", () => process.send?.({ type: "ready" }))
process.on("SIGTERM", () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 1_000).unref()
})

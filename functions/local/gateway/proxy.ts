import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http"
import type { Socket } from "node:net"
import { forwardedHeaders } from "./event.ts"
import { respond } from "./respond.ts"

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Headers of one connection, not of the message (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
])

/** Passes a request on to a process of this machine and its answer back, both streamed. */
export function proxy(
  request: IncomingMessage,
  response: ServerResponse,
  target: URL,
  origin: URL,
  extra: OutgoingHttpHeaders = {},
): void {
  const upstream = httpRequest({
    agent,
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: { ...endToEnd(request.headers), ...bodyFraming(request), ...forwardedHeaders(request, origin) },
  })
  upstream.once("error", () => unavailable(request, response))
  upstream.once("response", (answer) => {
    const headers = { ...endToEnd(answer.headers), ...extra }
    respond(request, response, answer.statusCode ?? 502, headers, answer).catch(() => response.destroy())
  })
  response.once("close", () => upstream.destroy())
  request.pipe(upstream)
}

/** A body of unknown length must stay chunked; none must stay none. */
function bodyFraming(request: IncomingMessage): OutgoingHttpHeaders {
  return request.headers["transfer-encoding"] ? { "transfer-encoding": "chunked" } : {}
}

function endToEnd(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)))
}

/** A process that is (re)starting is back in a moment: people see a page that tries again, programs a 503. */
export function unavailable(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const wantsPage = request.method === "GET" && /text\/html/.test(request.headers.accept ?? "")
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Paca</title><body style="font:15px system-ui;display:grid;place-items:center;height:90vh;color-scheme:light dark">Paca is starting. This page tries again by itself.</body></html>`
  response.writeHead(503, {
    "content-type": wantsPage ? "text/html; charset=utf-8" : "application/json",
    "cache-control": "no-store",
    "retry-after": "1",
  })
  response.end(wantsPage ? page : JSON.stringify({ message: "Service Unavailable" }))
}

/** Joins a WebSocket of the browser with one to a process of this machine. */
export function proxyUpgrade(request: IncomingMessage, socket: Socket, head: Buffer, target: URL, origin: URL): void {
  const upstream = httpRequest({
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: { ...request.headers, ...forwardedHeaders(request, origin) },
  })
  socket.on("error", () => upstream.destroy())
  upstream.once("error", () => socket.end("HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n"))
  upstream.once("response", (answer) => {
    // Refused: no upgrade, an ordinary answer.
    socket.write(
      `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${rawHeaders(answer)}connection: close\r\n\r\n`,
    )
    answer.pipe(socket)
  })
  upstream.once("upgrade", (answer, far, farHead) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${rawHeaders(answer)}\r\n`)
    if (farHead.length) socket.write(farHead)
    if (head.length) far.write(head)
    far.on("error", () => socket.destroy())
    socket.on("error", () => far.destroy())
    far.on("close", () => socket.destroy())
    socket.on("close", () => far.destroy())
    for (const side of [far, socket]) {
      side.setTimeout(0)
      if ("setNoDelay" in side) (side as Socket).setNoDelay(true)
    }
    far.pipe(socket).pipe(far)
  })
  upstream.end()
}

function rawHeaders(answer: IncomingMessage): string {
  let text = ""
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    const name = answer.rawHeaders[at] ?? ""
    if (answer.statusCode !== 101 && HOP_BY_HOP.has(name.toLowerCase())) continue
    text += `${name}: ${answer.rawHeaders[at + 1]}\r\n`
  }
  return text
}

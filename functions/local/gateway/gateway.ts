import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { securityHeaders } from "../../core/access/headers.ts"
import { readBody, toEvent } from "./event.ts"
import { type HttpFunction, json, type LambdaResponse } from "./lambda.ts"
import { proxy, proxyUpgrade, unavailable } from "./proxy.ts"
import { respond } from "./respond.ts"
import { StaticFiles } from "./static.ts"

export interface GatewayOptions {
  port: number
  /** Where browsers reach this gateway. */
  origin: URL
  functions: { api: HttpFunction; auth: HttpFunction; mcp: HttpFunction }
  realtime: URL
  web: URL
  mail: URL
  /** The built-in object store and the bucket that names its path; absent with an S3 of one's own. */
  objects?: { url: URL; bucket: string }
  /** The browser build; absent when the web process serves the sources themselves. */
  clientFolder?: string
  clock?: () => number
}

export interface Gateway {
  port: number
  stop(): Promise<void>
}

/** Stored files are shown at the app's own origin here (S3 has another): none of them may act as a page of the app. */
const STORED_FILE_HEADERS = {
  "content-security-policy": "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'",
  "x-content-type-options": "nosniff",
}

/** The one origin of Paca on this machine: routes paths as CloudFront does in the cloud. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const files = options.clientFolder === undefined ? undefined : new StaticFiles(options.clientFolder)
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  const listen = async (host: string, port: number) => {
    const server = createServer((request, response) => void handle(options, files, request, response))
    server.keepAliveTimeout = 65_000
    server.requestTimeout = 0 // uploads may take their time
    server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) =>
      upgrade(options, request, socket, head),
    )
    server.on("connection", (socket) => {
      sockets.add(socket)
      socket.once("close", () => sockets.delete(socket))
    })
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject)
      server.listen(port, host, resolve)
    })
    servers.push(server)
    const address = server.address()
    return address && typeof address === "object" ? address.port : port
  }
  const port = await listen("127.0.0.1", options.port)
  // `localhost` is ::1 first on many machines; one without IPv6 does without.
  await listen("::1", port).catch(() => {})
  return {
    port,
    stop: async () => {
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
      for (const server of servers) server.closeIdleConnections()
      // What is being answered may finish; WebSockets and event streams never would.
      const late = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, 1_000)
      await Promise.all(closed)
      clearTimeout(late)
    },
  }
}

async function handle(
  options: GatewayOptions,
  files: StaticFiles | undefined,
  request: IncomingMessage,
  response: ServerResponse,
) {
  response.on("error", () => {}) // the client went away
  // As the distribution does in the cloud: on whatever does not say something else itself.
  for (const [name, value] of Object.entries(securityHeaders(options.origin.href))) response.setHeader(name, value)
  const path = (request.url ?? "/").split("?")[0] ?? "/"
  try {
    const lambda = functionFor(options, path)
    if (lambda) return await invoke(options, lambda, request, response)
    if (under(path, "/socket.io")) return proxy(request, response, options.realtime, options.origin)
    if (isLocal(request.headers.host) && (under(path, "/dev/mailbox") || path === "/dev/mailbox.json"))
      return proxy(request, response, options.mail, options.origin)
    if (options.objects && path.startsWith(`/${options.objects.bucket}/`))
      return proxy(request, response, options.objects.url, options.origin, STORED_FILE_HEADERS)
    if (await files?.serve(request, response)) return
    proxy(request, response, options.web, options.origin)
  } catch (error) {
    process.stderr.write(`gateway: ${error instanceof Error ? error.stack : error}\n`)
    unavailable(request, response)
  }
}

/**
 * The mailbox holds sign-in links and asks for no sign-in itself. It is shown under this machine's own names only, so
 * neither a tunnel to the gateway nor a page that rebinds its name to 127.0.0.1 can read it.
 */
export function isLocal(host: string | undefined): boolean {
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase()
  return name === "localhost" || name === "[::1]" || name.endsWith(".localhost") || /^127(\.\d{1,3}){3}$/.test(name)
}

const under = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)

/** The same order as the behaviours of the distribution: the more specific path first. */
export function functionFor({ functions }: Pick<GatewayOptions, "functions">, path: string): HttpFunction | undefined {
  if (path.startsWith("/api/v1/auth/") || path.startsWith("/.well-known/")) return functions.auth
  if (under(path, "/api")) return functions.api
  return under(path, "/mcp") ? functions.mcp : undefined
}

async function invoke(
  options: GatewayOptions,
  lambda: HttpFunction,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const body = await readBody(request)
  if (body === undefined) {
    await deliver(request, response, json(413, { message: "Request Entity Too Large" }), { connection: "close" })
    return
  }
  const event = toEvent(request, body, options.origin, (options.clock ?? Date.now)())
  const answer = await lambda.http(event)
  await deliver(request, response, answer, {
    "x-request-id": answer.headers["x-request-id"] ?? event.requestContext.requestId,
  })
}

async function deliver(
  request: IncomingMessage,
  response: ServerResponse,
  answer: LambdaResponse,
  extra: Record<string, string>,
) {
  const {
    "content-length": _length,
    "transfer-encoding": _framing,
    connection: _connection,
    ...headers
  } = answer.headers
  const cookies = answer.cookies.length ? { "set-cookie": answer.cookies } : {}
  await respond(request, response, answer.status, { ...headers, ...extra, ...cookies }, answer.body)
}

function upgrade(options: GatewayOptions, request: IncomingMessage, socket: Socket, head: Buffer): void {
  socket.on("error", () => socket.destroy())
  if (under((request.url ?? "/").split("?")[0] ?? "/", "/socket.io"))
    proxyUpgrade(request, socket, head, options.realtime, options.origin)
  // Vite tells browsers over a WebSocket what has changed.
  else if (options.clientFolder === undefined) proxyUpgrade(request, socket, head, options.web, options.origin)
  else socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n")
}

import { createServer } from "node:http"
import { hostname } from "node:os"
import { Server, type Socket } from "socket.io"
import type { Caller } from "../core/access/caller.ts"
import { identify } from "../core/access/credentials.ts"
import type { Configuration } from "./config.ts"
import { dispatch } from "./dispatcher.ts"
import type { Launcher } from "./launchers/launcher.ts"
import { servePresence } from "./presence.ts"
import { reconcile } from "./reconcile.ts"
import { fanOut, serveRooms } from "./rooms.ts"
import { connect, followEvents } from "./stream.ts"

/** How often an open connection's credential is checked again. Milliseconds. */
const RECHECK_EVERY = 60_000

type Handshake = Pick<Socket["handshake"], "headers" | "auth">

/** Who opens a connection: by cookie, or by an API key or bearer token in the headers or in Socket.IO's `auth`. */
async function callerOf({ headers, auth }: Handshake): Promise<Caller | undefined> {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined)
  const token = text(auth.token)
  const cookies = new Map(
    (headers.cookie ?? "").split(";").map((pair) => {
      const at = pair.indexOf("=")
      return [pair.slice(0, at).trim(), decode(pair.slice(at + 1).trim())] as const
    }),
  )
  const found = await identify({
    key: text(headers["x-api-key"]) ?? text(auth.api_key),
    authorization: headers.authorization ?? (token && `Bearer ${token}`),
    cookie: (name) => cookies.get(name),
  })
  return typeof found === "string" ? undefined : found.caller
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** A page of another site must not open a connection with a visitor's cookie. */
function fromOwnPage(
  configuration: Configuration,
  headers: { origin?: string; host?: string; "x-forwarded-host"?: string | string[] },
): boolean {
  if (headers.origin === undefined) return true
  if (!URL.canParse(headers.origin)) return false
  const origin = new URL(headers.origin)
  return (
    origin.origin === new URL(configuration.APP_URL).origin ||
    origin.host === headers.host ||
    origin.host === headers["x-forwarded-host"]
  )
}

/** Ends a connection whose credential is not good any more. What cannot be looked up now is looked up again later. */
function recheck(socket: Socket): void {
  callerOf(socket.handshake).then(
    (caller) => caller ?? socket.disconnect(true),
    () => {},
  )
}

/** Starts live updates and the dispatcher. */
export async function startRealtime(configuration: Configuration, launcher: Launcher) {
  const stopping = new AbortController()
  let live = false
  const http = createServer((request, response) => {
    if (request.url !== "/healthz") return response.writeHead(404).end()
    response
      .writeHead(live ? 200 : 503, { "content-type": "application/json" })
      .end(JSON.stringify({ status: live ? "ok" : "starting" }))
  })
  const server = new Server(http, {
    path: "/socket.io",
    serveClient: false,
    maxHttpBufferSize: 64 * 1024,
    allowRequest: (request, allow) => allow(null, fromOwnPage(configuration, request.headers)),
  })
  const redis = connect(configuration.VALKEY_URL)
  const events = followEvents(configuration.VALKEY_URL, (entry) => fanOut(server, entry, recheck), stopping.signal)

  server.use((socket, next) => {
    callerOf(socket.handshake).then(
      (caller) => {
        socket.data.caller = caller
        next(caller ? undefined : new Error("UNAUTHORIZED"))
      },
      () => next(new Error("BUSY")),
    )
  })
  server.on("connection", (socket) => {
    serveRooms(socket, socket.data.caller, redis, events.last)
    servePresence(server, socket, socket.data.caller)
  })
  const rechecking = setInterval(() => {
    for (const socket of server.of("/").sockets.values()) recheck(socket)
  }, RECHECK_EVERY)

  // Listening comes first: until the streams answer, the health check says "starting" instead of nothing.
  await new Promise<void>((resolve) => http.listen(configuration.PORT, configuration.HOST, resolve))
  await events.ready
  const consumer = `${hostname()}-${process.pid}`
  const dispatcher = dispatch(configuration.VALKEY_URL, consumer, launcher, stopping.signal)
  const reconciler = reconcile(redis, consumer, launcher, stopping.signal)
  live = true
  const address = http.address()
  return {
    port: typeof address === "object" && address ? address.port : configuration.PORT,
    stop: async () => {
      live = false
      clearInterval(rechecking)
      stopping.abort()
      redis.disconnect()
      await server.close()
      await launcher.close()
      await Promise.all([events.done, dispatcher.done, reconciler.done])
    },
  }
}

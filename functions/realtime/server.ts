import { createServer } from "node:http"
import { hostname } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"
import { Server, type Socket } from "socket.io"
import type { Caller } from "../core/access/caller.ts"
import { identify } from "../core/access/credentials.ts"
import { clock } from "../core/clock.ts"
import { countRunning } from "../core/conversation/running.ts"
import { EVENTS } from "../core/event/event.ts"
import { execute } from "../core/operation.ts"
import type { Configuration } from "./config.ts"
import { dispatch } from "./dispatcher.ts"
import type { Launcher } from "./launchers/launcher.ts"
import { createMetrics, reportMetrics } from "./metrics.ts"
import { PRESENCE, sharePresence } from "./presence.ts"
import { reconcile } from "./reconcile.ts"
import { fanOut, serveRooms } from "./rooms.ts"
import { connect, follow, readEntries, takenAt } from "./stream.ts"

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

/** Ends connections one after the other within `seconds`, so that not everybody comes back at the same moment. */
async function drain(server: Server, seconds: number): Promise<void> {
  const sockets = [...server.of("/").sockets.values()]
  const pause = (seconds * 1000) / Math.max(1, sockets.length)
  for (const socket of sockets) {
    // The connection below the socket: its client takes this for a break and connects again by itself.
    socket.conn.close()
    await sleep(pause)
  }
}

/**
 * Starts live updates and the dispatcher. Any number of them may run side by side: each follows the same streams for
 * its own sockets, and the dispatchers share the triggers.
 */
export async function startRealtime(configuration: Configuration, launcher: Launcher) {
  const process_id = `${hostname()}-${clock.id()}`
  const stopping = new AbortController()
  const undispatching = new AbortController()
  let state: "starting" | "ok" | "draining" = "starting"
  const http = createServer((request, response) => {
    if (request.url !== "/healthz") return response.writeHead(404).end()
    response
      .writeHead(state === "ok" ? 200 : 503, { "content-type": "application/json" })
      .end(JSON.stringify({ status: state }))
  })
  const server = new Server(http, {
    path: "/socket.io",
    serveClient: false,
    maxHttpBufferSize: 64 * 1024,
    allowRequest: (request, allow) => allow(null, fromOwnPage(configuration, request.headers)),
  })
  const redis = connect(configuration.VALKEY_URL)
  const presence = sharePresence(server, redis, process_id)
  const streams = follow(
    configuration.VALKEY_URL,
    {
      [EVENTS]: (id, fields) => {
        for (const entry of readEntries([[id, fields]])) fanOut(server, entry, recheck)
        metrics.delivered(takenAt(id))
      },
      [PRESENCE]: (_, fields) => presence.hear(fields),
    },
    stopping.signal,
  )
  const metrics = createMetrics({
    sockets: () => server.engine.clientsCount,
    silent: streams.silent,
    running: () => execute(countRunning, { kind: "system", name: "Metrics" }, {}),
  })
  const namespace = configuration.METRICS_NAMESPACE
  const endMetrics = namespace ? reportMetrics(namespace, metrics) : undefined

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
    serveRooms(socket, socket.data.caller, redis, () => streams.last(EVENTS))
    presence.serve(socket, socket.data.caller)
  })
  const rechecking = setInterval(() => {
    for (const socket of server.of("/").sockets.values()) recheck(socket)
  }, RECHECK_EVERY)

  // Listening comes first: until the streams answer, the health check says "starting" instead of nothing.
  await new Promise<void>((resolve) => http.listen(configuration.PORT, configuration.HOST, resolve))
  await streams.ready
  await presence.begin()
  const dispatcher = dispatch(configuration.VALKEY_URL, process_id, launcher, undispatching.signal, metrics.dispatched)
  const reconciler = reconcile(redis, process_id, launcher, undispatching.signal)
  state = "ok"
  const address = http.address()
  return {
    port: typeof address === "object" && address ? address.port : configuration.PORT,
    /** Takes no new work, sends its connections elsewhere, then ends. */
    stop: async () => {
      state = "draining"
      undispatching.abort()
      clearInterval(rechecking)
      endMetrics?.()
      await drain(server, configuration.DRAIN_SECONDS)
      await presence.end()
      stopping.abort()
      redis.disconnect()
      await server.close()
      await launcher.close()
      await Promise.all([streams.done, dispatcher.done, reconciler.done])
    },
  }
}

import { createServer } from "node:http"
import { connect, type Socket } from "node:net"
import { connect as connectTls } from "node:tls"
import { type WebSocket, WebSocketServer } from "ws"

export interface NeonProxyOptions {
  /** 0 or absent: any free port. */
  port?: number
  /** The one server connections go to, whatever address the client names. `tls`: as with `sslmode=require`. */
  target: { host: string; port: number; tls?: boolean }
}

export interface NeonProxy {
  port: number
  /** host:port, for NEON_LOCAL_PROXY. */
  address: string
  stop(): Promise<void>
}

/** Above this many unsent bytes the reading side pauses, so a slow reader of a large result costs no memory. */
const HIGH_WATER = 1 << 20

/**
 * The WebSocket-to-TCP pipe that `Pool` and `Client` of @neondatabase/serverless speak to (`wsProxy`): each WebSocket
 * carries the bytes of one PostgreSQL connection. Listens on loopback only.
 */
export async function startNeonProxy({ port = 0, target }: NeonProxyOptions): Promise<NeonProxy> {
  const server = createServer((_request, response) => response.writeHead(426).end())
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: false,
    maxPayload: 256 << 20,
    // Browsers always send Origin, drivers never do: no web page may reach the database through this port.
    verifyClient: ({ req }: { req: { headers: { origin?: string } } }) => req.headers.origin === undefined,
  })
  sockets.on("connection", (socket) => void pipe(socket, target))
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
  const bound = server.address()
  if (!bound || typeof bound === "string") throw new Error("the database proxy has no port")
  return {
    port: bound.port,
    address: `127.0.0.1:${bound.port}`,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function pipe(socket: WebSocket, target: NeonProxyOptions["target"]): Promise<void> {
  socket.on("error", () => socket.terminate())
  socket.pause() // what the client sends while we connect waits in its socket
  let upstream: Socket
  try {
    upstream = await open(target)
  } catch (error) {
    socket.resume() // a paused socket would not see the other side's close frame
    socket.close(1011, error instanceof Error ? error.message.slice(0, 120) : "database unreachable")
    return
  }
  upstream.setNoDelay(true)
  upstream.on("error", () => socket.terminate())
  upstream.on("close", () => {
    socket.resume()
    socket.close()
  })
  upstream.on("data", (chunk) => {
    socket.send(chunk, () => {
      if (upstream.isPaused() && socket.bufferedAmount < HIGH_WATER) upstream.resume()
    })
    if (socket.bufferedAmount > HIGH_WATER) upstream.pause()
  })
  upstream.on("drain", () => socket.resume())
  socket.on("message", (data) => {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data
    if (!upstream.write(bytes)) socket.pause()
  })
  socket.on("close", () => upstream.destroy())
  if (socket.readyState !== socket.OPEN) upstream.destroy()
  else socket.resume()
}

function open({ host, port, tls }: NeonProxyOptions["target"]): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const tcp = connect({ host, port })
    tcp.once("error", reject)
    tcp.once("connect", () => {
      if (!tls) return resolve(tcp)
      tcp.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])) // SSLRequest, PostgreSQL protocol 54.2.10
      tcp.once("data", (answer) => {
        if (answer.toString("latin1") !== "S") return reject(new Error("the database refuses TLS"))
        const secure = connectTls({ socket: tcp, servername: host })
        secure.once("error", reject)
        secure.once("secureConnect", () => resolve(secure))
      })
    })
  })
}

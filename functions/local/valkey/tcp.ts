import { createServer, type Socket } from "node:net"
import type { Engine } from "./engine.ts"
import { Failure } from "./reply.ts"
import { CommandReader, encodeReply, ProtocolError } from "./resp.ts"

export interface ValkeyTcp {
  port: number
  stop(): Promise<void>
}

/** Speaks RESP2 on loopback. */
export async function serveTcp(engine: Engine, port: number): Promise<ValkeyTcp> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
    serve(engine, socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
  const address = server.address()
  if (!address || typeof address === "string") throw new Error("the Valkey server has no port")
  return {
    port: address.port,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function serve(engine: Engine, socket: Socket): void {
  const session = engine.session()
  const reader = new CommandReader()
  const gone = new AbortController()
  let waiting = false
  const queue: string[][] = []

  // Answers keep the order of the commands: while one blocks, those behind it wait.
  const work = async () => {
    if (waiting) return
    let output = ""
    for (let args = queue.shift(); args; args = queue.shift()) {
      const result = engine.execute(session, args, gone.signal)
      if (result instanceof Promise) {
        if (output) socket.write(output, "latin1")
        output = ""
        waiting = true
        output += encodeReply(await result)
        waiting = false
        if (gone.signal.aborted) return
      } else output += encodeReply(result)
      if (session.closing) break
    }
    if (output) socket.write(output, "latin1")
    if (session.closing) socket.end()
  }

  socket.setNoDelay(true)
  socket.on("error", () => socket.destroy())
  socket.on("close", () => gone.abort())
  socket.on("data", (chunk) => {
    try {
      queue.push(...reader.push(chunk))
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      socket.end(encodeReply(new Failure(error.message)), "latin1")
      return
    }
    work().catch((error) => socket.destroy(error))
  })
}

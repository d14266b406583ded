import { timingSafeEqual } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import * as z from "zod"
import { Failure, NullArray, type Reply, Status } from "./reply.ts"

/** Runs commands one after the other and answers each; `transaction`: all or nothing. Byte strings in and out. */
export interface RestBackend {
  run(args: string[]): Promise<Reply>
  transaction(commands: string[][]): Promise<Reply[] | Failure>
}

export interface ValkeyRest {
  port: number
  stop(): Promise<void>
}

const Command = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).min(1)
const Pipeline = z.array(Command)
const MAX_BODY = 64 << 20

type Json = string | number | null | Json[]

/** Upstash's REST protocol on loopback: `POST /`, `/pipeline`, `/multi-exec`, and `/COMMAND/argument/…`. */
export async function serveRest(backend: RestBackend, token: string, port: number): Promise<ValkeyRest> {
  const server = createServer((request, response) => {
    answer(backend, token, request, response).catch((error: Error) => send(response, 500, { error: error.message }))
  })
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
  const address = server.address()
  if (!address || typeof address === "string") throw new Error("the Valkey REST server has no port")
  return {
    port: address.port,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(backend: RestBackend, token: string, request: IncomingMessage, response: ServerResponse) {
  if (!authorized(request, token))
    return send(response, 401, { error: "Unauthorized: WRONGPASS invalid or missing auth token" })
  const path = (request.url ?? "/").split("?")[0] ?? "/"
  const body = await readBody(request)
  if (body === undefined) return send(response, 413, { error: "ERR max request size exceeded" })
  const encoding = request.headers["upstash-encoding"] === "base64" ? "base64" : "utf8"
  try {
    if (path === "/pipeline" || path === "/multi-exec") {
      const commands = Pipeline.parse(JSON.parse(body)).map(toBytes)
      if (path === "/pipeline") {
        const replies = await Promise.all(commands.map((command) => backend.run(command)))
        return send(
          response,
          200,
          replies.map((reply) => toResult(reply, encoding)),
        )
      }
      const replies = await backend.transaction(commands)
      if (replies instanceof Failure) return send(response, 400, { error: replies.message })
      return send(
        response,
        200,
        replies.map((reply) => toResult(reply, encoding)),
      )
    }
    const fromPath = path.split("/").filter(Boolean).map(decodeURIComponent)
    const command = fromPath.length ? [...fromPath, ...(body ? [body] : [])] : Command.parse(JSON.parse(body))
    const result = toResult(await backend.run(toBytes(command)), encoding)
    return send(response, "error" in result ? 400 : 200, result)
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError || error instanceof URIError)
      return send(response, 400, { error: "ERR failed to parse command" })
    throw error
  }
}

function authorized(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? "")
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BODY) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

const toBytes = (command: z.infer<typeof Command>): string[] =>
  command.map((argument) => Buffer.from(String(argument ?? "null"), "utf8").toString("latin1"))

function toResult(reply: Reply, encoding: "utf8" | "base64"): { result: Json } | { error: string } {
  if (reply instanceof Failure) return { error: text(reply.message, "utf8") }
  return { result: toJson(reply, encoding) }
}

function toJson(reply: Reply, encoding: "utf8" | "base64"): Json {
  if (reply === null || reply instanceof NullArray) return null
  if (typeof reply === "number") return reply
  if (typeof reply === "bigint") return Number(reply)
  // Upstash leaves OK as it is, and its client knows.
  if (reply instanceof Status) return reply.text === "OK" ? "OK" : text(reply.text, encoding)
  if (reply instanceof Failure) return text(reply.message, encoding)
  if (typeof reply === "string") return text(reply, encoding)
  return reply.map((item) => toJson(item, encoding))
}

const text = (bytes: string, encoding: "utf8" | "base64") => Buffer.from(bytes, "latin1").toString(encoding)

function send(response: ServerResponse, status: number, body: unknown): void {
  const json = JSON.stringify(body)
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(json) })
  response.end(json)
}

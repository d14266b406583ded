import { createHash } from "node:crypto"
import { type Context, Hono } from "hono"
import * as z from "zod"
import { inertPolicy, securityHeaders } from "../core/access/headers.ts"
import { clock } from "../core/clock.ts"
import { db, sqlState } from "../core/database.ts"
import { BadRequest, DomainError, invalid, NotFound, tookTooLong, tooLarge } from "../core/error.ts"
import type { ErrorCode } from "../core/error-codes.ts"
import { disposition, FileContent } from "../core/file/content.ts"
import { execute } from "../core/operation.ts"
import { valkey } from "../core/valkey.ts"
import { admitStranger, authenticate } from "./authenticate.ts"
import { parametersOf, type Route } from "./route.ts"
import { index } from "./routes/index.gen.ts"
import { type Entry, load } from "./routes/parts.ts"
import { readUpload } from "./upload.ts"

type Environment = { Variables: { request_id: string } }
type Request = Context<Environment>

/** Characters of a JSON body. */
const JSON_LIMIT = 1024 * 1024
/** A request is answered within this time, before its Lambda ends (30 seconds) without a word. Milliseconds. */
const TIME_LIMIT = 25_000
/** Reads what the caller sent into the operation's input: the body or the query, then the path, which always wins. */
async function readInput(request: Request, route: Route): Promise<Record<string, unknown>> {
  const path = Object.fromEntries(parametersOf(route.path).map(({ name, field }) => [field, request.req.param(name)]))
  if (route.method === "GET" || route.method === "DELETE") return { ...readQuery(request), ...path }
  if (route.upload) return path
  const version = request.req.header("if-match")?.replace(/^W\//, "").replaceAll('"', "")
  return { ...(await readJson(request)), ...(version && { if_match: version }), ...path }
}

function readQuery(request: Request): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  )
}

async function readJson(request: Request): Promise<object> {
  // A Lambda has the whole body before the first line of ours runs, so looking at its size afterwards costs nothing.
  const text = await request.req.text()
  if (text.length > JSON_LIMIT) throw tooLarge(JSON_LIMIT)
  if (text.trim() === "") return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw BadRequest(`The body is not valid JSON: ${error instanceof Error ? error.message : error}`, {
      issues: [{ path: "", message: "not JSON" }],
    })
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw BadRequest("The body must be a JSON object.", { issues: [{ path: "", message: "not an object" }] })
  }
  return body
}

const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, "Idempotency-Key: 1 to 200 visible ASCII characters")

/** The key of a POST that wants to happen once, with a digest of the request it belongs to. */
async function readIdempotency(request: Request, route: Route) {
  const header = request.req.header("idempotency-key")
  if (header === undefined || route.method !== "POST") return undefined
  const key = IdempotencyKey.safeParse(header)
  if (!key.success) throw invalid(key.error)
  const digest = createHash("sha256").update(`${request.req.path}\n`)
  return { key: key.data, fingerprint: digest.update(new Uint8Array(await request.req.arrayBuffer())).digest("hex") }
}

async function answerRoute(request: Request, entry: Entry) {
  const [route, caller] = await Promise.all([load(entry), authenticate(request)])
  const input = await readInput(request, route)
  const operation = route.upload && request.req.query("preview") === "true" ? route.upload.preview : route.operation
  const limit = route.upload?.limit
  const upload = limit === undefined ? undefined : () => readUpload(request.req, limit)
  const idempotency = await readIdempotency(request, route)
  const data = await execute(operation, caller, input, { upload, idempotency })
  if (route.status === 204) return request.body(null, 204)
  if (route.operation.output === FileContent) return answerFile(request, FileContent.parse(data))
  const status = operation === route.operation ? route.status : 200
  return request.json({ success: true, data, request_id: request.get("request_id") }, status)
}

/** A file as itself. Whatever it holds, it acts as no page of ours. */
function answerFile(request: Request, file: z.infer<typeof FileContent>) {
  request.header("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'self'")
  request.header("content-disposition", disposition(file.name, file.inline))
  request.header("cache-control", "private, max-age=3600")
  return request.body(new Uint8Array(file.bytes), 200, { "content-type": file.type })
}

/** Answers in time, or says that it did not. What was begun goes on to its own end; its statements have a limit too. */
async function inTime<T>(limit: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tookTooLong(limit)), limit)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What a failure says to the caller. Whatever is not a `DomainError` is ours: logged in full, told in one sentence. */
function toDomainError(error: unknown, requestId: string): DomainError | undefined {
  if (error instanceof DomainError) return error
  const state = sqlState(error)?.code ?? ""
  if (state.startsWith("22")) {
    return BadRequest("A value cannot be stored: a text has a NUL character, or a number is too large.", {
      issues: [{ path: "", message: "not storable" }],
    })
  }
  // query_canceled: the statement's own limit (`core/database.ts`).
  if (state === "57014") return tookTooLong(TIME_LIMIT)
  console.error(
    JSON.stringify({
      level: "error",
      request_id: requestId,
      error: error instanceof Error ? error.stack : String(error),
      cause: error instanceof Error ? String(error.cause ?? "") : "",
    }),
  )
  if (/^(08|53|57|40)/.test(state))
    return new DomainError(503, "BUSY", "The service is busy. Try again in a few seconds.")
  return undefined
}

function failure(request: Request, error: unknown) {
  const request_id = request.get("request_id") ?? clock.id()
  const known = toDomainError(error, request_id)
  if (!known) {
    const sentence = `Something went wrong on our side. Try again; if it stays, tell support the request id ${request_id}.`
    const error_code: ErrorCode = "INTERNAL_ERROR"
    return request.json({ success: false, error: sentence, error_code, request_id }, 500)
  }
  const { message, code, details, status } = known
  if (typeof details?.retry_after === "number") request.header("retry-after", String(details.retry_after))
  return request.json(
    { success: false, error: message, error_code: code, ...(details && { error_details: details }), request_id },
    status,
  )
}

/** The HTTP API. Everything it does is in `routes/`. A test may shorten how long a request may take. */
export function createApp({ timeLimit = TIME_LIMIT } = {}): Hono<Environment> {
  const app = new Hono<Environment>()
  app.use(async (request, next) => {
    request.set("request_id", clock.id())
    await next()
    request.header("x-request-id", request.get("request_id"))
    if (!request.res.headers.has("cache-control")) request.header("cache-control", "no-store")
  })
  app.use(async (request, next) => {
    for (const [name, value] of Object.entries(securityHeaders())) request.header(name, value)
    request.header("content-security-policy", inertPolicy)
    await next()
  })
  app.onError((error, request) => failure(request, error))
  app.notFound((request) => failure(request, NotFound("page")))

  app.get("/api/healthz", (request) => request.json({ status: "ok" }))
  app.get("/api/readyz", async (request) => {
    await admitStranger(request)
    const [database, streams] = await Promise.allSettled([db().execute("select 1"), valkey().ping()])
    const ready = database.status === "fulfilled" && streams.status === "fulfilled"
    const state = (part: PromiseSettledResult<unknown>) => (part.status === "fulfilled" ? "ok" : "unreachable")
    return request.json(
      { status: ready ? "ok" : "not ready", database: state(database), valkey: state(streams) },
      ready ? 200 : 503,
    )
  })
  app.get("/api/v1/openapi.json", async (request) => request.json((await import("./openapi.ts")).openapi()))
  app.get("/api/docs", async (request) => {
    const [{ openapi }, { referencePage }] = await Promise.all([import("./openapi.ts"), import("./reference.ts")])
    request.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    return request.html(referencePage(openapi()))
  })
  for (const entry of index) {
    const [method, path] = entry
    app.on(method, `/api/v1${path}`, (request) => inTime(timeLimit, answerRoute(request, entry)))
  }
  return app
}

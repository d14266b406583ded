import { AsyncLocalStorage } from "node:async_hooks"
import { randomUUID } from "node:crypto"
import { finished } from "node:stream"
import type { APIGatewayProxyEventV2 } from "aws-lambda"
import * as z from "zod"
import { isStreaming, type Prelude, ResponseStream } from "./streaming.ts"

/** Lambda's limit for a buffered response. */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024

export interface LambdaOptions {
  name: string
  /** Imports the handler; called on the first invocation, and when its code has changed. */
  load: () => Promise<unknown>
  timeoutMs: number
  log: (line: Record<string, unknown>) => void
}

export interface LambdaResponse {
  status: number
  headers: Record<string, string>
  cookies: string[]
  body: Buffer | ResponseStream
}

const Result = z.object({
  statusCode: z.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
})

type Handler = (event: unknown, context: unknown) => unknown

class TimedOut extends Error {}

/** Which function and request the running code belongs to, for the log lines of failures nobody awaited. */
export const invocation = new AsyncLocalStorage<{ function: string; request_id: string }>()

/** What the gateway asks of a function. */
export type HttpFunction = {
  /** Answers a request; never rejects. */
  http: (event: APIGatewayProxyEventV2) => Promise<LambdaResponse>
}

/** One Lambda function in this process. */
export class Lambda {
  readonly #options: LambdaOptions
  #handler: Promise<Handler> | undefined

  constructor(options: LambdaOptions) {
    this.#options = options
  }

  /** Imports the handler ahead of its first request. */
  async warm(): Promise<void> {
    await this.#load()
  }

  /** Imports the handler anew, since its code has changed. When that fails, the one of before stays. */
  async reload(): Promise<void> {
    const fresh = this.#import()
    await fresh
    this.#handler = fresh
  }

  /** Invokes the function with an event that is not HTTP (a schedule, S3). Throws what the handler throws. */
  async invoke(event: unknown, requestId: string = randomUUID()): Promise<unknown> {
    const handler = await this.#load()
    return invocation.run({ function: this.#options.name, request_id: requestId }, () =>
      this.#inTime(Promise.resolve(handler(event, this.#context(requestId)))),
    )
  }

  /** Answers a request as API Gateway would: 500 when the handler fails, 503 when it takes too long. Never rejects. */
  async http(event: APIGatewayProxyEventV2): Promise<LambdaResponse> {
    const requestId = event.requestContext.requestId
    try {
      const handler = await this.#load()
      if (isStreaming(handler)) return await this.#stream(handler, event, requestId)
      return toResponse(await this.invoke(event, requestId))
    } catch (error) {
      this.#log(requestId, error)
      if (error instanceof TimedOut) return json(503, { message: "Service Unavailable" })
      return json(500, { message: "Internal Server Error" })
    }
  }

  #load(): Promise<Handler> {
    this.#handler ??= this.#import()
    return this.#handler
  }

  async #import(): Promise<Handler> {
    const handler = await this.#options.load()
    if (typeof handler !== "function") throw new Error(`${this.#options.name} exports no handler`)
    return handler as Handler
  }

  async #stream(handler: Handler, event: APIGatewayProxyEventV2, requestId: string): Promise<LambdaResponse> {
    const stream = new ResponseStream()
    const head = headOf(stream)
    // The runtime hands a streaming handler its stream as the second argument and the context as the third.
    const run = handler as unknown as (event: unknown, stream: ResponseStream, context: unknown) => unknown
    const done = invocation.run({ function: this.#options.name, request_id: requestId }, async () => {
      await run(event, stream, this.#context(requestId))
    })
    done.catch((error) => {
      this.#log(requestId, error)
      stream.destroy(error instanceof Error ? error : new Error(String(error)))
    })
    const prelude = await this.#inTime(Promise.race([head, done.then(() => head)]))
    const headers = Object.fromEntries(
      Object.entries(prelude.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    return { status: prelude.statusCode, headers, cookies: prelude.cookies, body: stream }
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      const seconds = this.#options.timeoutMs / 1000
      timer = setTimeout(
        () => reject(new TimedOut(`Task timed out after ${seconds.toFixed(2)} seconds`)),
        this.#options.timeoutMs,
      )
    })
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }

  #context(awsRequestId: string): object {
    const deadline = Date.now() + this.#options.timeoutMs
    const { name } = this.#options
    return {
      awsRequestId,
      functionName: name,
      functionVersion: "$LATEST",
      invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
      memoryLimitInMB: "1024",
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: "local",
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    }
  }

  #log(requestId: string, error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.#options.log({ level: "error", function: this.#options.name, request_id: requestId, error: message })
  }
}

/** Resolves when the handler has written something, ended, or failed: then its head is settled. */
function headOf(stream: ResponseStream): Promise<Prelude> {
  return new Promise((resolve, reject) => {
    stream.once("readable", () => resolve(stream.prelude))
    finished(stream, { readable: false }, (error) => (error ? reject(error) : resolve(stream.prelude)))
  })
}

/** A result without a status code is sent as JSON with status 200, as format 2.0 has it. */
export function toResponse(result: unknown): LambdaResponse {
  const parsed = Result.safeParse(result)
  if (!parsed.success) {
    if (typeof result === "object" && result !== null && "statusCode" in result)
      throw new Error("malformed Lambda response")
    return json(200, result ?? null)
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data
  const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8")
  if (bytes.length > MAX_RESPONSE_BYTES)
    throw new Error(`Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`)
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return { status: statusCode, headers: Object.fromEntries(lower), cookies: cookies ?? [], body: bytes }
}

export function json(status: number, body: unknown): LambdaResponse {
  return {
    status,
    headers: { "content-type": "application/json" },
    cookies: [],
    body: Buffer.from(JSON.stringify(body)),
  }
}

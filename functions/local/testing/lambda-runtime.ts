import { request as httpRequest } from "node:http"
import { join } from "node:path"
import { PassThrough, type Writable } from "node:stream"
import { pathToFileURL } from "node:url"

/**
 * What stands in a Lambda execution environment between the service and a handler: it loads the handler and then takes
 * one event after the other from the Runtime API. AWS's own client for it is native code that is compiled on
 * installation, and the managed runtime's is not published.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const { AWS_LAMBDA_RUNTIME_API = "", _HANDLER = "", LAMBDA_TASK_ROOT = "" } = process.env
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`

type Handler = (event: unknown, ...more: unknown[]) => unknown
const streaming = new WeakSet<object>()
const HTTP_RESPONSE = "application/vnd.awslambda.http-integration-response"

/** The stream that a streaming handler writes to. */
class ResponseStream extends PassThrough {
  contentType = "application/octet-stream"
  setContentType(type: string): void {
    this.contentType = type
  }
}

Object.assign(globalThis, {
  awslambda: {
    streamifyResponse<T extends object>(handler: T): T {
      streaming.add(handler)
      return handler
    },
    HttpResponseStream: {
      /** The head goes ahead of the body as JSON, and eight zero bytes end it. */
      from(stream: Writable, prelude: unknown): Writable {
        if (stream instanceof ResponseStream) stream.setContentType(HTTP_RESPONSE)
        stream.write(Buffer.concat([Buffer.from(JSON.stringify(prelude)), Buffer.alloc(8)]))
        return stream
      },
    },
  },
})

const errorOf = (error: unknown) => ({
  errorType: error instanceof Error ? error.name : typeof error,
  errorMessage: error instanceof Error ? error.message : String(error),
  stackTrace: error instanceof Error ? (error.stack ?? "").split("\n") : [],
})

const post = (path: string, body: unknown) =>
  fetch(`${api}/${path}`, { method: "POST", body: JSON.stringify(body ?? null) })

async function load(): Promise<Handler> {
  const [file = "", name = ""] = _HANDLER.split(".")
  const module: Record<string, unknown> = await import(pathToFileURL(join(LAMBDA_TASK_ROOT, `${file}.mjs`)).href)
  const handler = module[name]
  if (typeof handler !== "function") throw new Error(`${_HANDLER} is undefined or not exported`)
  return handler as Handler
}

/** Sends the response while the handler still writes it. */
async function stream(handler: Handler, id: string, event: unknown, context: unknown): Promise<void> {
  const body = new ResponseStream()
  const started = new Promise<void>((resolve) => body.once("readable", resolve).once("end", resolve))
  const done = (async () => handler(event, body, context))()
  await Promise.race([started, done])
  await new Promise<void>((resolve, reject) => {
    const request = httpRequest(`${api}/invocation/${id}/response`, {
      method: "POST",
      headers: {
        "lambda-runtime-function-response-mode": "streaming",
        "transfer-encoding": "chunked",
        "content-type": body.contentType,
      },
    })
    request.once("error", reject)
    request.once("response", (answer) => answer.resume().once("end", resolve))
    body.pipe(request)
  })
  await done
}

async function serve(handler: Handler): Promise<void> {
  const next = await fetch(`${api}/invocation/next`)
  const id = next.headers.get("lambda-runtime-aws-request-id") ?? ""
  const deadline = Number(next.headers.get("lambda-runtime-deadline-ms"))
  const context = {
    awsRequestId: id,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: "$LATEST",
    invokedFunctionArn: next.headers.get("lambda-runtime-invoked-function-arn"),
    memoryLimitInMB: "1024",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
  const event: unknown = await next.json()
  try {
    if (streaming.has(handler)) await stream(handler, id, event, context)
    else await post(`invocation/${id}/response`, await handler(event, context))
  } catch (error) {
    await post(`invocation/${id}/error`, errorOf(error))
  }
}

const handler = await load().catch(async (error) => {
  await post("init/error", errorOf(error))
  process.exit(1)
})
for (;;) await serve(handler)

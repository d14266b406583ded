import { PassThrough, type Writable } from "node:stream"
import * as z from "zod"

export const Prelude = z.object({
  statusCode: z.number().int().min(100).max(599).default(200),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
})
export type Prelude = z.infer<typeof Prelude>

/** A handler that writes its response as it goes. */
export type StreamingHandler = (event: unknown, stream: ResponseStream, context: unknown) => Promise<unknown>

const streaming = new WeakSet<object>()

/** The stream a streaming handler writes to. Its head is known once the first byte or the end comes. */
export class ResponseStream extends PassThrough {
  prelude: Prelude = { statusCode: 200, headers: { "content-type": "application/octet-stream" }, cookies: [] }

  setContentType(type: string): void {
    this.prelude.headers["content-type"] = type
  }
}

/**
 * Puts the global `awslambda` in place that Lambda's Node runtime offers to streaming handlers. It must stand before
 * a handler is imported.
 */
export function installStreaming(): void {
  const awslambda = {
    streamifyResponse<T extends object>(handler: T): T {
      streaming.add(handler)
      return handler
    },
    HttpResponseStream: {
      from(stream: Writable, metadata: unknown): Writable {
        if (stream instanceof ResponseStream) stream.prelude = Prelude.parse(metadata)
        return stream
      },
    },
  }
  Object.assign(globalThis, { awslambda })
}

export function isStreaming(handler: object): handler is StreamingHandler {
  return streaming.has(handler)
}

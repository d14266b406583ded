import { isUtf8 } from "node:buffer"
import { randomUUID } from "node:crypto"
import type { IncomingMessage } from "node:http"
import type { APIGatewayProxyEventV2 } from "aws-lambda"
import { addressHeader } from "../../core/access/address.ts"

/** API Gateway's limit for a request. */
export const MAX_REQUEST_BYTES = 10 * 1024 * 1024

/** An upload that is too large is still read to its end, up to here: a client that is cut off never sees the answer. */
const MAX_DISCARDED_BYTES = 100 * 1024 * 1024

/** The whole body, or undefined when it is larger than API Gateway takes. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= MAX_REQUEST_BYTES) chunks.push(chunk)
    else chunks.length = 0
    if (size > MAX_DISCARDED_BYTES) return undefined
  }
  return size > MAX_REQUEST_BYTES ? undefined : Buffer.concat(chunks)
}

const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|[\w.-]+\+(json|xml))\b)/i

/**
 * The event API Gateway and function URLs make of a request, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toEvent(request: IncomingMessage, body: Buffer, origin: URL, now: number): APIGatewayProxyEventV2 {
  const [rawPath = "/", ...rest] = (request.url ?? "/").split("?")
  const rawQueryString = rest.join("?")
  const { cookie, ...others } = request.headers
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value
  }
  const sourceIp = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1"
  Object.assign(headers, forwardedHeaders(request, origin), { [addressHeader]: sourceIp })
  const cookies = cookie?.split(/;\s*/).filter(Boolean)
  const query = parameters(rawQueryString)
  const isText = TEXT.test(request.headers["content-type"] ?? "") && isUtf8(body)
  const host = request.headers.host ?? origin.host
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    ...(cookies?.length && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: "anonymous",
      apiId: "local",
      domainName: host,
      domainPrefix: host.split(".")[0] ?? host,
      http: {
        method: request.method ?? "GET",
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}

/** What a proxy tells of the request it passes on. */
export function forwardedHeaders(request: IncomingMessage, origin: URL): Record<string, string> {
  const before = request.headers["x-forwarded-for"]
  const address = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1"
  return {
    "x-forwarded-for": before ? `${before}, ${address}` : address,
    "x-forwarded-host": request.headers.host ?? origin.host,
    "x-forwarded-proto": origin.protocol.replace(":", ""),
    "x-forwarded-port": origin.port || (origin.protocol === "https:" ? "443" : "80"),
  }
}

/** Repeated parameters are joined with commas, as AWS does. */
function parameters(query: string): Record<string, string> | undefined {
  if (query === "") return undefined
  const joined: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    joined[name] = name in joined ? `${joined[name]},${value}` : value
  }
  return joined
}

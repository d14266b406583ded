import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js"
import { type Context, Hono } from "hono"
import { handle } from "hono/aws-lambda"
import { bodyLimit } from "hono/body-limit"
import { secureHeaders } from "hono/secure-headers"
import * as z from "zod"
import { type Credential, createApi } from "./client.ts"
import { createServer } from "./server.ts"

/** Bytes of a request's body. */
const BODY_LIMIT = 1024 * 1024

const Environment = z.object({ PACA_API_URL: z.url(), APP_URL: z.url() })

/** A refusal before any message was read, in JSON-RPC's shape. Code -32000 is the implementation's to use. */
function refuse(status: 401 | 403 | 405 | 413, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ jsonrpc: "2.0", error: { code: -32000, message }, id: null }, { status, headers })
}

function credentialOf(context: Context): Credential | undefined {
  const key = context.req.header("x-api-key")
  if (key) return { kind: "key", value: key }
  const bearer = /^Bearer\s+(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1]
  return bearer ? { kind: "bearer", value: bearer } : undefined
}

/** RFC 9728: tells a client where to learn how to sign in. */
const unauthorized = (appUrl: string, message: string) =>
  refuse(401, message, {
    "www-authenticate": `Bearer resource_metadata="${new URL("/.well-known/oauth-protected-resource", appUrl).href}"`,
  })

const Initialize = z.object({ method: z.literal("initialize") })

/**
 * Answers one message with a server of its own. A credential the API does not take is told with HTTP's own 401, at the
 * latest when a tool needs the API, because that is what makes clients sign in again.
 */
async function answer(request: Request, apiUrl: string, appUrl: string, credential: Credential): Promise<Response> {
  let refused = false
  const onUnauthorized = () => {
    refused = true
  }
  const message: unknown = await request
    .clone()
    .json()
    .catch(() => undefined)
  if (Initialize.safeParse(message).success) {
    // What the credential may do is asked per call; here only whether it is one. An API that is away is told per call too.
    await createApi(apiUrl, credential, onUnauthorized)
      .GET("/users/me")
      .catch(() => undefined)
  }
  const invalid = () => unauthorized(appUrl, "The key or token is not valid. Sign in again, or send a valid key.")
  if (refused) return invalid()
  const server = createServer({ apiUrl, credential, onUnauthorized })
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    const response = await transport.handleRequest(request)
    return refused ? invalid() : response
  } finally {
    await server.close()
  }
}

/**
 * MCP over Streamable HTTP, stateless: each request carries its credential and gets a server of its own. Requests made by
 * pages of other sites are refused, as the specification asks (they could be DNS-rebound).
 */
export function createApp(): Hono {
  const app = new Hono()
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }))
  app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: () => refuse(413, "The request is larger than 1 MB.") }))
  app.all("/mcp", async (context) => {
    const { PACA_API_URL: apiUrl, APP_URL: appUrl } = Environment.parse(process.env)
    const origin = context.req.header("origin")
    if (origin !== undefined && origin !== new URL(appUrl).origin)
      return refuse(403, "Requests from pages of other sites are refused.")
    if (context.req.method !== "POST")
      return refuse(405, "This server keeps no sessions and pushes nothing: use POST.", { allow: "POST" })
    const credential = credentialOf(context)
    if (!credential) return unauthorized(appUrl, "Send an API key (X-API-Key) or a bearer token.")
    return answer(context.req.raw, apiUrl, appUrl, credential)
  })
  return app
}

/** The MCP server as a Lambda function (payload format 2.0). */
export const handler = handle(createApp())

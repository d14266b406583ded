import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text as readText } from "node:stream/consumers"
import * as z from "zod"

/** What the fake model answers a request with. */
export type Reply =
  | { text?: string; calls?: { name: string; arguments: unknown }[]; thought?: string }
  | { status: number; message: string; headers?: Record<string, string> }
  | "hang"
  | "break"

const Body = z.object({
  model: z.string(),
  stream: z.boolean(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).optional(),
})
export type ModelRequest = z.infer<typeof Body> & { authorization: string | undefined }

/** Tokens that every answer claims to have used. */
export const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 }

/**
 * A server that speaks OpenAI's chat completions, streamed as real ones do: text in pieces, the arguments of tool calls in
 * fragments that are no JSON by themselves, usage in a last chunk. `answer` decides what it says.
 */
export async function startModelServer(answer: (request: ModelRequest, number: number) => Reply) {
  const requests: ModelRequest[] = []
  const server = createServer((request, response) => {
    reply(request, response).catch((error) => response.destroy(error))
  })
  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url !== "/v1/chat/completions") {
      response.writeHead(404).end('{"error":{"message":"no such page"}}')
      return
    }
    const asked = { ...Body.parse(JSON.parse(await readText(request))), authorization: request.headers.authorization }
    requests.push(asked)
    const said = answer(asked, requests.length)
    if (said === "hang") return
    if (said !== "break" && "status" in said) {
      response.writeHead(said.status, { "content-type": "application/json", ...said.headers })
      response.end(JSON.stringify({ error: { message: said.message, type: "fake" } }))
      return
    }
    response.writeHead(200, { "content-type": "text/event-stream" })
    if (said === "break") {
      response.write(chunk({ delta: { role: "assistant", content: "I was about to " } }))
      setTimeout(() => response.destroy(), 50)
      return
    }
    for (const line of stream(said)) {
      response.write(line)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    response.end("data: [DONE]\n\n")
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    host: `127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const chunk = (choice: object, extra: object = {}) =>
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, finish_reason: null, ...choice }], ...extra })}\n\n`

function* stream({ text = "", calls = [], thought }: Exclude<Reply, string | { status: number }>) {
  yield chunk({ delta: { role: "assistant", content: "" } })
  if (thought) yield chunk({ delta: { reasoning_content: thought } })
  for (const piece of text.match(/.{1,7}/gs) ?? []) yield chunk({ delta: { content: piece } })
  for (const [index, call] of calls.entries()) {
    const id = `call_${Math.random().toString(36).slice(2)}`
    yield chunk({
      delta: { tool_calls: [{ index, id, type: "function", function: { name: call.name, arguments: "" } }] },
    })
    for (const piece of JSON.stringify(call.arguments).match(/.{1,5}/gs) ?? [])
      yield chunk({ delta: { tool_calls: [{ index, function: { arguments: piece } }] } })
  }
  yield chunk({ delta: {}, finish_reason: calls.length ? "tool_calls" : "stop" })
  yield `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 1, model: "m", choices: [], usage: USAGE })}\n\n`
}

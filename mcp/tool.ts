import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"
import * as z from "zod"
import { type Api, ApiError } from "./client.ts"

/** What a tool works with: the API as its caller, and the project the server is bound to. */
export type ToolContext = {
  api: Api
  projectId: string | undefined
}

/** How a tool behaves, in the protocol's words. `read` tools change nothing; others say whether they destroy or may be repeated. */
type Effect = "read" | "add" | "set" | "destroy"

/** A picture beside the text. `data` is base64. */
export type Image = { data: string; mimeType: string }

export type Tool = {
  name: string
  title: string
  description: string
  effect: Effect
  input: z.ZodObject
  output: z.ZodObject
  run: (
    input: unknown,
    context: ToolContext,
  ) => Promise<{ data: Record<string, unknown>; text: string; image?: Image | undefined }>
}

/** Declares a tool. `run` answers the data of its output schema, and a text that says all a reader without schemas needs. */
export function tool<I extends z.ZodRawShape, O extends z.ZodRawShape>(declaration: {
  name: string
  title: string
  description: string
  effect: Effect
  input: I
  output: O
  run: (
    input: z.infer<z.ZodObject<I>>,
    context: ToolContext,
  ) => Promise<{ data: z.input<z.ZodObject<O>>; text: string; image?: Image | undefined }>
}): Tool {
  // Unknown arguments are refused: a model that misnames one must hear of it, not be half obeyed.
  const input = z.strictObject(declaration.input)
  const output = z.object(declaration.output)
  return {
    ...declaration,
    input,
    output,
    run: async (raw, context) => {
      const { data, text, image } = await declaration.run(input.parse(raw), context)
      return { data: output.parse(data), text, image }
    },
  }
}

const annotationsOf = (effect: Effect) => ({
  readOnlyHint: effect === "read",
  destructiveHint: effect === "destroy",
  idempotentHint: effect !== "add",
  openWorldHint: false,
})

/** What the reader of an error can do about it, where the API's sentence does not say. */
function advice(error: ApiError): string {
  if (error.code === "VERSION_CONFLICT") return "Read it again, then repeat the change with its new version."
  if (error.status === 401) return "The key or token this server was given is not valid; a person must replace it."
  if (error.status === 404) return "Check the id or key; a list tool shows what there is."
  if (error.status === 429 || error.status === 503) return "Wait a few seconds and call again."
  if (error.status === 0) return "Call again; if it stays, check PACA_API_URL."
  return ""
}

/** A failure as the model reads it. */
function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return `${error.message} ${advice(error)}`.trim()
  return error instanceof Error ? error.message : String(error)
}

/** Offers a tool on a server. A failure is the tool's result, marked as an error, so that the model can go on from it. */
export function register(server: McpServer, declared: Tool, context: ToolContext): void {
  const { name, title, description, input, output, effect } = declared
  server.registerTool(
    name,
    { title, description, inputSchema: input, outputSchema: output, annotations: annotationsOf(effect) },
    async (raw: unknown) => {
      try {
        const { data, text, image } = await declared.run(raw, context)
        const picture = image ? [{ type: "image" as const, ...image }] : []
        return { content: [{ type: "text", text }, ...picture], structuredContent: data }
      } catch (error) {
        return { content: [{ type: "text", text: sentenceOf(error) }], isError: true }
      }
    },
  )
}

/** A request that cannot be understood as it is. The message says what would be. */
export class Unclear extends Error {
  override name = "Unclear"
}

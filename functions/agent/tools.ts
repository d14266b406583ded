import { createMCPClient } from "@ai-sdk/mcp"
import type { ToolSet } from "ai"
import * as z from "zod"
import { oneLine } from "./text.ts"

const Output = z.object({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).default([]),
  isError: z.boolean().optional(),
})

/** Characters of a tool's result that a model gets: a long list must not fill its context. */
const RESULT_LIMIT = 30_000

/** Whether a tool's result is an error. */
export const failed = (output: unknown) => Output.safeParse(output).data?.isError === true

/** A tool's result as text. */
export function outputText(output: unknown): string {
  const parsed = Output.safeParse(output)
  if (!parsed.success) return typeof output === "string" ? output : JSON.stringify(output ?? null)
  return parsed.data.content.map((part) => part.text ?? `(${part.type})`).join("\n")
}

const Commented = z.object({ structuredContent: z.object({ comment: z.object({ task_id: z.string() }) }) })

/** The task that a result of `add_task_comment` is about. */
export const commentedTask = (output: unknown) => Commented.safeParse(output).data?.structuredContent.comment.task_id

/** An agent lives in one project: what manages projects is not for it. */
const notForAgents = ["list_projects", "create_project", "update_project", "delete_project"]

/** Paca's tools, called as the conversation's agent. @throws with a sentence for a person when the MCP server does not answer */
export async function connectTools(
  origin: string,
  token: string,
): Promise<{ tools: ToolSet; close: () => Promise<void> }> {
  try {
    return await connect(origin, token)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`Paca's tools could not be reached (${oneLine(why, 300)}). Mention the agent to try again.`)
  }
}

async function connect(origin: string, token: string) {
  const client = await createMCPClient({
    transport: {
      type: "http",
      url: `${origin.replace(/\/+$/, "")}/mcp`,
      headers: { authorization: `Bearer ${token}` },
    },
    clientName: "paca-agent",
    protocolVersionDiscovery: false,
    onUncaughtError: () => {},
  })
  const offered = Object.entries(await client.tools()).filter(([name]) => !notForAgents.includes(name))
  const tools = Object.fromEntries(offered.map(([name, tool]) => [name, { ...tool, toModelOutput }]))
  return { tools, close: () => client.close() }
}

/** Plain text is what every OpenAI-compatible server takes as a tool's result. */
function toModelOutput({ output }: { output: unknown }) {
  const text = outputText(output)
  const value = text.length > RESULT_LIMIT ? `${text.slice(0, RESULT_LIMIT).toWellFormed()}\n(cut)` : text
  return { type: failed(output) ? ("error-text" as const) : ("text" as const), value }
}

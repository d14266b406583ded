import * as z from "zod"
import { unwrap } from "../client.ts"
import { listText } from "../describe.ts"
import { projectId, resolveProject } from "../reference.ts"
import { SearchResult } from "../schemas.ts"
import { type ToolContext, tool } from "../tool.ts"

const input = {
  projectId,
  query: z.string().trim().min(1).max(200).describe('Words that must all be there; "a phrase", or, and -without work.'),
  page: z.int().min(1).max(50).default(1),
  pageSize: z.int().min(1).max(50).default(20),
}
const output = { results: z.array(SearchResult), total: z.int() }

type Asked = { projectId?: string | undefined; query: string; page: number; pageSize: number }

async function search(context: ToolContext, asked: Asked, types: ("task" | "comment" | "doc")[]) {
  const project = await resolveProject(context, asked.projectId)
  const { items, total } = await unwrap(
    context.api.GET("/projects/{projectId}/search", {
      params: {
        path: { projectId: project },
        query: { q: asked.query, types, page: asked.page, page_size: asked.pageSize },
      },
    }),
  )
  const shown = asked.page * asked.pageSize
  const more = total > shown ? [`There are ${total - shown} more: pass page ${asked.page + 1}.`] : []
  return { data: { results: items, total }, text: listText([...items.map(line), ...more], "Nothing found.") }
}

function line({ type, id, key, title, snippet }: z.infer<typeof SearchResult>): string {
  const name = type === "doc" ? `${title} (document ${id})` : `${key} ${title}${type === "comment" ? " (comment)" : ""}`
  const passage = snippet.map(({ text }) => text).join("")
  return passage.trim() ? `- ${name}: ${passage.replace(/\s+/g, " ").trim()}` : `- ${name}`
}

export const searchTools = [
  tool({
    name: "search_tasks",
    title: "Search tasks",
    description:
      "Finds tasks by words in their titles, descriptions and comments, best first, or by a key such as PLN-12.",
    effect: "read",
    input,
    output,
    run: async (asked, context) => search(context, asked, ["task", "comment"]),
  }),
  tool({
    name: "search_docs",
    title: "Search documents",
    description: "Finds documents by words in their titles and texts, best first, with the passage that matched.",
    effect: "read",
    input,
    output,
    run: async (asked, context) => search(context, asked, ["doc"]),
  }),
]

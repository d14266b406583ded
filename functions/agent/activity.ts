import * as z from "zod"
import { oneLine } from "./text.ts"

const Input = z
  .object({
    task: z.union([z.string(), z.number()]),
    number: z.number(),
    status: z.string(),
    title: z.string(),
    query: z.string(),
  })
  .partial()

const QUOTE = 60

/** What a tool call does, in a line for people: "Moving PLN-12 to In Progress". */
export function describeCall(name: string, raw: unknown): string {
  const { task, number, status, title, query } = Input.safeParse(raw).data ?? {}
  const it = String(task ?? number ?? "a task")
  switch (name) {
    case "get_task":
    case "get_task_by_number":
      return `Reading ${it}`
    case "list_task_comments":
      return `Reading the comments of ${it}`
    case "list_task_activities":
      return `Reading the history of ${it}`
    case "add_task_comment":
      return `Commenting on ${it}`
    case "update_task_comment":
      return `Editing a comment on ${it}`
    case "delete_task_comment":
      return `Deleting a comment on ${it}`
    case "update_task":
      return status ? `Moving ${it} to ${status}` : `Updating ${it}`
    case "move_task":
      return status ? `Moving ${it} to ${status}` : `Moving ${it}`
    case "create_task":
      return `Creating “${oneLine(title ?? "a task", QUOTE)}”`
    case "delete_task":
      return `Deleting ${it}`
    case "get_document":
      return "Reading the document"
    case "append_to_document":
      return "Adding to the document"
    case "update_document":
      return "Changing the document"
    case "create_document":
      return `Writing “${oneLine(title ?? "a document", QUOTE)}”`
    case "search_tasks":
    case "search_docs":
      return `Searching for “${oneLine(query ?? "", QUOTE)}”`
    default: {
      const words = name.replaceAll("_", " ")
      return words
        .replace(/^list /, "Looking at the ")
        .replace(/^get /, "Reading the ")
        .replace(/^./, (letter) => letter.toUpperCase())
    }
  }
}

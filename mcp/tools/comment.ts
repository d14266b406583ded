import * as z from "zod"
import { done, unwrap } from "../client.ts"
import { commentText, listText } from "../describe.ts"
import { projectId, resolveTask, taskReference } from "../reference.ts"
import { Activity, Comment, Emoji } from "../schemas.ts"
import { type ToolContext, tool } from "../tool.ts"

const task = { projectId, task: taskReference }
const text = z.string().trim().min(1).describe("Markdown. @handle mentions a member; mentioning an agent starts it.")
const commentId = z.uuid().describe("The comment's id; list_task_comments shows it.")

async function pathOf(context: ToolContext, input: { projectId?: string | undefined; task: string | number }) {
  const place = await resolveTask(context, input.projectId, input.task)
  return { projectId: place.project, taskId: place.id }
}

function activityLine({ actor, at, type, changes, comment }: z.infer<typeof Activity>): string {
  const shown = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value))
  const what = comment
    ? `commented: ${comment.text.text}`
    : changes
      ? changes.map((change) => `${change.field} from ${shown(change.from)} to ${shown(change.to)}`).join("; ")
      : type
  return `- ${at} ${actor.name}: ${what}`
}

export const commentTools = [
  tool({
    name: "list_task_comments",
    title: "List a task's comments",
    description: "Lists a task's comments, oldest first.",
    effect: "read",
    input: task,
    output: { comments: z.array(Comment) },
    run: async (input, context) => {
      const path = await pathOf(context, input)
      const comments = await unwrap(
        context.api.GET("/projects/{projectId}/tasks/{taskId}/activities/comments", { params: { path } }),
      )
      return { data: { comments }, text: comments.map(commentText).join("\n\n") || "No comments yet." }
    },
  }),
  tool({
    name: "add_task_comment",
    title: "Comment on a task",
    description: "Writes a comment on a task.",
    effect: "add",
    input: { ...task, text },
    output: { comment: Comment },
    run: async (input, context) => {
      const path = await pathOf(context, input)
      const comment = await unwrap(
        context.api.POST("/projects/{projectId}/tasks/{taskId}/activities/comments", {
          params: { path },
          body: { text: input.text },
        }),
      )
      return { data: { comment }, text: `Commented on ${input.task} (comment ${comment.id}).` }
    },
  }),
  tool({
    name: "update_task_comment",
    title: "Edit a comment",
    description: "Replaces the text of one of your own comments.",
    effect: "set",
    input: { ...task, commentId, text },
    output: { comment: Comment },
    run: async (input, context) => {
      const path = { ...(await pathOf(context, input)), commentId: input.commentId }
      const comment = await unwrap(
        context.api.PATCH("/projects/{projectId}/tasks/{taskId}/activities/comments/{commentId}", {
          params: { path },
          body: { text: input.text },
        }),
      )
      return { data: { comment }, text: `Edited comment ${comment.id}.` }
    },
  }),
  tool({
    name: "delete_task_comment",
    title: "Delete a comment",
    description: "Deletes one of your own comments.",
    effect: "destroy",
    input: { ...task, commentId },
    output: { deleted_comment_id: z.uuid() },
    run: async (input, context) => {
      const path = { ...(await pathOf(context, input)), commentId: input.commentId }
      await done(
        context.api.DELETE("/projects/{projectId}/tasks/{taskId}/activities/comments/{commentId}", {
          params: { path },
        }),
      )
      return {
        data: { deleted_comment_id: input.commentId },
        text: `Deleted comment ${input.commentId}.`,
      }
    },
  }),
  tool({
    name: "react_to_task_comment",
    title: "React to a comment",
    description:
      "Says something to a comment without a word, or takes that back. Better than a comment that says thanks.",
    effect: "set",
    input: { ...task, commentId, emoji: Emoji, reacted: z.boolean().default(true) },
    output: { comment: Comment },
    run: async ({ emoji, reacted, ...input }, context) => {
      const path = { ...(await pathOf(context, input)), commentId: input.commentId }
      const comment = await unwrap(
        context.api.PUT("/projects/{projectId}/tasks/{taskId}/activities/comments/{commentId}/reactions", {
          params: { path },
          body: { emoji, reacted },
        }),
      )
      return { data: { comment }, text: `${reacted ? "Reacted" : "No longer react"} with ${emoji}.` }
    },
  }),
  tool({
    name: "list_task_activities",
    title: "List a task's activity",
    description:
      "Lists what happened to a task, newest first: changes with their values before and after, and comments.",
    effect: "read",
    input: { ...task, pageSize: z.int().min(1).max(100).default(30), cursor: z.string().optional() },
    output: { activities: z.array(Activity), next_cursor: z.string().nullable() },
    run: async (input, context) => {
      const path = await pathOf(context, input)
      const query = { page_size: input.pageSize, cursor: input.cursor }
      const found = await unwrap(
        context.api.GET("/projects/{projectId}/tasks/{taskId}/activities", { params: { path, query } }),
      )
      const more = found.next_cursor ? [`There is more: pass cursor "${found.next_cursor}".`] : []
      return {
        data: { activities: found.items, next_cursor: found.next_cursor },
        text: listText([...found.items.map(activityLine), ...more], "Nothing happened yet."),
      }
    },
  }),
]

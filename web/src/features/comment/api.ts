import { type InfiniteData, infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { ActivityList, Comment, Task } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"

/** What happened on a task, comments included, by pages. */
export const feedQuery = (projectId: string, taskId: string) =>
  infiniteQueryOptions({
    queryKey: keys.activities(projectId, taskId),
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/projects/{projectId}/tasks/{taskId}/activities", {
          params: { path: { projectId, taskId }, query: { page_size: 50, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

function useCommentMutation<Input>(projectId: string, taskId: string, send: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) }),
  })
}

const comments = "/projects/{projectId}/tasks/{taskId}/activities/comments"
const comment = "/projects/{projectId}/tasks/{taskId}/activities/comments/{commentId}"

export const useAddComment = (projectId: string, taskId: string) =>
  useCommentMutation(projectId, taskId, (text: string) =>
    data(api.POST(comments, { params: { path: { projectId, taskId } }, body: { text } })),
  )

export const useEditComment = (projectId: string, taskId: string) =>
  useCommentMutation(projectId, taskId, ({ id, text }: { id: string; text: string }) =>
    data(api.PATCH(comment, { params: { path: { projectId, taskId, commentId: id } }, body: { text } })),
  )

export const useDeleteComment = (projectId: string, taskId: string) =>
  useCommentMutation(projectId, taskId, (commentId: string) =>
    done(api.DELETE(comment, { params: { path: { projectId, taskId, commentId } } })),
  )

type Reaction = { id: string; emoji: Comment["reactions"][number]["emoji"]; reacted: boolean; me: string | undefined }

/** A comment with a member's reaction, or without it. */
function withReaction(comment: Comment, { emoji, reacted, me = "" }: Reaction): Comment {
  const known = comment.reactions.some((each) => each.emoji === emoji)
  const all = known ? comment.reactions : [...comment.reactions, { emoji, member_ids: [] }]
  const reactions = all.map((each) => {
    if (each.emoji !== emoji) return each
    const others = each.member_ids.filter((id) => id !== me)
    return { ...each, member_ids: reacted ? [...others, me] : others }
  })
  return { ...comment, reactions: reactions.filter(({ member_ids }) => member_ids.length > 0) }
}

/** Reacts to a comment, or takes that back. */
export const useReact = (projectId: string, taskId: string) =>
  useOptimistic<Reaction, InfiniteData<ActivityList>>({
    queryKey: keys.activities(projectId, taskId),
    send: ({ id, emoji, reacted }) =>
      data(
        api.PUT(`${comment}/reactions`, {
          params: { path: { projectId, taskId, commentId: id } },
          body: { emoji, reacted },
        }),
      ),
    patch: (feed, reaction) => ({
      ...feed,
      pages: feed.pages.map((page) => ({
        ...page,
        items: page.items.map((item) =>
          item.comment?.id === reaction.id ? { ...item, comment: withReaction(item.comment, reaction) } : item,
        ),
      })),
    }),
  })

/** Takes a change back. With `force`, also what was changed again since; without it that is refused as REVERT_CONFLICT. */
export function useRevert(projectId: string, taskId: string) {
  const client = useQueryClient()
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ activityId, force }: { activityId: string; force: boolean }) =>
      data(
        api.POST("/projects/{projectId}/tasks/{taskId}/activities/{activityId}/revert", {
          params: { path: { projectId, taskId, activityId } },
          body: { force },
        }),
      ),
    onSuccess: (task) => {
      client.setQueryData<Task>(keys.task(projectId, task.number), (old) =>
        old && old.version > task.version ? old : task,
      )
      client.invalidateQueries({ queryKey: keys.activities(projectId, taskId) })
    },
  })
}

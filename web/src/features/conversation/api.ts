import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { Conversation, ConversationEvent } from "../../lib/api.gen.ts"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { type ConversationFilter, states } from "./filter.ts"
import { pagesKey, withEvent } from "./live.ts"

/** The conversations of a project, or about one of its tasks or documents, newest first; at most the latest hundred. */
export const conversationsQuery = (projectId: string, taskId?: string, docId?: string) =>
  queryOptions({
    queryKey: [...keys.conversations(projectId), taskId ?? docId ?? "all"],
    queryFn: async ({ signal }) => {
      const params = { path: { projectId }, query: { task_id: taskId, doc_id: docId, page_size: 100 } }
      return (await data(api.GET("/projects/{projectId}/conversations", { params, signal }))).items
    },
  })

/** The conversations that fit a filter, page by page. */
export const conversationPages = (projectId: string, filter: ConversationFilter, taskId?: string) =>
  infiniteQueryOptions({
    queryKey: [...pagesKey(projectId), filter, taskId ?? "all"],
    queryFn: ({ signal, pageParam }) => {
      const query = {
        task_id: taskId,
        agent_id: filter.agent,
        statuses: filter.state && [...states[filter.state].statuses],
        trigger: filter.cause,
        cursor: pageParam,
        page_size: 30,
      }
      return data(api.GET("/projects/{projectId}/conversations", { params: { path: { projectId }, query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const conversationQuery = (projectId: string, id: string) =>
  queryOptions({
    queryKey: keys.conversation(projectId, id),
    queryFn: ({ signal }) =>
      data(api.GET("/projects/{projectId}/conversations/{id}", { params: { path: { projectId, id } }, signal })),
  })

const pageSize = 500

/** All steps so far. Later ones arrive live; should the connection be away, an open panel asks again. */
export const eventsQuery = (projectId: string, id: string, atWork: boolean) =>
  queryOptions({
    queryKey: keys.conversationEvents(projectId, id),
    queryFn: async ({ signal, client }) => {
      const known = client.getQueryData<ConversationEvent[]>(keys.conversationEvents(projectId, id)) ?? []
      const read: ConversationEvent[] = []
      // Steps never change, so only those after the first gap are read. Bounded: no conversation is that long.
      for (let offset = firstMissing(known); offset < 100_000; ) {
        const page = await data(
          api.GET("/projects/{projectId}/conversations/{id}/events", {
            params: { path: { projectId, id }, query: { offset, limit: pageSize } },
            signal,
          }),
        )
        read.push(...page.items)
        const last = page.items.at(-1)
        if (!last || last.index + 1 >= page.total) break
        offset = last.index + 1
      }
      // What arrived live while the pages were read is kept.
      const now = client.getQueryData<ConversationEvent[]>(keys.conversationEvents(projectId, id)) ?? known
      return read.reduce(withEvent, now)
    },
    refetchInterval: atWork ? 10_000 : false,
  })

/** The first index not among events that are in order. */
export function firstMissing(events: ConversationEvent[]): number {
  const gap = events.findIndex((event, place) => event.index !== place)
  return gap < 0 ? events.length : gap
}

function useSettled({ project_id, id }: Conversation) {
  const client = useQueryClient()
  return (answer: Conversation | undefined) => {
    if (answer) client.setQueryData(keys.conversation(project_id, id), answer)
    else client.invalidateQueries({ queryKey: keys.conversation(project_id, id) })
    client.invalidateQueries({ queryKey: keys.conversations(project_id) })
    client.invalidateQueries({ queryKey: pagesKey(project_id) })
    client.invalidateQueries({ queryKey: keys.conversationEvents(project_id, id) })
  }
}

/** Stops an agent, or asks it to pause after its step. */
export function useControl(conversation: Conversation) {
  const path = { projectId: conversation.project_id, id: conversation.id }
  return useMutation({
    mutationFn: (what: "stop" | "pause") =>
      what === "stop"
        ? data(api.POST("/projects/{projectId}/conversations/{id}/stop", { params: { path } }))
        : data(api.POST("/projects/{projectId}/conversations/{id}/pause", { params: { path } })),
    onSettled: useSettled(conversation),
  })
}

/** Starts again what a conversation was about. A chat goes on where it was, anything else gets a new conversation. */
export function useRetry(conversation: Conversation) {
  const path = { projectId: conversation.project_id, id: conversation.id }
  const settled = useSettled(conversation)
  return useMutation({
    mutationFn: () => data(api.POST("/projects/{projectId}/conversations/{id}/retry", { params: { path } })),
    onSuccess: (again) => settled(again.id === conversation.id ? again : undefined),
  })
}

/** Says something to an agent; a paused one goes on. */
export function useSendMessage(conversation: Conversation) {
  const path = { projectId: conversation.project_id, id: conversation.id }
  return useMutation({
    mutationFn: (text: string) =>
      data(api.POST("/projects/{projectId}/conversations/{id}/messages", { params: { path }, body: { text } })),
    onSettled: useSettled(conversation),
  })
}

import type { InfiniteData, QueryClient } from "@tanstack/react-query"
import type { Conversation, ConversationEvent, ConversationList } from "../../lib/api.gen.ts"
import { keys } from "../../lib/keys.ts"
import type { LiveData, LiveEvent } from "../../lib/types.ts"

/** Under this, lists of conversations are kept page by page. */
export const pagesKey = (projectId: string) => ["project", projectId, "conversation-pages"] as const

/** Events in order of their index, each index once. */
export function withEvent(events: ConversationEvent[], event: ConversationEvent): ConversationEvent[] {
  const last = events.at(-1)
  if (!last || event.index > last.index) return [...events, event]
  if (events.some((each) => each.index === event.index)) return events
  return [...events, event].sort((a, b) => a.index - b.index)
}

/** Keeps conversations and their steps current. */
export function patchConversations(client: QueryClient, event: LiveEvent): void {
  const { project_id, type, data } = event
  if (!project_id || !type.startsWith("agent.conversation.")) return
  if (type === "agent.conversation.event") patchSteps(client, project_id, data)
  if (data.conversation) patchConversation(client, project_id, data.conversation)
}

function patchSteps(
  client: QueryClient,
  projectId: string,
  { conversation_id, index, type, data, at }: LiveData,
): void {
  if (conversation_id === undefined || index === undefined || !type || !data || !at) return
  client.setQueryData<ConversationEvent[]>(keys.conversationEvents(projectId, conversation_id), (old) =>
    old ? withEvent(old, { index, type, data, at }) : old,
  )
}

function patchConversation(client: QueryClient, projectId: string, now: Conversation): void {
  const newer = (old: Conversation) => (old.id === now.id && old.version <= now.version ? now : old)
  client.setQueryData<Conversation>(keys.conversation(projectId, now.id), (old) => (old ? newer(old) : now))
  const lists = { queryKey: keys.conversations(projectId) }
  const known = client.getQueriesData<Conversation[]>(lists).some(([, list]) => list?.some((old) => old.id === now.id))
  if (known) client.setQueriesData<Conversation[]>(lists, (list) => list?.map(newer))
  else client.invalidateQueries(lists)
  patchPages(client, projectId, now)
}

function patchPages(client: QueryClient, projectId: string, now: Conversation): void {
  const lists = { queryKey: pagesKey(projectId) }
  for (const [key, data] of client.getQueriesData<InfiniteData<ConversationList>>(lists)) {
    const old = data?.pages.flatMap(({ items }) => items).find(({ id }) => id === now.id)
    // With another status it may belong elsewhere, or nowhere.
    if (old?.status !== now.status) client.invalidateQueries({ queryKey: key })
    else if (data && old.version < now.version) {
      const pages = data.pages.map((page) => ({
        ...page,
        items: page.items.map((each) => (each.id === now.id ? now : each)),
      }))
      client.setQueryData(key, { ...data, pages })
    }
  }
}

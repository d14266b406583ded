import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { api, data } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"

/** The latest chats with an agent, newest first. */
export const chatsQuery = (projectId: string, agentId: string) =>
  queryOptions({
    queryKey: [...keys.conversations(projectId), "chats", agentId],
    queryFn: async ({ signal }) => {
      const params = { path: { projectId, agentId }, query: { page_size: 50 } }
      return (await data(api.GET("/projects/{projectId}/agents/{agentId}/chat-sessions", { params, signal }))).items
    },
  })

/** Says something in a chat, or begins one. */
export function useSay(projectId: string, agentId: string, chatId: string | undefined) {
  const client = useQueryClient()
  const path = { projectId, agentId }
  return useMutation({
    mutationFn: (text: string) =>
      chatId
        ? data(
            api.POST("/projects/{projectId}/agents/{agentId}/chat-sessions/{sessionId}/messages", {
              params: { path: { ...path, sessionId: chatId } },
              body: { text },
            }),
          )
        : data(api.POST("/projects/{projectId}/agents/{agentId}/chat-sessions", { params: { path }, body: { text } })),
    onSuccess: (chat) => {
      client.setQueryData(keys.conversation(projectId, chat.id), chat)
      client.invalidateQueries({ queryKey: keys.conversations(projectId) })
      return client.invalidateQueries({ queryKey: keys.conversationEvents(projectId, chat.id) })
    },
  })
}

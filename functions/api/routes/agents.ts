import * as Agent from "../../core/agent/agent.ts"
import { testConnection } from "../../core/agent/connection.ts"
import * as Chat from "../../core/conversation/chat.ts"
import * as Container from "../../core/conversation/container.ts"
import * as Conversation from "../../core/conversation/conversation.ts"
import { retry } from "../../core/conversation/retry.ts"
import { route } from "../route.ts"

export const agentRoutes = [
  route("GET", "/agents/llm-models", "agents.llmModels", Agent.llmModels),
  route("GET", "/projects/:projectId/agents", "agents.list", Agent.list),
  route("POST", "/projects/:projectId/agents", "agents.create", Agent.create, { status: 201 }),
  route("POST", "/projects/:projectId/agents/test-connection", "agents.testConnection", testConnection),
  route("GET", "/projects/:projectId/agents/:agentId", "agents.get", Agent.get),
  route("PATCH", "/projects/:projectId/agents/:agentId", "agents.update", Agent.update),
  route("DELETE", "/projects/:projectId/agents/:agentId", "agents.remove", Agent.remove),

  route("GET", "/projects/:projectId/agents/:agentId/chat-sessions", "chats.list", Chat.list),
  route("POST", "/projects/:projectId/agents/:agentId/chat-sessions", "chats.create", Chat.create, { status: 201 }),
  route(
    "POST",
    "/projects/:projectId/agents/:agentId/chat-sessions/:sessionId/messages",
    "chats.message",
    Chat.message,
  ),

  route("GET", "/projects/:projectId/conversations", "conversations.list", Conversation.list),
  route("GET", "/projects/:projectId/conversations/:id", "conversations.get", Conversation.get),
  route("GET", "/projects/:projectId/conversations/:id/events", "conversations.events", Conversation.events),
  route("POST", "/projects/:projectId/conversations/:id/stop", "conversations.stop", Conversation.stop),
  route("POST", "/projects/:projectId/conversations/:id/pause", "conversations.pause", Conversation.pause),
  route("POST", "/projects/:projectId/conversations/:id/messages", "conversations.message", Conversation.message),
  route("POST", "/projects/:projectId/conversations/:id/retry", "conversations.retry", retry, { status: 201 }),

  route("GET", "/runtime/conversation", "runtime.begin", Container.begin),
  route("POST", "/runtime/events", "runtime.append", Container.append),
  route("POST", "/runtime/heartbeat", "runtime.heartbeat", Container.heartbeat),
  route("POST", "/runtime/finish", "runtime.finish", Container.finish),
]

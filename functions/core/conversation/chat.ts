import { and, eq, isNull, lt } from "drizzle-orm"
import * as z from "zod"
import * as Agent from "../agent/agent.ts"
import { NotFound } from "../error.ts"
import { command, query } from "../operation.ts"
import { conversation } from "./conversation.sql.ts"
import * as Conversations from "./conversation.ts"
import { Conversation, ConversationList, recordMessage, refuseSuspended, selectPage } from "./conversation.ts"
import { startConversation } from "./trigger.ts"

/**
 * A chat is a conversation that somebody began without a task. It keeps its history: when the agent has answered, the next
 * message begins the next turn. Like every conversation it is seen by the whole project.
 */
const OfAgent = z.object({ project_id: z.uuid(), agent_id: z.uuid() })

const Text = z.string().trim().min(1).max(20_000)

export const list = query(
  {
    action: "conversations:read",
    summary: "List the chats with an agent, newest first",
    input: OfAgent.extend({
      cursor: z.uuid().optional(),
      page_size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: ConversationList,
  },
  async ({ tx, input }) => {
    await Agent.selectAgent(tx, input.project_id, input.agent_id)
    const which = and(
      eq(conversation.agent_id, input.agent_id),
      eq(conversation.trigger, "message"),
      isNull(conversation.task_id),
      isNull(conversation.doc_id),
      input.cursor ? lt(conversation.id, input.cursor) : undefined,
    )
    return selectPage(tx, input.project_id, which, input.page_size)
  },
)

export const create = command(
  {
    action: "conversations:write",
    summary: "Begin a chat with an agent",
    input: OfAgent.extend({ text: Text }),
    output: Conversation,
  },
  async (context) => {
    const { tx, input } = context
    const found = await Agent.selectAgent(tx, input.project_id, input.agent_id)
    await refuseSuspended(tx, found.id)
    const started = await startConversation(context, {
      project_id: input.project_id,
      agent_id: found.id,
      member_id: found.member_id,
      trigger: "message",
      prompt: input.text,
    })
    await recordMessage(context, started.id, input.text)
    return started
  },
)

export const message = command(
  {
    action: "conversations:write",
    summary: "Say something in a chat. When the agent has answered already, it begins its next turn",
    input: OfAgent.extend({ session_id: z.uuid(), text: Text }),
    output: Conversation,
  },
  async (context) => {
    const { input } = context
    const place = { project_id: input.project_id, id: input.session_id }
    const found = await Conversations.selectConversation(context.tx, place.project_id, place.id)
    if (found.agent.id !== input.agent_id || !Conversations.isChat(found)) throw NotFound("conversation")
    return Conversations.message.run({ ...context, input: { ...place, text: input.text } })
  },
)

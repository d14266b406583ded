import { eq } from "drizzle-orm"
import * as z from "zod"
import { Conflict } from "../error.ts"
import { command } from "../operation.ts"
import { conversation } from "./conversation.sql.ts"
import { Conversation, isChat, lock, queueAgain, refuseSuspended, unfinished } from "./conversation.ts"
import { startConversation } from "./trigger.ts"

export const retry = command(
  {
    action: "conversations:write",
    summary: "Start what a conversation was about again: a new one with the same request; a chat repeats its last turn",
    input: z.object({ project_id: z.uuid(), id: z.uuid() }),
    output: Conversation,
  },
  async (context) => {
    const { tx, input, caller } = context
    const found = await lock(tx, input)
    if (!found.finished_at) throw Conflict("CONVERSATION_RUNNING", "This conversation is not over. Stop it first.")
    await refuseSuspended(tx, found.agent.id)
    const caused_by = caller.kind === "user" ? caller.user_id : null
    if (isChat(found)) return queueAgain(context, found, { caused_by })
    const about = { task_id: found.task?.id, doc_id: found.doc?.id }
    const running =
      about.task_id || about.doc_id ? await unfinished(tx, input.project_id, found.agent.id, about) : undefined
    if (running) return running
    const [row] = await tx.select().from(conversation).where(eq(conversation.id, found.id))
    return startConversation(context, {
      project_id: found.project_id,
      agent_id: found.agent.id,
      member_id: found.agent.member_id,
      task_id: row?.task_id ?? null,
      doc_id: row?.doc_id ?? null,
      trigger: found.trigger,
      prompt: row?.prompt ?? found.prompt,
    })
  },
)

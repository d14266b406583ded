import { jwtVerify, SignJWT } from "jose"
import * as z from "zod"
import { setting } from "../config.ts"
import type { Caller } from "./caller.ts"

const AUDIENCE = "paca:conversation"

const Claims = z.object({
  sub: z.uuid(),
  project_id: z.uuid(),
  agent_id: z.uuid(),
  name: z.string(),
  launched_at: z.string().optional(),
})

const key = () => new TextEncoder().encode(setting("AUTH_SECRET"))

/** A token that is good for one conversation until `seconds` from now. Its rights are the agent's, while the conversation lives. */
export async function conversationToken(
  conversation: {
    id: string
    project_id: string
    agent_id: string
    agent_name: string
    /** The launch it was made for: a container of an earlier one has no say any more. */
    launched_at?: string | undefined
  },
  seconds: number,
): Promise<string> {
  return new SignJWT({
    project_id: conversation.project_id,
    agent_id: conversation.agent_id,
    name: conversation.agent_name,
    launched_at: conversation.launched_at,
  })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(conversation.id)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(key())
}

/** The caller behind a conversation token, or undefined when it is not one, was changed, or is over. */
export async function callerOfToken(token: string): Promise<Caller | undefined> {
  try {
    const { payload } = await jwtVerify(token, key(), { audience: AUDIENCE, algorithms: ["HS256"] })
    const claims = Claims.parse(payload)
    const { sub: conversation_id, project_id, agent_id, name, launched_at } = claims
    return { kind: "agent", agent_id, name, project_id, conversation_id, launched_at }
  } catch {
    return undefined
  }
}

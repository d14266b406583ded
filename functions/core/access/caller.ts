/** Where a person calls from, for the record of what happens to the account. */
export type Origin = { ip_address?: string | undefined; user_agent?: string | undefined }

/** Who calls. Made at the edge from a cookie, a key or a token; what it may do is looked up per operation. */
export type Caller =
  | { kind: "anonymous" }
  | {
      kind: "user"
      user_id: string
      name: string
      narrowed?: readonly string[] | undefined
      /** The session, for a caller with a cookie. */
      session_id?: string | undefined
      from?: Origin | undefined
      /** The password was given by an administrator: it has to be changed before anything else. */
      must_change_password?: boolean | undefined
    }
  | {
      kind: "agent"
      agent_id: string
      name: string
      project_id: string
      /** Set when the caller is one conversation's container: its rights end with the conversation. */
      conversation_id?: string | undefined
      /** Of which launch of the conversation the container is. */
      launched_at?: string | undefined
      narrowed?: readonly string[] | undefined
    }
  | { kind: "system"; name: string }

export const anonymous: Caller = { kind: "anonymous" }

/** Who an event says did it. */
export type Actor = { type: "user" | "agent" | "automation" | "system"; id: string | null; name: string }

export function actorOf(caller: Caller): Actor {
  switch (caller.kind) {
    case "user":
      return { type: "user", id: caller.user_id, name: caller.name }
    case "agent":
      return { type: "agent", id: caller.agent_id, name: caller.name }
    case "system":
      return { type: "system", id: null, name: caller.name }
    case "anonymous":
      return { type: "system", id: null, name: "Anonymous" }
  }
}

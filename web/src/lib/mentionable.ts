import type { Member } from "./api.gen.ts"

export type Mentionable = { id: string; handle: string; name: string; kind: "user" | "agent" }

/** The members one can mention. */
export function mentionable(members: Member[]): Mentionable[] {
  return members.flatMap(({ id, handle, name, kind }) => (handle ? [{ id, handle, name, kind }] : []))
}

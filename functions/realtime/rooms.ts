import type { Redis } from "ioredis"
import type { Server, Socket } from "socket.io"
import * as z from "zod"
import { projectAccess } from "../core/access/access.ts"
import { holds } from "../core/access/actions.ts"
import type { Caller } from "../core/access/caller.ts"
import { projectOfConversation } from "../core/conversation/conversation.ts"
import { agentEventNames, changesAccess, clientPayload, roomOf, type StreamEvent } from "./event.ts"
import { type Entry, replaySince } from "./stream.ts"

const Subscribe = z.object({ rooms: z.array(z.string().max(80)).max(50), since: z.uuid().optional() })
const Unsubscribe = z.object({ rooms: z.array(z.string().max(80)).max(50) })

const needed = { project: "tasks:read", conversation: "conversations:read" } as const

/** The project a room belongs to and what hearing it takes; undefined for a room that does not exist. */
async function placeOf(room: string): Promise<{ project_id: string; action: string } | undefined> {
  const [kind, id] = room.split(":")
  if (!z.uuid().safeParse(id).success || !id) return undefined
  if (kind === "project") return { project_id: id, action: needed.project }
  if (kind !== "conversation") return undefined
  const project_id = await projectOfConversation(id)
  return project_id ? { project_id, action: needed.conversation } : undefined
}

async function mayHear(caller: Caller, room: string): Promise<boolean> {
  const place = await placeOf(room)
  if (!place) return false
  const access = await projectAccess(caller, place.project_id)
  return access !== undefined && holds(access.held, place.action)
}

/** The room of a person's notifications. A key or an app that may only do some things does not hear them. */
function ownRoom(caller: Caller): string | undefined {
  return caller.kind === "user" && !caller.narrowed ? `user:${caller.user_id}` : undefined
}

/** Lets a socket join and leave rooms it may hear, and gives it what it missed. */
export function serveRooms(socket: Socket, caller: Caller, redis: Redis, last: () => string): void {
  const own = ownRoom(caller)
  if (own) socket.join(own)
  socket.on("subscribe", async (raw: unknown, acknowledge: unknown) => {
    const answer = typeof acknowledge === "function" ? acknowledge : () => {}
    const parsed = Subscribe.safeParse(raw)
    if (!parsed.success) return answer({ error: 'subscribe takes {rooms: ["project:<id>"], since?: "<event id>"}' })
    try {
      answer(await subscribe(socket, caller, parsed.data, redis, last))
    } catch (error) {
      console.error(JSON.stringify({ message: "subscribe failed", error: String(error) }))
      answer({ joined: [], refused: parsed.data.rooms, error: "The service is busy. Try again." })
    }
  })
  socket.on("unsubscribe", (raw: unknown) => {
    const parsed = Unsubscribe.safeParse(raw)
    for (const room of parsed.success ? parsed.data.rooms : []) if (!room.startsWith("user:")) socket.leave(room)
  })
}

async function subscribe(
  socket: Socket,
  caller: Caller,
  wanted: z.infer<typeof Subscribe>,
  redis: Redis,
  last: () => string,
) {
  const allowed = await Promise.all(wanted.rooms.map((room) => mayHear(caller, room)))
  const joined = wanted.rooms.filter((_, index) => allowed[index])
  const refused = wanted.rooms.filter((_, index) => !allowed[index])
  const missed = wanted.since ? await replaySince(redis, wanted.since, last) : []
  // From here to the joins nothing is awaited: no event can come between what is replayed and what is heard.
  const own = ownRoom(caller)
  const mine = new Set([...joined, ...(own ? [own] : [])])
  const replayed = (missed ?? []).filter((entry) => mine.has(roomOf(entry.event) ?? ""))
  for (const entry of replayed) emit(socket, entry.event)
  socket.join(joined)
  return { joined, refused, ...(missed ? { replayed: replayed.length } : { resync: true }) }
}

type Target = { emit: (name: string, payload: unknown) => unknown }

function emit(target: Target, event: StreamEvent): void {
  const payload = clientPayload(event)
  target.emit("event", payload)
  const published = agentEventNames[event.type]
  if (published) target.emit(published, payload.data)
}

/** Ends a connection whose credential is not good any more. */
export type Recheck = (socket: Socket) => void

/** Sends an entry to who may hear it. */
export function fanOut(server: Server, { event }: Entry, recheck: Recheck): void {
  const room = roomOf(event)
  if (room) emit(server.local.to(room), event)
  if (event.type === "session.revoked") {
    for (const socket of server.of("/").sockets.values()) if (isOf(socket.data.caller, event.entity_id)) recheck(socket)
  }
  if (changesAccess(event)) {
    evict(server, event).catch((error) =>
      console.error(JSON.stringify({ message: "evicting failed", error: String(error) })),
    )
  }
}

const isOf = (caller: Caller, userId: string) => caller.kind === "user" && caller.user_id === userId

/** Makes those leave a project's rooms who may not hear them any more. */
async function evict(server: Server, event: StreamEvent): Promise<void> {
  const sockets = await server.in(`project:${event.project_id}`).fetchSockets()
  const watching = [...server.of("/").sockets.values()].filter((socket) =>
    [...socket.rooms].some((room) => room.startsWith("conversation:")),
  )
  for (const id of new Set([...sockets.map((socket) => socket.id), ...watching.map((socket) => socket.id)])) {
    const socket = server.of("/").sockets.get(id)
    if (!socket) continue
    for (const room of [...socket.rooms]) {
      if (!/^(project|conversation):/.test(room) || (await mayHear(socket.data.caller, room))) continue
      socket.leave(room)
      socket.emit("left", { room })
    }
  }
}

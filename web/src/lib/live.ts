import { useEffect, useSyncExternalStore } from "react"
import type { Socket } from "socket.io-client"
import type { LiveEvent } from "./types.ts"

/** Who looks at a project now, and at which of its tasks. */
export type Presence = { user_id: string; name: string; task_id: string | null }

/** `idle` until the first connection stands; `reconnecting` after it was lost. */
export type LiveStatus = "idle" | "online" | "reconnecting"

type Ack = { error?: string; joined?: string[]; refused?: string[]; replayed?: number; resync?: boolean }

const seenLimit = 2000

/** A server that is busy, because its database restarts for example, is asked again after this. Milliseconds. */
const retryAfter = 1500

const rooms = new Map<string, number>()
const eventListeners = new Set<(event: LiveEvent) => void>()
const resyncListeners = new Set<() => void>()
const storeListeners = new Set<() => void>()
const seen = new Set<string>()
let presence = new Map<string, Presence[]>()
let looking: { project_id: string; task_id: string | null } | undefined
let status: LiveStatus = "idle"
let lastId: string | undefined
let socket: Socket | undefined
let starting = false

function changed(): void {
  for (const listener of storeListeners) listener()
}

/** True the first time an id is seen. Events arrive at least once, so the caller drops the rest. */
export function firstSight(ids: Set<string>, id: string, limit: number): boolean {
  if (ids.has(id)) return false
  ids.add(id)
  if (ids.size > limit) for (const oldest of [...ids].slice(0, limit / 2)) ids.delete(oldest)
  return true
}

function receive(event: LiveEvent): void {
  if (typeof event?.id !== "string" || !firstSight(seen, event.id, seenLimit)) return
  if (lastId === undefined || event.id > lastId) lastId = event.id
  for (const listener of eventListeners) listener(event)
}

function refetch(): void {
  for (const listener of resyncListeners) listener()
}

function subscribe(names: string[], since?: string): void {
  if (!socket?.connected || names.length === 0) return
  socket.emit("subscribe", { rooms: names, ...(since ? { since } : {}) }, (ack: Ack | undefined) => {
    if (ack?.error)
      setTimeout(
        () =>
          subscribe(
            names.filter((name) => rooms.has(name)),
            since,
          ),
        retryAfter,
      )
    if (ack?.resync) refetch()
    // Presence counts only for a room one hears.
    if (looking && names.includes(`project:${looking.project_id}`)) socket?.emit("presence", looking)
  })
}

function readPresence(value: unknown): void {
  if (typeof value !== "object" || value === null || !("project_id" in value) || !("members" in value)) return
  if (!Array.isArray(value.members)) return
  presence = new Map(presence).set(String(value.project_id), value.members)
  changed()
}

/**
 * Opens the one connection of this tab. The client library is loaded after the first paint. A connection that comes
 * back asks for what it missed since the last event it saw; if the server cannot tell, everything is refetched.
 */
export async function startLive(): Promise<void> {
  if (socket || starting) return
  starting = true
  const { io } = await import("socket.io-client")
  socket = io({ path: "/socket.io", transports: ["websocket"], withCredentials: true, reconnectionDelayMax: 10_000 })
  socket.on("connect", () => {
    const again = status === "reconnecting"
    status = "online"
    changed()
    subscribe([...rooms.keys()], lastId)
    // Without any event seen there is no point to resume from.
    if (again && lastId === undefined) refetch()
  })
  const lost = () => {
    if (status === "reconnecting") return
    status = "reconnecting"
    changed()
  }
  socket.on("disconnect", (reason) => {
    lost()
    // The server ends a connection whose session is over. A new session may have taken its place (the password was
    // changed in this browser); if none has, the first answer leads to the sign-in page.
    if (reason !== "io server disconnect") return
    socket?.connect()
    refetch()
  })
  socket.on("connect_error", (error) => {
    lost()
    // A refusal ends the client's own attempts. "BUSY" is none for good; a session that is over is.
    if (socket && !socket.active && error.message === "BUSY") setTimeout(() => socket?.connect(), retryAfter)
  })
  socket.on("event", receive)
  // Access was taken away: what is shown may not be seen any more.
  socket.on("left", refetch)
  socket.on("presence", readPresence)
}

/** Closes the connection and forgets what it knew: at sign-out. */
export function stopLive(): void {
  socket?.disconnect()
  socket = undefined
  starting = false
  lastId = undefined
  status = "idle"
  presence = new Map()
  changed()
}

function join(room: string): () => void {
  const count = rooms.get(room) ?? 0
  rooms.set(room, count + 1)
  if (count === 0) subscribe([room])
  return () => {
    const left = (rooms.get(room) ?? 1) - 1
    if (left > 0) {
      rooms.set(room, left)
      return
    }
    rooms.delete(room)
    socket?.emit("unsubscribe", { rooms: [room] })
  }
}

/** Listens to a room while the component stands. */
export function useRoom(room: string | undefined): void {
  useEffect(() => (room ? join(room) : undefined), [room])
}

/**
 * Asks for what happened in a room after the event `since`, up to which a freshly read answer is complete. What came
 * live meanwhile is taken again, since the answer does not hold it yet.
 */
export function useCatchUp(room: string, since: string | null | undefined): void {
  useEffect(() => {
    if (!since) return
    if (lastId === undefined || since > lastId) lastId = since
    for (const id of seen) if (id > since) seen.delete(id)
    if (rooms.has(room)) subscribe([room], since)
  }, [room, since])
}

/** Calls `listener` with each event once. Keep its identity stable. */
export function useLiveEvents(listener: (event: LiveEvent) => void, resync: () => void): void {
  useEffect(() => {
    eventListeners.add(listener)
    resyncListeners.add(resync)
    return () => {
      eventListeners.delete(listener)
      resyncListeners.delete(resync)
    }
  }, [listener, resync])
}

function subscribeStore(listener: () => void): () => void {
  storeListeners.add(listener)
  return () => storeListeners.delete(listener)
}

/** Whether changes of others arrive now. */
export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    subscribeStore,
    () => status,
    () => "idle",
  )
}

const nobody: Presence[] = []

/** Who looks at the project now. */
export function usePresence(projectId: string): Presence[] {
  return useSyncExternalStore(
    subscribeStore,
    () => presence.get(projectId) ?? nobody,
    () => nobody,
  )
}

/** Tells the others what this person looks at. */
export function useLooking(projectId: string | undefined, taskId: string | null): void {
  useEffect(() => {
    if (!projectId) return
    looking = { project_id: projectId, task_id: taskId }
    socket?.emit("presence", looking)
    return () => {
      looking = undefined
      socket?.emit("presence", null)
    }
  }, [projectId, taskId])
}

function subscribeNetwork(listener: () => void): () => void {
  window.addEventListener("online", listener)
  window.addEventListener("offline", listener)
  return () => {
    window.removeEventListener("online", listener)
    window.removeEventListener("offline", listener)
  }
}

/** Whether the browser believes it has a network. */
export function useNetwork(): boolean {
  return useSyncExternalStore(
    subscribeNetwork,
    () => navigator.onLine,
    () => true,
  )
}

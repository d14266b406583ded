import { setTimeout as sleep } from "node:timers/promises"
import type { Redis } from "ioredis"
import type { Server, Socket } from "socket.io"
import * as z from "zod"
import type { Caller } from "../core/access/caller.ts"
import { parseJson } from "./stream.ts"

/** Where the processes of this service tell one another who looks at what. Nothing in it is worth keeping. */
export const PRESENCE = "paca:presence"

/** Entries kept: what was said longer ago is forgotten or was said again. */
const KEPT = 1_000
/** Changes of a project within this time are told as one. Milliseconds. */
const GATHER = 50
/** How often a process that has something to tell says that it lives. Milliseconds. */
const ALIVE_EVERY = 30_000
/** Who has been silent for so long has died, and those who looked through it look no more. Milliseconds. */
const DEAD_AFTER = 3 * ALIVE_EVERY

const Looking = z.object({ project_id: z.uuid(), task_id: z.uuid().nullable() })
type Looking = z.infer<typeof Looking>

const Member = z.object({ user_id: z.uuid(), name: z.string(), task_id: z.uuid().nullable() })
type Member = z.infer<typeof Member>

const Said = z.discriminatedUnion("type", [
  z.object({ type: z.literal("looking"), process: z.string(), project_id: z.uuid(), members: z.array(Member) }),
  z.object({ type: z.literal("alive"), process: z.string() }),
  /** A process that has just started asks the others to tell it everything. */
  z.object({ type: z.literal("hello"), process: z.string() }),
  z.object({ type: z.literal("gone"), process: z.string() }),
])
type Said = z.infer<typeof Said>

type Process = { heardAt: number; projects: Map<string, Member[]> }

/**
 * Tells a project's room who looks at it and at which of its tasks, whichever process of the service they are
 * connected to. Only who hears a project counts as looking at it.
 *
 * Socket.IO's own adapters could ask the other processes too, but what they exchange of a socket includes the cookies
 * and tokens of its handshake, and they talk also while nobody looks.
 */
export function sharePresence(server: Server, redis: Redis, self: string) {
  const processes = new Map<string, Process>()
  const changed = new Set<string>()
  let gathering: Promise<void> | undefined

  const say = async (said: Said) => {
    await redis.xadd(PRESENCE, "MAXLEN", "~", KEPT, "*", "said", JSON.stringify(said))
  }
  const logged = (saying: Promise<void>) =>
    saying.catch((error) => console.error(JSON.stringify({ message: "presence was not shared", error: String(error) })))

  /** Who looks at a project through this process. */
  const own = (project_id: string): Member[] => {
    const people = new Map<string, Member>()
    for (const socket of server.of("/").sockets.values()) {
      const { looking, caller } = socket.data as { looking?: Looking; caller: Caller }
      if (looking?.project_id !== project_id || caller.kind !== "user") continue
      people.set(caller.user_id, { user_id: caller.user_id, name: caller.name, task_id: looking.task_id })
    }
    return [...people.values()]
  }

  const sayChanged = async () => {
    await sleep(GATHER)
    gathering = undefined
    const projects = [...changed]
    changed.clear()
    for (const project_id of projects)
      await logged(say({ type: "looking", process: self, project_id, members: own(project_id) }))
  }
  const change = (project_id: string) => {
    changed.add(project_id)
    gathering ??= sayChanged()
  }

  const tell = (project_id: string) => {
    const people = new Map<string, Member>()
    for (const { projects } of processes.values())
      for (const member of projects.get(project_id) ?? []) people.set(member.user_id, member)
    server.local.to(`project:${project_id}`).emit("presence", { project_id, members: [...people.values()] })
  }
  const forget = (process: string) => {
    const projects = processes.get(process)?.projects.keys() ?? []
    processes.delete(process)
    for (const project_id of projects) tell(project_id)
  }

  const remember = (said: Extract<Said, { type: "looking" }>) => {
    const { projects } = processes.get(said.process) ?? { projects: new Map<string, Member[]>() }
    if (said.members.length > 0) projects.set(said.project_id, said.members)
    else projects.delete(said.project_id)
    processes.set(said.process, { heardAt: Date.now(), projects })
    tell(said.project_id)
  }

  const looked = () => [...(processes.get(self)?.projects.keys() ?? [])]
  const take = (said: Said) => {
    if (said.type === "looking") remember(said)
    if (said.type === "gone") forget(said.process)
    if (said.type === "hello" && said.process !== self) looked().forEach(change)
    const known = processes.get(said.process)
    if (said.type === "alive" && known) known.heardAt = Date.now()
  }
  const ticking = setInterval(() => {
    if (looked().length > 0) logged(say({ type: "alive", process: self }))
    for (const [process, { heardAt }] of processes)
      if (process !== self && Date.now() - heardAt > DEAD_AFTER) forget(process)
  }, ALIVE_EVERY)

  return {
    /** Lets a socket say what its reader looks at. */
    serve(socket: Socket, caller: Caller): void {
      if (caller.kind !== "user") return
      const set = (looking: Looking | undefined) => {
        const before: Looking | undefined = socket.data.looking
        socket.data.looking = looking
        for (const id of new Set([before?.project_id, looking?.project_id])) if (id) change(id)
      }
      socket.on("presence", (raw: unknown) => {
        const parsed = Looking.nullable().safeParse(raw)
        if (parsed.success)
          set(parsed.data && socket.rooms.has(`project:${parsed.data.project_id}`) ? parsed.data : undefined)
      })
      socket.on("disconnect", () => set(undefined))
    },
    /** Takes an entry of the stream `PRESENCE`, of this process or another. */
    hear(fields: string[]): void {
      const parsed = Said.safeParse(parseJson(fields[fields.indexOf("said") + 1] ?? ""))
      if (parsed.success) take(parsed.data)
      else console.error(JSON.stringify({ message: "an entry of the presence stream is unknown" }))
    },
    /** Asks the other processes who looks through them. */
    begin: () => logged(say({ type: "hello", process: self })),
    /** Says that nobody looks through this process any more. */
    async end(): Promise<void> {
      clearInterval(ticking)
      await gathering
      await logged(say({ type: "gone", process: self }))
    },
  }
}

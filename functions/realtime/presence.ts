import type { Server, Socket } from "socket.io"
import * as z from "zod"
import type { Caller } from "../core/access/caller.ts"

const Looking = z.object({ project_id: z.uuid(), task_id: z.uuid().nullable() })
type Looking = z.infer<typeof Looking>

/** Tells a project's room who looks at it and at which of its tasks. Only who hears a project counts as looking at it. */
export function servePresence(server: Server, socket: Socket, caller: Caller): void {
  if (caller.kind !== "user") return
  const set = (looking: Looking | undefined) => {
    const before: Looking | undefined = socket.data.looking
    socket.data.looking = looking
    for (const id of new Set([before?.project_id, looking?.project_id])) if (id) tell(server, id)
  }
  socket.on("presence", (raw: unknown) => {
    const parsed = Looking.nullable().safeParse(raw)
    if (parsed.success)
      set(parsed.data && socket.rooms.has(`project:${parsed.data.project_id}`) ? parsed.data : undefined)
  })
  socket.on("disconnect", () => set(undefined))
}

function tell(server: Server, projectId: string): void {
  const people = new Map<string, { user_id: string; name: string; task_id: string | null }>()
  for (const socket of server.of("/").sockets.values()) {
    const { looking, caller } = socket.data as { looking?: Looking; caller: Caller }
    if (looking?.project_id !== projectId || caller.kind !== "user") continue
    people.set(caller.user_id, { user_id: caller.user_id, name: caller.name, task_id: looking.task_id })
  }
  server.to(`project:${projectId}`).emit("presence", { project_id: projectId, members: [...people.values()] })
}

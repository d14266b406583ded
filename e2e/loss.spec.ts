import { execFileSync } from "node:child_process"
import { io } from "socket.io-client"
import { createProject, createTask } from "./api.ts"
import { expect, signUp, test } from "./fixtures.ts"
import { deleteDataDir, freePort, newDataDir, type RunningStack, startStack } from "./stack.ts"

/** The oldest process of the stack whose command has `name` in it. */
function processOf(stack: RunningStack, name: string): number {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n")
  const all = lines
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, ...args]) => ({ pid: Number(pid), parent: Number(parent), args: args.join(" ") }))
  const found = all.find((one) => one.parent === stack.pid && one.args.includes(name))
  if (!found) throw new Error(`No process of the stack is called ${name}.`)
  return found.pid
}

/** A client that does what the browser does: remembers the last event, and asks for what it missed. */
async function listener(origin: string, key: string, room: string) {
  const heard = new Set<string>()
  let last: string | undefined
  let resyncs = 0
  const socket = io(origin, { auth: { api_key: key }, transports: ["websocket"], reconnectionDelayMax: 500 })
  // Refused because the database is away, it tries again, as the browser does.
  socket.on("connect_error", () => {
    if (!socket.active) setTimeout(() => socket.connect(), 500)
  })
  const joined = new Promise<void>((resolve) => {
    const subscribe = () =>
      socket.emit(
        "subscribe",
        { rooms: [room], ...(last && { since: last }) },
        (answer: { resync?: boolean; error?: string }) => {
          if (answer.error) setTimeout(subscribe, 500)
          else resolve()
          if (answer.resync) resyncs++
        },
      )
    socket.on("connect", subscribe)
  })
  socket.on("event", (event: { id: string; entity_id: string; type: string }) => {
    if (!last || event.id > last) last = event.id
    if (event.type === "task.created") heard.add(event.entity_id)
  })
  await joined
  return { heard, resyncs: () => resyncs, close: () => socket.disconnect() }
}

test("killing any one process while it works loses nothing that was acknowledged", async () => {
  test.setTimeout(180_000)
  const dataDir = newDataDir()
  const stack = await startStack({ dataDir, port: await freePort(), arguments: ["--empty"] })
  try {
    const ann = await signUp(stack.origin, "Ann Abara")
    const project = await createProject(ann)
    const { key } = await ann.call<{ key: string }>("POST", "/users/me/api-keys", { name: "listener" })
    const ears = await listener(stack.origin, key, `project:${project.id}`)

    const acknowledged: string[] = []
    let working = true
    const work = (async () => {
      while (working && acknowledged.length < 3_000) {
        // What fails was not acknowledged; what answers must stay.
        const made = await createTask(ann, project.id, { title: `Task ${acknowledged.length}` }).catch(() => undefined)
        if (made) acknowledged.push(made.id)
        else await new Promise((resolve) => setTimeout(resolve, 50))
      }
    })()
    const untilWorking = async () => {
      const before = acknowledged.length
      await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before + 20)
    }
    await untilWorking()
    for (const name of [
      "functions/local/functions.ts",
      "functions/realtime/main.ts",
      "functions/local/web.ts",
      "postgres",
    ]) {
      process.kill(processOf(stack, name), "SIGKILL")
      await untilWorking()
    }
    working = false
    await work

    const stored = new Set<string>()
    let cursor: string | null = ""
    for (let page = 0; page < 100 && cursor !== null; page++) {
      const answer: { items: { id: string }[]; next_cursor: string | null } = await ann.call(
        "GET",
        `/projects/${project.id}/tasks?page_size=100${cursor && `&cursor=${cursor}`}`,
      )
      for (const task of answer.items) stored.add(task.id)
      cursor = answer.next_cursor
    }
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    // The relay publishes what a killed process committed and could not publish.
    await expect.poll(() => acknowledged.filter((id) => !ears.heard.has(id)).length, { timeout: 40_000 }).toBe(0)
    expect(ears.resyncs()).toBe(0)
    ears.close()
  } finally {
    await stack.stop()
    deleteDataDir(dataDir)
  }
})

test("a conversation whose agent is killed ends with a reason, and another one can be started", async () => {
  test.setTimeout(120_000)
  const dataDir = newDataDir()
  const stack = await startStack({ dataDir, port: await freePort(), arguments: ["--empty"] })
  try {
    const ann = await signUp(stack.origin, "Ann Abara")
    const project = await createProject(ann)
    const agent = await ann.call<{ member_id: string }>("POST", `/projects/${project.id}/agents`, {
      name: "Demo",
      handle: "demo",
      provider: "demo",
    })
    const task = await createTask(ann, project.id, { title: "Interrupted", assignee_ids: [agent.member_id] })
    const conversations = () =>
      ann.call<{ items: { status: string; reason: string | null }[] }>(
        "GET",
        `/projects/${project.id}/conversations?task_id=${task.id}`,
      )
    await expect
      .poll(async () => (await conversations()).items[0]?.status, { intervals: [50], timeout: 20_000 })
      .toBe("running")
    const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n")
    const realtime = processOf(stack, "functions/realtime/main.ts")
    const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(realtime)], { encoding: "utf8" })
      .trim()
      .split(/\s+/)
    const killed = children.filter((pid) =>
      lines.some((line) => line.trim().startsWith(`${pid} `) && line.includes("agent/main.ts")),
    )
    expect(killed).toHaveLength(1)
    process.kill(Number(killed[0]), "SIGKILL")

    await expect
      .poll(async () => (await conversations()).items[0], { timeout: 60_000, intervals: [1_000] })
      .toMatchObject({
        status: "failed",
        reason: "The agent's container ended unexpectedly: SIGKILL. Start it again, or mention the agent.",
      })
    await ann.call("POST", `/projects/${project.id}/tasks/${task.id}/activities/comments`, {
      text: "@demo once more, please",
    })
    await expect.poll(async () => (await conversations()).items[0]?.status, { timeout: 30_000 }).toBe("finished")
  } finally {
    await stack.stop()
    deleteDataDir(dataDir)
  }
})

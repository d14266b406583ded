import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import type * as z from "zod"
import * as Agent from "../../core/agent/agent.ts"
import * as Container from "../../core/conversation/container.ts"
import * as Conversation from "../../core/conversation/conversation.ts"
import { execute } from "../../core/operation.ts"
import * as Comment from "../../core/task/comment.ts"
import * as Status from "../../core/task/status.ts"
import * as Task from "../../core/task/task.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"

const main = fileURLToPath(new URL("../main.ts", import.meta.url))
const system = { kind: "system", name: "test" } as const

/** A conversation in its own process. */
export type Process = {
  child: ChildProcess
  /** Resolves with the exit code and everything the process said. */
  ended: Promise<{ code: number | null; said: string }>
}

/** A project with an agent, and what tests do with them. */
export async function createTeam(origin: string, settings: object = { provider: "demo" }) {
  const world = await createWorld("PLN")
  const agent = await world.as(world.owner, Agent.create, { name: "Scout", handle: "scout", ...settings })
  return { ...world, agent, ...helpers(world, agent, origin) }
}

function helpers(world: World, agent: z.infer<typeof Agent.Agent>, origin: string) {
  const get = (id: string) => world.as(world.owner, Conversation.get, { id })
  const steps = async (id: string) =>
    (await world.as(world.owner, Conversation.events, { id, limit: 1_000 })).items.map(({ index, type, data }) => ({
      index,
      type,
      data,
    }))
  return {
    get,
    steps,
    /** Assigns a new task to the agent. @returns the task and its queued conversation */
    assign: async (title: string, fields: object = {}) => {
      const task = await world.as(world.owner, Task.create, { title, assignee_ids: [agent.member_id], ...fields })
      const { items } = await world.as(world.owner, Conversation.list, { task_id: task.id })
      return { task, id: items[0]?.id ?? "" }
    },
    comments: async (taskId: string) =>
      (await world.as(world.owner, Comment.list, { task_id: taskId })).map(({ author, text }) => ({
        author: author.name,
        text: text.text,
      })),
    statusOf: async (taskId: string) => {
      const task = await world.as(world.owner, Task.get, { task_id: taskId })
      const statuses = await world.as(world.owner, Status.list, {})
      return statuses.find((status) => status.id === task.status_id)?.name
    },
    /** Starts a queued conversation's process as the launcher does. */
    launch: async (id: string): Promise<Process> => {
      const launched = await execute(Container.launch, system, { id })
      if (!launched) throw new Error("The conversation was not queued.")
      return start(origin, id, launched.token)
    },
    /** Waits until `found` is true of the conversation; 15 s at most. */
    until: async (id: string, found: (steps: Step[], status: string) => boolean): Promise<void> => {
      for (let tries = 0; tries < 150; tries++) {
        if (found(await steps(id), (await get(id)).status)) return
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      throw new Error(`It did not come: ${JSON.stringify(await get(id))} ${JSON.stringify(await steps(id))}`)
    },
  }
}

export type Step = { index: number; type: string; data: Record<string, unknown> }

const running = new Set<ChildProcess>()

export function start(origin: string, id: string, token: string): Process {
  const child = spawn(process.execPath, [main], {
    env: { PACA_API_URL: origin, PACA_CONVERSATION_ID: id, PACA_CONVERSATION_TOKEN: token },
    stdio: ["ignore", "pipe", "pipe"],
  })
  running.add(child)
  let said = ""
  const hear = (chunk: Buffer) => {
    said += chunk
  }
  child.stdout?.on("data", hear)
  child.stderr?.on("data", hear)
  const ended = once(child, "close").then(([code]) => {
    running.delete(child)
    return { code, said }
  })
  return { child, ended }
}

/** Ends what a failed test left running. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL")
}

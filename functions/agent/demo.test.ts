import { and, eq } from "drizzle-orm"
import { afterAll, beforeAll, expect, it } from "vitest"
import { projectRole } from "../core/access/role.sql.ts"
import * as Chat from "../core/conversation/chat.ts"
import * as Container from "../core/conversation/container.ts"
import { conversation as conversationTable } from "../core/conversation/conversation.sql.ts"
import * as Conversation from "../core/conversation/conversation.ts"
import { db } from "../core/database.ts"
import * as Document from "../core/document/document.ts"
import { execute } from "../core/operation.ts"
import * as Comment from "../core/task/comment.ts"
import { taskStatus } from "../core/task/task.sql.ts"
import * as Task from "../core/task/task.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { startFunctions } from "../local/testing/gateway.ts"
import { createTeam, killAll, start } from "./testing/agents.ts"

await freshDatabase()
const paca = await startFunctions()
afterAll(() => {
  killAll()
  return paca.stop()
})

let team: Awaited<ReturnType<typeof createTeam>>
beforeAll(async () => {
  team = await createTeam(paca.url)
})

const system = { kind: "system", name: "test" } as const

it("takes an assigned task, walks it over the board, comments once and finishes, saying it is scripted", async () => {
  const { task, id } = await team.assign("Write the tour", { description: "Two pages." })
  const container = await team.launch(id)
  const { code, said } = await container.ended
  expect(said).toBe("")
  expect(code).toBe(0)
  expect(await team.get(id)).toMatchObject({ status: "finished", reason: null, activity: null })
  expect((await team.get(id)).summary).toContain("scripted, no LLM")
  expect(await team.statusOf(task.id)).toBe("In Review")
  const comments = await team.comments(task.id)
  expect(comments).toHaveLength(1)
  expect(comments[0]).toMatchObject({ author: "Scout" })
  expect(comments[0]?.text).toContain("scripted, no LLM")

  const steps = await team.steps(id)
  expect(steps.map((step) => step.index)).toEqual(steps.map((_, index) => index))
  expect(steps[0]).toMatchObject({
    type: "user_message",
    data: { text: `You were assigned ${task.key}: Write the tour` },
  })
  expect(steps.at(-1)).toMatchObject({ type: "turn_end", data: { reason: "finished" } })
  expect(steps.filter((step) => step.type === "tool_call").map((step) => step.data.title)).toEqual([
    "Looking at the task statuses",
    `Moving ${task.key} to In Progress`,
    `Reading ${task.key}`,
    `Moving ${task.key} to In Review`,
    `Commenting on ${task.key}`,
  ])
  const updates = steps.filter((step) => step.type === "tool_call_update")
  expect(updates.every((step) => step.data.status === "completed")).toBe(true)
})

it("answers a mention by quoting the question, mentions nobody, and leaves the status alone", async () => {
  const { owner } = team
  const task = await team.as(owner, Task.create, { title: "Open question" })
  const question = "@scout how far is this? @olive-owner wants to know\n\nTask: ABC-1"
  await team.as(owner, Comment.create, { task_id: task.id, text: question })
  const { items } = await team.as(owner, Conversation.list, { task_id: task.id })
  const id = items[0]?.id ?? ""
  await (await team.launch(id)).ended
  const comments = await team.comments(task.id)
  expect(comments).toHaveLength(2)
  expect(comments[1]?.text).toContain("> scout how far is this?")
  expect(comments[1]?.text).toContain("scripted, no LLM")
  expect(comments[1]?.text).not.toMatch(/@\w/)
  expect(await team.statusOf(task.id)).toBe("To Do")
  expect(await team.get(id)).toMatchObject({ status: "finished" })
})

it("answers a mention in a document at its end, and leaves what stands there as it is", async () => {
  const { owner } = team
  const content = "# Plan\n\n@scout what is missing?\n\nMore words."
  const doc = await team.as(owner, Document.create, { title: "The plan", content })
  const { items } = await team.as(owner, Conversation.list, { doc_id: doc.id })
  const id = items[0]?.id ?? ""
  await (await team.launch(id)).ended
  const { text } = (await team.as(owner, Document.get, { doc_id: doc.id })).content
  expect(text.startsWith(`${content}\n\n> scout what is missing?\n\n`)).toBe(true)
  expect(text).toContain("scripted, no LLM")
  expect(text.slice(content.length)).not.toMatch(/@\w/)
  expect(await team.get(id)).toMatchObject({ status: "finished", doc: { title: "The plan" } })
  const titles = (await team.steps(id)).filter((step) => step.type === "tool_call").map((step) => step.data.title)
  expect(titles).toEqual(["Reading the document", "Adding to the document"])
})

it("answers in a chat, and again with the next message", async () => {
  await team.as(team.owner, Task.create, { title: "Paint the door" })
  const { id } = await team.as(team.owner, Chat.create, { agent_id: team.agent.id, text: "What is open?" })
  expect((await (await team.launch(id)).ended).said).toBe("")
  expect((await team.get(id)).summary).toContain("To Do")
  await team.as(team.owner, Chat.message, { agent_id: team.agent.id, session_id: id, text: "And the windows?" })
  await (await team.launch(id)).ended
  expect(await team.get(id)).toMatchObject({ status: "finished", summary: expect.stringContaining("And the windows?") })
  const steps = await team.steps(id)
  expect(steps.map((step) => step.index)).toEqual(steps.map((_, index) => index))
  const said = steps.filter((step) => step.type === "user_message").map((step) => step.data.text)
  expect(said).toEqual(["What is open?", "And the windows?"])
  expect(steps.filter((step) => step.type === "tool_call").map((step) => step.data.name)).toEqual([
    "list_tasks",
    "list_tasks",
  ])
})

it("moves a task to done when no status is for review", async () => {
  const other = await createTeam(paca.url)
  await db()
    .delete(taskStatus)
    .where(and(eq(taskStatus.project_id, other.project.id), eq(taskStatus.name, "In Review")))
  const { task, id } = await other.assign("No review here")
  await (await other.launch(id)).ended
  expect(await other.statusOf(task.id)).toBe("Done")
})

it("stops within seconds when somebody stops it", async () => {
  const { id } = await team.assign("Stop me")
  const container = await team.launch(id)
  await team.until(id, (steps) => steps.some((step) => step.type === "tool_call"))
  await team.as(team.owner, Conversation.stop, { id })
  expect(await container.ended).toEqual({ code: 0, said: "" })
  expect(await team.get(id)).toMatchObject({ status: "stopped", reason: "Stopped by Olive Owner." })
  expect((await team.get(id)).usage.seconds).toBeGreaterThanOrEqual(0)
})

it("pauses after its step, and goes on where it was when a message comes", async () => {
  const { task, id } = await team.assign("Pause me")
  const first = await team.launch(id)
  await team.until(id, (steps) => steps.some((step) => step.type === "tool_call"))
  await team.as(team.owner, Conversation.pause, { id })
  expect((await first.ended).code).toBe(0)
  expect(await team.get(id)).toMatchObject({ status: "paused", finished_at: null })
  const before = await team.steps(id)
  expect(before.at(-1)).toMatchObject({ type: "turn_end", data: { reason: "paused" } })

  await team.as(team.owner, Conversation.message, { id, text: "Please mind the commas" })
  const second = await team.launch(id)
  expect((await second.ended).code).toBe(0)
  expect(await team.get(id)).toMatchObject({ status: "finished" })
  const after = await team.steps(id)
  expect(after.slice(0, before.length)).toEqual(before)
  expect(after.map((step) => step.index)).toEqual(after.map((_, index) => index))
  expect(after[before.length]).toMatchObject({ type: "user_message", data: { text: "Please mind the commas" } })
  const words = after.slice(before.length).filter((step) => step.type === "agent_message_chunk")
  expect(words.map((step) => step.data.text).join("")).toContain("I got your message: “Please mind the commas”")
  // Nothing was done twice.
  const calls = after.filter((step) => step.type === "tool_call").map((step) => step.data.title)
  expect(new Set(calls).size).toBe(calls.length)
  expect(await team.comments(task.id)).toHaveLength(1)
})

it("keeps a message that came together with a pause for when it goes on", async () => {
  const { id } = await team.assign("Both at once")
  const first = await team.launch(id)
  await team.until(id, (steps) => steps.some((step) => step.type === "tool_call"))
  await team.as(team.owner, Conversation.message, { id, text: "First word" })
  await team.as(team.owner, Conversation.pause, { id })
  await first.ended
  expect(await team.get(id)).toMatchObject({ status: "paused" })
  await team.as(team.owner, Conversation.message, { id, text: "Second word" })
  await (await team.launch(id)).ended
  expect(await team.get(id)).toMatchObject({ status: "finished" })
  const words = (await team.steps(id))
    .filter((step) => step.type === "agent_message_chunk")
    .map((step) => step.data.text)
  expect(words.join("")).toContain("I got your message: “First word”")
  expect(words.join("")).toContain("I got your message: “Second word”")
})

it("hears a message while it works", async () => {
  const { id } = await team.assign("Talk to me")
  const container = await team.launch(id)
  await team.until(id, (steps) => steps.some((step) => step.type === "tool_call"))
  await team.as(team.owner, Conversation.message, { id, text: "Hello there" })
  await container.ended
  const steps = await team.steps(id)
  const heard = steps.findIndex((step) => step.type === "user_message" && step.data.text === "Hello there")
  expect(heard).toBeGreaterThan(0)
  const answer = steps.slice(heard).find((step) => step.type === "agent_message_chunk")
  expect(answer?.data.text).toContain("Hello there")
  expect(await team.get(id)).toMatchObject({ status: "finished" })
})

it("leaves a conversation to the container that has it", async () => {
  const { id } = await team.assign("Only once")
  const launched = await execute(Container.launch, system, { id })
  const token = launched?.token ?? ""
  const results = await Promise.all([start(paca.url, id, token).ended, start(paca.url, id, token).ended])
  expect(results).toEqual([
    { code: 0, said: "" },
    { code: 0, said: "" },
  ])
  const steps = await team.steps(id)
  expect(steps.filter((step) => step.type === "turn_end")).toHaveLength(1)
  expect(await team.get(id)).toMatchObject({ status: "finished" })
})

it("pauses politely within five seconds when its machine is shut down", async () => {
  const { id } = await team.assign("Shut down")
  const container = await team.launch(id)
  await team.until(id, (steps) => steps.some((step) => step.type === "tool_call"))
  const asked = Date.now()
  container.child.kill("SIGTERM")
  expect(await container.ended).toEqual({ code: 0, said: "" })
  expect(Date.now() - asked).toBeLessThan(5_000)
  expect(await team.get(id)).toMatchObject({ status: "paused", reason: expect.stringContaining("shut down") })
})

it("leaves a killed conversation to the sweep, which ends it with a reason", async () => {
  const { id } = await team.assign("Kill me")
  const container = await team.launch(id)
  await team.until(id, (steps) => steps.some((step) => step.type === "tool_call"))
  container.child.kill("SIGKILL")
  await container.ended
  expect(await team.get(id)).toMatchObject({ status: "running" })
  const longAgo = new Date(Date.now() - 120_000).toISOString()
  await db().update(conversationTable).set({ heartbeat_at: longAgo }).where(eq(conversationTable.id, id))
  expect(await execute(Container.sweep, system, {})).toMatchObject({ failed: 1 })
  expect(await team.get(id)).toMatchObject({ status: "failed", reason: expect.stringContaining("silent") })
})

it("reports what its role does not let it do, and still finishes", async () => {
  const other = await createTeam(paca.url)
  const { task, id } = await other.assign("Not allowed")
  const reading = ["project:read", "project.members:read", "tasks:read", "agents:read", "conversations:read"]
  await db()
    .update(projectRole)
    .set({ actions: [...reading, "comments:write"] })
    .where(and(eq(projectRole.project_id, other.project.id), eq(projectRole.name, "Editor")))
  await (await other.launch(id)).ended
  expect(await other.get(id)).toMatchObject({ status: "finished" })
  expect(await other.statusOf(task.id)).toBe("To Do")
  const [comment] = await other.comments(task.id)
  expect(comment?.text).toContain("Could not move it to In Progress")
})

it.each(["PACA_API_URL", "PACA_CONVERSATION_ID", "PACA_CONVERSATION_TOKEN"])(
  "names %s when it is missing",
  async (name) => {
    const { id } = await team.assign("Never started")
    const { child, ended } = start(
      name === "PACA_API_URL" ? "" : paca.url,
      name === "PACA_CONVERSATION_ID" ? "" : id,
      name === "PACA_CONVERSATION_TOKEN" ? "" : "x",
    )
    const { code, said } = await ended
    expect(child.exitCode).toBe(1)
    expect(code).toBe(1)
    expect(said).toContain(name)
  },
)

it("refuses to run with a token that is not valid, and says so", async () => {
  const { id } = await team.assign("Wrong token")
  const { code, said } = await start(paca.url, id, "a.b.c").ended
  expect(code).toBe(1)
  expect(said).toContain("The API refused")
})

import { eq } from "drizzle-orm"
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import * as Role from "../access/role.ts"
import * as Agent from "../agent/agent.ts"
import { clock } from "../clock.ts"
import { conversation } from "../conversation/conversation.sql.ts"
import * as Conversation from "../conversation/conversation.ts"
import { db } from "../database.ts"
import * as Document from "../document/document.ts"
import * as Link from "../document/link.ts"
import * as Member from "../member/member.ts"
import * as Scenario from "../task/bdd-scenario.ts"
import * as TaskLink from "../task/link.ts"
import * as Status from "../task/status.ts"
import * as Task from "../task/task.ts"
import * as Report from "./report.ts"
import { plain } from "./report-text.ts"
import * as Retrospective from "./retrospective.ts"
import * as Sprint from "./sprint.ts"

let world: World
let statuses: { id: string; name: string }[]
let mine: string
let agent: Agent.Agent

beforeAll(freshDatabase)
beforeEach(async () => {
  world = await createWorld()
  statuses = await world.as(world.owner, Status.list, {})
  mine = (await world.as(world.owner, Member.list, {}))[0]?.id ?? ""
  agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
})
afterEach(() => {
  vi.restoreAllMocks()
})

const at = (instant: string) => vi.spyOn(clock, "now").mockReturnValue(Date.parse(instant))
const statusNamed = (name: string) => statuses.find((status) => status.name === name)?.id ?? ""
const add = (title: string, fields: object = {}) => world.as(world.owner, Task.create, { title, ...fields })
const change = (task: { id: string }, fields: object) =>
  world.as(world.owner, Task.update, { task_id: task.id, ...fields })
const move = (task: { id: string }, name: string) => change(task, { status_id: statusNamed(name) })
const report = (sprint: { id: string }) => world.as(world.owner, Report.report, { id: sprint.id })

/**
 * The example, worked out by hand. Monday 2 to Friday 6 March 2026, started and ended at 12:00.
 *   A (5, mine) is committed, begun Mon 18:00, done Tue 18:00, reopened Wed 18:00, done Thu 18:00: 3 days of cycle,
 *     reopened once. Its longest wait is a day: in progress, twice.
 *   B (3, the agent's) is committed, begun Tue 12:00, done Wed 12:00. Its longest wait: 1 day.
 *   C (2, nobody's) is committed and never touched: unfinished, 4 days to do.
 *   D (4, the agent's and mine) comes on Wed, estimated anew to 1, done without having been begun: added, 1 point.
 *   E (8) is committed and taken out on Thu at 12:00: removed, 3 days to do.
 *   F (1) comes on Thu and is deleted on Thu: added, removed.
 */
async function example() {
  at("2026-03-01T12:00:00Z")
  const sprint = await world.as(world.owner, Sprint.create, { name: "One", goal: "Refund *fast*, @demo" })
  const inSprint = { sprint_id: sprint.id }
  const a = await add("A", { points: 5, ...inSprint, assignee_ids: [mine] })
  const b = await add("B", { points: 3, ...inSprint, assignee_ids: [agent.member_id] })
  const c = await add("C for @demo", { points: 2, ...inSprint })
  const e = await add("E", { points: 8, ...inSprint })
  at("2026-03-02T12:00:00Z")
  await world.as(world.owner, Sprint.start, { id: sprint.id })
  at("2026-03-02T18:00:00Z")
  await move(a, "In Progress")
  at("2026-03-03T12:00:00Z")
  await move(b, "In Progress")
  at("2026-03-03T18:00:00Z")
  await move(a, "Done")
  at("2026-03-04T12:00:00Z")
  await move(b, "Done")
  const d = await add("D", { points: 4, ...inSprint, assignee_ids: [mine, agent.member_id] })
  await change(d, { points: 1 })
  at("2026-03-04T18:00:00Z")
  await move(a, "In Progress")
  at("2026-03-05T12:00:00Z")
  await change(e, { sprint_id: null })
  const f = await add("F", { points: 1, ...inSprint })
  await world.as(world.owner, TaskLink.create, { task_id: c.id, type: "blocked_by", target_task_id: a.id })
  await world.as(world.owner, Scenario.create, { task_id: a.id, title: "S", given: "g", when: "w", then: "t" })
  await world.as(world.owner, Scenario.create, { task_id: c.id, title: "T", given: "g", when: "w", then: "t" })
  at("2026-03-05T18:00:00Z")
  await move(a, "Done")
  await world.as(world.owner, Task.remove, { task_id: f.id })
  at("2026-03-06T06:00:00Z")
  await move(d, "Done")
  await db()
    .update(conversation)
    .set({ created_at: "2026-03-04T13:00:00Z", seconds: 90, input_tokens: 70, output_tokens: 7, status: "failed" })
    .where(eq(conversation.task_id, d.id))
  at("2026-03-06T12:00:00Z")
  await world.as(world.owner, Sprint.complete, { id: sprint.id })
  at("2026-03-20T12:00:00Z")
  // What happens to a task later is not the sprint's history.
  await change(a, { points: 13, status_id: statusNamed("To Do") })
  return { sprint, a, b, c, d, e, f }
}

describe("a sprint's report", () => {
  it("agrees with an example worked out by hand", async () => {
    const { sprint, a, c } = await example()
    const told = await report(sprint)
    expect(told).toMatchObject({
      sprint: { name: "One", state: "completed", completed_at: "2026-03-06T12:00:00.000Z" },
      committed: { points: 18, tasks: 4 },
      added: { points: 2, tasks: 2 },
      removed: { points: 9, tasks: 2 },
      done: { points: 9, tasks: 3 },
      unfinished: { points: 2, tasks: 1 },
      done_by: {
        people: { points: 5, tasks: 1 },
        agents: { points: 3, tasks: 1 },
        together: { points: 1, tasks: 1 },
        nobody: { points: 0, tasks: 0 },
      },
      members: [
        { kind: "user", done: { points: 5.5, tasks: 2 } },
        { kind: "agent", name: "Demo", done: { points: 3.5, tasks: 2 } },
      ],
      agent_work: [{ name: "Demo", conversations: 1, failed: 1, seconds: 90, input_tokens: 70, output_tokens: 7 }],
      reopened: [{ task: { key: a.key }, times: 1 }],
      blocked: [{ task: { key: c.key }, by: [{ key: a.key, is_done: false }] }],
      scenarios: { total: 2, of_done_tasks: 1, tasks_without: 2 },
      retrospective: null,
      actions: [],
    })
    expect(told.tasks.map(({ title, points, outcome, is_added }) => [title, points, outcome, is_added])).toEqual([
      ["A", 5, "done", false],
      ["B", 3, "done", false],
      ["C for @demo", 2, "unfinished", false],
      ["E", 8, "removed", false],
      ["D", 1, "done", true],
      ["F", 1, "removed", true],
    ])
    expect(told.waits.map(({ task, status, days }) => [task.title, status, days])).toEqual([
      ["C for @demo", "To Do", 4],
      ["E", "To Do", 3],
      ["D", "To Do", 1.75],
      ["A", "In Progress", 1],
      ["B", "To Do", 1],
    ])
    expect(told.cycle_time).toEqual({ tasks: 2, median_days: 2, p85_days: 2.7 })
  })

  it("of a sprint that runs tells how it stands, and of a planned one nothing", async () => {
    at("2026-03-02T12:00:00Z")
    const sprint = await world.as(world.owner, Sprint.create, { name: "Two" })
    await expect(report(sprint)).rejects.toMatchObject({ code: "SPRINT_NOT_STARTED" })
    await expect(report({ id: clock.id() })).rejects.toMatchObject({ code: "SPRINT_NOT_FOUND" })
    await world.as(world.owner, Sprint.start, { id: sprint.id })
    expect(await report(sprint)).toMatchObject({ committed: { tasks: 0 }, tasks: [], waits: [] })
    at("2026-03-03T12:00:00Z")
    await add("A", { sprint_id: sprint.id })
    at("2026-03-04T12:00:00Z")
    expect(await report(sprint)).toMatchObject({ unfinished: { tasks: 1 }, waits: [{ status: "To Do", days: 1 }] })
  })

  it("keeps conversations and documents from who may not see them", async () => {
    const { sprint } = await example()
    const reader = await createPerson("Rea Reader")
    const { id: member_id } = await joinWorld(world, reader, "Viewer")
    const role = await world.as(world.owner, Role.create, { name: "Reader", actions: ["tasks:read"] })
    await world.as(world.owner, Member.update, { member_id, role_id: role.id })
    expect((await report(sprint)).agent_work).toHaveLength(1)
    await world.as(world.owner, Retrospective.open, { id: sprint.id })
    const told = await world.as(reader, Report.report, { id: sprint.id })
    expect(told).toMatchObject({ agent_work: null, retrospective: null, actions: [] })
  })
})

describe("a retrospective", () => {
  it("is a document with the facts in it, made once, and again when it was deleted", async () => {
    const { sprint } = await example()
    const open = () => world.as(world.owner, Retrospective.open, { id: sprint.id })
    const first = await open()
    expect(first).toMatchObject({ title: "Retrospective of One", is_new: true })
    expect(await open()).toEqual({ ...first, is_new: false })
    expect((await report(sprint)).retrospective).toEqual({ document_id: first.document_id, title: first.title })
    const { content } = await world.as(world.owner, Document.get, { doc_id: first.document_id })
    for (const line of [
      "> Refund \\*fast\\*, &#64;demo",
      "- Committed: 18 points in 4 tasks",
      "- Carried over: 2 points in 1 task",
      "- Demo worked 1.5 minutes in 1 conversation, of which 1 failed, with 77 tokens",
      "- PLN-3 C for &#64;demo: 4 days in To Do",
      "## What went well",
      "## What to change",
      "## Actions",
    ])
      expect(content.text).toContain(line)
    // Titles are quoted: nobody who is mentioned in one is called by it.
    const { items } = await world.as(world.owner, Conversation.list, {})
    expect(items.filter(({ doc }) => doc !== null)).toEqual([])
    await world.as(world.owner, Document.remove, { doc_id: first.document_id })
    expect(await open()).toMatchObject({ is_new: true })
  })

  it("makes tasks of what the team decides, linked to it", async () => {
    const { sprint } = await example()
    const next = await world.as(world.owner, Sprint.create, { name: "Next" })
    const input = { id: sprint.id, title: "Pair on refunds", assignee_ids: [mine], sprint_id: next.id }
    const action = await world.as(world.owner, Retrospective.addAction, input)
    expect(action).toMatchObject({ sprint_id: next.id, assignee_ids: [mine], tags: ["retrospective"] })
    const { retrospective, actions } = await report(sprint)
    expect(actions).toMatchObject([{ key: action.key, title: "Pair on refunds", is_done: false }])
    const links = await world.as(world.owner, Link.list, { doc_id: retrospective?.document_id })
    expect(links.find(({ task }) => task.id === action.id)?.origin).toBe("manual")
  })

  it("takes the rights to documents and to tasks", async () => {
    const { sprint } = await example()
    const viewer = await createPerson("Vera Viewer")
    await joinWorld(world, viewer, "Viewer")
    for (const refused of [
      () => world.as(viewer, Retrospective.open, { id: sprint.id }),
      () => world.as(viewer, Retrospective.addAction, { id: sprint.id, title: "x" }),
    ])
      await expect(refused()).rejects.toMatchObject({ status: 403 })
  })
})

it("quotes what somebody wrote so that it means nothing in Markdown, and calls nobody", () => {
  expect(plain("a *b*\n@demo [x](y) #1")).toBe("a \\*b\\* &#64;demo \\[x\\](y) \\#1")
})

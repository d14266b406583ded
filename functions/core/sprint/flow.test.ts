import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import * as Agent from "../agent/agent.ts"
import { clock } from "../clock.ts"
import * as Status from "../task/status.ts"
import * as Task from "../task/task.ts"
import * as CycleTime from "./cycle-time.ts"
import { percentile } from "./cycle-time.ts"
import * as Flow from "./flow.ts"
import * as Sprint from "./sprint.ts"

let world: World
let statuses: { id: string; name: string }[]

beforeAll(freshDatabase)
beforeEach(async () => {
  world = await createWorld()
  statuses = await world.as(world.owner, Status.list, {})
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
const flow = (input: object) => world.as(world.owner, Flow.cumulativeFlow, input)
const cycleTime = (input: object) => world.as(world.owner, CycleTime.cycleTime, input)

/**
 * The example, worked out by hand: Monday 2 to Thursday 5 March 2026.
 *   before: A is there, to do; Z is done.
 *   Mon: B is made, in the backlog. A begins at 09:00.             backlog 1, in progress 1, done 1
 *   Tue: A is done at 21:00 (12 + 24 h = 1.5 days). C is made and   backlog 0, to do 2, done 2
 *        done at once, never begun. B is made ready to do.
 *        C is reopened.
 *   Wed: B begins at 06:00 and is done at 18:00 (0.5 days). C is    done 3
 *        deleted.
 *   Thu: A is reopened and done again at 09:00 (3 days in all).     done 4
 *        D is made in progress and done 6 h later (0.25 days).
 */
async function example() {
  at("2026-03-01T12:00:00Z")
  const a = await add("A", { points: 3, status_id: statusNamed("To Do") })
  await add("Z", { status_id: statusNamed("Done") })
  at("2026-03-02T09:00:00Z")
  const b = await add("B", { status_id: statusNamed("Backlog") })
  await move(a, "In Progress")
  at("2026-03-03T10:00:00Z")
  const c = await add("C", { status_id: statusNamed("To Do") })
  await move(c, "Done")
  await move(c, "To Do")
  await move(b, "To Do")
  at("2026-03-03T21:00:00Z")
  await move(a, "Done")
  at("2026-03-04T06:00:00Z")
  await move(b, "In Progress")
  at("2026-03-04T18:00:00Z")
  await move(b, "Done")
  await world.as(world.owner, Task.remove, { task_id: c.id })
  at("2026-03-05T08:00:00Z")
  await move(a, "In Progress")
  const d = await add("D", { status_id: statusNamed("In Progress") })
  at("2026-03-05T09:00:00Z")
  await move(a, "Done")
  at("2026-03-05T14:00:00Z")
  await move(d, "Done")
  at("2026-03-20T10:00:00Z")
  // What happens later is not part of this time.
  const e = await add("E", { status_id: statusNamed("In Progress") })
  await move(e, "Done")
}

const span = { from: "2026-03-02", to: "2026-03-05" }

describe("cumulative flow", () => {
  it("agrees with an example worked out by hand", async () => {
    await example()
    const { days, done_before } = await flow(span)
    expect(done_before).toBe(1)
    expect(
      days.map(({ day, counts: { backlog, todo, inprogress, done } }) => [day, backlog, todo, inprogress, done]),
    ).toEqual([
      ["2026-03-02", 1, 0, 1, 1],
      ["2026-03-03", 0, 2, 0, 2],
      ["2026-03-04", 0, 0, 0, 3],
      ["2026-03-05", 0, 0, 0, 4],
    ])
  })

  it("counts tasks where they were, also in a status that is gone", async () => {
    at("2026-03-02T09:00:00Z")
    const review = await world.as(world.owner, Status.create, { name: "Shipped", category: "done" })
    await add("A", { status_id: review.id })
    at("2026-03-03T09:00:00Z")
    await world.as(world.owner, Status.remove, { id: review.id, move_to: statusNamed("To Do") })
    const { days } = await flow({ from: "2026-03-02", to: "2026-03-03" })
    expect(days.map(({ counts }) => [counts.todo, counts.done])).toEqual([
      [0, 1],
      [1, 0],
    ])
  })

  it("of a sprint has its tasks while they were in it, and ends when it does", async () => {
    at("2026-03-02T09:00:00Z")
    const sprint = await world.as(world.owner, Sprint.create, { name: "One" })
    expect(await flow({ sprint_id: sprint.id })).toEqual({ days: [], done_before: 0 })
    const a = await add("A", { sprint_id: sprint.id })
    await add("Not in it")
    await world.as(world.owner, Sprint.start, { id: sprint.id })
    at("2026-03-03T09:00:00Z")
    const b = await add("B", { sprint_id: sprint.id })
    await move(a, "In Progress")
    at("2026-03-04T09:00:00Z")
    await move(a, "Done")
    at("2026-03-04T10:00:00Z")
    await world.as(world.owner, Sprint.complete, { id: sprint.id })
    at("2026-03-09T09:00:00Z")
    await move(b, "Done")
    const { days } = await flow({ sprint_id: sprint.id })
    expect(days.map(({ counts: { todo, inprogress, done } }) => [todo, inprogress, done])).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 0, 1],
    ])
    expect((await cycleTime({ sprint_id: sprint.id })).tasks).toMatchObject([{ title: "A", days: 1 }])
  })

  it("is told of at most a year, by default of the last thirty days", async () => {
    at("2026-03-20T10:00:00Z")
    expect((await flow({})).days.map(({ day }) => day)).toMatchObject({ 0: "2026-02-19", 29: "2026-03-20", length: 30 })
    for (const wrong of [
      { from: "2026-03-05", to: "2026-03-02" },
      { from: "2024-03-05", to: "2026-03-02" },
    ])
      await expect(flow(wrong)).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "to" }] } })
    await expect(flow({ sprint_id: clock.id() })).rejects.toMatchObject({ code: "SPRINT_NOT_FOUND" })
  })
})

describe("cycle time", () => {
  it("agrees with an example worked out by hand", async () => {
    await example()
    const told = await cycleTime(span)
    expect(told.tasks.map(({ title, started_at, done_at, days }) => [title, started_at, done_at, days])).toEqual([
      ["D", "2026-03-05T08:00:00.000Z", "2026-03-05T14:00:00.000Z", 0.25],
      ["A", "2026-03-02T09:00:00.000Z", "2026-03-05T09:00:00.000Z", 3],
      ["B", "2026-03-04T06:00:00.000Z", "2026-03-04T18:00:00.000Z", 0.5],
    ])
    // Of 0.25, 0.5 and 3: the middle one, and 70 percent of the way from it to the last.
    expect(told.median_days).toBe(0.5)
    expect(told.p85_days).toBeCloseTo(2.25)
    expect(told.unstarted).toBe(0)
    expect(told.tasks.map(({ has_agent }) => has_agent)).toEqual([false, false, false])
  })

  it("says which tasks agents had", async () => {
    at("2026-03-02T09:00:00Z")
    const agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
    const a = await add("A", { status_id: statusNamed("In Progress"), assignee_ids: [agent.member_id] })
    at("2026-03-03T09:00:00Z")
    await move(a, "Done")
    expect((await cycleTime(span)).tasks).toMatchObject([{ title: "A", days: 1, has_agent: true }])
  })

  it("does not guess how long a task took that nobody began", async () => {
    at("2026-03-02T09:00:00Z")
    const a = await add("A")
    at("2026-03-04T09:00:00Z")
    await move(a, "Done")
    expect(await cycleTime(span)).toEqual({ tasks: [], median_days: null, p85_days: null, unstarted: 1 })
  })

  it("has percentiles between two numbers in proportion", () => {
    expect([percentile([], 0.5), percentile([4], 0.85), percentile([1, 3], 0.5)]).toEqual([null, 4, 2])
  })
})

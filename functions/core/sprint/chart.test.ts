import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import { clock } from "../clock.ts"
import * as Status from "../task/status.ts"
import * as Task from "../task/task.ts"
import * as Chart from "./chart.ts"
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
const add = (title: string, fields: object) => world.as(world.owner, Task.create, { title, ...fields })
const change = (task: { id: string }, fields: object) =>
  world.as(world.owner, Task.update, { task_id: task.id, ...fields })
const plan = (name: string, fields: object = {}) => world.as(world.owner, Sprint.create, { name, ...fields })
const start = (sprint: { id: string }) => world.as(world.owner, Sprint.start, { id: sprint.id })
const complete = (sprint: { id: string }) => world.as(world.owner, Sprint.complete, { id: sprint.id })
const burndown = (sprint: { id: string }) => world.as(world.owner, Chart.burndown, { id: sprint.id })

/**
 * The example, worked out by hand. Five days, Monday 2 to Friday 6 March 2026. A (5 points), B (3) and C (2) are
 * committed: 10 points.
 *   Mon: nothing is done.                                             scope 10, done  0, remaining 10
 *   Tue: A is done.                                                   scope 10, done  5, remaining  5
 *   Wed: D (4) is added, B is estimated anew from 3 to 1.             scope 12, done  5, remaining  7
 *   Thu: A is reopened, C leaves the sprint, E (8) is added, deleted. scope 10, done  0, remaining 10
 *   Fri: A and D are done; the sprint is completed; B goes.           scope 10, done  9, remaining  1
 * Ideal, of 10 points over 5 days: 8, 6, 4, 2, 0.
 */
async function example() {
  at("2026-03-01T12:00:00Z")
  const sprint = await plan("One", { start_date: "2026-03-02", end_date: "2026-03-06" })
  const inSprint = { sprint_id: sprint.id }
  const a = await add("A", { points: 5, ...inSprint })
  const b = await add("B", { points: 3, ...inSprint })
  const c = await add("C", { points: 2, ...inSprint })
  at("2026-03-02T09:00:00Z")
  await start(sprint)
  at("2026-03-03T10:00:00Z")
  await change(a, { status_id: statusNamed("Done") })
  at("2026-03-04T10:00:00Z")
  const d = await add("D", { points: 4, ...inSprint })
  await change(b, { points: 1 })
  at("2026-03-05T10:00:00Z")
  await change(a, { status_id: statusNamed("In Progress") })
  await change(c, { sprint_id: null })
  const e = await add("E", { points: 8, ...inSprint })
  at("2026-03-05T11:00:00Z")
  await world.as(world.owner, Task.remove, { task_id: e.id })
  at("2026-03-06T10:00:00Z")
  await change(a, { status_id: statusNamed("Done") })
  await change(d, { status_id: statusNamed("Done") })
  at("2026-03-06T16:00:00Z")
  await complete(sprint)
  at("2026-03-20T10:00:00Z")
  // What happens to a task later is not the sprint's history.
  await change(a, { points: 13, status_id: statusNamed("To Do") })
  return sprint
}

describe("burndown", () => {
  it("agrees with an example worked out by hand", async () => {
    const { committed, days } = await burndown(await example())
    expect(committed).toEqual({ points: 10, tasks: 3 })
    expect(
      days.map(({ day, scope, done, remaining, ideal_points }) => [
        day,
        scope.points,
        done.points,
        remaining.points,
        ideal_points === null ? null : Math.round(ideal_points * 100) / 100,
      ]),
    ).toEqual([
      ["2026-03-02", 10, 0, 10, 8],
      ["2026-03-03", 10, 5, 5, 6],
      ["2026-03-04", 12, 5, 7, 4],
      ["2026-03-05", 10, 0, 10, 2],
      ["2026-03-06", 10, 9, 1, 0],
    ])
    expect(days.map(({ scope, remaining }) => [scope.tasks, remaining.tasks])).toEqual([
      [3, 3],
      [3, 2],
      [4, 3],
      [3, 3],
      [3, 1],
    ])
  })

  it("of a running sprint ends today, and of a planned one says nothing", async () => {
    at("2026-03-02T09:00:00Z")
    const [running, planned] = [await plan("Running"), await plan("Planned")]
    await start(running)
    const task = await add("Only one", { points: 2, sprint_id: running.id })
    at("2026-03-04T09:00:00Z")
    await change(task, { status_id: statusNamed("Done") })
    const { committed, days } = await burndown(running)
    expect(committed).toEqual({ points: 0, tasks: 0 })
    expect(days.map(({ day, remaining, ideal_points }) => [day, remaining.points, ideal_points])).toEqual([
      ["2026-03-02", 2, null],
      ["2026-03-03", 2, null],
      ["2026-03-04", 0, null],
    ])
    expect(await burndown(planned)).toMatchObject({ committed: null, days: [] })
    await expect(burndown({ id: clock.id() })).rejects.toMatchObject({ code: "SPRINT_NOT_FOUND" })
  })
})

describe("velocity", () => {
  it("agrees with an example worked out by hand", async () => {
    expect(await world.as(world.owner, Chart.velocity, {})).toEqual({ sprints: [], average_points: null })
    await example()
    at("2026-03-21T10:00:00Z")
    const second = await plan("Two")
    // A task carried over, done in the second sprint, is the second's.
    const carried = await add("F", { points: 3, sprint_id: second.id })
    at("2026-03-21T11:00:00Z")
    await start(second)
    at("2026-03-25T10:00:00Z")
    await change(carried, { status_id: statusNamed("Done") })
    at("2026-03-27T10:00:00Z")
    await complete(second)
    const { sprints, average_points } = await world.as(world.owner, Chart.velocity, {})
    expect(sprints.map(({ name, committed, done }) => [name, committed.points, done.points, done.tasks])).toEqual([
      ["One", 10, 9, 2],
      ["Two", 3, 3, 1],
    ])
    expect(average_points).toBe(6)
    const last = await world.as(world.owner, Chart.velocity, { limit: 1 })
    expect(last).toMatchObject({ sprints: [{ name: "Two" }], average_points: 3 })
  })
})

import { beforeAll, describe, expect, it } from "vitest"
import type * as z from "zod"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { clock } from "../clock.ts"
import * as Field from "../field/field.ts"
import type { Member } from "../member/member.ts"
import * as Sprint from "../sprint/sprint.ts"
import type { Task as WholeTask } from "../task/card.ts"
import * as Status from "../task/status.ts"
import { priorities } from "../task/task.sql.ts"
import * as Task from "../task/task.ts"
import * as TimeLog from "../task/time-log.ts"
import * as Board from "./board.ts"
import { daysOf } from "./filter.ts"
import * as Move from "./move.ts"
import * as View from "./view.ts"

/** A project whose tasks have a bit of everything, and the same tasks as the test knows them. */
let world: World
let tasks: WholeTask[]
let members: Member[]
let statuses: z.infer<typeof Status.TaskStatus>[]
let sprint: Sprint.Sprint
let fields: Record<"team" | "parts" | "risky" | "cost" | "seen" | "note", z.infer<typeof Field.CustomField>>

const random = (() => {
  let seed = 7
  return (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
})()
const maybe = <T>(value: T): T | undefined => (random(3) === 0 ? undefined : value)
const some = <T>(values: readonly T[]): T[] => values.filter(() => random(3) === 0)
const one = <T>(values: readonly T[]): T => values[random(values.length)] as T

const field = (name: string, type: string, options?: string[]) =>
  world.as(world.owner, Field.create, { name, type, ...(options && { options }) })

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  const mate = await joinWorld(world, await createPerson("Mia Mate"), "Editor")
  const board = await world.as(world.owner, Board.board, { view_id: "default" })
  members = board.members
  expect(members.map(({ id }) => id)).toContain(mate.id)
  statuses = board.statuses
  sprint = await world.as(world.owner, Sprint.create, { name: "Sprint 1" })
  fields = {
    team: await field("Team", "select", ["Red", "Blue"]),
    parts: await field("Parts", "multi_select", ["Web", "API", "Docs"]),
    risky: await field("Risky", "boolean"),
    cost: await field("Cost", "number"),
    seen: await field("Seen", "date"),
    note: await field("Note", "text"),
  }
  tasks = []
  for (let index = 0; index < 90; index++) {
    const custom: [string, unknown][] = [
      [fields.team.id, maybe(one(fields.team.options).id)],
      [fields.parts.id, some(fields.parts.options).map(({ id }) => id)],
      [fields.risky.id, maybe(random(2) === 0)],
      [fields.cost.id, maybe(random(50) / 4)],
      [fields.seen.id, maybe(`2026-0${1 + random(9)}-1${random(9)}`)],
      [fields.note.id, maybe(one(["Amber", "birch", "Cedar 100%", "dogwood"]))],
    ]
    tasks.push(
      await world.as(world.owner, Task.create, {
        title: `${one(["Fix", "fix", "Write", "draw"])} ${one(["the board", "a_list", "100% of it"])}`,
        status_id: one(statuses).id,
        task_type_id: one(board.task_types).id,
        priority: maybe(one(priorities)) ?? null,
        points: maybe(random(8)) ?? null,
        assignee_ids: some(members).map(({ id }) => id),
        tags: some(["tax", "refund", "null"]),
        sprint_id: maybe(sprint.id) ?? null,
        start_date: maybe(`2026-0${1 + random(9)}-2${random(9)}`) ?? null,
        due_date: maybe(`2026-0${1 + random(9)}-0${1 + random(9)}`) ?? null,
        parent_task_id: index > 5 ? (maybe(tasks[random(4)]?.id) ?? null) : null,
        custom_fields: Object.fromEntries(custom.filter(([, value]) => value !== undefined)),
      }),
    )
  }
  for (const task of tasks.slice(0, 10)) {
    await world.as(world.owner, TimeLog.create, { task_id: task.id, minutes: 30, day: "2026-01-01" })
  }
}, 120_000)

type Config = Record<string, unknown>
const viewOf = (config: Config) => world.as(world.owner, View.create, { name: "v", config })
const remove = (view: View.View) => world.as(world.owner, View.remove, { view_id: view.id })
const read = (view: View.View, input: object = {}) => world.as(world.owner, Board.board, { view_id: view.id, ...input })

/** Every task of a column, through its pages. */
async function pagesOf(view: View.View, input: object, size = 7): Promise<WholeTask["id"][]> {
  const ids: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < 100; page++) {
    const answer: { items: { id: string }[]; next_cursor: string | null } = await world.as(world.owner, Board.tasks, {
      view_id: view.id,
      page_size: size,
      ...input,
      ...(cursor && { cursor }),
    })
    ids.push(...answer.items.map(({ id }) => id))
    cursor = answer.next_cursor
    if (!cursor) return ids
  }
  throw new Error("The pages do not end.")
}

const custom = (task: WholeTask, { id }: { id: string }) => task.custom_fields[id]
const orNull = <T>(values: T[]) => (values.length > 0 ? values : [null])

/** Which groups a task is in, by the field that groups. */
const groupings: Record<string, (task: WholeTask) => (string | null)[]> = {
  status: (task) => [task.status_id],
  task_type: (task) => [task.task_type_id],
  priority: (task) => [task.priority],
  sprint: (task) => [task.sprint_id],
  parent: (task) => [task.parent_task_id],
  assignee: (task) => orNull(task.assignee_ids),
  tag: (task) => orNull(task.tags),
}
const customGroupings = (): typeof groupings => ({
  [fields.team.id]: (task) => [(custom(task, fields.team) as string) ?? null],
  [fields.parts.id]: (task) => orNull((custom(task, fields.parts) as string[] | undefined) ?? []),
  [fields.risky.id]: (task) => [custom(task, fields.risky)?.toString() ?? null],
})

const key = (group: string | null) => group ?? "null"
const sorted = (ids: string[]) => ids.toSorted()

describe("a view's columns", () => {
  it("hold every task under each of its groups, whatever they are grouped by", async () => {
    for (const [column_by, groupsOf] of Object.entries({ ...groupings, ...customGroupings() })) {
      const view = await viewOf({ column_by, field_sum: "points", initial_page_size: 5 })
      const board = await read(view)
      const keys = new Set(tasks.flatMap(groupsOf))
      for (const group of keys) {
        const expected = tasks.filter((task) => groupsOf(task).includes(group))
        const column = board.columns.find((each) => each.key === group)
        const cell = board.cells.find((each) => each.column === group)
        const points = expected.reduce((sum, task) => sum + (task.points ?? 0), 0)
        expect(column, `${column_by} ${group}`).toMatchObject({ total: expected.length, sum: points })
        expect(cell?.task_ids, `${column_by} ${group}`).toHaveLength(Math.min(5, expected.length))
        expect(Boolean(column?.next_cursor)).toBe(expected.length > 5)
        // A tag may be called "null"; a query cannot tell the two apart and means the group of none.
        if (group === "null") continue
        const all = await pagesOf(view, { column: key(group) })
        expect(sorted(all), `${column_by} ${group}`).toEqual(sorted(expected.map(({ id }) => id)))
        expect(all.slice(0, 5)).toEqual(cell?.task_ids)
      }
      expect(board.columns.filter(({ total }) => total > 0)).toHaveLength(keys.size)
      await remove(view)
    }
  })

  it("cross with swimlanes and are narrowed by a slice", async () => {
    const view = await viewOf({ column_by: "status", swimlanes: "assignee", slice_by: "tag" })
    const board = await read(view)
    for (const cell of board.cells) {
      const expected = tasks.filter(
        (task) =>
          task.status_id === cell.column &&
          (cell.swimlane === null ? task.assignee_ids.length === 0 : task.assignee_ids.includes(cell.swimlane)),
      )
      expect(cell.total).toBe(expected.length)
      expect(sorted(cell.task_ids)).toEqual(sorted(expected.map(({ id }) => id)))
    }
    expect(board.slices.find((slice) => slice.key === "tax")?.total).toBe(
      tasks.filter(({ tags }) => tags.includes("tax")).length,
    )
    const sliced = await read(view, { slice: "tax" })
    expect(sliced.tasks.every(({ tags }) => tags.includes("tax"))).toBe(true)
    expect(sliced.slices).toEqual(board.slices)
    await remove(view)
  })

  it("sum up what the view says", async () => {
    const total = (board: Awaited<ReturnType<typeof read>>) =>
      board.columns.reduce((sum, column) => sum + (column.sum ?? 0), 0)
    const costs = tasks.reduce((sum, task) => sum + Number(custom(task, fields.cost) ?? 0), 0)
    for (const [field_sum, expected] of [
      ["count", tasks.length],
      ["points", tasks.reduce((sum, task) => sum + (task.points ?? 0), 0)],
      ["logged_minutes", 300],
      [fields.cost.id, costs],
    ] as const) {
      const view = await viewOf({ column_by: "status", field_sum })
      expect(total(await read(view)), field_sum).toBeCloseTo(expected)
      await remove(view)
    }
  })
})

describe("a view's order", () => {
  const values: Record<string, (task: WholeTask) => string | number | null> = {
    number: (task) => task.number,
    title: (task) => task.title.toLowerCase(),
    priority: (task) => (task.priority ? priorities.indexOf(task.priority) : null),
    points: (task) => task.points,
    start_date: (task) => task.start_date,
    due_date: (task) => task.due_date,
    created_at: (task) => Date.parse(task.created_at),
    status: (task) => statuses.findIndex(({ id }) => id === task.status_id),
  }

  it("is the field's, both ways, with tasks of no value last and none lost between pages", async () => {
    const all = {
      ...values,
      [fields.cost.id]: (task: WholeTask) => (custom(task, fields.cost) as number) ?? null,
      [fields.seen.id]: (task: WholeTask) => (custom(task, fields.seen) as string) ?? null,
      [fields.note.id]: (task: WholeTask) => (custom(task, fields.note) as string)?.toLowerCase() ?? null,
    }
    for (const [sort_by, sortValue] of Object.entries(all)) {
      for (const sort_direction of ["asc", "desc"] as const) {
        const view = await viewOf({ sort_by, sort_direction })
        const ids = await pagesOf(view, {})
        expect(sorted(ids)).toEqual(sorted(tasks.map(({ id }) => id)))
        const found = ids.map((id) => sortValue(tasks.find((task) => task.id === id) as WholeTask))
        const present = found.filter((value) => value !== null)
        expect(found.slice(0, present.length), sort_by).toEqual(present)
        if (sort_by !== "title") {
          const way = sort_direction === "asc" ? 1 : -1
          const ordered = present.toSorted((a, b) => (a < b ? -way : a > b ? way : 0))
          expect(present, `${sort_by} ${sort_direction}`).toEqual(ordered)
        }
        await remove(view)
      }
    }
  })

  it("by hand is kept through pages, of tasks that were placed and those that never were", async () => {
    const view = await viewOf({ column_by: "status" })
    const column = statuses[1]?.id ?? ""
    const before = await pagesOf(view, { column })
    let order = before
    for (let step = 0; step < 40; step++) {
      const [task, after] = [one(order), maybe(one(order)) ?? null]
      if (task === after) continue
      await world.as(world.owner, Move.move, { view_id: view.id, task_id: task, after })
      const others = order.filter((id) => id !== task)
      order = others.toSpliced(after === null ? 0 : others.indexOf(after) + 1, 0, task)
      if (step % 8 === 0) expect(await pagesOf(view, { column }, 3)).toEqual(order)
    }
    expect(await pagesOf(view, { column }, 4)).toEqual(order)
    const { items } = await world.as(world.owner, Board.positions, { view_id: view.id, page_size: 200 })
    expect(items.filter((item) => item.status_id === column).map((item) => item.task_id)).toEqual(order)
    await remove(view)
  })
})

describe("a view's filters", () => {
  const check = async (filters: object, meets: (task: WholeTask) => boolean) => {
    const view = await viewOf({ filters })
    const expected = tasks.filter(meets).map(({ id }) => id)
    expect(sorted(await pagesOf(view, {}, 200)), JSON.stringify(filters)).toEqual(sorted(expected))
    await remove(view)
  }

  it("find what each operator says", async () => {
    const [todo, done] = [statuses[1]?.id ?? "", statuses[4]?.id ?? ""]
    const mate = members[1]?.id ?? ""
    await check({ field: "status", operator: "is", value: todo }, (task) => task.status_id === todo)
    await check(
      { field: "status", operator: "none_of", value: [todo, done] },
      ({ status_id }) => ![todo, done].includes(status_id),
    )
    await check({ field: "status_category", operator: "is_not", value: "done" }, (task) => task.status_id !== done)
    await check(
      { field: "priority", operator: "any_of", value: ["high", "low"] },
      ({ priority }) => priority === "high" || priority === "low",
    )
    await check({ field: "priority", operator: "is_not", value: "high" }, ({ priority }) => priority !== "high")
    await check({ field: "priority", operator: "is_empty" }, ({ priority }) => priority === null)
    await check({ field: "assignee", operator: "is", value: mate }, ({ assignee_ids }) => assignee_ids.includes(mate))
    await check({ field: "assignee", operator: "is_empty" }, ({ assignee_ids }) => assignee_ids.length === 0)
    await check(
      { field: "tag", operator: "any_of", value: ["tax", "refund"] },
      ({ tags }) => tags.includes("tax") || tags.includes("refund"),
    )
    await check({ field: "tag", operator: "is_not_empty" }, ({ tags }) => tags.length > 0)
    await check({ field: "title", operator: "contains", value: "100%" }, ({ title }) => title.includes("100%"))
    await check({ field: "title", operator: "contains", value: "a_l" }, ({ title }) => title.includes("a_l"))
    await check(
      { field: "title", operator: "is", value: "FIX THE BOARD" },
      ({ title }) => title.toLowerCase() === "fix the board",
    )
    await check(
      { field: "points", operator: "between", value: [2, 5] },
      ({ points }) => points !== null && points >= 2 && points <= 5,
    )
    await check({ field: "points", operator: "before", value: 3 }, ({ points }) => points !== null && points < 3)
    await check({ field: "points", operator: "is_not", value: 3 }, ({ points }) => points !== 3)
    await check({ field: "number", operator: "after", value: 80 }, ({ number }) => number > 80)
    await check(
      { field: "due_date", operator: "after", value: "2026-05-01" },
      ({ due_date }) => due_date !== null && due_date > "2026-05-01",
    )
    await check({ field: "parent", operator: "is_empty" }, ({ parent_task_id }) => parent_task_id === null)
    await check({ field: "created_at", operator: "is", value: "today" }, () => true)
    await check({ field: "created_at", operator: "before", value: "today" }, () => false)
    await check(
      { field: fields.team.id, operator: "is", value: fields.team.options[0]?.id },
      (task) => custom(task, fields.team) === fields.team.options[0]?.id,
    )
    await check(
      { field: fields.parts.id, operator: "none_of", value: [fields.parts.options[0]?.id] },
      (task) => !(custom(task, fields.parts) as string[] | undefined)?.includes(fields.parts.options[0]?.id ?? ""),
    )
    await check({ field: fields.risky.id, operator: "is", value: true }, (task) => custom(task, fields.risky) === true)
    await check(
      { field: fields.cost.id, operator: "after", value: 6 },
      (task) => Number(custom(task, fields.cost) ?? 0) > 6,
    )
    await check({ field: fields.seen.id, operator: "between", value: ["2026-02-01", "2026-06-30"] }, (task) => {
      const seen = custom(task, fields.seen) as string | undefined
      return seen !== undefined && seen >= "2026-02-01" && seen <= "2026-06-30"
    })
    await check(
      { field: fields.note.id, operator: "contains", value: "CEDAR 100%" },
      (task) => custom(task, fields.note) === "Cedar 100%",
    )
  })

  it("combine with and and or", async () => {
    await check(
      {
        and: [
          { field: "points", operator: "is_not_empty" },
          {
            or: [
              { field: "tag", operator: "is", value: "tax" },
              { field: "priority", operator: "is", value: "high" },
            ],
          },
        ],
      },
      ({ points, tags, priority }) => points !== null && (tags.includes("tax") || priority === "high"),
    )
  })

  it("mean the one who looks by `me`", async () => {
    const me = members.find(({ user_id }) => user_id === world.owner.user_id)?.id ?? ""
    await check({ field: "assignee", operator: "is", value: "me" }, ({ assignee_ids }) => assignee_ids.includes(me))
  })

  it("know relative days by the clock", () => {
    const wednesday = Date.UTC(2026, 1, 25, 23, 59)
    expect(daysOf("today", wednesday)).toEqual({ from: "2026-02-25", to: "2026-02-25" })
    expect(daysOf("this_week", wednesday)).toEqual({ from: "2026-02-23", to: "2026-03-01" })
    expect(daysOf("last_week", wednesday)).toEqual({ from: "2026-02-16", to: "2026-02-22" })
    expect(daysOf("next_month", wednesday)).toEqual({ from: "2026-03-01", to: "2026-03-31" })
    expect(daysOf("last_month", Date.UTC(2026, 0, 31))).toEqual({ from: "2025-12-01", to: "2025-12-31" })
    expect(daysOf("this_week", Date.UTC(2026, 2, 1))).toEqual({ from: "2026-02-23", to: "2026-03-01" })
  })
})

describe("a search on top of a view", () => {
  it("narrows the columns, their totals and their pages alike", async () => {
    const view = await viewOf({ column_by: "status", initial_page_size: 3 })
    const mate = members[1]?.id ?? ""
    const found = tasks.filter(
      ({ title, tags, assignee_ids }) =>
        title.toLowerCase().includes("fix") &&
        tags.some((tag) => tag === "tax" || tag === "refund") &&
        (assignee_ids.includes(mate) || assignee_ids.length === 0),
    )
    const overlay = { q: "FIX pln-", tag: "tax,refund", assignee: `${mate},none` }
    const board = await read(view, overlay)
    expect(board.columns.reduce((sum, { total }) => sum + total, 0)).toBe(found.length)
    const ids = await Promise.all(statuses.map(({ id }) => pagesOf(view, { ...overlay, column: id }, 2)))
    expect(sorted(ids.flat())).toEqual(sorted(found.map(({ id }) => id)))
    const [only] = (await read(view, { q: `PLN-${tasks[41]?.number}` })).tasks
    expect(only?.id).toBe(tasks[41]?.id)
    await remove(view)
  })

  it("refuses a cursor that no list gave", async () => {
    for (const cursor of [
      "x",
      Buffer.from("[1]").toString("base64url"),
      Buffer.from('["a",-1]').toString("base64url"),
    ]) {
      const wrong = world.as(world.owner, Board.tasks, { view_id: "default", cursor })
      await expect(wrong).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "cursor" }] } })
    }
  })
})

it("shows a sprint's views its own tasks alone", async () => {
  const [board] = await world.as(world.owner, View.list, { sprint_id: sprint.id })
  if (!board) throw new Error("The sprint has no board.")
  const shown = await read(board)
  expect(sorted(shown.tasks.map(({ id }) => id))).toEqual(
    sorted(tasks.filter(({ sprint_id }) => sprint_id === sprint.id).map(({ id }) => id)),
  )
})

it("finds nothing under the key of a column of another project", async () => {
  const other = await createWorld("FOR")
  const [status] = await other.as(other.owner, Status.list, {})
  const answer = await world.as(world.owner, Board.tasks, { view_id: "default", column: status?.id })
  expect(answer.items).toEqual([])
  const strange = await world.as(world.owner, Board.tasks, { view_id: "default", column: clock.id().slice(3) })
  expect(strange.items).toEqual([])
})

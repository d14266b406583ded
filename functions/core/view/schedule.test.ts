import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import * as Link from "../task/link.ts"
import * as Task from "../task/task.ts"
import { schedule, undated } from "./schedule.ts"
import * as View from "./view.ts"

/** Tasks of every kind around a November, by title. */
let world: World
let view: View.View
const ids = new Map<string, string>()

const id = (title: string) => ids.get(title) ?? "00000000-0000-0000-0000-000000000000"
async function create(title: string, fields: object = {}) {
  ids.set(title, (await world.as(world.owner, Task.create, { title, ...fields })).id)
}
const read = (input: object) =>
  world.as(world.owner, schedule, { view_id: view.id, from: "2026-11-01", to: "2026-11-30", ...input })
const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title)

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  view = await world.as(world.owner, View.create, { name: "All", context: "timeline", config: { sort_by: "title" } })
  await create("Across", { start_date: "2026-10-01", due_date: "2026-12-24" })
  await create("Due in it", { due_date: "2026-11-30" })
  await create("Begun in it", { start_date: "2026-11-01" })
  await create("Before", { start_date: "2026-10-01", due_date: "2026-10-31" })
  await create("After", { due_date: "2026-12-01" })
  await create("Epic without dates")
  await create("Dated child", { due_date: "2026-11-12", parent_task_id: id("Epic without dates") })
  await create("Undated child", { parent_task_id: id("Epic without dates") })
  await create("Grandchild", { parent_task_id: id("Undated child"), due_date: "2027-06-01" })
  await create("Deleted", { due_date: "2026-11-12" })
  await world.as(world.owner, Task.remove, { task_id: id("Deleted") })
  for (const [from, to] of [
    ["Due in it", "Begun in it"],
    ["Before", "Due in it"],
  ] as const)
    await world.as(world.owner, Link.create, { task_id: id(from), type: "blocks", target_task_id: id(to) })
  await world.as(world.owner, Link.create, {
    task_id: id("Across"),
    type: "relates",
    target_task_id: id("Due in it"),
  })
})

describe("a schedule", () => {
  it("holds what touches the range, in the view's order", async () => {
    expect(titles(await read({}))).toEqual(["Across", "Begun in it", "Dated child", "Due in it"])
    expect(titles(await read({ from: "2026-12-01", to: "2026-12-01" }))).toEqual(["Across", "After"])
  })

  it("holds as a tree also what lies above and under these", async () => {
    expect(titles(await read({ tree: "true" }))).toEqual([
      "Across",
      "Begun in it",
      "Dated child",
      "Due in it",
      "Epic without dates",
      "Grandchild",
      "Undated child",
    ])
  })

  it("tells what blocks what of those it holds", async () => {
    const { dependencies } = await read({})
    expect(dependencies).toMatchObject([{ from_task_id: id("Due in it"), to_task_id: id("Begun in it") }])
  })

  it("brings the tasks without dates, and the rest of them page by page", async () => {
    const { undated: first } = await read({})
    expect(first).toMatchObject({ total: 2, next_cursor: null })
    expect(titles(first)).toEqual(["Epic without dates", "Undated child"])
    const one = await world.as(world.owner, undated, { view_id: view.id, page_size: 1 })
    expect(titles(one)).toEqual(["Epic without dates"])
    const next = await world.as(world.owner, undated, { view_id: view.id, page_size: 1, cursor: one.next_cursor })
    expect(titles(next)).toEqual(["Undated child"])
    expect(next.next_cursor).toBeNull()
  })

  it("keeps to the view's filter, to what is looked for and to the slice", async () => {
    const filters = { field: "title", operator: "contains", value: "in it" }
    await world.as(world.owner, View.update, { view_id: view.id, config: { filters, slice_by: "priority" } })
    expect(titles(await read({}))).toEqual(["Begun in it", "Due in it"])
    expect(titles(await read({ q: "due" }))).toEqual(["Due in it"])
    expect(titles(await read({ slice: "high" }))).toEqual([])
    await world.as(world.owner, View.update, { view_id: view.id, config: { filters: null, slice_by: null } })
  })

  it("sorts by hand where the view does", async () => {
    const config = { sort_by: "manual" }
    await world.as(world.owner, View.update, { view_id: view.id, config })
    expect(titles(await read({}))).toEqual(["Across", "Due in it", "Begun in it", "Dated child"])
  })
})

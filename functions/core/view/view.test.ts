import { eq, sql } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Field from "../field/field.ts"
import * as Sprint from "../sprint/sprint.ts"
import * as Status from "../task/status.ts"
import * as Type from "../task/type.ts"
import * as Board from "./board.ts"
import * as View from "./view.ts"

let world: World
beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})

const views = (input: object = {}) => world.as(world.owner, View.list, input)
const create = (input: object) => world.as(world.owner, View.create, { name: "A view", ...input })
const named = (found: { name: string; layout: string; context: string }[]) =>
  found.map(({ name, layout, context }) => [name, layout, context])

describe("the views that are there from the start", () => {
  it("are a project's board, its backlog by sprint and a roadmap of its epics", async () => {
    expect(named(await views({ context: "backlog" }))).toEqual([
      ["Board", "board", "backlog"],
      ["Backlog", "table", "backlog"],
    ])
    const [roadmap] = await views({ context: "timeline" })
    const types = await world.as(world.owner, Type.list, {})
    const epic = types.find(({ name }) => name === "Epic")
    expect(roadmap).toMatchObject({
      layout: "roadmap",
      config: { filters: { field: "task_type", operator: "is", value: epic?.id } },
    })
  })

  it("are found by what they are called, with those beside them", async () => {
    const sprint = await world.as(world.owner, Sprint.create, { name: "Named" })
    const board = (view_id: string) => world.as(world.owner, Board.board, { view_id })
    const found = async (view_id: string) => {
      const { view, views } = await board(view_id)
      return [view.name, views.map(({ name }) => name)]
    }
    expect(await found("default")).toEqual(["Board", ["Board", "Backlog"]])
    expect(await found("backlog")).toEqual(["Backlog", ["Board", "Backlog"]])
    expect(await found("timeline")).toEqual(["Roadmap", ["Roadmap"]])
    expect(await found(`sprint-${sprint.id}`)).toEqual(["Board", ["Board", "Table"]])
    await expect(board(`sprint-${world.project.id}`)).rejects.toMatchObject({ code: "VIEW_NOT_FOUND" })
    await expect(board("sprint-1")).rejects.toMatchObject({ code: "BAD_REQUEST" })
  })

  it("are a sprint's board and table, and they go with it", async () => {
    const sprint = await world.as(world.owner, Sprint.create, { name: "Sprint 1" })
    const found = await views({ sprint_id: sprint.id })
    expect(named(found)).toEqual([
      ["Board", "board", "sprint"],
      ["Table", "table", "sprint"],
    ])
    expect(found.map(({ config }) => config.column_by)).toEqual(["status", "status"])
    await world.as(world.owner, Sprint.remove, { id: sprint.id })
    expect(await views({ sprint_id: sprint.id })).toEqual([])
  })
})

describe("a view", () => {
  it("is made, changed and deleted, and the log says so", async () => {
    const made = await create({ name: "By person", config: { column_by: "assignee", field_sum: "points" } })
    expect(made).toMatchObject({ layout: "board", context: "backlog", position: 2, version: 1 })
    const changed = await world.as(world.owner, View.update, {
      view_id: made.id,
      name: "By people",
      config: { swimlanes: "priority" },
    })
    expect(changed).toMatchObject({ name: "By people", version: 2 })
    expect(changed.config).toMatchObject({ column_by: "assignee", swimlanes: "priority", field_sum: "points" })
    await world.as(world.owner, View.remove, { view_id: made.id })
    await expect(world.as(world.owner, View.get, { view_id: made.id })).rejects.toMatchObject({
      code: "VIEW_NOT_FOUND",
    })
    const told = await db()
      .select({ type: event.type })
      .from(event)
      .where(eq(event.entity_id, made.id))
      .orderBy(event.id)
    expect(told.map(({ type }) => type)).toEqual(["view.created", "view.updated", "view.deleted"])
  })

  it("takes the published name of its layout", async () => {
    const made = await create({ view_type: "table" })
    expect(made.layout).toBe("table")
    await world.as(world.owner, View.remove, { view_id: made.id })
  })

  it("is not changed over somebody else's change", async () => {
    const made = await create({})
    await world.as(world.owner, View.update, { view_id: made.id, name: "Mine" })
    const late = world.as(world.owner, View.update, { view_id: made.id, name: "Late", if_match: 1 })
    await expect(late).rejects.toMatchObject({ code: "VERSION_CONFLICT", details: { version: 2 } })
    await world.as(world.owner, View.remove, { view_id: made.id })
  })

  it("stays when it is the last of its tabs", async () => {
    const [roadmap] = await views({ context: "timeline" })
    const last = world.as(world.owner, View.remove, { view_id: roadmap?.id })
    await expect(last).rejects.toMatchObject({ code: "LAST_VIEW", status: 409 })
    const board = await world.as(world.owner, View.get, { view_id: "default" })
    const lastBoard = world.as(world.owner, View.remove, { view_id: board.id })
    await expect(lastBoard).rejects.toMatchObject({ code: "LAST_BOARD", status: 409 })
  })

  it("is put in an order with its tabs, all of them or none", async () => {
    const before = await views({ context: "backlog" })
    const ids = before.map(({ id }) => id)
    const turned = await world.as(world.owner, View.reorder, { view_ids: ids.toReversed() })
    expect(turned.map(({ id }) => id)).toEqual(ids.toReversed())
    expect(turned.map(({ position }) => position)).toEqual([0, 1])
    const [roadmap] = await views({ context: "timeline" })
    for (const view_ids of [ids.slice(1), [...ids, roadmap?.id], [ids[0], ids[0]]]) {
      const wrong = world.as(world.owner, View.reorder, { view_ids })
      await expect(wrong).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues: [{ path: "view_ids" }] } })
    }
    await world.as(world.owner, View.reorder, { view_ids: ids })
  })

  it("is a sprint's only with a sprint of the project", async () => {
    const other = await createWorld("OTH")
    const theirs = await other.as(other.owner, Sprint.create, { name: "Theirs" })
    for (const input of [
      { context: "sprint" },
      { sprint_id: theirs.id },
      { context: "backlog", sprint_id: theirs.id },
    ]) {
      await expect(create(input)).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path: "sprint_id" }] },
      })
    }
  })

  it("is changed by an editor and only read by a viewer", async () => {
    const [edith, vera] = [await createPerson("Edith Editor"), await createPerson("Vera Viewer")]
    await joinWorld(world, edith, "Editor")
    await joinWorld(world, vera, "Viewer")
    const made = await world.as(edith, View.create, { name: "Edith's" })
    expect((await world.as(vera, View.get, { view_id: made.id })).name).toBe("Edith's")
    await expect(world.as(vera, View.remove, { view_id: made.id })).rejects.toMatchObject({ code: "FORBIDDEN" })
    await world.as(edith, View.remove, { view_id: made.id })
  })
})

describe("a configuration", () => {
  const refused = async (config: object, path: string) => {
    const issues = [{ path: `config.${path}` }]
    await expect(create({ config }), path).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues } })
  }

  it("that names what the project does not have is refused, by its path", async () => {
    const other = await createWorld("FOR")
    const [status] = await other.as(other.owner, Status.list, {})
    const field = await other.as(other.owner, Field.create, { name: "Team", type: "select", options: ["A"] })
    const where = (condition: object) => ({ filters: { and: [{ or: [condition] }] } })
    await refused({ column_by: field.id }, "column_by")
    await refused({ swimlanes: field.id }, "swimlanes")
    await refused({ slice_by: field.id }, "slice_by")
    await refused({ sort_by: field.id }, "sort_by")
    await refused({ field_sum: field.id }, "field_sum")
    await refused({ fields: ["title", field.id] }, "fields.1")
    await refused({ column_by: "status", collapsed_columns: [status?.id] }, "collapsed_columns.0")
    await refused(where({ field: "status", operator: "is", value: status?.id }), "filters.and.0.or.0")
    await refused(where({ field: field.id, operator: "is_empty" }), "filters.and.0.or.0")
    await refused(where({ field: "assignee", operator: "any_of", value: [status?.id] }), "filters.and.0.or.0")
    await refused(where({ field: "points", operator: "is", value: "many" }), "filters.and.0.or.0")
    await refused(where({ field: "due_date", operator: "before", value: "someday" }), "filters.and.0.or.0")
    await refused(where({ field: "points", operator: "contains", value: 1 }), "filters.and.0.or.0")
    await refused(where({ field: "points", operator: "between", value: [1] }), "filters.and.0.or.0")
    await refused({ column_by: "status", swimlanes: "status" }, "swimlanes")
  })

  it("that is none is refused, by its path", async () => {
    for (const [config, path] of [
      [{ column_by: "colour" }, "config.column_by"],
      [{ page_size: 0 }, "config.page_size"],
      [{ nonsense: true }, "config"],
      [{ sort_direction: "up" }, "config.sort_direction"],
    ] as const) {
      const issues = [expect.objectContaining({ path })]
      await expect(create({ config }), path).rejects.toMatchObject({ code: "BAD_REQUEST", details: { issues } })
    }
  })

  it("has bounds to its filter", async () => {
    const condition = { field: "points", operator: "is", value: 1 }
    const deep = { and: [{ or: [{ and: [{ or: [condition] }] }] }] }
    const wide = { or: [{ and: Array(40).fill(condition) }, { and: Array(40).fill(condition) }] }
    for (const filters of [deep, wide]) {
      await expect(create({ config: { filters } })).rejects.toMatchObject({
        code: "BAD_REQUEST",
        details: { issues: [{ path: "config.filters" }] },
      })
    }
  })

  it("goes on to work when what it names is deleted", async () => {
    const field = await world.as(world.owner, Field.create, { name: "Team", type: "select", options: ["A", "B"] })
    const filters = { field: field.id, operator: "is", value: field.options[0]?.id }
    const made = await create({ config: { column_by: field.id, filters } })
    await world.as(world.owner, Field.remove, { id: field.id })
    const renamed = await world.as(world.owner, View.update, { view_id: made.id, name: "Still here" })
    expect(renamed.name).toBe("Still here")
    await world.as(world.owner, View.remove, { view_id: made.id })
  })
})

it("keeps every position's status true, whoever changes it", async () => {
  const { rows } = await db().execute(sql`
    select count(*)::int as wrong from view_position p join task t on t.id = p.task_id where t.status_id <> p.status_id`)
  expect(rows).toEqual([{ wrong: 0 }])
})

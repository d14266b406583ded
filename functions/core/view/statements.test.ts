// First: it listens to connections that are opened after it.

import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import { statementsOf } from "../../local/testing/statements.ts"
import * as Task from "../task/task.ts"
import * as Board from "./board.ts"
import * as Move from "./move.ts"
import * as View from "./view.ts"

/** How many statements the work of every day takes, the check of access and `begin` and `commit` included. */
let world: World
let view: View.View
beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  view = await world.as(world.owner, View.get, { view_id: "default" })
  for (let index = 0; index < 20; index++) await create(`Task ${index}`)
})

const create = (title: string) => world.as(world.owner, Task.create, { title })
const count = async (work: () => Promise<unknown>) => (await statementsOf(work)).length

describe("the number of statements", () => {
  it("of a board is the same whatever it holds", async () => {
    const read = () => world.as(world.owner, Board.board, { view_id: "default", q: "task", tag: "none" })
    const before = await count(read)
    for (let index = 0; index < 60; index++) await create("Another")
    // Access; what the project is made of (its own row, view, last event, statuses, types, members,
    // sprints, fields, agents at work); the views beside it, the pages and the counts.
    expect(before).toBe(13)
    expect(await count(read)).toBe(13)
  })

  it("of a column's next page", async () => {
    const { columns } = await world.as(world.owner, Board.board, { view_id: "default" })
    const column = columns.find(({ next_cursor }) => next_cursor !== null)
    const more = { view_id: "default", column: column?.key, cursor: column?.next_cursor }
    expect(await count(() => world.as(world.owner, Board.tasks, more))).toBe(9)
  })

  it("of a list", async () => {
    expect(await count(() => world.as(world.owner, Task.list, { sort: "-updated_at" }))).toBe(2)
  })

  it("of creating and changing a task", async () => {
    expect(await count(() => create("One more"))).toBeLessThanOrEqual(7)
    const { items } = await world.as(world.owner, Task.list, {})
    const change = { task_id: items[0]?.id, title: "Another title" }
    expect(await count(() => world.as(world.owner, Task.update, change))).toBeLessThanOrEqual(8)
  })

  it("of moving a card: access, begin, one read, one write, the event, commit", async () => {
    const { items } = await world.as(world.owner, Task.list, {})
    const [one, two] = items
    const move = (target: object) => () =>
      world.as(world.owner, Move.move, { view_id: view.id, task_id: one?.id, ...target })
    expect(await count(move({ after: two?.id }))).toBe(6)
    const { statuses } = await world.as(world.owner, Board.board, { view_id: "default" })
    expect(await count(move({ column: statuses.at(-1)?.id }))).toBe(6)
  })
})

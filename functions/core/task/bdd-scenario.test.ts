import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import * as Activity from "./activity.ts"
import * as Scenario from "./bdd-scenario.ts"
import * as Task from "./task.ts"

let world: World
let task: { id: string }

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  task = await world.as(world.owner, Task.create, { title: "Reset a password" })
})

const create = (fields: object) => world.as(world.owner, Scenario.create, { task_id: task.id, ...fields })
const update = (id: string, fields: object) =>
  world.as(world.owner, Scenario.update, { task_id: task.id, id, ...fields })

const outline = `@slow
Scenario Outline: Orders of <count> items
  Given a cart
    | item | price |
    | tea  | 4     |
  And a customer
  When they order <count>
  Then the total is <total>
  But nothing is sent yet

  Examples:
    | count | total |
    | 2     | 8     |`

describe("BDD scenarios", () => {
  it("are written as clauses and answered as Gherkin, too", async () => {
    const made = await create({
      title: "A link that is too old",
      given: "a link from yesterday\nAnd nobody signed in",
      when: "the link is opened",
      then: "it is refused\nand a new one is offered",
    })
    expect(made.gherkin).toBe(
      [
        "Scenario: A link that is too old",
        "  Given a link from yesterday",
        "  And nobody signed in",
        "  When the link is opened",
        "  Then it is refused",
        "  And a new one is offered",
      ].join("\n"),
    )
    expect(made).toMatchObject({ given: "a link from yesterday\nAnd nobody signed in", when: "the link is opened" })
  })

  it("keep an outline's tables, tags and examples when a clause changes", async () => {
    const made = await create({ gherkin: outline })
    expect(made.title).toBe("Orders of <count> items")
    expect(made.given).toBe("a cart\n  | item | price |\n  | tea  | 4     |\nAnd a customer")
    expect(made.then).toBe("the total is <total>\nBut nothing is sent yet")
    const changed = await update(made.id, { when: "they pay for <count>", title: "Paying for <count>" })
    expect(changed.gherkin).toBe(
      outline
        .replace("they order <count>", "they pay for <count>")
        .replace("Orders of <count> items", "Paying for <count>"),
    )
    expect(changed.version).toBe(2)
    expect((await update(made.id, { title: "Paying for <count>" })).version).toBe(2)
  })

  it("give back the clauses they were given, whatever stands in them", async () => {
    const made = await create({
      title: "Odd",
      given: 'a text\n"""\nScenario: not one\n"""',
      when: "",
      then: "Examples: x",
    })
    expect(made).toMatchObject({ given: 'a text\n"""\nScenario: not one\n"""', when: "", then: "Examples: x" })
    expect(await create({ title: "Only a title" })).toMatchObject({ given: "", when: "", then: "" })
  })

  it.each([
    ["a line that is no step", "Scenario: a\n  Given x\n  Frobnicate", /line 3: expected/],
    [
      "a table whose rows differ",
      "Scenario: a\n  Given x\n    | a | b |\n    | 1 |",
      /line 4: inconsistent cell count/,
    ],
    ["two scenarios", "Scenario: a\n  Given x\nScenario: b\n  Given y", /exactly one/],
    ["a background", "Background:\n  Given x", /exactly one/],
    ["no scenario", "", /exactly one/],
    ["no name", "Scenario:\n  Given x", /name/],
  ])("refuse %s and say where", async (_, gherkin, message) => {
    await expect(create({ gherkin })).rejects.toMatchObject({ status: 400, message: expect.stringMatching(message) })
  })

  it("refuse both forms at once, and neither", async () => {
    for (const fields of [{}, { title: "a", gherkin: "Scenario: a" }, { given: "x" }]) {
      await expect(create(fields)).rejects.toMatchObject({ status: 400 })
    }
  })

  it("are listed in order, and their changes are in the task's history", async () => {
    const own = await world.as(world.owner, Task.create, { title: "Its own" })
    const one = await world.as(world.owner, Scenario.create, { task_id: own.id, title: "One", given: "x" })
    await world.as(world.owner, Scenario.create, { task_id: own.id, title: "Two" })
    await world.as(world.owner, Scenario.remove, { task_id: own.id, id: one.id })
    const listed = await world.as(world.owner, Scenario.list, { task_id: own.id })
    expect(listed.map(({ title }) => title)).toEqual(["Two"])
    await expect(world.as(world.owner, Scenario.get, { task_id: own.id, id: one.id })).rejects.toMatchObject({
      code: "BDD_SCENARIO_NOT_FOUND",
    })
    await expect(update(listed[0]?.id ?? "", { title: "From another task" })).rejects.toMatchObject({ status: 404 })
    const { items } = await world.as(world.owner, Activity.list, { task_id: own.id })
    expect(items[0]).toMatchObject({
      type: "bdd_scenario.deleted",
      changes: [{ field: "bdd_scenario", from: one.gherkin, to: null }],
    })
  })
})

import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createWorld, type World } from "../../local/testing/domain.ts"
import type { Task as WholeTask } from "./card.ts"
import { priorities } from "./task.sql.ts"
import * as Task from "./task.ts"

let world: World
const made: WholeTask[] = []
beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  for (let index = 0; index < 40; index++) {
    made.push(
      await world.as(world.owner, Task.create, {
        title: `${["Zebra", "apple", "Mango"][index % 3]} ${index}`,
        description: index % 5 === 0 ? "A rare word: quokka_1" : null,
        points: index % 4 === 0 ? null : index % 7,
        priority: index % 3 === 0 ? null : priorities[index % 5],
        due_date: index % 2 === 0 ? null : `2026-0${1 + (index % 9)}-10`,
      }),
    )
  }
  await world.as(world.owner, Task.update, { task_id: made[3]?.id, title: "Zebra changed last" })
})

async function all(input: object): Promise<number[]> {
  const numbers: number[] = []
  let cursor: string | null = null
  for (let page = 0; page < 20; page++) {
    const answer: { items: { number: number }[]; next_cursor: string | null } = await world.as(world.owner, Task.list, {
      page_size: 7,
      ...input,
      ...(cursor && { cursor }),
    })
    numbers.push(...answer.items.map(({ number }) => number))
    cursor = answer.next_cursor
    if (!cursor) return numbers
  }
  throw new Error("The pages do not end.")
}

/** Tasks of a value in its order, then by number the same way; those without one last. */
function expected(read: (task: WholeTask) => string | number | null, way: 1 | -1): number[] {
  return made
    .toSorted((one, other) => {
      const [a, b] = [read(one), read(other)]
      if (a === b) return way * (one.number - other.number)
      if (a === null || b === null) return a === null ? 1 : -1
      return a < b ? -way : way
    })
    .map(({ number }) => number)
}

describe("a list of tasks", () => {
  it("comes in the order asked for, both ways, page by page and each task once", async () => {
    for (const [field, read] of [
      ["number", ({ number }) => number],
      ["title", ({ title, number }) => (number === 4 ? "zebra changed last" : title.toLowerCase())],
      ["priority", ({ priority }) => (priority ? priorities.indexOf(priority) : null)],
      ["points", ({ points }) => points],
      ["due_date", ({ due_date }) => due_date],
      ["created_at", ({ number }) => number],
    ] as [string, (task: WholeTask) => string | number | null][]) {
      expect(await all({ sort: field }), field).toEqual(expected(read, 1))
      expect(await all({ sort: `-${field}` }), `-${field}`).toEqual(expected(read, -1))
    }
    expect((await all({ sort: "-updated_at" }))[0]).toBe(4)
  })

  it("is searched in titles, or also in descriptions", async () => {
    expect(await all({ search: "quokka" })).toEqual([])
    expect(await all({ search_content: "QUOKKA_1" })).toHaveLength(8)
    expect(await all({ search_content: "quokka%" })).toEqual([])
    expect(await all({ search: "PLN-7" })).toEqual([7])
    expect(await all({ search_content: "quokka", sort: "-number" })).toEqual([36, 31, 26, 21, 16, 11, 6, 1])
  })

  it("does not know another order", async () => {
    await expect(world.as(world.owner, Task.list, { sort: "colour" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { issues: [{ path: "sort" }] },
    })
  })
})

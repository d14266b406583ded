import { describe, expect, it } from "vitest"
import type { Card } from "../../lib/api.gen.ts"
import { cardsOf, loadOf, type Pane, pointsOf, withCard, without } from "./plan-cache.ts"

const card = (id: string, fields: Partial<Card> = {}): Card => ({
  id,
  number: 1,
  key: `PLN-${id}`,
  title: id,
  status_id: "todo",
  task_type_id: "task",
  priority: null,
  assignee_ids: [],
  points: null,
  start_date: null,
  due_date: null,
  tags: [],
  sprint_id: null,
  parent_task_id: null,
  custom_fields: {},
  comment_count: 0,
  version: 1,
  rank: id,
  ...fields,
})

const pane = (ids: string[][], more = false): Pane => ({
  pages: ids.map((page, index) => ({
    items: page.map((id) => card(id)),
    next_cursor: index < ids.length - 1 || more ? `after-${index}` : null,
  })),
  pageParams: ids.map(() => undefined),
})

const backlog = { sprintId: null, q: "" }
const isDone = ({ status_id }: Card) => status_id === "done"
const ids = (shown: Pane | undefined) => cardsOf(shown).map(({ id }) => id)
const put = (into: Pane, which: Card, rank?: string, place = backlog) => withCard(into, place, which, isDone, rank)

describe("a pane of tasks", () => {
  it("takes a card in where the backlog's order says", () => {
    const two = pane([
      ["b", "d"],
      ["f", "h"],
    ])
    expect(ids(put(two, card("c")))).toEqual(["b", "c", "d", "f", "h"])
    expect(ids(put(two, card("e")))).toEqual(["b", "d", "e", "f", "h"])
    expect(ids(put(two, card("z")))).toEqual(["b", "d", "f", "h", "z"])
    expect(ids(put(two, card("z"), "a"))).toEqual(["z", "b", "d", "f", "h"])
    expect(ids(put(pane([["b"]], true), card("z")))).toEqual(["b"])
    expect(ids(put(pane([[]]), card("z")))).toEqual(["z"])
  })

  it("keeps a card's place when it changes, and lets go of one that belongs elsewhere", () => {
    const one = pane([["b", "d"]])
    const changed = put(one, card("b", { points: 3, rank: "z", version: 2 }))
    expect(cardsOf(changed)[0]).toMatchObject({ id: "b", points: 3, rank: "b" })
    expect(ids(put(one, card("b", { sprint_id: "s", version: 2 })))).toEqual(["d"])
    expect(ids(put(one, card("b", { status_id: "done", version: 2 })))).toEqual(["d"])
    expect(ids(without(one, "b"))).toEqual(["d"])
  })

  it("does not guess whether a card is what somebody looks for", () => {
    const looking = { sprintId: null, q: "refund" }
    expect(put(pane([["b"]]), card("c"), undefined, looking)).toBeUndefined()
    expect(ids(put(pane([["b"]]), card("b", { version: 2 }), undefined, looking))).toEqual(["b"])
  })
})

it("shares a task's points evenly among its assignees", () => {
  const cards = [
    card("a", { points: 5, assignee_ids: ["ann"] }),
    card("b", { points: 3, assignee_ids: ["ann", "bob"] }),
    card("c", { points: 2 }),
    card("d"),
  ]
  expect(loadOf(cards)).toEqual(
    new Map([
      ["ann", 6.5],
      ["bob", 1.5],
      [null, 2],
    ]),
  )
  expect(pointsOf(cards)).toBe(10)
})

import { describe, expect, it } from "vitest"
import type { Card, Conversation } from "./api.gen.ts"
import { type Board, cardsOf, withCard, withMove, withoutCard, withPage, withPosition } from "./board-cache.ts"
import { applyEvent, isUncertain } from "./board-events.ts"
import { boardOf, cardOf, statusesOf } from "./testing.ts"
import type { LiveEvent } from "./types.ts"

const todo = "status-todo"
const doing = "status-doing"

const card = (number: number, over: Partial<Card> = {}) => cardOf(number, todo, over)
const board = (tasks: Card[], more: Record<string, number> = {}) => boardOf(statusesOf([todo, doing]), tasks, more)

function event(type: string, data: Record<string, unknown>, entity_id = "task-1"): LiveEvent {
  return {
    id: "e",
    type,
    project_id: "p",
    entity_type: "task",
    entity_id,
    version: 1,
    data,
    at: "",
  }
}

const cell = (column: string | null, lane: string | null = null) => ({ column, lane })
const from = cell(todo)
const order = (state: Board, status = todo) => cardsOf(state, cell(status)).map((each) => each.number)
const totals = (state: Board) => state.columns.map(({ total, sum }) => [total, sum])

describe("a board that hears events", () => {
  it("adds a task once, however often its creation is told", () => {
    const told = event("task.created", { task: card(2) }, "task-2")
    const after = applyEvent(applyEvent(board([card(1)]), told), told)
    expect(after.tasks.map((each) => each.number)).toEqual([1, 2])
  })

  it("never goes back to an older version of a card", () => {
    const now = board([card(1, { version: 5, title: "new" })])
    expect(applyEvent(now, event("task.updated", { task: card(1, { version: 4, title: "old" }) }))).toBe(now)
  })

  it("keeps a card's place in this view when something else of the task changes", () => {
    const after = applyEvent(
      board([card(1, { rank: "a9" })]),
      event("task.updated", { task: card(1, { version: 2, title: "t", rank: "a1" }) }),
    )
    expect(after.tasks[0]).toMatchObject({ title: "t", rank: "a9" })
  })

  it("moves a card between columns with the place the event carries", () => {
    const position = { view_id: "view", task_id: "task-1", rank: "b0", status_id: doing, version: 2 }
    const moved = { ...card(1), status_id: doing, version: 2 }
    const after = applyEvent(board([card(1)]), event("task.updated", { task: moved, position }))
    expect(after.tasks[0]).toMatchObject({ status_id: doing, rank: "b0", version: 2 })
  })

  it("leaves places of other views alone", () => {
    const now = board([card(1)])
    expect(applyEvent(now, event("view.positions_changed", { view_id: "other", task_id: "task-1", rank: "z" }))).toBe(
      now,
    )
  })

  it("counts comments", () => {
    const once = applyEvent(board([card(1)]), event("comment.created", { task_id: "task-1" }, "c"))
    expect(once.tasks[0]?.comment_count).toBe(1)
    expect(applyEvent(once, event("comment.deleted", { task_id: "task-1" }, "c")).tasks[0]?.comment_count).toBe(0)
  })

  it("shows an agent while it is at work and no longer", () => {
    const conversation = { id: "c", status: "running", task: { id: "task-1" } } as unknown as Conversation
    const working = applyEvent(board([card(1)]), event("agent.conversation.started", { conversation }))
    expect(working.working).toHaveLength(1)
    const over = { ...conversation, status: "finished" }
    expect(applyEvent(working, event("agent.conversation.status", { conversation: over })).working).toHaveLength(0)
  })

  it("removes a deleted task", () => {
    expect(applyEvent(board([card(1), card(2)]), event("task.deleted", {})).tasks.map((each) => each.number)).toEqual([
      2,
    ])
  })

  it("ignores what it does not understand", () => {
    const now = board([card(1)])
    expect(applyEvent(now, event("plugin.installed", {}))).toBe(now)
  })
})

describe("a move that is shown before the server answers", () => {
  it("puts a card at the top", () => {
    expect(order(withMove(board([card(1), card(2), card(3)]), "task-3", from, { ...cell(todo), after: null }))).toEqual(
      [3, 1, 2],
    )
  })

  it("puts a card after another", () => {
    expect(
      order(withMove(board([card(1), card(2), card(3)]), "task-1", from, { ...cell(todo), after: "task-2" })),
    ).toEqual([2, 1, 3])
  })

  it("puts a card into an empty column", () => {
    expect(order(withMove(board([card(1)]), "task-1", from, { ...cell(doing), after: null }), doing)).toEqual([1])
  })
})

it("replaces a card by the answer to a change of one's own", () => {
  expect(withCard(board([card(1)]), card(1, { version: 2, points: 8 })).tasks[0]?.points).toBe(8)
})

describe("totals and sums", () => {
  const points = (number: number, over: Partial<Card> = {}) => card(number, { points: 3, ...over })

  it("follow what happens to cards that are here", () => {
    const start = board([points(1), points(2)])
    expect(totals(applyEvent(start, event("task.created", { task: points(3) }, "task-3")))).toEqual([
      [3, 9],
      [0, 0],
    ])
    const changed = applyEvent(start, event("task.updated", { task: points(1, { version: 2, points: 8 }) }))
    expect(totals(changed)[0]).toEqual([2, 11])
    const moved = withMove(start, "task-1", from, { ...cell(doing), after: null })
    expect(totals(moved)).toEqual([
      [1, 3],
      [1, 3],
    ])
    expect(totals(applyEvent(start, event("task.deleted", {})))[0]).toEqual([1, 3])
  })

  it("count an event once, however often it is told", () => {
    const told = event("task.created", { task: card(9) }, "task-9")
    const start = board([card(1)], { [todo]: 5 })
    expect(totals(applyEvent(applyEvent(start, told), told))[0]?.[0]).toBe(7)
  })

  it("follow what happens to cards that are not here yet", () => {
    const start = board([card(1), card(2)], { [todo]: 5 })
    const there = card(8, { points: 5 })
    const moved = applyEvent(
      start,
      event("task.updated", {
        task: { ...there, status_id: doing, version: 2 },
        changes: [{ field: "status_id", from: todo, to: doing }],
        position: { view_id: "view", task_id: "task-8", rank: "a0", status_id: doing, version: 2 },
      }),
    )
    expect(totals(moved)).toEqual([
      [6, -5],
      [1, 5],
    ])
    expect(order(moved, doing)).toEqual([8])
    expect(totals(withoutCard(start, "task-8", there))[0]?.[0]).toBe(6)
  })
})

describe("what one does oneself and then hears of", () => {
  it("is counted once when a task is deleted, and a late change does not bring it back", () => {
    const start = board([card(1), card(2)], { [todo]: 5 })
    const told = event("task.deleted", { task: card(1) })
    const after = applyEvent(applyEvent(withoutCard(start, "task-1"), told), told)
    expect(totals(after)[0]?.[0]).toBe(6)
    const late = applyEvent(after, event("task.updated", { task: card(1, { version: 2 }) }))
    expect(order(late)).toEqual([2])
    expect(totals(late)[0]?.[0]).toBe(6)
    const back = applyEvent(late, event("task.restored", { task: card(1, { version: 3 }) }))
    expect(order(back)).toEqual([1, 2])
    expect(totals(back)[0]?.[0]).toBe(7)
  })

  it("is counted once when a task stops being one that is looked for", () => {
    const filter = { tag: ["tax"] }
    const [before, after] = [card(1, { tags: ["tax"] }), card(1, { version: 2 })]
    const start = { ...board([before, card(2, { tags: ["tax"] })]), asked: { filter } }
    const shown = withCard(start, { ...after, version: 1 }, before)
    const answered = withCard(shown, after)
    const told = event("task.updated", { task: after, changes: [{ field: "tags", from: ["tax"], to: [] }] })
    const heard = applyEvent(answered, told)
    expect(totals(heard)[0]?.[0]).toBe(1)
    expect(order(heard)).toEqual([2])
  })
})

describe("a column that is not here whole", () => {
  const start = () => board([card(1), card(2)], { [todo]: 5 })

  it("does not show a card that arrives further down, and counts it", () => {
    const after = applyEvent(start(), event("task.created", { task: card(9) }, "task-9"))
    expect(order(after)).toEqual([1, 2])
    expect(totals(after)[0]?.[0]).toBe(8)
  })

  it("shows it in its place once that part is here", () => {
    const after = applyEvent(start(), event("task.created", { task: card(9) }, "task-9"))
    const page = withPage(after, from, { items: [card(3), card(4)], next_cursor: "next" })
    expect(order(page)).toEqual([1, 2, 3, 4])
    expect(order(withPage(page, from, { items: [card(5), card(9)], next_cursor: null }))).toEqual([1, 2, 3, 4, 5, 9])
  })

  it("keeps what is newer than the page that comes", () => {
    const after = applyEvent(start(), event("task.updated", { task: card(4, { version: 3, title: "new" }) }, "task-4"))
    const page = withPage(after, from, { items: [card(3), card(4, { version: 2 })], next_cursor: null })
    expect(page.tasks.find((each) => each.number === 4)?.title).toBe("new")
  })

  it("shows a card that comes up from further down, with the place the event carries", () => {
    const position = { view_id: "view", task_id: "task-9", rank: "a1V", status_id: todo, version: 1 }
    const after = applyEvent(start(), event("view.positions_changed", { ...position, task: card(9) }, "view"))
    expect(order(after)).toEqual([1, 9, 2])
    expect(totals(after)[0]?.[0]).toBe(7)
  })

  it("keeps showing a card that is put after its last one, also with the rank the server gives it", () => {
    const other = boardOf(statusesOf([todo, doing]), [card(1), card(2), cardOf(7, doing)], { [todo]: 5 })
    const moved = withMove(other, "task-7", cell(doing), { ...cell(todo), after: "task-2" })
    expect(order(moved)).toEqual([1, 2, 7])
    const told = { view_id: "view", task_id: "task-7", rank: "a2zz", status_id: todo, version: 2 }
    expect(order(withPosition(moved, told))).toEqual([1, 2, 7])
  })

  it("takes a card to its end, out of sight", () => {
    const moved = withMove(start(), "task-1", from, { ...cell(todo), after: null, at_end: true })
    expect(order(moved)).toEqual([2])
    expect(totals(moved)[0]?.[0]).toBe(7)
  })
})

describe("a board that somebody searched for", () => {
  it("takes in what comes to match and lets go of what does no more", () => {
    const filter = { tag: ["tax"] }
    const start = { ...board([card(1, { tags: ["tax"] })]), asked: { filter } }
    const came = applyEvent(
      start,
      event(
        "task.updated",
        { task: card(2, { tags: ["tax"], version: 2 }), changes: [{ field: "tags", from: [], to: ["tax"] }] },
        "task-2",
      ),
    )
    expect(order(came)).toEqual([1, 2])
    expect(totals(came)[0]?.[0]).toBe(2)
    const went = withCard(came, card(1, { version: 2 }))
    expect(order(went)).toEqual([2])
    expect(totals(went)[0]?.[0]).toBe(1)
    expect(applyEvent(went, event("task.created", { task: card(5) }, "task-5")).columns).toEqual(went.columns)
  })
})

it("is read again when an event leaves a place open", () => {
  const start = board([card(1)])
  const change = { task: card(9, { status_id: doing }), changes: [{ field: "status_id", from: todo, to: doing }] }
  expect(isUncertain(start, event("task.updated", change, "task-9"))).toBe(true)
  expect(isUncertain(start, event("view.positions_changed", { view_id: "view", rebalanced: true }, "view"))).toBe(true)
  expect(isUncertain(start, event("view.positions_changed", { view_id: "other", rebalanced: true }, "other"))).toBe(
    false,
  )
  expect(isUncertain(start, event("task.updated", { task: card(1, { version: 2 }) }))).toBe(false)
})

describe("a board by something else than the status", () => {
  /** By assignee, with a swimlane for each priority. */
  function byAssignee(tasks: Card[]): Board {
    const start = board([])
    const group = (key: string | null) => ({ key, name: key ?? "None", total: 0, sum: 0 })
    const config = { ...start.view.config, column_by: "assignee", swimlanes: "priority" } as const
    const empty: Board = {
      ...start,
      view: { ...start.view, config },
      columns: ["mara", "jonas", null].map((key) => ({ ...group(key), next_cursor: null })),
      swimlanes: ["high", null].map(group),
      cells: [],
    }
    return tasks.reduce((state, each) => withCard(state, each, null), empty)
  }
  const mine = (number: number, over: Partial<Card> = {}) =>
    card(number, { assignee_ids: ["mara"], points: 2, ...over })
  const at = (state: Board, column: string | null, lane: string | null) =>
    cardsOf(state, cell(column, lane)).map((each) => each.number)
  const counts = (groups: { total: number; sum: number | null }[]) => groups.map(({ total, sum }) => [total, sum])

  it("shows a card in each of its groups, and counts it in each", () => {
    const state = byAssignee([mine(1), mine(2, { assignee_ids: ["mara", "jonas"], priority: "high" }), card(3)])
    expect(at(state, "mara", null)).toEqual([1])
    expect(at(state, "mara", "high")).toEqual([2])
    expect(at(state, "jonas", "high")).toEqual([2])
    expect(at(state, null, null)).toEqual([3])
    expect(counts(state.columns)).toEqual([
      [2, 4],
      [1, 2],
      [1, 0],
    ])
    expect(counts(state.swimlanes)).toEqual([
      [1, 2],
      [2, 2],
    ])
  })

  it("gives a card what its new column and swimlane stand for", () => {
    const state = byAssignee([mine(1), mine(2)])
    const place = { ...cell("jonas", "high"), after: null }
    const moved = withMove(state, "task-1", cell("mara", null), place)
    expect(moved.tasks.find(({ number }) => number === 1)).toMatchObject({ assignee_ids: ["jonas"], priority: "high" })
    expect(at(moved, "jonas", "high")).toEqual([1])
    expect(counts(moved.columns)).toEqual([
      [1, 2],
      [1, 2],
      [0, 0],
    ])
  })

  it("moves a card of several groups out of the one it was dragged from", () => {
    const both = mine(1, { assignee_ids: ["mara", "jonas"] })
    const moved = withMove(byAssignee([both]), "task-1", cell("mara", null), { ...cell(null, null), after: null })
    expect(moved.tasks[0]?.assignee_ids).toEqual(["jonas"])
  })

  it("is read again when a card is in a group that it does not have", () => {
    const state = byAssignee([mine(1)])
    const change = { task: mine(1, { version: 2, assignee_ids: ["noor"] }), changes: [] }
    expect(isUncertain(state, event("task.updated", change))).toBe(true)
    const known = { task: mine(1, { version: 2, assignee_ids: ["jonas"] }), changes: [] }
    expect(isUncertain(state, event("task.updated", known))).toBe(false)
  })

  it("of a sprint lets go of what leaves the sprint", () => {
    const start = board([card(1, { sprint_id: "s1" })])
    const state: Board = { ...start, view: { ...start.view, context: "sprint", sprint_id: "s1" } }
    const change = { task: card(1, { version: 2 }), changes: [{ field: "sprint_id", from: "s1", to: null }] }
    const after = applyEvent(state, event("task.updated", change))
    expect(order(after)).toEqual([])
    expect(totals(after)[0]).toEqual([0, 0])
  })
})

describe("a board sorted by something else than by hand", () => {
  const sorted = (tasks: Card[]): Board => {
    const start = board(tasks)
    return { ...start, view: { ...start.view, config: { ...start.view.config, sort_by: "title" } } }
  }
  it("keeps the order that was answered, and is read again when a task changes", () => {
    const state = sorted([card(1), card(2)])
    const told = event("task.updated", { task: card(1, { version: 2, title: "z" }), changes: [] })
    expect(order(applyEvent(state, told))).toEqual([1, 2])
    expect(isUncertain(state, told)).toBe(true)
  })
  it("shows a move at the end of the cell until it is read again", () => {
    const moved = withMove(sorted([card(1), card(2)]), "task-1", from, { ...cell(doing), after: null })
    expect(order(moved)).toEqual([2])
    expect(order(moved, doing)).toEqual([1])
    expect(totals(moved).map(([total]) => total)).toEqual([1, 1])
  })
})

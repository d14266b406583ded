import { describe, expect, it } from "vitest"
import type { Board, Card, Conversation } from "./api.gen.ts"
import { applyEvent, withCard, withMove } from "./board-cache.ts"
import type { LiveEvent } from "./types.ts"

const todo = "status-todo"
const doing = "status-doing"

function card(number: number, over: Partial<Card> = {}): Card {
  return {
    id: `task-${number}`,
    number,
    key: `PLN-${number}`,
    title: `Task ${number}`,
    status_id: todo,
    task_type_id: "type",
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
    rank: `a${number}`,
    ...over,
  }
}

function board(tasks: Card[]): Board {
  return {
    project: {
      id: "p",
      workspace_id: "w",
      name: "P",
      prefix: "PLN",
      description: "",
      is_public: false,
      task_count: 0,
      version: 1,
      created_at: "",
      archived_at: null,
    },
    view: {
      id: "view",
      name: "Board",
      context: "backlog",
      layout: "board",
      sprint_id: null,
      config: { column_by: "status", sort_by: "manual" },
      position: 0,
    },
    statuses: [],
    task_types: [],
    members: [],
    sprints: [],
    tasks,
    working: [],
    actions: ["*"],
    last_event_id: null,
  }
}

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

const order = (state: Board, status = todo) =>
  state.tasks
    .filter((each) => each.status_id === status)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map((each) => each.number)

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
    expect(order(withMove(board([card(1), card(2), card(3)]), "task-3", { status_id: todo, after: null }))).toEqual([
      3, 1, 2,
    ])
  })

  it("puts a card after another", () => {
    expect(order(withMove(board([card(1), card(2), card(3)]), "task-1", { status_id: todo, after: "task-2" }))).toEqual(
      [2, 1, 3],
    )
  })

  it("puts a card into an empty column", () => {
    expect(order(withMove(board([card(1)]), "task-1", { status_id: doing, after: null }), doing)).toEqual([1])
  })
})

it("replaces a card by the answer to a change of one's own", () => {
  expect(withCard(board([card(1)]), card(1, { version: 2, points: 8 })).tasks[0]?.points).toBe(8)
})

import { describe, expect, it } from "vitest"
import type { Task } from "../../lib/api.gen.ts"
import type { LiveEvent } from "../../lib/types.ts"
import { taskAfter } from "./live.ts"

const task = { id: "t", version: 3, title: "old", description: { format: "markdown", text: "text" } } as Task

const event = (data: Record<string, unknown>): LiveEvent => ({
  id: "e",
  type: "task.updated",
  project_id: "p",
  entity_type: "task",
  entity_id: "t",
  version: 4,
  data,
  at: "2026-11-22T12:00:00Z",
})

describe("an open task that hears a change", () => {
  it("takes over newer fields and keeps its description", () => {
    expect(
      taskAfter(task, event({ task: { id: "t", version: 4, title: "new" }, changes: [{ field: "title" }] })),
    ).toMatchObject({
      title: "new",
      version: 4,
      description: { text: "text" },
    })
  })
  it("is read again when the description changed, which events do not carry", () => {
    expect(
      taskAfter(task, event({ task: { id: "t", version: 4 }, changes: [{ field: "description" }] })),
    ).toBeUndefined()
  })
  it("stays as it is when the event is older", () => {
    expect(taskAfter(task, event({ task: { id: "t", version: 3, title: "older" } }))).toBe(task)
  })
})

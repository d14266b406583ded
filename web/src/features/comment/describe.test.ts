import { describe, expect, it } from "vitest"
import { activityWords, type Names, valueLabel } from "./describe.ts"

const names: Names = {
  statuses: [{ id: "s1", name: "In Progress", category: "inprogress", position: 0, is_default: false }],
  task_types: [],
  members: [],
  sprints: [],
  tasks: [],
}

describe("the history of a task", () => {
  it("names what ids stand for", () => {
    expect(valueLabel("status_id", "s1", names)).toBe("In Progress")
    expect(valueLabel("points", 5, names)).toBe("5")
    expect(valueLabel("tags", ["tax", "copy"], names)).toBe("tax, copy")
    expect(valueLabel("due_date", null, names)).toBe("none")
  })
  it("never shows a bare id", () => {
    expect(valueLabel("sprint_id", "0190a000-0000-7000-8000-000000000001", names)).toBe("something deleted")
  })
  it("lists what changed", () => {
    const changes = ["status_id", "points", "due_date"].map((field) => ({ field, from: null, to: 1 }))
    const actor = { type: "user" as const, id: null, name: "Mara" }
    expect(activityWords({ id: "1", type: "task.updated", actor, at: "", changes })).toBe(
      "changed status, points and due date",
    )
  })
})

import { describe, expect, it } from "vitest"
import { activityText, fieldLabel, type Names, valueLabel } from "./describe.ts"

const names: Names = {
  statuses: [{ id: "s1", name: "In Progress", category: "inprogress", position: 0, is_default: false }],
  task_types: [],
  members: [],
  sprints: [],
  custom_fields: [
    { id: "f1", name: "Area", type: "select", options: [{ id: "o1", name: "Billing" }], required: false, position: 0 },
  ],
  tasks: [],
}

describe("the history of a task", () => {
  it("names what ids stand for", () => {
    expect(valueLabel("status_id", "s1", names)).toBe("In Progress")
    expect(valueLabel("points", 5, names)).toBe("5")
    expect(valueLabel("tags", ["tax", "copy"], names)).toBe("tax, copy")
    expect(valueLabel("due_date", null, names)).toBe("none")
  })
  it("names the project's own fields and their options, links and time", () => {
    expect(fieldLabel("custom_fields.f1", names)).toBe("Area")
    expect(valueLabel("custom_fields.f1", "o1", names)).toBe("Billing")
    expect(fieldLabel("custom_fields.gone", names)).toBe("a field that was deleted")
    expect(valueLabel("links", { id: "1", type: "blocked_by", task_id: "2", key: "PLN-2" }, names)).toBe(
      "blocked by PLN-2",
    )
    expect(valueLabel("logged_minutes", 90, names)).toBe("1 h 30 min")
  })
  it("never shows a bare id", () => {
    expect(valueLabel("sprint_id", "0190a000-0000-7000-8000-000000000001", names)).toBe("something deleted")
  })
  it("lists what changed", () => {
    const changes = ["status_id", "points", "due_date"].map((field) => ({ field, from: null, to: 1 }))
    const actor = { type: "user" as const, id: null, name: "Mara" }
    expect(activityText({ id: "1", type: "task.updated", actor, at: "", changes }, names)).toBe(
      "Mara changed status, points and due date",
    )
  })
})

import { describe, expect, it } from "vitest"
import type { ConversationEvent } from "../../lib/api.gen.ts"
import { firstMissing } from "./api.ts"
import { withEvent } from "./live.ts"
import { stepsOf, toolWords } from "./steps.ts"

const event = (
  index: number,
  type: ConversationEvent["type"],
  data: Record<string, unknown> = {},
): ConversationEvent => ({
  index,
  type,
  data,
  at: "2026-11-22T12:00:00Z",
})

describe("steps of a conversation", () => {
  it("let chunks of one speaker flow together until the turn ends", () => {
    const steps = stepsOf([
      event(0, "agent_thought_chunk", { text: "I th" }),
      event(1, "agent_thought_chunk", { text: "ink" }),
      event(2, "agent_message_chunk", { text: "Done." }),
      event(3, "turn_end"),
      event(4, "agent_message_chunk", { text: "More." }),
    ])
    expect(steps.map((step) => (step.kind === "tool" ? "" : `${step.kind}: ${step.text}`))).toEqual([
      "thought: I think",
      "message: Done.",
      "message: More.",
    ])
  })
  it("complete a tool call with what it gave", () => {
    const [step] = stepsOf([
      event(0, "tool_call", { tool_call_id: "1", name: "get_task", input: { id: 1 } }),
      event(1, "tool_call_update", { tool_call_id: "1", status: "completed", output: "a task" }),
    ])
    expect(step).toMatchObject({ kind: "tool", state: "done", output: "a task", input: { id: 1 } })
  })
  it("tell a failed call from a finished one", () => {
    const [step] = stepsOf([
      event(0, "tool_call", { tool_call_id: "1", name: "get_task" }),
      event(1, "tool_call_update", { tool_call_id: "1", status: "failed", error: "no" }),
    ])
    expect(step).toMatchObject({ state: "failed", output: "no" })
  })
})

describe("events of a conversation", () => {
  it("stay in order and come once", () => {
    const events = [event(2, "turn_end"), event(0, "turn_end"), event(2, "turn_end"), event(1, "turn_end")].reduce(
      withEvent,
      [] as ConversationEvent[],
    )
    expect(events.map((each) => each.index)).toEqual([0, 1, 2])
  })
  it("are read on from the first one missing", () => {
    expect(firstMissing([event(0, "turn_end"), event(1, "turn_end"), event(5, "turn_end")])).toBe(2)
    expect(firstMissing([])).toBe(0)
  })
})

it("speaks of tools as a person would", () => {
  expect(toolWords("get_task_by_number", false)).toEqual({ verb: "Read", rest: "task" })
  expect(toolWords("add_task_comment", true)).toEqual({ verb: "Adding", rest: "comment" })
  expect(toolWords("searchTasks", false)).toEqual({ verb: "Searched", rest: "tasks" })
  expect(toolWords("frobnicate", false)).toEqual({ verb: "Used", rest: "frobnicate" })
})

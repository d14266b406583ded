import { expect, it } from "vitest"
import type { SprintSummary } from "../../lib/api.gen.ts"
import { capacityOf, compareWithAverage, datesLabel, proposal, timeLeft } from "./sprints.ts"

const nothing = { points: 0, tasks: 0 }
const sprint = (fields: Partial<SprintSummary>): SprintSummary => ({
  id: "one",
  name: "Sprint 1",
  goal: "",
  state: "planned",
  start_date: null,
  end_date: null,
  started_at: null,
  completed_at: null,
  total: nothing,
  done: nothing,
  unestimated: 0,
  capacity: [],
  ...fields,
})

const now = Date.parse("2026-11-20T12:00:00Z")

it("proposes the next number, and as many days as the last sprint had, after it", () => {
  expect(proposal([], "2026-11-20")).toEqual({ name: "Sprint 1", start: "2026-11-20", end: "2026-12-03" })
  const last = sprint({ name: "Sprint 7", start_date: "2026-11-16", end_date: "2026-11-22" })
  expect(proposal([last, sprint({ name: "Later" })], "2026-11-20")).toEqual({
    name: "Sprint 8",
    start: "2026-11-23",
    end: "2026-11-29",
  })
  expect(proposal([last], "2026-12-24")).toMatchObject({ start: "2026-12-24" })
})

it("says when a sprint is and what is left of it", () => {
  expect(datesLabel(sprint({ start_date: "2026-11-02", end_date: "2026-11-13" }), now)).toMatch(/^2\s–\s13 Nov$/)
  expect(datesLabel(sprint({ start_date: "2025-12-29", end_date: "2026-01-09" }), now)).toMatch(
    /^29 Dec 2025\s–\s9 Jan 2026$/,
  )
  expect(datesLabel(sprint({ start_date: "2026-11-02" }), now)).toBe("from 2 Nov")
  expect(datesLabel(sprint({}), now)).toBeUndefined()
  expect(["2026-11-20", "2026-11-21", "2026-11-18"].map((date) => timeLeft(date, now).label)).toEqual([
    "ends today",
    "1 day left",
    "2 days over",
  ])
})

it("sums capacities, and compares points with the average", () => {
  expect(capacityOf(sprint({}))).toBeUndefined()
  expect(capacityOf(sprint({ capacity: [5, 2.5].map((points) => ({ member_id: `m${points}`, points })) }))).toBe(7.5)
  expect(compareWithAverage(24, 20.5)).toBe(
    "Your last sprints got 20.5 points done on average. This sprint holds 3.5 more.",
  )
  expect(compareWithAverage(1, 1)).toMatch(/1 point done on average. This sprint holds as much\.$/)
})

import { describe, expect, it } from "vitest"
import { keep } from "../../lib/board-cache.ts"
import { boardOf, cardOf, statusesOf } from "../../lib/testing.ts"
import { isUncertain, type KeptSchedule, withDates } from "./cache.ts"
import { dateOf, dayOf, monthsAfter, resized, shifted, spanOf, weekdayOf, weekStart } from "./days.ts"
import { lanesOf } from "./lanes.ts"
import { datedOf, periodAround, weekOf } from "./month.ts"
import { dayAt, headOf, scaleAround, xOf } from "./scale.ts"
import { isBroken, rowsOf } from "./tree.ts"

const statuses = statusesOf(["todo", "done"]).map((status) => ({
  ...status,
  category: status.id === "done" ? ("done" as const) : status.category,
}))
const dates = (start_date: string | null, due_date: string | null) => ({ start_date, due_date })

describe("days", () => {
  it("count across leap years and daylight saving", () => {
    expect(dateOf(dayOf("2028-02-28") + 1)).toBe("2028-02-29")
    expect(dayOf("2026-03-30") - dayOf("2026-03-28")).toBe(2)
    expect(weekdayOf(dayOf("2026-11-25"))).toBe(3)
  })

  it("know the week by its first day, and the same day of another month", () => {
    expect(dateOf(weekStart(dayOf("2026-11-22"), 1))).toBe("2026-11-16")
    expect(dateOf(weekStart(dayOf("2026-11-22"), 0))).toBe("2026-11-22")
    expect(dateOf(monthsAfter(dayOf("2026-01-31"), 1))).toBe("2026-02-28")
    expect(dateOf(monthsAfter(dayOf("2026-03-15"), -1))).toBe("2026-02-15")
  })

  it("of a task with one date have an open end", () => {
    expect(spanOf(dates("2026-11-03", null))).toMatchObject({ open: "end" })
    expect(spanOf(dates(null, "2026-11-03"))).toMatchObject({ open: "start" })
    expect(spanOf(dates(null, null))).toBeNull()
  })

  it("move together, and one end never passes the other", () => {
    expect(shifted(dates("2026-11-03", null), 2)).toEqual(dates("2026-11-05", null))
    expect(resized(dates("2026-11-03", "2026-11-05"), "end", -9)).toEqual(dates("2026-11-03", "2026-11-03"))
    expect(resized(dates(null, "2026-11-05"), "start", -2)).toEqual(dates("2026-11-03", "2026-11-05"))
    expect(resized(dates("2026-11-03", null), "end", 4)).toEqual(dates("2026-11-03", "2026-11-07"))
  })
})

describe("a scale", () => {
  it("holds whole months, and finds a day again where it put it", () => {
    for (const zoom of ["week", "month", "quarter", "year"] as const) {
      const scale = scaleAround(dayOf("2026-11-25"), zoom)
      expect(dateOf(scale.from).slice(8)).toBe("01")
      const day = dayOf("2026-12-05")
      expect(dayAt(scale, xOf(scale, day) + scale.dayWidth / 2)).toBe(day)
      const { upper, lower } = headOf(scale, 1)
      for (const line of [upper, lower])
        expect(line.reduce((sum, tick) => sum + tick.days, 0)).toBe(scale.to - scale.from + 1)
    }
  })
})

describe("stretches that overlap", () => {
  it("lie under each other, each in the first lane that is free", () => {
    const lanes = lanesOf([
      { start: 1, end: 3 },
      { start: 2, end: 2 },
      { start: 4, end: 5 },
      { start: 3, end: 6 },
    ])
    expect(lanes.map(({ start, lane }) => [start, lane])).toEqual([
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 0],
    ])
  })
})

describe("a calendar", () => {
  const first = dayOf("2026-11-01")

  it("shows whole weeks around a month", () => {
    const range = periodAround(dayOf("2026-11-25"), "month", 1)
    expect([dateOf(range.from), dateOf(range.to)]).toEqual(["2026-10-26", "2026-12-06"])
  })

  it("cuts bars at the ends of a week, and says how many find no room", () => {
    const dated = datedOf([
      cardOf(1, "todo", dates("2026-10-30", "2026-11-03")),
      ...[2, 3, 4].map((number) => cardOf(number, "todo", dates(null, "2026-11-03"))),
      cardOf(5, "todo"),
    ])
    const week = weekOf(dated, first, 2)
    expect(week.segments).toMatchObject([{ start: first, end: first + 2, before: true, after: false, lane: 0 }])
    expect(week.hidden).toEqual([0, 0, 3, 0, 0, 0, 0])
    expect(weekOf(dated, first, 4).hidden).toEqual([0, 0, 0, 0, 0, 0, 0])
  })
})

describe("the lines of a roadmap", () => {
  const epic = cardOf(1, "todo")
  const children = [
    cardOf(2, "done", { parent_task_id: epic.id, ...dates("2026-11-03", "2026-11-05") }),
    cardOf(3, "todo", { parent_task_id: epic.id, ...dates(null, "2026-11-20") }),
  ]
  const board = boardOf(statuses, [])
  const ungrouped = { ...board, view: { ...board.view, config: { ...board.view.config, column_by: null } } }
  const folds = { closed: new Set<string>(), opened: new Set<string>() }

  it("show an epic folded, with how far it is and from when to when it goes", () => {
    const rows = rowsOf([epic, ...children], ungrouped, folds)
    expect(rows).toMatchObject([{ depth: 0, open: false, progress: { done: 1, total: 2 }, span: null }])
    expect(rows[0]).toMatchObject({ hull: { start: dayOf("2026-11-03"), end: dayOf("2026-11-20") } })
    const opened = rowsOf([epic, ...children], ungrouped, { ...folds, opened: new Set([epic.id]) })
    expect(opened.map(({ depth }) => depth)).toEqual([0, 1, 1])
  })

  it("lie under the view's groups, of which those without tasks are left out", () => {
    const rows = rowsOf([epic, ...children, cardOf(4, "done")], boardOf(statuses, [epic]), folds)
    expect(rows.map((row) => (row.kind === "group" ? row.name : row.card.number))).toEqual(["todo", 1, "done", 4])
    const closed = new Set([rows[0]?.id ?? ""])
    expect(rowsOf([epic, cardOf(4, "done")], boardOf(statuses, []), { ...folds, closed })).toHaveLength(3)
  })

  it("break their order when what waits begins before the other has ended", () => {
    expect(isBroken({ start: 1, end: 5 }, { start: 4, end: 9 })).toBe(true)
    expect(isBroken({ start: 1, end: 5 }, { start: 5, end: 9 })).toBe(false)
  })
})

describe("a schedule that is kept", () => {
  const view = keep(boardOf(statuses, [])).view
  const [one, two] = [cardOf(1, "todo", dates("2026-11-03", null)), cardOf(2, "todo")]
  const schedule: KeptSchedule = {
    view,
    asked: {},
    items: [one],
    truncated: false,
    dependencies: [],
    undated: { items: [two], next_cursor: null, total: 1 },
    last_event_id: null,
  }
  const updated = (task: typeof one, field: string) => ({
    id: "e",
    type: "task.updated",
    project_id: "p",
    entity_type: "task",
    entity_id: task.id,
    version: 2,
    data: { task, changes: [{ field, from: null, to: null }] },
    at: "",
  })

  it("takes a task onto the scale with its first date", () => {
    const next = withDates(schedule, two.id, dates(null, "2026-11-09"))
    expect(next.items.map(({ number }) => number)).toEqual([1, 2])
    expect(next.undated).toMatchObject({ items: [], total: 0 })
  })

  it("is read again only when it cannot be told here what belongs on it", () => {
    const filtered = {
      ...schedule,
      view: {
        ...view,
        config: { ...view.config, filters: { field: "status_category", operator: "is", value: "todo" } },
      },
    }
    expect(isUncertain(schedule, updated(one, "status_id"))).toBe(false)
    expect(isUncertain(filtered, updated(one, "status_id"))).toBe(true)
    expect(isUncertain(filtered, updated(one, "due_date"))).toBe(false)
    expect(isUncertain(schedule, updated(cardOf(9, "todo"), "title"))).toBe(true)
    expect(isUncertain(schedule, updated(two, "start_date"))).toBe(true)
  })
})

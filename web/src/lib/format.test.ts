import { describe, expect, it } from "vitest"
import {
  ago,
  bytes,
  compact,
  dateAfter,
  dateLabel,
  dateRange,
  daysLabel,
  daysUntil,
  decimal,
  duration,
  firstWeekday,
  handleFrom,
  initials,
  isOverdue,
  pointsLabel,
  prefixFrom,
  sinceWords,
} from "./format.ts"

const now = Date.parse("2026-11-22T12:00:00Z")

describe("times", () => {
  it("are told from now on backwards, then as a date", () => {
    expect(ago("2026-11-22T11:59:40Z", now)).toBe("now")
    expect(ago("2026-11-22T11:57:00Z", now)).toBe("3 min")
    expect(ago("2026-11-22T09:00:00Z", now)).toBe("3 h")
    expect(ago("2026-11-01T09:00:00Z", now)).toBe("1 Nov")
  })
  it("end a sentence", () => {
    expect(
      ["2026-11-22T11:59:40Z", "2026-11-22T11:57:00Z", "2026-11-01T09:00:00Z"].map((at) => sinceWords(at, now)),
    ).toEqual(["just now", "3 min ago", "on 1 Nov"])
  })
  it("name the year when it is not this one", () => {
    expect(dateLabel("2024-10-22", now)).toBe("22 Oct 2024")
  })
  it("call a task overdue the day after it was due, not on the day", () => {
    expect(isOverdue("2026-11-22", now)).toBe(false)
    expect(isOverdue("2026-11-21", now)).toBe(true)
  })
  it("are short as durations", () => {
    expect([7, 161, 3723].map(duration)).toEqual(["0:07", "2:41", "1:02:03"])
  })
})

it("counts days and writes ranges of dates", () => {
  const noon = Date.parse("2026-11-20T12:00:00Z")
  expect(["2026-11-20", "2026-11-23", "2026-10-31"].map((date) => daysUntil(date, noon))).toEqual([0, 3, -20])
  expect(dateAfter("2026-02-27", 2)).toBe("2026-03-01")
  expect(dateRange("2026-11-30", "2026-12-11", noon)).toMatch(/^30 Nov\s–\s11 Dec$/)
  expect([3.54, 1.01, 0.25, 0.01].map(daysLabel)).toEqual(["3.5 days", "1 day", "6 h", "14 min"])
  expect([8, 2.25, 1_200].map(decimal)).toEqual(["8", "2.3", "1,200"])
})

it("rounds points as it writes them", () => {
  expect([1, 2.5, 1 / 3, 0.96].map(pointsLabel)).toEqual(["1 point", "2.5 points", "0.3 points", "1 point"])
})

it("shortens counts", () => {
  expect([940, 18_200, 2_000_000].map(compact)).toEqual(["940", "18.2k", "2M"])
})

it("suggests a prefix of 2 to 6 letters where the name has them", () => {
  expect(["Checkout", "Big Blue Button", "Übersicht", "x"].map(prefixFrom)).toEqual(["CHE", "BBB", "UBE", "X"])
})

it("suggests a handle of lower-case letters, digits and hyphens", () => {
  expect(["Mara Okafor", "  Zoë & Co. ", "QA 2"].map(handleFrom)).toEqual(["mara-okafor", "zoe-co", "qa-2"])
})

it("draws initials from first and last name", () => {
  expect(["Mara Okafor", "Dev", "Ana Maria Ruiz"].map(initials)).toEqual(["MO", "De", "AR"])
})

it("says sizes of files in the unit that fits", () => {
  expect([0, 940, 1024, 18_640, 2 * 1024 ** 2, 3.4 * 1024 ** 3].map(bytes)).toEqual([
    "0 B",
    "940 B",
    "1 kB",
    "18.2 kB",
    "2 MB",
    "3.4 GB",
  ])
})

describe("weeks", () => {
  it("begin by the language, on Monday where it is none", () => {
    expect(firstWeekday("en-US")).toBe(0)
    expect(firstWeekday("de-DE")).toBe(1)
    expect(firstWeekday("en-US@posix")).toBe(1)
  })
})

// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { forgetRecent, noteRecent } from "./recent.ts"

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

const task = (number: number, title = `Task ${number}`) => ({
  kind: "task" as const,
  id: `id-${number}`,
  project_id: "p",
  title,
  key: `PLN-${number}`,
})
const titles = () => (JSON.parse(kept.get("paca-recent") ?? "[]") as { title: string }[]).map(({ title }) => title)

describe("what was opened last", () => {
  it("is each thing once, the latest first and by its newest name, and no endless list", () => {
    for (const number of [1, 2, 3]) noteRecent(task(number))
    noteRecent(task(1, "Renamed"))
    expect(titles()).toEqual(["Renamed", "Task 3", "Task 2"])
    for (let number = 4; number < 20; number++) noteRecent(task(number))
    expect(titles()).toHaveLength(8)
    expect(titles()[0]).toBe("Task 19")
  })

  it("loses what is gone, and all of it at a sign-out", () => {
    for (const number of [1, 2, 3]) noteRecent(task(number))
    forgetRecent("id-2")
    expect(titles()).toEqual(["Task 3", "Task 1"])
    forgetRecent()
    expect(titles()).toEqual([])
  })

  it("begins anew when what is stored is no list", () => {
    kept.set("paca-recent", '{"not": "a list"}')
    noteRecent(task(1))
    expect(titles()).toEqual(["Task 1"])
    kept.set("paca-recent", "[1, null, {}]")
    noteRecent(task(2))
    expect(titles()).toEqual(["Task 2"])
  })
})

import fc from "fast-check"
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import * as ApiKey from "../access/api-key.ts"
import type { Caller } from "../access/caller.ts"
import * as Agent from "../agent/agent.ts"
import { clock } from "../clock.ts"
import { db } from "../database.ts"
import { diffText } from "./diff.ts"
import * as Document from "./document.ts"
import * as Snapshot from "./snapshot.ts"

let world: World
let edith: Person

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  edith = await createPerson("Edith Editor")
  await joinWorld(world, edith, "Editor")
})
afterEach(() => vi.restoreAllMocks())

/** Lets the clock of the domain stand `minutes` later. */
function later(minutes: number): void {
  const at = Date.now() + minutes * 60_000
  vi.spyOn(clock, "now").mockReturnValue(at)
}

const LONG = "A first paragraph that stays.\n\nA second one that stays, too.\n"
const write = (content = LONG, by: Caller = world.owner) => world.as(by, Document.create, { title: "Notes", content })
const change = (doc: { id: string }, fields: object, by: Caller = world.owner) =>
  world.as(by, Document.update, { doc_id: doc.id, ...fields })
const historyOf = async (doc: { id: string }) => {
  const { items } = await world.as(world.owner, Snapshot.list, { doc_id: doc.id, page_size: 100 })
  return items
}
const textOf = async (doc: { id: string }, snapshot_id = "") =>
  (await world.as(world.owner, Snapshot.get, { doc_id: doc.id, snapshot_id })).content.text
const texts = async (doc: { id: string }) =>
  Promise.all((await historyOf(doc)).map((snapshot) => textOf(doc, snapshot.id)))

describe("a document's history", () => {
  it("starts with its first text, and its newest snapshot is what it says now", async () => {
    const doc = await write()
    await change(doc, { title: "Plan", content: `${LONG}More.` })
    const [newest] = await historyOf(doc)
    expect(newest).toMatchObject({ snapshot_number: 1, title: "Plan", created_by_name: "Olive Owner" })
    expect(newest).not.toHaveProperty("content")
    expect(await textOf(doc, newest?.id)).toBe(`${LONG}More.`)
  })

  it("gathers what one member writes within ten minutes, and begins anew after that", async () => {
    const doc = await write()
    for (let save = 1; save <= 5; save++) await change(doc, { content: `${LONG}Save ${save}.` })
    expect(await texts(doc)).toEqual([`${LONG}Save 5.`])
    later(9)
    await change(doc, { content: `${LONG}Nine.` })
    expect(await texts(doc)).toEqual([`${LONG}Nine.`])
    later(11)
    await change(doc, { content: `${LONG}Eleven.` })
    expect(await texts(doc)).toEqual([`${LONG}Eleven.`, `${LONG}Nine.`])
  })

  it("never lets one member write into another's snapshot", async () => {
    const doc = await write()
    await change(doc, { content: `${LONG}By Edith.` }, edith)
    await change(doc, { content: `${LONG}By Edith, twice.` }, edith)
    await change(doc, { content: `${LONG}By Olive.` })
    expect(await texts(doc)).toEqual([`${LONG}By Olive.`, `${LONG}By Edith, twice.`, LONG])
    expect((await historyOf(doc)).map((one) => one.created_by_name)).toEqual([
      "Olive Owner",
      "Edith Editor",
      "Olive Owner",
    ])
  })

  it("keeps a text that its own author wipes out a minute later", async () => {
    const doc = await write()
    await change(doc, { content: "" })
    await change(doc, { content: "Something else." })
    expect(await texts(doc)).toEqual(["Something else.", LONG])
  })

  it("keeps every text whose author is another one than the next, whoever writes at once", async () => {
    const doc = await write()
    const writers = Array.from({ length: 12 }, (_, index) => ({
      by: index % 2 ? edith : world.owner,
      text: `${LONG}${index}`,
    }))
    await Promise.all(writers.map(({ by, text }) => change(doc, { content: text }, by)))
    const history = await historyOf(doc)
    expect(history.map((one) => one.snapshot_number)).toEqual(history.map((_, index) => history.length - index))
    for (const [index, one] of history.entries())
      if (index > 0) expect(one.created_by).not.toBe(history[index - 1]?.created_by)
    expect((await texts(doc))[0]).toBe((await world.as(world.owner, Document.get, { doc_id: doc.id })).content.text)
  })

  it("names the agent that wrote", async () => {
    const agent = await world.as(world.owner, Agent.create, { name: "Scribe", handle: "scribe", provider: "demo" })
    const caller: Caller = { kind: "agent", agent_id: agent.id, name: "Scribe", project_id: world.project.id }
    expect(await ApiKey.issueKey(db(), { name: "agent", agent_id: agent.id })).toBeTruthy()
    const doc = await write(LONG, caller)
    expect(await historyOf(doc)).toMatchObject([{ created_by: agent.member_id, created_by_name: "Scribe" }])
  })

  it("is not written when a document only moves, and outlives its deletion", async () => {
    const doc = await write()
    later(20)
    await change(doc, { position: 7 })
    expect(await historyOf(doc)).toHaveLength(1)
    await change(doc, { content: "Second." })
    await world.as(world.owner, Document.remove, { doc_id: doc.id })
    await expect(historyOf(doc)).rejects.toMatchObject({ code: "DOCUMENT_NOT_FOUND" })
    await world.as(world.owner, Document.restore, { doc_id: doc.id })
    expect(await texts(doc)).toEqual(["Second.", LONG])
  })
})

describe("a snapshot that is restored", () => {
  it("becomes a new version, and the text it replaces stays", async () => {
    const doc = await write("First.")
    await change(doc, { title: "Renamed", content: "Second." }, edith)
    const first = (await historyOf(doc)).at(-1)
    const back = await world.as(edith, Snapshot.restore, { doc_id: doc.id, snapshot_id: first?.id })
    expect(back).toMatchObject({ title: "Notes", content: { text: "First." }, version: 3 })
    expect(await texts(doc)).toEqual(["First.", "Second.", "First."])
    // Not written over by the next change, however soon it comes.
    await change(doc, { content: "First. And more." }, edith)
    expect(await texts(doc)).toEqual(["First. And more.", "First.", "Second.", "First."])
  })

  it("is refused against an older version, and changes nothing when it is what the document says", async () => {
    const doc = await write("First.")
    const [now] = await historyOf(doc)
    const place = { doc_id: doc.id, snapshot_id: now?.id }
    expect((await world.as(world.owner, Snapshot.restore, place)).version).toBe(1)
    await change(doc, { content: "Second." })
    const late = world.as(world.owner, Snapshot.restore, { ...place, if_match: 1 })
    await expect(late).rejects.toMatchObject({ code: "VERSION_CONFLICT", details: { version: 2 } })
  })
})

describe("a snapshot of another document or project", () => {
  it("is not there", async () => {
    const [mine, other] = [await write(), await write()]
    const foreign = await createWorld("OTH")
    const doc = await foreign.as(foreign.owner, Document.create, { title: "Theirs", content: "Theirs" })
    const { items } = await foreign.as(foreign.owner, Snapshot.list, { doc_id: doc.id })
    for (const snapshot of [(await historyOf(other))[0], items[0]]) {
      const place = { doc_id: mine.id, snapshot_id: snapshot?.id }
      for (const call of [
        () => world.as(world.owner, Snapshot.get, place),
        () => world.as(world.owner, Snapshot.diff, place),
        () => world.as(world.owner, Snapshot.restore, place),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: "SNAPSHOT_NOT_FOUND" })
      }
      const own = (await historyOf(mine))[0]?.id
      const call = world.as(world.owner, Snapshot.diff, { doc_id: mine.id, snapshot_id: own, against: snapshot?.id })
      await expect(call).rejects.toMatchObject({ code: "SNAPSHOT_NOT_FOUND" })
    }
    await expect(world.as(world.owner, Snapshot.list, { doc_id: doc.id })).rejects.toMatchObject({ status: 404 })
  })
})

describe("a diff", () => {
  it("leads from a snapshot to the present text, or to another snapshot", async () => {
    const doc = await write("one\ntwo\nthree")
    await change(doc, { content: "one\n2\nthree\nfour" }, edith)
    const [second, first] = await historyOf(doc)
    const toNow = await world.as(world.owner, Snapshot.diff, { doc_id: doc.id, snapshot_id: first?.id })
    expect(toNow).toEqual({
      from: { snapshot_id: first?.id, snapshot_number: 1, title: "Notes" },
      to: { snapshot_id: null, snapshot_number: null, title: "Notes" },
      added: 2,
      removed: 1,
      hunks: [
        {
          old_start: 1,
          old_lines: 3,
          new_start: 1,
          new_lines: 4,
          lines: [
            { type: "same", text: "one" },
            { type: "removed", text: "two" },
            { type: "added", text: "2" },
            { type: "same", text: "three" },
            { type: "added", text: "four" },
          ],
        },
      ],
    })
    const back = { doc_id: doc.id, snapshot_id: second?.id, against: first?.id }
    expect(await world.as(world.owner, Snapshot.diff, back)).toMatchObject({ added: 1, removed: 2 })
  })

  it("shows three lines around a change, and tells where they stand", () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`)
    const { hunks } = diffText(lines.join("\n"), lines.with(49, "changed").join("\n"))
    expect(hunks).toHaveLength(1)
    expect(hunks[0]).toMatchObject({ old_start: 47, old_lines: 7, new_start: 47, new_lines: 7 })
  })

  it("turns the one text into the other, whatever they are", () => {
    const Lines = fc.array(fc.constantFrom("a", "b", "", "+x", "-y", " z", "\\ No newline"), { maxLength: 12 })
    fc.assert(
      fc.property(Lines, Lines, (old, now) => {
        const { hunks, added, removed } = diffText(old.join("\n"), now.join("\n"))
        const kept = old.join("\n") === "" ? [] : old.join("\n").replace(/\n$/, "").split("\n")
        const wanted = now.join("\n") === "" ? [] : now.join("\n").replace(/\n$/, "").split("\n")
        const result: string[] = []
        let at = 0
        for (const hunk of hunks) {
          while (at < hunk.old_start - 1) result.push(kept[at++] ?? "")
          for (const line of hunk.lines) {
            if (line.type !== "added") expect(kept[at++]).toBe(line.text)
            if (line.type !== "removed") result.push(line.text)
          }
        }
        result.push(...kept.slice(at))
        expect(result).toEqual(wanted)
        expect(result.length - kept.length).toBe(added - removed)
      }),
    )
  })

  it("of two large texts without a line in common is still quick", () => {
    const text = (word: string) => Array.from({ length: 60_000 }, (_, index) => `${word}${index}`).join("\n")
    const started = performance.now()
    expect(diffText(text("a"), text("b"))).toMatchObject({ added: 60_000, removed: 60_000 })
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../../local/testing/domain.ts"
import * as Notification from "../notification/notification.ts"
import { execute } from "../operation.ts"
import * as Activity from "../task/activity.ts"
import * as Task from "../task/task.ts"
import * as Board from "../view/board.ts"
import * as Import from "./import.ts"

const HEADER =
  "Issue key,Summary,Issue Type,Status,Priority,Assignee,Reporter,Created,Updated,Due date,Labels,Sprint,Story Points,Parent,Description"
/** Rows of a real backlog, shortened. */
const ROWS = [
  "PLN-1,fix: typescript version consistency,Task,Done,Highest,member-08,member-14,2024-10-22T14:13:28+05:30,2024-10-22T14:13:28+05:30,,,Sprint 1,1,,",
  'PLN-2,fix: bucket policy script (#5887),Bug,Done,High,member-40,member-16,2024-10-22T14:19:43+05:30,2024-10-22T14:19:43+05:30,2024-11-01,security utils,Sprint 1,0.5,PLN-3,"* fix: error conditions\r\n\r\n* dev: ""edge"" cases"',
  "PLN-3,chore: soft deletion,Story,In Review,Lowest,member-31,,2024-10-22T14:21:26+05:30,2024-10-22T14:21:26+05:30,,,Sprint 10,,,",
  "PLN-7,chore: annotate,Task,Waiting for release,,,,,,,,Sprint 2,,PLN-3,",
]

const bytes = (text: string) => new TextEncoder().encode(text)
const csv = (rows: string[]) => bytes([HEADER, ...rows].join("\n"))

let world: World

beforeAll(async () => {
  await freshDatabase()
})

async function run(file: Uint8Array, mode: string = "skip_bad_rows") {
  const started = await world.as(world.owner, Import.start, { file, mode })
  // In production the arrival of the object calls this; here nothing listens to the store.
  await Import.process(started.id)
  return world.as(world.owner, Import.get, { id: started.id })
}

const board = () => world.as(world.owner, Board.board, { view_id: "default" })

describe("an import", () => {
  beforeAll(async () => {
    world = await createWorld("PLN")
  })

  it("is told beforehand what it would do", async () => {
    const preview = await world.as(world.owner, Import.preview, { file: csv(ROWS) })
    expect(preview).toMatchObject({
      rows: 4,
      errors: [],
      counts: {
        tasks: 4,
        sprints: 3,
        statuses_new: 1,
        types_new: 0,
        parents: 2,
        unknown_people: 5,
        existing: 0,
        bad_rows: 0,
      },
    })
    expect(preview.columns.map((column) => column.field)).not.toContain(null)
    expect((await board()).tasks).toEqual([])
  })

  it("brings types, statuses, labels, sprints, parents, points, dates and people", async () => {
    const member = await createPerson("Member 31")
    await joinWorld(world, member, "Editor")
    expect(await run(csv(ROWS))).toMatchObject({
      status: "completed",
      total: 4,
      done: 4,
      created: 4,
      skipped: 0,
      errors: [],
    })

    const { statuses, task_types, sprints, members } = await board()
    const { items: tasks } = await world.as(world.owner, Task.list, {})
    expect(tasks.map((task) => task.key)).toEqual(["PLN-1", "PLN-2", "PLN-3", "PLN-7"])
    const name = (rows: { id: string; name: string }[], id: string | null) => rows.find((row) => row.id === id)?.name
    const [, second, third, seventh] = tasks
    expect(second).toMatchObject({
      priority: "high",
      points: 0.5,
      due_date: "2024-11-01",
      tags: ["security", "utils"],
      parent_task_id: third?.id,
    })
    expect([name(task_types, second?.task_type_id ?? ""), name(statuses, second?.status_id ?? "")]).toEqual([
      "Bug",
      "Done",
    ])
    expect(sprints.map((sprint) => [sprint.name, sprint.state])).toEqual([
      ["Sprint 1", "completed"],
      ["Sprint 2", "planned"],
      ["Sprint 10", "active"],
    ])
    expect(statuses.find((status) => status.name === "Waiting for release")?.category).toBe("todo")
    expect(seventh).toMatchObject({ priority: null, points: null, assignee_ids: [] })
    expect(third?.assignee_ids).toEqual(
      members.filter((found) => found.handle === "member-31").map((found) => found.id),
    )

    const whole = await world.as(world.owner, Task.getByNumber, { number: 2 })
    expect(whole).toMatchObject({
      description: { text: '* fix: error conditions\n\n* dev: "edge" cases' },
      external: { key: "PLN-2", assignee: "member-40", reporter: "member-16" },
      created_at: "2024-10-22T08:49:43.000Z",
    })
    const { items } = await world.as(world.owner, Activity.list, { task_id: whole.id })
    expect(items).toMatchObject([{ type: "task.created", actor: { type: "user", name: world.owner.name } }])
    // An import is not news to the people in it.
    expect((await execute(Notification.list, member, {})).total).toBe(0)
  })

  it("creates nothing twice", async () => {
    const fresh = "PLN-8,new one,Task,Done,,,,,,,,,,PLN-1,"
    expect(await run(csv([...ROWS, fresh]))).toMatchObject({ status: "completed", created: 1, skipped: 4 })
    expect(await run(csv([...ROWS, fresh]))).toMatchObject({ status: "completed", created: 0, skipped: 5 })
    expect((await board()).tasks).toHaveLength(5)
  })

  it("leaves the next number free for the next task", async () => {
    expect((await world.as(world.owner, Task.create, { title: "By hand" })).number).toBe(9)
  })
})

describe("bad rows", () => {
  const bad = [
    "B-1,good,Task,Done,,,,,,,,,,,",
    "B-2,,Task,Done,,,,,,,,,,,",
    "B-3,points,Task,Done,,,,,,,,,many,,",
    "B-4,date,Task,Done,,,,,,2026-02-31,,,,,",
    "B-5,priority,Task,Done,Urgentest,,,,,,,,,,",
    "B-6,orphan,Task,Done,,,,,,,,,,B-99,",
    "B-1,again,Task,Done,,,,,,,,,,,",
    "B-8,its parent is bad,Task,Done,,,,,,,,,,B-2,",
    "B-9,circle,Task,Done,,,,,,,,,,B-10,",
    "B-10,circle,Task,Done,,,,,,,,,,B-9,",
    "B-11,too,many,cells,,,,,,,,,,,,,,,",
    `B-12,${"x".repeat(501)},Task,Done,,,,,,,,,,,`,
  ]

  beforeAll(async () => {
    world = await createWorld("BAD")
  })

  it("stop everything when the person chose all or nothing", async () => {
    const done = await run(csv(bad), "all_or_nothing")
    expect(done).toMatchObject({ status: "failed", created: 0, reason: "Nothing was imported: 11 rows have errors." })
    expect((await board()).tasks).toEqual([])
  })

  it("are reported by line and column, and the rest is imported", async () => {
    const done = await run(csv(bad))
    expect(done).toMatchObject({ status: "completed", created: 1, skipped: 11 })
    expect(done.errors.map((error) => [error.line, error.column])).toEqual([
      [3, "Summary"],
      [4, "Story Points"],
      [5, "Due date"],
      [6, "Priority"],
      [7, "Parent"],
      [8, "Issue key"],
      [9, "Parent"],
      [10, "Parent"],
      [11, "Parent"],
      [12, null],
      [13, "Summary"],
    ])
  })

  it("count lines as an editor does, also after cells with line breaks", async () => {
    const rows = ['C-1,good,,,,,,,,,,,,,"two\nlines"', "C-2,,,,,,,,,,,,,,"]
    const preview = await world.as(world.owner, Import.preview, { file: csv(rows) })
    expect(preview.errors).toEqual([{ line: 4, column: "Summary", message: "is empty." }])
  })
})

describe("files", () => {
  beforeAll(async () => {
    world = await createWorld("FIL")
  })
  const preview = (file: Uint8Array) => world.as(world.owner, Import.preview, { file })
  const utf16 = (text: string) =>
    new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]))

  it("with a byte-order mark, in UTF-16, with semicolons or with Windows line ends are read", async () => {
    const text = [HEADER, ...ROWS].join("\n")
    const files = [
      bytes(`\ufeff${text}`),
      utf16(text),
      bytes("Key;Title\r\nA-1;one\r\nA-2;two\r\n"),
      bytes("Key\tTitle\nA-1\tone\nA-2\ttwo"),
    ]
    const rows = await Promise.all(files.map(async (file) => (await preview(file)).counts.tasks))
    expect(rows).toEqual([4, 4, 2, 2])
  })

  it("with a cell of 1 MB are read; the row is reported", async () => {
    const { errors, counts } = await preview(
      csv([`D-1,ok,,,,,,,,,,,,,${"x".repeat(1024 * 1024)}`, "D-2,ok,,,,,,,,,,,,,"]),
    )
    expect(errors).toEqual([{ line: 2, column: "Description", message: "is longer than 200,000 characters." }])
    expect(counts.tasks).toBe(1)
  })

  const refused: [string, Uint8Array, RegExp][] = [
    [
      "with a quote that is never closed",
      csv(['E-1,"never closed,Task,Done,,,,,,,,,,,', "E-2,b,,,,,,,,,,,,,"]),
      /quote is opened and never closed/,
    ],
    ["in another encoding", new Uint8Array([...bytes("Key,Title\nA-1,caf"), 0xe9]), /not UTF-8/],
    ["that are no text", new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0, 0, 0]), /not text|no column|cannot be read/],
    ["without the needed columns", bytes("a,b\n1,2"), /no column "Summary"/],
    ["that are empty", new Uint8Array(), /empty/],
  ]
  for (const [name, file, message] of refused) {
    it(`${name} are refused with one clear error`, async () => {
      await expect(preview(file)).rejects.toMatchObject({
        code: "BAD_REQUEST",
        message: expect.stringMatching(message),
      })
      await expect(world.as(world.owner, Import.start, { file })).rejects.toMatchObject({ code: "BAD_REQUEST" })
    })
  }
})

describe("a file without keys", () => {
  it("is imported once, however often it is sent, and rows that are alike stay apart", async () => {
    world = await createWorld("KEY")
    const file = bytes("Title,Status\nversion bump,Done\nversion bump,Done\nother,To Do")
    expect(await run(file)).toMatchObject({ status: "completed", created: 3 })
    expect(await run(file)).toMatchObject({ status: "completed", created: 0, skipped: 3 })
  })
})

describe("an import that is cancelled", () => {
  it("leaves nothing behind", async () => {
    world = await createWorld("CAN")
    const rows = Array.from({ length: 600 }, (_, index) => `F-${index},task ${index},,,,,,,,,,,,,`)
    const started = await world.as(world.owner, Import.start, { file: csv(rows) })
    const work = Import.process(started.id)
    for (let wait = 0; wait < 200; wait++) {
      const now = await world.as(world.owner, Import.get, { id: started.id })
      if (now.status === "processing") break
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await world.as(world.owner, Import.cancel, { id: started.id })
    await work
    expect(await world.as(world.owner, Import.get, { id: started.id })).toMatchObject({
      status: "cancelled",
      created: 0,
    })
    expect((await board()).tasks).toEqual([])
  })
})

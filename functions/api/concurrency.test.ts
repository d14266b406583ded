import { beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import * as ApiKey from "../core/access/api-key.ts"
import { execute } from "../core/operation.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createWorld, type World } from "../local/testing/domain.ts"
import { createApp } from "./app.ts"

const app = createApp()
let world: World
let key: string

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  key = (await execute(ApiKey.create, world.owner, { name: "test" })).key
})

const Answer = z.object({
  data: z.looseObject({ id: z.string(), number: z.number(), version: z.number(), title: z.string() }).optional(),
  error_code: z.string().optional(),
})

async function call(method: string, path: string, body: object, headers: Record<string, string> = {}) {
  const response = await app.request(`/api/v1/projects/${world.project.id}${path}`, {
    method,
    headers: { "x-api-key": key, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, ...Answer.parse(await response.json()) }
}

const all = (count: number, one: (index: number) => ReturnType<typeof call>) =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index)))

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).toSorted()

describe("requests at the same moment", () => {
  it("create fifty tasks with fifty numbers in a row, though others among them are refused", async () => {
    const nobody = "01990000-0000-7000-8000-000000000000"
    const first = await call("POST", "/tasks", { title: "First" })
    const answers = await all(60, (index) =>
      call("POST", "/tasks", { title: `Task ${index}`, ...(index % 6 === 0 && { sprint_id: nobody }) }),
    )
    expect(statuses(answers)).toEqual([...Array(50).fill(201), ...Array(10).fill(400)])
    const numbers = answers.flatMap(({ data }) => (data ? [data.number] : [])).toSorted((one, other) => one - other)
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => (first.data?.number ?? 0) + 1 + index))
  })

  it("with the version they all saw change a task once", async () => {
    const { data } = await call("POST", "/tasks", { title: "Contended" })
    const answers = await all(12, (index) =>
      call("PATCH", `/tasks/${data?.id}`, { title: `By ${index}` }, { "if-match": '"1"' }),
    )
    expect(statuses(answers)).toEqual([200, ...Array(11).fill(409)])
    expect(new Set(answers.map(({ error_code }) => error_code))).toEqual(new Set([undefined, "VERSION_CONFLICT"]))
    const winner = answers.find(({ status }) => status === 200)
    const now = await app.request(`/api/v1/projects/${world.project.id}/tasks/${data?.id}`, {
      headers: { "x-api-key": key },
    })
    expect(Answer.parse(await now.json()).data).toMatchObject({ title: winner?.data?.title, version: 2 })
  })

  it("without a version change a task one after another, and none is lost from the count", async () => {
    const { data } = await call("POST", "/tasks", { title: "Counted" })
    const answers = await all(12, (index) => call("PATCH", `/tasks/${data?.id}`, { title: `By ${index}` }))
    expect(answers.map((answer) => answer.data?.version).toSorted((one = 0, other = 0) => one - other)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 2),
    )
  })

  it("with one Idempotency-Key and different bodies make what one of them asked for", async () => {
    const answers = await all(10, (index) =>
      call("POST", "/tasks", { title: `Same key ${index % 2}` }, { "idempotency-key": "raced" }),
    )
    const made = new Set(answers.flatMap(({ data }) => (data ? [data.id] : [])))
    expect(made.size).toBe(1)
    expect(statuses(answers)).toEqual([...Array(5).fill(201), ...Array(5).fill(409)])
  })
})

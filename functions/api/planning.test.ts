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

const Answer = z.object({ data: z.unknown().optional(), error_code: z.string().optional() })
const Row = z.looseObject({ id: z.string() })

async function call(method: string, path: string, body?: object) {
  const response = await app.request(`/api/v1/projects/${world.project.id}${path}`, {
    method,
    headers: { "x-api-key": key, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer = response.status === 204 ? {} : Answer.parse(await response.json())
  return { status: response.status, data: answer.data, error_code: answer.error_code }
}

async function make(path: string, body: object) {
  const { status, data } = await call("POST", path, body)
  expect([path, status]).toEqual([path, 201])
  return Row.parse(data)
}

describe("over HTTP", () => {
  const settings: [string, object, object][] = [
    ["/task-statuses", { name: "Blocked", category: "todo" }, { name: "Waiting" }],
    ["/task-types", { name: "Spike" }, { name: "Research" }],
    ["/sprints", { name: "Sprint 1" }, { goal: "Ship it" }],
    ["/roles", { name: "Tester", actions: ["tasks:read"] }, { actions: ["tasks:read", "comments:write"] }],
    ["/custom-fields", { name: "Customer", type: "text" }, { required: false, name: "Client" }],
  ]
  it.each(settings)("%s are made, listed, read, changed and deleted", async (path, body, change) => {
    const { id } = await make(path, body)
    const listed = z.array(Row).parse((await call("GET", path)).data)
    expect(listed.map((row) => row.id)).toContain(id)
    expect(await call("PATCH", `${path}/${id}`, change)).toMatchObject({ status: 200, data: change })
    expect(await call("GET", `${path}/${id}`)).toMatchObject({ status: 200, data: { ...body, ...change } })
    expect(await call("DELETE", `${path}/${id}`)).toMatchObject({ status: 204 })
    expect(await call("GET", `${path}/${id}`)).toMatchObject({ status: 404 })
  })

  it.each(["/task-statuses", "/task-types"])("%s: the default is set, and one in use needs move_to", async (path) => {
    const before = z
      .array(Row)
      .parse((await call("GET", path)).data)
      .find((row) => row.is_default)
    const { id } = await make(path, { name: "New", category: "todo" })
    expect(await call("PUT", `${path}/${id}/set-default`)).toMatchObject({ status: 200, data: { is_default: true } })
    const task = await make("/tasks", { title: "In it" })
    expect(await call("DELETE", `${path}/${id}`)).toMatchObject({ status: 409 })
    await call("PUT", `${path}/${before?.id}/set-default`)
    expect((await call("DELETE", `${path}/${id}`)).error_code).toMatch(/_IN_USE$/)
    expect(await call("DELETE", `${path}/${id}?move_to=${before?.id}`)).toMatchObject({ status: 204 })
    expect(await call("GET", `/tasks/${task.id}`)).toMatchObject({ data: { version: 2 } })
  })

  it("a sprint starts without a body, completes, and is deleted with its tasks going to the backlog", async () => {
    const { id } = await make("/sprints", { name: "Sprint 2" })
    const done = z
      .array(Row)
      .parse((await call("GET", "/task-statuses")).data)
      .find((row) => row.category === "done")
    const task = await make("/tasks", { title: "Done in it", sprint_id: id, status_id: done?.id })
    expect(await call("POST", `/sprints/${id}/start`)).toMatchObject({ status: 200, data: { state: "active" } })
    expect(await call("POST", `/sprints/${id}/complete`, { move_to_sprint_id: null })).toMatchObject({
      status: 200,
      data: { state: "completed" },
    })
    expect(await call("DELETE", `/sprints/${id}`)).toMatchObject({ status: 409, error_code: "SPRINT_IN_USE" })
    expect(await call("DELETE", `/sprints/${id}?move_to=null`)).toMatchObject({ status: 204 })
    expect(await call("GET", `/tasks/${task.id}`)).toMatchObject({ data: { sprint_id: null } })
  })

  it("tasks have links, children, logged time and values, and are found by them", async () => {
    const field = await make("/custom-fields", { name: "Team", type: "select", options: ["Blue", "Red"] })
    const [one, two] = [
      await make("/tasks", { title: "One", custom_fields: { [field.id]: "Blue" } }),
      await make("/tasks", { title: "Two" }),
    ]
    const link = await make(`/tasks/${one.id}/links`, { type: "blocks", target_task_id: two.id })
    expect(await call("GET", `/tasks/${two.id}/links`)).toMatchObject({ data: [{ id: link.id, type: "blocked_by" }] })
    expect(await call("DELETE", `/tasks/${two.id}/links/${link.id}`)).toMatchObject({ status: 204 })
    const child = await make(`/tasks/${one.id}/children`, { title: "Part" })
    expect(await call("GET", `/tasks/${one.id}/children`)).toMatchObject({ data: [{ id: child.id }] })
    const log = await make(`/tasks/${one.id}/time-logs`, { minutes: 30 })
    expect(await call("PATCH", `/tasks/${one.id}/time-logs/${log.id}`, { minutes: 45 })).toMatchObject({ status: 200 })
    expect(await call("GET", `/tasks/${one.id}`)).toMatchObject({ data: { logged_minutes: 45 } })
    expect(await call("DELETE", `/tasks/${one.id}/time-logs/${log.id}`)).toMatchObject({ status: 204 })
    const filter = encodeURIComponent(JSON.stringify({ [field.id]: "Blue" }))
    const { data } = await call("GET", `/tasks?custom_fields=${filter}`)
    expect(
      z
        .object({ items: z.array(Row) })
        .parse(data)
        .items.map((row) => row.id),
    ).toEqual([one.id])
  })

  it("a member gets another role", async () => {
    const [member] = z.array(Row).parse((await call("GET", "/members")).data)
    const viewer = z
      .array(Row)
      .parse((await call("GET", "/roles")).data)
      .find((row) => row.name === "Viewer")
    expect(await call("PUT", `/members/${member?.id}/roles`, { role_id: viewer?.id })).toMatchObject({
      status: 200,
      data: { role: { name: "Viewer" } },
    })
  })
})

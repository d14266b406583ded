import { beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import * as ApiKey from "../core/access/api-key.ts"
import { execute } from "../core/operation.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createWorld, type World } from "../local/testing/domain.ts"
import { createApp } from "./app.ts"
import { openapi } from "./openapi.ts"

const app = createApp()
let world: World
let key: string

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
  key = (await execute(ApiKey.create, world.owner, { name: "test" })).key
})

const Answer = z.object({
  data: z.unknown().optional(),
  error_code: z.string().optional(),
  error_details: z.record(z.string(), z.unknown()).optional(),
})
const Row = z.looseObject({ id: z.string() })

async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await app.request(`/api/v1/projects/${world.project.id}${path}`, {
    method,
    headers: { "x-api-key": key, "content-type": "application/json", ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, ...(response.status === 204 ? {} : Answer.parse(await response.json())) }
}

const make = async (path: string, body: object) => {
  const { status, data } = await call("POST", path, body)
  expect([path, status]).toEqual([path, 201])
  return Row.parse(data)
}

describe("documents over HTTP", () => {
  it("are made, changed with If-Match, restored to an earlier text, deleted and brought back", async () => {
    const folder = await make("/docs/folders", { name: "Specs" })
    const { id } = await make("/docs", { title: "Refunds", content: "First.", folder_id: folder.id })
    const changed = await call("PATCH", `/docs/${id}`, { content: "Something else." }, { "if-match": '"1"' })
    expect(changed).toMatchObject({ status: 200, data: { version: 2, content: { format: "markdown" } } })
    expect(await call("PATCH", `/docs/${id}`, { content: "Late." }, { "if-match": '"1"' })).toMatchObject({
      status: 409,
      error_code: "VERSION_CONFLICT",
      error_details: { version: 2 },
    })
    const history = z
      .object({ items: z.array(Row), total: z.int() })
      .parse((await call("GET", `/docs/${id}/snapshots`)).data)
    expect(history.total).toBe(2)
    const first = `/docs/${id}/snapshots/${history.items[1]?.id}`
    expect(await call("GET", first)).toMatchObject({ data: { content: { text: "First." }, snapshot_number: 1 } })
    expect(await call("GET", `${first}/diff`)).toMatchObject({ data: { added: 1, removed: 1 } })
    expect(await call("POST", `${first}/restore`)).toMatchObject({ status: 200, data: { version: 3 } })
    expect(await call("DELETE", `/docs/${id}`)).toEqual({ status: 204 })
    expect(await call("POST", `/docs/${id}/restore`)).toMatchObject({ data: { content: { text: "First." } } })
    expect(await call("GET", `/docs?folder_id=${folder.id}&page_size=5`)).toMatchObject({
      data: { items: [{ id, title: "Refunds" }], page: 1, page_size: 5, total: 1 },
    })
    expect(await call("GET", "/docs?folder_id=null")).toMatchObject({ data: { items: [], total: 0 } })
    expect(await call("DELETE", `/docs/folders/${folder.id}`)).toEqual({ status: 204 })
    expect(await call("GET", `/docs/${id}`)).toMatchObject({ data: { folder_id: null } })
  })

  it("are linked to tasks both ways", async () => {
    const [task, doc] = [await make("/tasks", { title: "A task" }), await make("/docs", { title: "Notes" })]
    expect(await call("POST", `/docs/${doc.id}/links`, { task_id: task.id })).toMatchObject({ status: 201 })
    expect(await call("GET", `/tasks/${task.id}/docs`)).toMatchObject({ data: [{ id: doc.id, origin: "manual" }] })
    expect(await call("GET", `/docs/${doc.id}/links`)).toMatchObject({ data: [{ task: { id: task.id } }] })
    expect(await call("DELETE", `/docs/${doc.id}/links/${task.id}`)).toEqual({ status: 204 })
  })

  it("name the field that is wrong", async () => {
    for (const [body, path] of [
      [{ title: "" }, "title"],
      [{ content: 7 }, "content"],
      [{ folder_id: "x" }, "folder_id"],
      [{ position: -1 }, "position"],
    ] as const)
      expect(await call("POST", "/docs", body)).toMatchObject({
        status: 400,
        error_code: "BAD_REQUEST",
        error_details: { issues: [{ path }] },
      })
  })
})

describe("an editor's blocks", () => {
  const blocks = [
    {
      id: "1",
      type: "heading",
      props: { level: 2 },
      content: [{ type: "text", text: "Why", styles: {} }],
      children: [],
    },
    {
      id: "2",
      type: "paragraph",
      props: {},
      content: [
        { type: "text", text: "It ", styles: {} },
        { type: "text", text: "matters", styles: { bold: true } },
      ],
      children: [],
    },
  ]
  const markdown = { format: "markdown", text: "## Why\n\nIt **matters**" }

  it("are taken wherever rich text is, and answered as Markdown", async () => {
    const task = await call("POST", "/tasks", { title: "A task", description: blocks })
    expect(task).toMatchObject({ status: 201, data: { description: markdown } })
    const comments = `/tasks/${Row.parse(task.data).id}/activities/comments`
    expect(await call("POST", comments, { text: blocks })).toMatchObject({ status: 201, data: { text: markdown } })
    expect(await call("POST", "/docs", { content: blocks })).toMatchObject({ status: 201, data: { content: markdown } })
  })

  it("are in the OpenAPI document", () => {
    const { paths, components } = openapi()
    const body = JSON.stringify(paths["/projects/{projectId}/docs"]?.post?.requestBody)
    expect(body).toContain("#/components/schemas/BlockNoteBlock")
    expect(body).toContain("#/components/schemas/RichText")
    expect(components.schemas.BlockNoteBlock).toMatchObject({ type: "object", required: ["type"] })
  })

  it("that lie deeper than a stack is high end in no failure of ours", async () => {
    const depth = 6_000
    const text = `[${'{"type":"bulletListItem","content":"x","children":['.repeat(depth)}${"]}".repeat(depth)}]`
    const response = await app.request(`/api/v1/projects/${world.project.id}/docs`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: `{"content":${text}}`,
    })
    expect(response.status).toBe(201)
  })
})

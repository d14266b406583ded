import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import * as ApiKey from "../functions/core/access/api-key.ts"
import * as Field from "../functions/core/field/field.ts"
import { execute } from "../functions/core/operation.ts"
import * as Sprint from "../functions/core/sprint/sprint.ts"
import * as Task from "../functions/core/task/task.ts"
import { freshDatabase } from "../functions/local/testing/database.ts"
import { createWorld, type World } from "../functions/local/testing/domain.ts"
import { startFunctions } from "../functions/local/testing/gateway.ts"
import { View } from "./schemas.ts"

await freshDatabase()
const paca = await startFunctions()
afterAll(() => paca.stop())

let world: World
let client: Client
beforeAll(async () => {
  world = await createWorld("PLN")
  const { key } = await execute(ApiKey.create, world.owner, { name: "laptop" })
  client = new Client({ name: "test", version: "1" })
  const requestInit = { headers: { "x-api-key": key } }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${paca.url}/mcp`), { requestInit }))
  await client.listTools()
})
afterAll(() => client.close())

const Result = z.object({
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
})

/** Calls a tool on the project; the SDK's client checks the answer against the tool's output schema. */
async function call(name: string, input: Record<string, unknown> = {}) {
  const result = Result.parse(await client.callTool({ name, arguments: { projectId: "PLN", ...input } }))
  return { data: result.structuredContent, text: result.content[0]?.text ?? "", failed: result.isError === true }
}

const viewOf = ({ data, text, failed }: Awaited<ReturnType<typeof call>>) => {
  expect(failed, text).toBe(false)
  return z.object({ view: View }).parse(data).view
}

describe("an agent", () => {
  it("finds the views of a project and of a sprint", async () => {
    await world.as(world.owner, Sprint.create, { name: "Sprint 1" })
    const all = z.object({ views: z.array(View) }).parse((await call("list_views", { context: "backlog" })).data)
    expect(all.views.map(({ name }) => name)).toEqual(["Board", "Backlog"])
    const { text } = await call("list_views", { sprint: "sprint 1" })
    expect(text).toMatch(/^- Board \(board of the sprint by status, id .*\n- Table \(table/)
  })

  it("makes a view with fields, statuses and members by name, changes it, reads it and deletes it", async () => {
    const team = await world.as(world.owner, Field.create, { name: "Team", type: "select", options: ["Red", "Blue"] })
    const made = viewOf(
      await call("create_view", {
        name: "Red team",
        columnBy: "Team",
        fieldSum: "points",
        filters: {
          and: [
            { field: "status", operator: "none_of", value: ["Done"] },
            {
              or: [
                { field: "Team", operator: "is", value: "red" },
                { field: "assignee", operator: "is", value: "me" },
              ],
            },
          ],
        },
      }),
    )
    expect(made).toMatchObject({
      context: "backlog",
      config: {
        column_by: team.id,
        filters: { and: [{}, { or: [{ field: team.id, value: team.options[0]?.id }, {}] }] },
      },
    })
    const changed = viewOf(
      await call("update_view", { viewId: made.id, layout: "table", filters: null, sortBy: "due_date" }),
    )
    expect(changed).toMatchObject({
      layout: "table",
      config: { column_by: team.id, filters: null, sort_by: "due_date", field_sum: "points" },
    })
    expect(viewOf(await call("get_view", { viewId: made.id }))).toEqual(changed)
    expect((await call("delete_view", { viewId: made.id })).failed).toBe(false)
    expect((await call("get_view", { viewId: made.id })).text).toMatch(/does not exist/)
  })

  it("hears what is wrong in words it can work with", async () => {
    const unknown = await call("create_view", { name: "x", columnBy: "Colour" })
    expect(unknown).toMatchObject({ failed: true, text: expect.stringContaining("There are: Team") })
    const status = await call("create_view", {
      name: "x",
      filters: { field: "status", operator: "is", value: "Ready" },
    })
    expect(status.text).toContain("In Progress")
    const [roadmap] = z
      .object({ views: z.array(View) })
      .parse((await call("list_views", { context: "timeline" })).data).views
    expect((await call("delete_view", { viewId: roadmap?.id })).text).toContain("last view")
  })

  it("puts tabs in an order", async () => {
    const { views } = z.object({ views: z.array(View) }).parse((await call("list_views", { context: "backlog" })).data)
    const ids = views.map(({ id }) => id).toReversed()
    const { data } = await call("reorder_views", { viewIds: ids })
    expect(
      z
        .object({ views: z.array(View) })
        .parse(data)
        .views.map(({ id }) => id),
    ).toEqual(ids)
    await call("reorder_views", { viewIds: ids.toReversed() })
  })

  it("moves tasks of a view, several at once, and reads where they lie", async () => {
    for (const title of ["one", "two", "three"]) await world.as(world.owner, Task.create, { title })
    const { views } = z.object({ views: z.array(View) }).parse((await call("list_views")).data)
    const board = views.find(({ layout }) => layout === "board")
    const moved = await call("bulk_move_tasks", {
      viewId: board?.id,
      moves: [
        { task: "PLN-3", column: "In Progress" },
        { task: "PLN-1", column: "in progress", after: "PLN-3" },
        { task: 2, column: "In Progress", atEnd: true },
      ],
    })
    expect(moved).toMatchObject({ failed: false, text: "Moved 3 tasks." })
    const { data } = await call("list_task_positions", { viewId: board?.id, pageSize: 2 })
    const Positions = z.object({ positions: z.array(z.object({ task_id: z.string() })), next_cursor: z.string() })
    const first = Positions.parse(data)
    expect(first.positions).toHaveLength(2)
    const rest = await call("list_task_positions", { viewId: board?.id, cursor: first.next_cursor })
    const ids = [...first.positions, ...Positions.extend({ next_cursor: z.null() }).parse(rest.data).positions]
    const numbers = await Promise.all(
      ids.map(async ({ task_id }) => (await world.as(world.owner, Task.get, { task_id })).number),
    )
    expect(numbers).toEqual([3, 1, 2])
  })
})

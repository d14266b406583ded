import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import * as ApiKey from "../functions/core/access/api-key.ts"
import { conversationToken } from "../functions/core/access/token.ts"
import * as Agent from "../functions/core/agent/agent.ts"
import * as Conversation from "../functions/core/conversation/conversation.ts"
import * as Document from "../functions/core/document/document.ts"
import * as Field from "../functions/core/field/field.ts"
import { execute } from "../functions/core/operation.ts"
import * as Sprint from "../functions/core/sprint/sprint.ts"
import * as Task from "../functions/core/task/task.ts"
import { freshDatabase } from "../functions/local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../functions/local/testing/domain.ts"
import { startFunctions } from "../functions/local/testing/gateway.ts"
import { tools } from "./server.ts"

await freshDatabase()
const paca = await startFunctions()
afterAll(() => paca.stop())

let world: World
let key: string
const open: Client[] = []
afterAll(async () => {
  for (const client of open) await client.close()
})

beforeAll(async () => {
  world = await createWorld("PLN")
  key = (await execute(ApiKey.create, world.owner, { name: "laptop" })).key
})

async function connect(transport: StreamableHTTPClientTransport | StdioClientTransport): Promise<Client> {
  const client = new Client({ name: "test", version: "1" })
  await client.connect(transport)
  open.push(client)
  return client
}

const overHttp = (headers: Record<string, string>) =>
  connect(new StreamableHTTPClientTransport(new URL(`${paca.url}/mcp`), { requestInit: { headers } }))

const stdio = fileURLToPath(new URL("./stdio.ts", import.meta.url))
const overStdio = (env: Record<string, string>) =>
  connect(new StdioClientTransport({ command: process.execPath, args: [stdio], env, stderr: "inherit" }))

const Result = z.object({
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})

/** Calls a tool; the SDK's client checks the answer against the tool's output schema. */
async function call(client: Client, name: string, input: Record<string, unknown> = {}) {
  const result = Result.parse(await client.callTool({ name, arguments: input }))
  return { data: result.structuredContent ?? {}, text: result.content[0]?.text ?? "", failed: result.isError === true }
}

const Answer = z.object({ task: z.looseObject({ id: z.string(), key: z.string(), version: z.number() }) })

describe.each([
  ["Streamable HTTP", () => overHttp({ "x-api-key": key })],
  ["stdio", () => overStdio({ PACA_API_KEY: key, PACA_API_URL: paca.url, PACA_PROJECT_ID: world.project.id })],
])("over %s", (transport, connected) => {
  let client: Client
  /** Over stdio the server is bound to the project; over HTTP each call names it. */
  const at = transport === "stdio" ? {} : { projectId: "PLN" }
  beforeAll(async () => {
    client = await connected()
    await client.listTools()
  })

  it("offers every tool with its title, schemas and annotations", async () => {
    const { tools: offered } = await client.listTools()
    expect(offered.map((tool) => tool.name)).toEqual(tools.map((tool) => tool.name))
    for (const tool of offered) {
      expect(tool.title, tool.name).toBeTruthy()
      expect(tool.description, tool.name).toBeTruthy()
      expect(tool.inputSchema, tool.name).toMatchObject({ type: "object", additionalProperties: false })
      expect(tool.outputSchema, tool.name).toMatchObject({ type: "object" })
      const reads = /^(list|get|search|read)_/.test(tool.name)
      const destroys = tool.name.startsWith("delete_")
      expect(tool.annotations, tool.name).toMatchObject({
        readOnlyHint: reads,
        destructiveHint: destroys,
        openWorldHint: false,
      })
    }
  })

  it("carries a task from its creation over the board to its deletion", async () => {
    const made = await call(client, "create_task", {
      ...at,
      title: "Write the tour",
      description: "# Why\nPeople get lost.",
      type: "story",
      assignees: [`@${world.owner.handle}`],
      priority: "high",
      tags: ["docs"],
    })
    expect(made.failed, made.text).toBe(false)
    const { task } = Answer.parse(made.data)
    expect(task).toMatchObject({ status: "To Do", type: "Story", assignees: [`@${world.owner.handle}`] })

    const moved = await call(client, "move_task", { ...at, task: task.key, status: "in progress" })
    expect(moved.data).toMatchObject({ status: "In Progress" })

    const changed = await call(client, "update_task", {
      ...at,
      task: task.key,
      points: 3,
      assignees: [],
      priority: null,
    })
    expect(changed.data).toMatchObject({ task: { points: 3, assignees: [], priority: null, status: "In Progress" } })

    const read = await call(client, "get_task", { ...at, task: task.key })
    expect(read.text).toContain("People get lost.")
    expect(read.text).toContain("Status: In Progress")

    const found = await call(client, "search_tasks", { ...at, query: "the tour" })
    expect(found.text).toContain(task.key)
    await world.as(world.owner, Document.create, { title: `Atlas ${transport}`, content: "Where people get lost." })
    const docs = await call(client, "search_docs", { ...at, query: `lost ${transport.split(" ")[0]}` })
    expect(docs.text).toMatch(new RegExp(`^- Atlas ${transport} \\(document [0-9a-f-]{36}\\): Where people get lost`))

    const activity = await call(client, "list_task_activities", { ...at, task: task.key })
    expect(activity.text).toContain("points from null to 3")

    expect((await call(client, "delete_task", { ...at, task: task.key })).failed).toBe(false)
    expect((await call(client, "get_task", { ...at, task: task.id })).failed).toBe(true)
  })

  it("writes, edits and deletes comments", async () => {
    const { task } = Answer.parse((await call(client, "create_task", { ...at, title: "Talk" })).data)
    const added = await call(client, "add_task_comment", { ...at, task: task.key, text: "A **first** word" })
    const { comment } = z.object({ comment: z.looseObject({ id: z.string() }) }).parse(added.data)
    const place = { ...at, task: task.key, commentId: comment.id }
    await call(client, "update_task_comment", { ...place, text: "A better word" })
    expect((await call(client, "list_task_comments", { ...at, task: task.key })).text).toContain("A better word")
    await call(client, "delete_task_comment", place)
    expect((await call(client, "list_task_comments", { ...at, task: task.key })).text).toBe("No comments yet.")
  })

  it("gives a task values of the project's own fields, by their names", async () => {
    const field = await world.as(world.owner, Field.create, {
      name: "Severity",
      type: "select",
      options: ["Minor", "Major"],
    })
    expect((await call(client, "list_custom_fields", at)).text).toContain("- Severity (select: Minor, Major")
    const made = await call(client, "create_task", { ...at, title: "Slow", customFields: { severity: "Major" } })
    expect(made.text).toContain("Severity: Major")
    const { task } = Answer.parse(made.data)
    const cleared = await call(client, "update_task", { ...at, task: task.key, customFields: { Severity: null } })
    expect(cleared.data).toMatchObject({ task: { custom_fields: {} } })
    const wrong = await call(client, "update_task", { ...at, task: task.key, customFields: { Colour: "red" } })
    expect(wrong).toMatchObject({ failed: true, text: expect.stringContaining("There are: Severity") })
    await world.as(world.owner, Field.remove, { id: field.id })
  })

  it("says how sprints went", async () => {
    const sprint = await world.as(world.owner, Sprint.create, { name: `Sprint ${transport}` })
    await call(client, "create_task", { ...at, title: "Counted", points: 5, sprint: sprint.id })
    await world.as(world.owner, Sprint.start, { id: sprint.id })
    const drawn = await call(client, "get_sprint_burndown", { ...at, sprint: sprint.name })
    expect(drawn.text).toMatch(/committed: 5 points in 1 task.*\n- \d{4}-\d\d-\d\d: 5 of 5 points remain/s)
    await world.as(world.owner, Sprint.complete, { id: sprint.id })
    expect((await call(client, "get_velocity", at)).text).toContain(`${sprint.name}: 0 of 5 committed points`)
    const of = { ...at, sprint: sprint.name }
    expect((await call(client, "get_sprint_report", of)).text).toMatch(
      /# Sprint .*- Committed: 5 points in 1 task.*- Carried over: 5 points in 1 task.*PLN-\d+ Counted/s,
    )
    expect((await call(client, "get_cycle_time", of)).text).toBe("No task was finished in this time.")
    const opened = await call(client, "open_sprint_retrospective", of)
    expect(opened.text).toContain(`Made “Retrospective of ${sprint.name}”`)
    const action = await call(client, "add_retrospective_action", { ...of, title: "Pair more" })
    expect(action.text).toMatch(/Added PLN-\d+ Pair more \(To Do, Task, nobody\)/)
    const again = await call(client, "get_sprint_report", of)
    expect(again.data).toMatchObject({ report: { actions: [{ title: "Pair more", is_done: false }] } })
    expect((await call(client, "open_sprint_retrospective", of)).text).toContain("Found")
    await world.as(world.owner, Sprint.remove, { id: sprint.id, move_to: "null" })
  })

  it("writes, changes and deletes BDD scenarios, and hears what is wrong with one", async () => {
    const { task } = Answer.parse((await call(client, "create_task", { ...at, title: "Behave" })).data)
    const on = { ...at, task: task.key }
    const clauses = { title: "Sign in", given: "a person", when: "they sign in", then: "they see the board" }
    const made = await call(client, "create_bdd_scenario", { ...on, ...clauses })
    const { scenario } = z.object({ scenario: z.looseObject({ id: z.string() }) }).parse(made.data)
    const place = { ...on, scenarioId: scenario.id }
    const changed = await call(client, "update_bdd_scenario", { ...place, then: "they see the inbox" })
    expect(changed.data).toMatchObject({ scenario: { ...clauses, then: "they see the inbox" } })
    expect((await call(client, "get_bdd_scenario", place)).text).toContain("  Then they see the inbox")
    const wrong = await call(client, "create_bdd_scenario", { ...on, gherkin: "Scenario: a\n  Given b\n  Whenever c" })
    expect(wrong).toMatchObject({ failed: true, text: expect.stringContaining("line 3") })
    await call(client, "delete_bdd_scenario", place)
    expect((await call(client, "list_bdd_scenarios", on)).text).toBe("No scenarios yet.")
  })

  it("takes a task by key, number and id alike", async () => {
    const { task } = Answer.parse((await call(client, "create_task", { ...at, title: "Three names" })).data)
    const number = Number(task.key.split("-")[1])
    for (const reference of [task.key, task.key.toLowerCase(), number, String(number), task.id]) {
      const found = await call(client, "get_task", { ...at, task: reference })
      expect(found.data, String(reference)).toMatchObject({ task: { id: task.id } })
    }
    const byNumber = await call(client, "get_task_by_number", { ...at, number })
    expect(byNumber.data).toMatchObject({ task: { id: task.id } })
  })

  it("lists what a project is made of", async () => {
    const lists = {
      list_projects: "PLN",
      list_members: `@${world.owner.handle}`,
      list_roles: "Editor",
      list_task_types: "Story",
      list_task_statuses: "In Review (category inprogress",
      list_sprints: "No sprints yet.",
      list_views: "Board",
      list_conversations: "No conversations yet.",
    }
    for (const [name, expected] of Object.entries(lists)) {
      const listed = await call(client, name, name === "list_projects" ? {} : at)
      expect(listed.failed, name).toBe(false)
      expect(listed.text, name).toContain(expected)
    }
  })

  it("reads projects and tasks as resources", async () => {
    const { task } = Answer.parse(
      (await call(client, "create_task", { ...at, title: "On paper", description: "Long text" })).data,
    )
    const { resources } = await client.listResources()
    expect(resources.map((resource) => resource.uri)).toContain(`paca://project/${world.project.id}`)
    const project = await client.readResource({ uri: `paca://project/${world.project.id}` })
    expect(JSON.stringify(project.contents)).toContain("In Progress (inprogress)")
    const number = task.key.split("-")[1]
    const page = await client.readResource({ uri: `paca://project/${world.project.id}/task/${number}` })
    expect(JSON.stringify(page.contents)).toContain("Long text")
  })

  it("offers prompts for Plan, Act, Check and Adapt", async () => {
    const { prompts } = await client.listPrompts()
    expect(prompts.map((prompt) => prompt.name)).toEqual(["plan", "act", "check", "adapt"])
    const act = await client.getPrompt({ name: "act", arguments: { task: "PLN-1" } })
    expect(JSON.stringify(act.messages)).toContain("Work on PLN-1.")
  })

  it("says what is wrong with a call as the tool's own error, and what would be right", async () => {
    const { task } = Answer.parse((await call(client, "create_task", { ...at, title: "Wrong calls" })).data)
    const wrong: [string, Record<string, unknown>, RegExp][] = [
      ["get_task", { ...at, task: "PLN-99999" }, /does not exist.*list tool/],
      ["get_task", { ...at, task: task.key.replace("PLN", "ABC") }, /is not in this project/],
      ["update_task", { ...at, task: task.key, status: "Doing" }, /no status "Doing".*In Progress/],
      ["update_task", { ...at, task: task.key, assignees: ["@nobody"] }, /no member "@nobody"/],
      ["update_task", { ...at, task: task.key }, /Nothing to change/],
      ["update_task", { ...at, task: task.key, assignee: "x" }, /assignee/],
      [
        "update_task",
        { ...at, task: task.key, title: "New", version: 99 },
        /changed this task meanwhile.*Read it again/,
      ],
      ["create_task", { ...at, title: "" }, /title/],
      ["get_project", { projectId: "NOPE" }, /no project "NOPE".*PLN/],
    ]
    for (const [name, input, sentence] of wrong) {
      const result = await call(client, name, input)
      expect(result.failed, `${name} ${JSON.stringify(input)}`).toBe(true)
      expect(result.text).toMatch(sentence)
    }
  })
})

describe("projects", () => {
  it("are created, changed and deleted by their tools", async () => {
    const client = await overHttp({ authorization: `Bearer ${key}` })
    const made = await call(client, "create_project", { name: "Comet", prefix: "CMT" })
    expect(made.failed, made.text).toBe(false)
    const after = await call(client, "update_project", { projectId: "CMT", description: "Small and quick" })
    expect(after.data).toMatchObject({ project: { name: "Comet", description: "Small and quick" } })
    expect((await call(client, "delete_project", { projectId: "CMT" })).failed).toBe(false)
    expect((await call(client, "get_project", { projectId: "CMT" })).failed).toBe(true)
  })
})

describe("access", () => {
  it("refuses what the caller's role does not allow, in the API's words", async () => {
    const viewer = await createPerson("Vera Viewer")
    await joinWorld(world, viewer, "Viewer")
    const { key: hers } = await execute(ApiKey.create, viewer, { name: "hers" })
    const client = await overHttp({ "x-api-key": hers })
    const refused = await call(client, "create_task", { projectId: "PLN", title: "No" })
    expect(refused.failed).toBe(true)
    expect(refused.text).toContain('does not include "tasks:write"')
  })

  it("hides projects of others", async () => {
    const other = await createWorld("OTH")
    const client = await overHttp({ "x-api-key": key })
    const hidden = await call(client, "get_project", { projectId: other.project.id })
    expect(hidden.failed).toBe(true)
    expect(hidden.text).toContain("does not exist, or you may not see it")
  })

  it("binds a conversation's token to its project and acts as its agent", async () => {
    const agent = await world.as(world.owner, Agent.create, { name: "Scout", handle: "scout", provider: "demo" })
    const task = await world.as(world.owner, Task.create, { title: "Scouted", assignee_ids: [agent.member_id] })
    const { items } = await world.as(world.owner, Conversation.list, { task_id: task.id })
    const id = items[0]?.id ?? ""
    const token = await conversationToken(
      { id, project_id: world.project.id, agent_id: agent.id, agent_name: agent.name },
      60,
    )
    const client = await overHttp({ authorization: `Bearer ${token}` })
    expect((await call(client, "list_projects")).data).toMatchObject({ projects: [{ id: world.project.id }] })
    const added = await call(client, "add_task_comment", { task: task.key, text: "Hello" })
    expect(added.data).toMatchObject({ comment: { author: { name: "Scout", kind: "agent" } } })
    expect((await call(client, "list_conversations", { task: task.key, agent: "@scout" })).text).toContain("queued")
    expect((await call(client, "get_conversation", { conversationId: id })).data).toMatchObject({ total_steps: 0 })
    await world.as(world.owner, Conversation.stop, { id })
    await expect(client.callTool({ name: "list_task_statuses", arguments: {} })).resolves.toMatchObject({
      isError: true,
    })
  })
})

const post = (headers: Record<string, string>, body: unknown, method = "POST") =>
  fetch(`${paca.url}/mcp`, {
    method,
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body: method === "POST" ? JSON.stringify(body) : undefined,
  })

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
}

describe("the HTTP endpoint", () => {
  it("tells a client without a credential, or with one that is not valid, where to sign in", async () => {
    const wrong: Record<string, string>[] = [{}, { "x-api-key": "paca_wrong" }, { authorization: "Bearer a.b.c" }]
    for (const headers of wrong) {
      const answer = await post(headers, initialize)
      expect(answer.status).toBe(401)
      expect(answer.headers.get("www-authenticate")).toBe(
        `Bearer resource_metadata="${paca.url}/.well-known/oauth-protected-resource"`,
      )
      expect(await answer.json()).toMatchObject({ jsonrpc: "2.0", id: null, error: { code: -32000 } })
    }
  })

  it("answers 401 when a credential stops being valid in the middle of a session", async () => {
    const request = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "list_projects", arguments: {} } }
    const answer = await post({ "x-api-key": "paca_revoked" }, request)
    expect(answer.status).toBe(401)
  })

  it("answers 405 to GET and DELETE, which a stateless server has no use for", async () => {
    for (const method of ["GET", "DELETE"]) {
      const answer = await post({ "x-api-key": key }, undefined, method)
      expect(answer.status).toBe(405)
      expect(answer.headers.get("allow")).toBe("POST")
    }
  })

  it("refuses requests of pages from other origins", async () => {
    expect((await post({ "x-api-key": key, origin: "https://evil.example" }, initialize)).status).toBe(403)
    expect((await post({ "x-api-key": key, origin: paca.url }, initialize)).status).toBe(200)
  })

  it("refuses bodies over 1 MB and bodies that are not JSON", async () => {
    const large = await post({ "x-api-key": key }, { ...initialize, padding: "x".repeat(1_100_000) })
    expect(large.status).toBe(413)
    expect(await large.json()).toMatchObject({ jsonrpc: "2.0" })
    const broken = await fetch(`${paca.url}/mcp`, {
      method: "POST",
      headers: {
        "x-api-key": key,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
      body: "{",
    })
    expect(broken.status).toBe(400)
    expect(await broken.json()).toMatchObject({ error: { code: -32700 } })
  })
})

describe("the stdio server", () => {
  it.each([
    ["PACA_API_KEY", { PACA_API_URL: "http://localhost:1" }],
    ["PACA_API_URL", { PACA_API_KEY: "paca_x" }],
    ["PACA_PROJECT_ID", { PACA_API_KEY: "paca_x", PACA_API_URL: "http://localhost:1", PACA_PROJECT_ID: "PLN" }],
  ])("names %s and exits with 1 when it is missing or wrong", async (name, env) => {
    const child = spawn(process.execPath, [stdio], { env, stdio: ["ignore", "ignore", "pipe"] })
    let said = ""
    child.stderr.on("data", (chunk) => {
      said += chunk
    })
    const code = await new Promise((resolve) => child.once("close", resolve))
    expect(code).toBe(1)
    expect(said).toContain(name)
    expect(said.trim().split("\n")).toHaveLength(1)
  })
})

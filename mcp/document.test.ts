import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import * as ApiKey from "../functions/core/access/api-key.ts"
import { conversationToken } from "../functions/core/access/token.ts"
import * as Agent from "../functions/core/agent/agent.ts"
import * as Conversation from "../functions/core/conversation/conversation.ts"
import * as Document from "../functions/core/document/document.ts"
import * as Link from "../functions/core/document/link.ts"
import { execute } from "../functions/core/operation.ts"
import * as Task from "../functions/core/task/task.ts"
import { freshDatabase } from "../functions/local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type World } from "../functions/local/testing/domain.ts"
import { startFunctions } from "../functions/local/testing/gateway.ts"

await freshDatabase()
const paca = await startFunctions()
afterAll(() => paca.stop())

let world: World
let client: Client
const open: Client[] = []
afterAll(async () => {
  for (const each of open) await each.close()
})

async function connect(headers: Record<string, string>): Promise<Client> {
  const made = new Client({ name: "test", version: "1" })
  await made.connect(new StreamableHTTPClientTransport(new URL(`${paca.url}/mcp`), { requestInit: { headers } }))
  await made.listTools()
  open.push(made)
  return made
}

beforeAll(async () => {
  world = await createWorld("PLN")
  client = await connect({ "x-api-key": (await execute(ApiKey.create, world.owner, { name: "laptop" })).key })
})

const Result = z.object({
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})

/** Calls a tool; the SDK's client checks the answer against the tool's output schema. */
async function call(name: string, input: Record<string, unknown> = {}, by: Client = client) {
  // A conversation's token is good for one project, which needs no naming.
  const at = by === client ? { projectId: "PLN" } : {}
  const result = Result.parse(await by.callTool({ name, arguments: { ...at, ...input } }))
  return { data: result.structuredContent ?? {}, text: result.content[0]?.text ?? "", failed: result.isError === true }
}

const Doc = z.object({ document: z.looseObject({ id: z.string(), version: z.number() }) })
const Snapshots = z.object({ snapshots: z.array(z.looseObject({ id: z.string(), title: z.string() })) })

describe("document tools", () => {
  it("carry a document from its creation in a folder to its deletion", async () => {
    expect((await call("create_doc_folder", { name: "Specs" })).text).toContain("Created the folder Specs")
    await call("create_doc_folder", { name: "API", parent: "specs" })
    const made = await call("create_document", { title: "Refunds", content: "# Why\n\nAsk.", folder: "Specs/API" })
    expect(made.failed, made.text).toBe(false)
    expect(made.text).toContain("Created # Refunds\n\nFolder: Specs/API\nVersion: 1")

    expect((await call("list_documents", { folder: "API" })).text).toContain("- Specs/API/Refunds (document ")
    expect((await call("list_documents", { folder: null })).text).toBe("No documents yet.")
    expect((await call("list_doc_folders")).text).toMatch(/- Specs\/API \(folder .*, 1 documents\)/)

    const { document } = Doc.parse(made.data)
    const changed = await call("update_document", {
      document: "refunds",
      title: "Refunds",
      content: "New.",
      version: 1,
    })
    expect(changed.data).toMatchObject({ document: { id: document.id, version: 2, content: { text: "New." } } })
    expect((await call("get_document", { document: document.id })).text).toMatch(/New\.$/)

    expect((await call("update_document", { document: "Refunds", folder: null })).text).toContain("Folder: none")
    expect((await call("delete_document", { document: "Refunds" })).failed).toBe(false)
    expect((await call("get_document", { document: document.id })).failed).toBe(true)
  })

  it("refuse a change against an older version, and say what to do", async () => {
    await call("create_document", { title: "Raced", content: "First." })
    await call("update_document", { document: "Raced", content: "Second.", version: 1 })
    const late = await call("update_document", { document: "Raced", content: "Third.", version: 1 })
    expect(late.failed).toBe(true)
    expect(late.text).toMatch(/changed this document meanwhile.*Read it again/)
  })

  it("add to a document without losing what others add at the same time", async () => {
    await call("create_document", { title: "Log", content: "Start." })
    const added = await Promise.all(
      ["one", "two", "three", "four"].map((text) => call("append_to_document", { document: "Log", text })),
    )
    expect(added.map((each) => each.failed)).toEqual([false, false, false, false])
    const { text } = await call("get_document", { document: "Log" })
    for (const line of ["Start.", "one", "two", "three", "four"]) expect(text).toContain(`\n\n${line}`)
  })

  it("show what a document said before, and bring it back", async () => {
    const made = Doc.parse((await call("create_document", { title: "Notes", content: "First." })).data)
    await world.as(world.owner, Document.update, { doc_id: made.document.id, content: "Something else entirely." })
    const { snapshots } = Snapshots.parse((await call("list_doc_snapshots", { document: "Notes" })).data)
    expect(snapshots).toHaveLength(2)
    const first = { document: "Notes", snapshotId: snapshots[1]?.id }
    expect((await call("get_doc_snapshot", first)).text).toMatch(/by Olive Owner at .*\n\nFirst\.$/)
    expect((await call("restore_doc_snapshot", { ...first, version: 1 })).text).toContain("is at version 2")
    expect((await call("restore_doc_snapshot", { ...first, version: 2 })).data).toMatchObject({
      document: { version: 3, content: { text: "First." } },
    })
    expect(Snapshots.parse((await call("list_doc_snapshots", { document: "Notes" })).data).snapshots).toHaveLength(3)
  })

  it("rename, move and delete folders without losing what lies in them", async () => {
    await call("create_doc_folder", { name: "Outer" })
    await call("create_doc_folder", { name: "Inner", parent: "Outer" })
    await call("create_document", { title: "Kept", folder: "Inner" })
    expect((await call("update_doc_folder", { folder: "Outer", parent: "Inner" })).text).toContain(
      "cannot lie in itself",
    )
    await call("update_doc_folder", { folder: "Inner", name: "Core" })
    expect((await call("delete_doc_folder", { folder: "Outer/Core" })).text).toContain("moved up")
    expect((await call("list_documents", { folder: "Outer" })).text).toContain("- Outer/Kept")
  })

  it("link what an agent writes in its conversation to the tasks it names", async () => {
    const agent = await world.as(world.owner, Agent.create, { name: "Scribe", handle: "scribe", provider: "demo" })
    const task = await world.as(world.owner, Task.create, { title: "Document it", assignee_ids: [agent.member_id] })
    const { items } = await world.as(world.owner, Conversation.list, { task_id: task.id })
    const place = { id: items[0]?.id ?? "", project_id: world.project.id, agent_id: agent.id, agent_name: agent.name }
    const scribe = await connect({ authorization: `Bearer ${await conversationToken(place, 60)}` })
    const made = await call("create_document", { title: "Report", content: `About ${task.key}.` }, scribe)
    const { document } = Doc.parse(made.data)
    expect(document).toMatchObject({ created_by: agent.member_id })
    expect(await world.as(world.owner, Link.ofTask, { task_id: task.id })).toMatchObject([{ id: document.id }])
  })

  it("let a viewer read and not write", async () => {
    const vera = await createPerson("Vera Viewer")
    await joinWorld(world, vera, "Viewer")
    const viewer = await connect({ "x-api-key": (await execute(ApiKey.create, vera, { name: "laptop" })).key })
    expect((await call("list_documents", { projectId: "PLN" }, viewer)).failed).toBe(false)
    expect((await call("create_document", { projectId: "PLN", title: "x" }, viewer)).text).toContain(
      'does not include "docs:write"',
    )
  })

  it("name what there is when a name fits nothing", async () => {
    const wrong = await call("get_document", { document: "No such thing" })
    expect(wrong.text).toContain('There is no document "No such thing" in this project. There are: ')
    expect((await call("create_document", { title: "x", folder: "Nowhere" })).text).toContain('no folder "Nowhere"')
  })
})

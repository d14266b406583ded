import { eq } from "drizzle-orm"
import fc from "fast-check"
import * as ApiKey from "../../core/access/api-key.ts"
import { conversationToken } from "../../core/access/token.ts"
import * as Agent from "../../core/agent/agent.ts"
import * as Conversation from "../../core/conversation/conversation.ts"
import { db } from "../../core/database.ts"
import * as Document from "../../core/document/document.ts"
import * as Export from "../../core/export/export.ts"
import * as Making from "../../core/export/make.ts"
import { customField } from "../../core/field/field.sql.ts"
import * as Attachment from "../../core/file/attachment.ts"
import * as DocAttachment from "../../core/file/document-attachment.ts"
import { execute } from "../../core/operation.ts"
import { project } from "../../core/project/project.sql.ts"
import * as Scenario from "../../core/task/bdd-scenario.ts"
import * as Comment from "../../core/task/comment.ts"
import * as Task from "../../core/task/task.ts"
import { user } from "../../core/user/user.sql.ts"
import { workspace } from "../../core/workspace/workspace.sql.ts"
import * as Workspace from "../../core/workspace/workspace.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import type { createApp } from "../app.ts"
import { described } from "./document.ts"
import { createPool, type Pool } from "./pool.ts"
import { draftOf, type Texts, type Wire, wireOf } from "./request.ts"

export type App = ReturnType<typeof createApp>

/** A workspace with everything in it that the API can make, and those who call. */
export type Tenant = {
  world: World
  pool: Pool
  texts: Texts
  people: Record<"owner" | "editor" | "viewer" | "guest" | "stranger", Person>
  /** Credentials of a caller. */
  as: (who: Who) => Promise<Record<string, string>>
}

export const callers = ["owner", "editor", "viewer", "guest", "stranger", "nobody", "agent", "conversation"] as const
export type Who = (typeof callers)[number]

export const send = async (app: App, wire: Wire, credentials: Record<string, string>): Promise<Response> =>
  app.request(wire.url, {
    method: wire.method,
    headers: { ...credentials, ...wire.headers },
    ...(wire.body !== undefined && { body: wire.body }),
  })

export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An arbitrary's value for one seed. */
export function drawn<T>(arbitrary: fc.Arbitrary<T>, seed: number): T {
  const [value] = fc.sample(arbitrary, { seed, numRuns: 1 })
  if (value === undefined) throw new Error("Nothing was drawn.")
  return value
}

/** Tries at a request that needs more than its schema says, before its operation is left. */
const TRIES = 4

/**
 * Makes and reads everything that the document says can be made and read, as the owner, and keeps the ids. What cannot
 * be made from the schema alone, such as what needs a file that has arrived, is left.
 */
async function populate(app: App, tenant: Tenant, seed: number): Promise<void> {
  const credentials = await tenant.as("owner")
  const all = described()
  const reads = all.filter(({ method }) => method === "GET")
  // The installation's own, such as another workspace, would draw later requests away from this one.
  const makes = all.filter(({ method, path }) => method === "POST" && !/^\/(projects|workspaces)$/.test(path))
  for (const [round, group] of [reads, makes, makes, reads].entries()) {
    for (const [index, one] of group.entries()) {
      for (let attempt = 0; attempt < (one.method === "GET" ? 1 : TRIES); attempt++) {
        // What may be left out is: a filter finds nothing, and more can be wrong.
        const lean = one.method === "GET" || attempt > 0 || round === 1
        const draft = drawn(draftOf(one, tenant.pool, tenant.texts, lean), seed + index * TRIES + attempt + round)
        const wire = wireOf(draft)
        const response = await send(app, wire, credentials)
        const text = await response.text()
        if (!response.ok) continue
        tenant.pool.harvest(one.path, wire.url, jsonOf(text))
        break
      }
    }
  }
  // Whatever was drawn: this tenant's project is there, and who may read it is for the test to say.
  await db()
    .update(project)
    .set({ is_public: false, archived_at: null })
    .where(eq(project.workspace_id, tenant.world.workspace.id))
  // A field that every task must have would refuse most tasks from here on.
  await db().update(customField).set({ required: false }).where(eq(customField.project_id, tenant.world.project.id))
}

/** What needs more than one request, or somebody else: a file that has arrived, a finished export, a mention. */
async function furnish(world: World, editor: Person, word: string): Promise<void> {
  const by = world.owner
  const agent = await world.as(by, Agent.create, { name: `${word} demo`, handle: "demo", provider: "demo" })
  const assigned = { title: `${word} first`, assignee_ids: [agent.member_id], tags: [word] }
  const task = { task_id: (await world.as(by, Task.create, assigned)).id }
  await world.as(editor, Comment.create, { ...task, text: `${word}: @${by.handle}, look` })
  await world.as(by, Scenario.create, { ...task, title: word, given: "an order", when: word, then: "it is told" })
  const bytes = new TextEncoder().encode(word)
  const file = { file_name: `${word}.txt`, content_type: "text/plain", file_size: bytes.length }
  const put = (url: string | null) =>
    fetch(url ?? "", { method: "PUT", body: bytes, headers: { "content-type": file.content_type } })
  const session = await world.as(by, Attachment.initiate, { ...task, ...file })
  await put(session.upload_url)
  await world.as(by, Attachment.complete, { ...task, file_id: session.file_id, parts: [] })
  const doc = { doc_id: (await world.as(by, Document.create, { title: `${word} plan` })).id }
  const other = await world.as(by, DocAttachment.initiate, { ...doc, ...file })
  await put(other.upload_url)
  await world.as(by, DocAttachment.complete, { ...doc, file_id: other.file_id, parts: [] })
  await Making.process((await world.as(by, Export.start, {})).id)
}

/** @param word in every text of the tenant, so that its data is known wherever it turns up */
export async function createTenant(app: App, word: string, seed: number): Promise<Tenant> {
  const world = await createWorld()
  const people = {
    owner: world.owner,
    editor: await createPerson(`${word} Edith`),
    viewer: await createPerson(`${word} Vera`),
    guest: await createPerson(`${word} Gus`),
    stranger: await createPerson(`${word} Sid`),
  }
  await db()
    .update(user)
    .set({ name: `${word} Olive` })
    .where(eq(user.id, world.owner.user_id))
  await db()
    .update(workspace)
    .set({ name: `${word} works` })
    .where(eq(workspace.id, world.workspace.id))
  await db()
    .update(project)
    .set({ name: `${word} plane`, description: word })
    .where(eq(project.id, world.project.id))
  await joinWorld(world, people.editor, "Editor")
  await joinWorld(world, people.viewer, "Viewer")
  await Workspace.join(db(), world.workspace.id, people.guest.user_id, "guest")
  await furnish(world, people.editor, word)
  const [agent] = await world.as(world.owner, Agent.list, {})
  if (!agent) throw new Error("The world has no agent.")

  const keys = new Map<Who, string>()
  for (const [who, person] of Object.entries(people)) {
    const made = await execute(ApiKey.create, person, { name: `${word} ${who}` })
    keys.set(callers.find((name) => name === who) ?? "nobody", made.key)
  }
  keys.set("agent", (await ApiKey.issueKey(db(), { name: word, agent_id: agent.id })).key)
  const pool = createPool()
  pool.pin("project_id", world.project.id)
  pool.pin("workspace_id", world.workspace.id)
  const as = async (who: Who): Promise<Record<string, string>> => {
    const [conversation] = pool.of("conversation_id", "").toReversed()
    if (who === "nobody") return {}
    if (who !== "conversation") return { "x-api-key": keys.get(who) ?? "" }
    const id = conversation ?? world.project.id
    const token = { id, project_id: world.project.id, agent_id: agent.id, agent_name: agent.name }
    return { authorization: `Bearer ${await conversationToken(token, 600)}` }
  }
  const text = fc.oneof(
    fc.nat(9_999).map((n) => `${word} ${n}`),
    fc.constantFrom(
      `# ${word}\n\n- [ ] of a list, by @demo`,
      `${word} @vera @demo: \`code\` and [a link](https://example.test)`,
    ),
  )
  const tenant: Tenant = { world, pool, people, as, texts: { text, secret: `sk-${word.toLowerCase()}-hidden` } }
  await populate(app, tenant, seed)
  // Those before have been paused and stopped by now.
  const { id: task_id } = await world.as(world.owner, Task.create, { title: word, assignee_ids: [agent.member_id] })
  const { items } = await world.as(world.owner, Conversation.list, { task_id })
  for (const { id } of items) pool.add("conversation_id", id)
  return tenant
}

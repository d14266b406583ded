import { eq, sql } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import {
  type Action,
  actions,
  holds,
  projectActions,
  projectRoles,
  publicActions,
  workspaceRoleActions,
} from "../core/access/actions.ts"
import { apiKey } from "../core/access/api-key.sql.ts"
import * as ApiKey from "../core/access/api-key.ts"
import { conversationToken } from "../core/access/token.ts"
import * as Agent from "../core/agent/agent.ts"
import { clock } from "../core/clock.ts"
import * as Conversation from "../core/conversation/conversation.ts"
import { db } from "../core/database.ts"
import * as Member from "../core/member/member.ts"
import { execute } from "../core/operation.ts"
import { project } from "../core/project/project.sql.ts"
import * as Task from "../core/task/task.ts"
import { user } from "../core/user/user.sql.ts"
import * as Workspace from "../core/workspace/workspace.ts"
import { freshDatabase } from "../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../local/testing/domain.ts"
import { createApp } from "./app.ts"
import { parametersOf, type Route } from "./route.ts"
import { routes } from "./routes/all.ts"

/**
 * Every route times every kind of caller, compared with the action the route's operation declares. Routes come from the
 * table that serves them, so a new one is tested without anybody adding it here.
 */
const app = createApp()

type Someone = {
  name: string
  headers: Record<string, string>
  /** What this caller holds in the workspace and in the project, by the roles' definitions. */
  workspace: readonly string[]
  project: readonly string[]
  kind: "nobody" | "person" | "administrator" | "narrowed" | "agent" | "conversation" | "over" | "invalid"
}

const roleActions = (name: string) => projectRoles.find((role) => role.name === name)?.actions ?? []

let people: Record<
  | "stranger"
  | "guest"
  | "viewer"
  | "editor"
  | "admin"
  | "administrator"
  | "overseer"
  | "leaver"
  | "suspended"
  | "careless",
  Person
>
const keys = new Map<Person, string>()

const keyOf = async (person: Person, narrowed?: string[]) =>
  (await execute(ApiKey.create, person, { name: "matrix", ...(narrowed && { actions: narrowed }) })).key

beforeAll(async () => {
  await freshDatabase()
  people = {
    stranger: await createPerson("Sid Stranger"),
    guest: await createPerson("Gus Guest"),
    viewer: await createPerson("Vera Viewer"),
    editor: await createPerson("Edith Editor"),
    admin: await createPerson("Ada Admin"),
    administrator: await createPerson("Inge Installs"),
    overseer: await createPerson("Otto Overseer"),
    leaver: await createPerson("Lea Leaver"),
    suspended: await createPerson("Sue Suspended"),
    careless: await createPerson("Carl Careless"),
  }
  await db()
    .update(user)
    .set({ global_role_id: sql`(select id from global_role where is_system)` })
    .where(eq(user.id, people.administrator.user_id))
  for (const person of Object.values(people)) keys.set(person, await keyOf(person))
  await db()
    .update(user)
    .set({ suspended_at: new Date(clock.now()) })
    .where(eq(user.id, people.suspended.user_id))
  await db().update(apiKey).set({ revoked_at: clock.instant() }).where(eq(apiKey.user_id, people.careless.user_id))
})

/** A fresh world with every kind of caller in it: an allowed call may well delete it. */
async function callersOf(world: World): Promise<Someone[]> {
  await Workspace.join(db(), world.workspace.id, people.guest.user_id, "guest")
  await joinWorld(world, people.viewer, "Viewer")
  await joinWorld(world, people.editor, "Editor")
  for (const admin of [people.admin, people.suspended, people.careless]) await joinWorld(world, admin, "Admin")
  await Workspace.join(db(), world.workspace.id, people.overseer.user_id, "admin")
  const left = await joinWorld(world, people.leaver, "Editor")
  await world.as(world.owner, Member.remove, { member_id: left.id })
  const agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
  const { key: agentKey } = await ApiKey.issueKey(db(), { name: "agent", agent_id: agent.id })
  const converse = async (): Promise<string> => {
    const task = await world.as(world.owner, Task.create, { title: "t", assignee_ids: [agent.member_id] })
    const { items } = await world.as(world.owner, Conversation.list, { task_id: task.id })
    return items[0]?.id ?? ""
  }
  const tokenOf = async (id: string) => {
    const conversation = { id, project_id: world.project.id, agent_id: agent.id, agent_name: agent.name }
    return { authorization: `Bearer ${await conversationToken(conversation, 60)}` }
  }
  const over = await converse()
  await world.as(world.owner, Conversation.stop, { id: over })
  const person = (name: string, who: Person, workspace: readonly string[], project: readonly string[]): Someone => ({
    name,
    headers: { "x-api-key": keys.get(who) ?? "" },
    workspace,
    project,
    kind: "person",
  })
  const member = workspaceRoleActions.member
  const narrowed = ["tasks:read"]
  return [
    { name: "nobody", headers: {}, workspace: [], project: [], kind: "nobody" },
    person("somebody of another workspace", people.stranger, [], []),
    person("a workspace guest", people.guest, workspaceRoleActions.guest, []),
    person("a viewer", people.viewer, member, roleActions("Viewer")),
    {
      name: "an editor's narrowed key",
      headers: { "x-api-key": await keyOf(people.editor, narrowed) },
      workspace: [],
      project: narrowed,
      kind: "narrowed",
    },
    {
      name: "an agent",
      headers: { "x-api-key": agentKey },
      workspace: [],
      project: roleActions("Editor"),
      kind: "agent",
    },
    {
      name: "a conversation",
      headers: await tokenOf(await converse()),
      workspace: [],
      project: roleActions("Editor"),
      kind: "conversation",
    },
    { ...person("the installation's administrator", people.administrator, [], []), kind: "administrator" },
    { name: "a conversation that is over", headers: await tokenOf(over), workspace: [], project: [], kind: "over" },
    { ...person("a suspended admin", people.suspended, [], []), kind: "invalid" },
    { ...person("an admin's revoked key", people.careless, [], []), kind: "invalid" },
    person("somebody who was removed from the project", people.leaver, member, []),
    person("an editor", people.editor, member, roleActions("Editor")),
    person("a workspace admin who never joined", people.overseer, workspaceRoleActions.admin, projectActions),
    person("a project admin", people.admin, member, projectActions),
  ]
}

/** What the declared action says about a caller: the status of a refusal, or that it may. */
function verdict(action: Action, caller: Someone): 401 | 403 | 404 | "may" | "over" {
  const scope = actions[action]
  const signedOut = caller.kind === "nobody"
  // A credential that is no good is refused even where none is needed.
  if (caller.kind === "invalid") return 401
  switch (scope) {
    case "public":
      return "may"
    case "self":
      return signedOut ? 401 : caller.kind === "person" || caller.kind === "administrator" ? "may" : 403
    case "runtime":
      return caller.kind === "conversation" ? "may" : caller.kind === "over" ? "over" : 401
    case "system":
      return 404
    case "installation":
      if (signedOut) return 401
      return caller.kind === "administrator" ? "may" : 404
    case "workspace":
    case "project": {
      const held = scope === "workspace" ? caller.workspace : caller.project
      if (signedOut) return 401
      return held.length === 0 ? 404 : holds(held, action) ? "may" : 403
    }
  }
}

async function send(route: Route, world: World, credentials: Record<string, string>): Promise<Response> {
  const known: Record<string, string> = { project_id: world.project.id, workspace_id: world.workspace.id }
  const path = parametersOf(route.path).reduce(
    (whole, { name, field }) => whole.replace(`:${name}`, known[field] ?? (field === "number" ? "1" : clock.id())),
    route.path,
  )
  const query = new URLSearchParams(route.method === "GET" ? { workspace_id: world.workspace.id } : {})
  const body =
    route.upload || route.method === "GET" || route.method === "DELETE"
      ? undefined
      : JSON.stringify({ workspace_id: world.workspace.id })
  return app.request(`/api/v1${path}?${query}`, {
    method: route.method,
    headers: { "content-type": "application/json", ...credentials },
    ...(body && { body }),
  })
}

describe("what every caller may do", () => {
  for (const route of routes) {
    it(`${route.method} ${route.path} needs ${route.operation.action}`, async () => {
      const world = await createWorld()
      for (const caller of await callersOf(world)) {
        const expected = verdict(route.operation.action, caller)
        const { status } = await send(route, world, caller.headers)
        const told = `${caller.name} got ${status}`
        if (expected === "may") {
          expect([401, 403], told).not.toContain(status)
          expect(status, told).toBeLessThan(500)
        } else if (expected === "over") {
          // Its container is still told to stop, but begins nothing and gets no key.
          if (route.method === "GET") expect(status, told).toBe(409)
          else expect([200, 400, 409], told).toContain(status)
        } else expect(status, told).toBe(expected)
      }
    })
  }
})

it("nothing that changes something needs only an action that reads", () => {
  const wrong = routes.filter(({ operation: { kind, action } }) => kind === "command" && action.endsWith(":read"))
  expect(wrong.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})

describe("what anybody may do in a public project", () => {
  for (const route of routes.filter(({ operation }) => actions[operation.action] === "project")) {
    const { action } = route.operation
    it(`${route.method} ${route.path}: ${publicActions.includes(action) ? "read it" : "nothing"}`, async () => {
      const world = await createWorld()
      await db().update(project).set({ is_public: true }).where(eq(project.id, world.project.id))
      await Workspace.join(db(), world.workspace.id, people.guest.user_id, "guest")
      const callers: [string, Record<string, string>, number][] = [
        ["nobody", {}, 401],
        ["a stranger", { "x-api-key": keys.get(people.stranger) ?? "" }, 403],
        ["a workspace guest", { "x-api-key": keys.get(people.guest) ?? "" }, 403],
        ["a suspended person", { "x-api-key": keys.get(people.suspended) ?? "" }, 401],
      ]
      for (const [name, headers, refusal] of callers) {
        const { status } = await send(route, world, headers)
        const told = `${name} got ${status}`
        if (name === "a suspended person" || !publicActions.includes(action)) expect(status, told).toBe(refusal)
        else expect([200, 400, 404], told).toContain(status)
      }
    })
  }
})

describe("another tenant's ids", () => {
  it("are not found, wherever they stand in a path", async () => {
    const [mine, theirs] = [await createWorld(), await createWorld()]
    const secret = await theirs.as(theirs.owner, Task.create, { title: "Theirs alone" })
    const key = await keyOf(mine.owner)
    for (const route of routes.filter(({ path }) => path.includes(":projectId"))) {
      for (const project of [mine.project.id, theirs.project.id]) {
        const path = route.path
          .replace(":projectId", project)
          .replace(":number", String(secret.number))
          .replace(/:\w+/g, secret.id)
        const response = await app.request(`/api/v1${path}`, {
          method: route.method,
          headers: { "x-api-key": key, "content-type": "application/json" },
          ...(route.method !== "GET" &&
            route.method !== "DELETE" &&
            !route.upload && { body: JSON.stringify({ title: "taken over", name: "taken over", text: "x" }) }),
        })
        const text = await response.text()
        expect(text, `${route.method} ${path}`).not.toContain("Theirs alone")
        if (project === theirs.project.id) expect(response.status, `${route.method} ${path}`).toBe(404)
      }
      // A project of one's own may go in this walk; the next route needs one.
      if (route.method === "DELETE" && route.path === "/projects/:projectId")
        mine.project = (await createWorld()).project
    }
    expect((await theirs.as(theirs.owner, Task.get, { task_id: secret.id })).title).toBe("Theirs alone")
  })
})

import { eq, sql } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import {
  type Action,
  actions,
  holds,
  projectActions,
  projectRoles,
  workspaceRoleActions,
} from "../core/access/actions.ts"
import * as ApiKey from "../core/access/api-key.ts"
import { conversationToken } from "../core/access/token.ts"
import * as Agent from "../core/agent/agent.ts"
import { clock } from "../core/clock.ts"
import * as Conversation from "../core/conversation/conversation.ts"
import { db } from "../core/database.ts"
import { execute } from "../core/operation.ts"
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
  kind: "nobody" | "person" | "administrator" | "narrowed" | "agent" | "conversation"
}

const roleActions = (name: string) => projectRoles.find((role) => role.name === name)?.actions ?? []

let people: Record<"stranger" | "guest" | "viewer" | "editor" | "admin" | "administrator", Person>
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
  }
  await db()
    .update(user)
    .set({ global_role_id: sql`(select id from global_role where is_system)` })
    .where(eq(user.id, people.administrator.user_id))
  for (const person of Object.values(people)) keys.set(person, await keyOf(person))
})

/** A fresh world with every kind of caller in it: an allowed call may well delete it. */
async function callersOf(world: World): Promise<Someone[]> {
  await Workspace.join(db(), world.workspace.id, people.guest.user_id, "guest")
  await joinWorld(world, people.viewer, "Viewer")
  await joinWorld(world, people.editor, "Editor")
  await joinWorld(world, people.admin, "Admin")
  const agent = await world.as(world.owner, Agent.create, { name: "Demo", handle: "demo", provider: "demo" })
  const { key: agentKey } = await ApiKey.issueKey(db(), { name: "agent", agent_id: agent.id })
  const task = await world.as(world.owner, Task.create, { title: "t", assignee_ids: [agent.member_id] })
  const { items } = await world.as(world.owner, Conversation.list, { task_id: task.id })
  const conversation = {
    id: items[0]?.id ?? "",
    project_id: world.project.id,
    agent_id: agent.id,
    agent_name: agent.name,
  }
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
      headers: { authorization: `Bearer ${await conversationToken(conversation, 60)}` },
      workspace: [],
      project: roleActions("Editor"),
      kind: "conversation",
    },
    { ...person("the installation's administrator", people.administrator, [], []), kind: "administrator" },
    person("an editor", people.editor, member, roleActions("Editor")),
    person("a project admin", people.admin, member, projectActions),
  ]
}

/** What the declared action says about a caller: the status of a refusal, or that it may. */
function verdict(action: Action, caller: Someone): 401 | 403 | 404 | "may" {
  const scope = actions[action]
  const signedOut = caller.kind === "nobody"
  switch (scope) {
    case "public":
      return "may"
    case "self":
      return signedOut ? 401 : caller.kind === "person" || caller.kind === "administrator" ? "may" : 403
    case "runtime":
      return caller.kind === "conversation" ? "may" : 401
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

async function send(route: Route, world: World, caller: Someone): Promise<Response> {
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
    headers: { "content-type": "application/json", ...caller.headers },
    ...(body && { body }),
  })
}

describe("what every caller may do", () => {
  for (const route of routes) {
    it(`${route.method} ${route.path} needs ${route.operation.action}`, async () => {
      const world = await createWorld()
      for (const caller of await callersOf(world)) {
        const expected = verdict(route.operation.action, caller)
        const { status } = await send(route, world, caller)
        const told = `${caller.name} got ${status}`
        if (expected === "may") {
          expect([401, 403], told).not.toContain(status)
          expect(status, told).toBeLessThan(500)
        } else expect(status, told).toBe(expected)
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

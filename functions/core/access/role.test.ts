import { and, eq, inArray } from "drizzle-orm"
import { beforeAll, describe, expect, it } from "vitest"
import { freshDatabase } from "../../local/testing/database.ts"
import { createPerson, createWorld, joinWorld, type Person, type World } from "../../local/testing/domain.ts"
import * as Agent from "../agent/agent.ts"
import { db } from "../database.ts"
import { event } from "../event/event.sql.ts"
import * as Member from "../member/member.ts"
import { execute } from "../operation.ts"
import * as Task from "../task/task.ts"
import * as Invitation from "../workspace/invitation.ts"
import * as Workspace from "../workspace/workspace.ts"
import { projectActions } from "./actions.ts"
import * as Role from "./role.ts"

let world: World

beforeAll(async () => {
  await freshDatabase()
  world = await createWorld()
})

const roles = () => world.as(world.owner, Member.roles, {})
const roleCalled = async (name: string) => (await roles()).find((role) => role.name === name)?.id
const newRole = (name: string, actions: string[]) => world.as(world.owner, Role.create, { name, actions })

/** Somebody in the world's project with a role of its own. */
async function personWith(name: string, actions: string[]): Promise<{ person: Person; role_id: string; id: string }> {
  const person = await createPerson(name)
  await Workspace.join(db(), world.workspace.id, person.user_id, "member")
  const role = await newRole(`${name}'s role`, actions)
  const { id } = await world.as(world.owner, Member.add, { user_id: person.user_id, role_id: role.id })
  return { person, role_id: role.id, id }
}

const reading = ["project:read", "tasks:read", "project.members:read"]

describe("project roles", () => {
  it("are added, changed and deleted, and the project hears of it", async () => {
    const made = await newRole("Tester", ["tasks:read", "tasks:read", "comments:write"])
    expect(made).toMatchObject({ name: "Tester", actions: ["tasks:read", "comments:write"], is_system: false })
    await world.as(world.owner, Role.update, { id: made.id, name: "QA" })
    expect(await world.as(world.owner, Role.get, { id: made.id })).toMatchObject({ name: "QA", actions: made.actions })
    await world.as(world.owner, Role.remove, { id: made.id })
    expect(await roleCalled("QA")).toBeUndefined()
    const rows = await db().select().from(event).where(eq(event.entity_id, made.id)).orderBy(event.id)
    expect(rows.map((row) => row.type)).toEqual(["role.created", "role.updated", "role.deleted"])
  })

  it("include known actions only, and at least one", async () => {
    for (const actions of [["tasks:fly"], ["workspace:write"], ["self"], []]) {
      await expect(newRole("Odd", actions)).rejects.toMatchObject({ code: "BAD_REQUEST" })
    }
  })

  it("do not share a name, however it is written", async () => {
    await expect(newRole("ADMIN", reading)).rejects.toMatchObject({ status: 409, code: "ROLE_NAME_TAKEN" })
  })

  it("that every project has cannot be changed or deleted", async () => {
    for (const name of ["Admin", "Editor", "Viewer"]) {
      const id = await roleCalled(name)
      for (const change of [
        () => world.as(world.owner, Role.remove, { id }),
        () => world.as(world.owner, Role.update, { id, name: "Other" }),
        () => world.as(world.owner, Role.update, { id, actions: ["tasks:read"] }),
      ]) {
        await expect(change()).rejects.toMatchObject({ status: 409, code: "ROLE_IS_SYSTEM" })
      }
    }
  })

  it("decide at once what their members may do", async () => {
    const { person, role_id, id } = await personWith("Wanda Writer", [...reading, "tasks:write"])
    await world.as(person, Task.create, { title: "Mine" })
    await world.as(world.owner, Role.update, { id: role_id, actions: reading })
    await expect(world.as(person, Task.create, { title: "No more" })).rejects.toMatchObject({ status: 403 })
    const told = await db()
      .select()
      .from(event)
      .where(and(eq(event.type, "member.updated"), eq(event.entity_id, id)))
    expect(told.map((row) => row.data.changes)).toEqual([
      [{ field: "actions", from: [...reading, "tasks:write"], to: reading }],
    ])
  })

  it("in use are deleted only when somebody says which role their members and invitations get", async () => {
    const { person, role_id, id } = await personWith("Ursula User", [...reading, "tasks:write"])
    const invitation = { email: "ivy@example.test", role: "member", project_id: world.project.id }
    await execute(Invitation.create, world.owner, {
      ...invitation,
      workspace_id: world.workspace.id,
      project_role_id: role_id,
    })
    await expect(world.as(world.owner, Role.remove, { id: role_id })).rejects.toMatchObject({
      status: 409,
      code: "ROLE_IN_USE",
      details: { members: 1, invitations: 1 },
    })
    await expect(world.as(world.owner, Role.remove, { id: role_id, move_to: role_id })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    })
    await world.as(world.owner, Role.remove, { id: role_id, move_to: await roleCalled("Viewer") })
    const members = await world.as(world.owner, Member.list, {})
    expect(members.find((member) => member.id === id)?.role.name).toBe("Viewer")
    await expect(world.as(person, Task.create, { title: "x" })).rejects.toMatchObject({ status: 403 })
  })

  it("can be deleted when only members who left had them", async () => {
    const { role_id, id } = await personWith("Gwen Gone", reading)
    await world.as(world.owner, Member.remove, { member_id: id })
    await world.as(world.owner, Role.remove, { id: role_id })
    expect((await roles()).map((role) => role.id)).not.toContain(role_id)
  })

  it("of another project are not found", async () => {
    const other = await createWorld("OTH")
    const theirs = await other.as(other.owner, Role.create, { name: "Theirs", actions: reading })
    for (const change of [
      () => world.as(world.owner, Role.update, { id: theirs.id, name: "Mine" }),
      () => world.as(world.owner, Role.remove, { id: theirs.id }),
    ]) {
      await expect(change()).rejects.toMatchObject({ status: 404, code: "ROLE_NOT_FOUND" })
    }
  })
})

describe("nobody can grant what it does not hold", () => {
  const held = [...reading, "tasks:write", "project.roles:write", "project.members:write"]

  it("by making, widening or narrowing a role", async () => {
    const { person } = await personWith("Rob Roles", held)
    const made = await world.as(person, Role.create, { name: "Rob's helper", actions: ["tasks:write"] })
    const strong = await newRole("Strong", ["tasks:write", "agents:write"])
    for (const change of [
      () => world.as(person, Role.create, { name: "Boss", actions: ["*"] }),
      () => world.as(person, Role.create, { name: "Agents", actions: ["agents:write"] }),
      () => world.as(person, Role.update, { id: made.id, actions: [...projectActions] }),
      () => world.as(person, Role.update, { id: strong.id, actions: ["tasks:write"] }),
      () => world.as(person, Role.remove, { id: strong.id }),
    ]) {
      await expect(change()).rejects.toMatchObject({ status: 403, code: "ROLE_TOO_POWERFUL" })
    }
  })

  it("by moving a role's members to a stronger one, or giving a stronger one to itself", async () => {
    const { person, id } = await personWith("Rita Roles", held)
    const admin = await roleCalled("Admin")
    const weak = await world.as(person, Role.create, { name: "Weak", actions: ["tasks:read"] })
    await expect(world.as(person, Role.remove, { id: weak.id, move_to: admin })).rejects.toMatchObject({
      code: "ROLE_TOO_POWERFUL",
    })
    await expect(world.as(person, Member.update, { member_id: id, role_id: admin })).rejects.toMatchObject({
      code: "ROLE_TOO_POWERFUL",
    })
  })

  it("and an editor cannot make roles at all", async () => {
    const editor = await createPerson("Ed Editor")
    await joinWorld(world, editor, "Editor")
    await expect(world.as(editor, Role.create, { name: "Ed's", actions: reading })).rejects.toMatchObject({
      status: 403,
      code: "FORBIDDEN",
    })
  })
})

it("agents can have a role of the project's own", async () => {
  const role = await newRole("Robot", [...reading, "comments:write"])
  const agent = await world.as(world.owner, Agent.create, {
    name: "Demo",
    handle: "demo",
    provider: "demo",
    role_id: role.id,
  })
  expect(agent.role.name).toBe("Robot")
  await world.as(world.owner, Role.remove, { id: role.id, move_to: await roleCalled("Editor") })
  const members = await world.as(world.owner, Member.list, {})
  expect(members.find((member) => member.id === agent.member_id)?.role.name).toBe("Editor")
  const told = await db()
    .select({ type: event.type })
    .from(event)
    .where(and(inArray(event.type, ["member.updated"]), eq(event.entity_id, agent.member_id)))
  expect(told).toHaveLength(1)
})

import type * as z from "zod"
import type { Caller } from "../../core/access/caller.ts"
import { clock } from "../../core/clock.ts"
import { db } from "../../core/database.ts"
import * as Member from "../../core/member/member.ts"
import { execute, type Operation } from "../../core/operation.ts"
import * as Project from "../../core/project/project.ts"
import { user } from "../../core/user/user.sql.ts"
import { freeHandle } from "../../core/user/user.ts"
import * as Workspace from "../../core/workspace/workspace.ts"

export type Person = Extract<Caller, { kind: "user" }> & { email: string; handle: string }

/** A person with an account but no password: enough to call operations as. */
export async function createPerson(name: string): Promise<Person> {
  const user_id = clock.id()
  const handle = await freeHandle(db(), name)
  // A handle may be changed and then be another's; an address stays.
  const email = `${handle}.${user_id.slice(-8)}@example.test`
  await db().insert(user).values({ id: user_id, name, email, handle })
  return { kind: "user", user_id, name, email, handle }
}

export type World = {
  owner: Person
  workspace: z.infer<typeof Workspace.Workspace>
  project: z.infer<typeof Project.Project>
  /** Runs an operation on this world's project. */
  as: <I, O>(caller: Caller, operation: Operation<I, O>, input: object) => Promise<O>
}

/** A workspace with one project, and its owner. */
export async function createWorld(prefix = "PLN"): Promise<World> {
  const owner = await createPerson("Olive Owner")
  const workspace = await execute(Workspace.create, owner, { name: `Northwind ${clock.id().slice(-6)}` })
  const project = await execute(Project.create, owner, { workspace_id: workspace.id, name: "Plane", prefix })
  const as: World["as"] = (caller, operation, input) => execute(operation, caller, { project_id: project.id, ...input })
  return { owner, workspace, project, as }
}

/** Adds a person to the world's workspace and project. */
export async function joinWorld(
  world: World,
  person: Person,
  role: "Admin" | "Editor" | "Viewer",
): Promise<Member.Member> {
  await Workspace.join(db(), world.workspace.id, person.user_id, "member")
  const roles = await world.as(world.owner, Member.roles, {})
  const role_id = roles.find((found) => found.name === role)?.id
  return world.as(world.owner, Member.add, { user_id: person.user_id, role_id })
}

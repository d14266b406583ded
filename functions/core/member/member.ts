import { and, eq, inArray, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { holds, projectActions } from "../access/actions.ts"
import { projectRole } from "../access/role.sql.ts"
import { agent } from "../agent/agent.sql.ts"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { BadRequest, Conflict, Forbidden, NotFound } from "../error.ts"
import { type Context, command, query } from "../operation.ts"
import { taskAssignee } from "../task/task.sql.ts"
import { user } from "../user/user.sql.ts"
import { workspaceMember } from "../workspace/workspace.sql.ts"
import { projectMember } from "./member.sql.ts"

export const Member = z
  .object({
    id: z.uuid(),
    project_id: z.uuid(),
    kind: z.enum(["user", "agent"]),
    user_id: z.uuid().nullable(),
    agent_id: z.uuid().nullable(),
    name: z.string(),
    handle: z.string(),
    image: z.string().nullable(),
    role: z.object({ id: z.uuid(), name: z.string() }),
  })
  .meta({ id: "Member" })
export type Member = z.infer<typeof Member>

export const Role = z
  .object({ id: z.uuid(), name: z.string(), actions: z.array(z.string()), is_system: z.boolean() })
  .meta({ id: "Role" })
export type Role = z.infer<typeof Role>

export const ProjectId = z.object({ project_id: z.uuid() })

const columns = {
  id: projectMember.id,
  project_id: projectMember.project_id,
  kind: sql<"user" | "agent">`case when ${projectMember.agent_id} is null then 'user' else 'agent' end`,
  user_id: projectMember.user_id,
  agent_id: projectMember.agent_id,
  name: sql<string>`coalesce(${user.name}, ${agent.name})`,
  handle: projectMember.handle,
  image: user.image,
  role: { id: projectRole.id, name: projectRole.name },
}

function select(tx: Database) {
  return tx
    .select(columns)
    .from(projectMember)
    .innerJoin(projectRole, eq(projectRole.id, projectMember.role_id))
    .leftJoin(user, eq(user.id, projectMember.user_id))
    .leftJoin(agent, eq(agent.id, projectMember.agent_id))
}

/** A project's present members, oldest first. */
export async function selectMembers(tx: Database, projectId: string): Promise<Member[]> {
  return select(tx)
    .where(and(eq(projectMember.project_id, projectId), isNull(projectMember.removed_at)))
    .orderBy(projectMember.id)
}

/** One present member. @throws MEMBER_NOT_FOUND */
export async function selectMember(tx: Database, projectId: string, memberId: string): Promise<Member> {
  const [row] = await select(tx).where(
    and(eq(projectMember.project_id, projectId), eq(projectMember.id, memberId), isNull(projectMember.removed_at)),
  )
  if (!row) throw NotFound("member")
  return row
}

/**
 * Adds a person or an agent to a project. The handle gets a number when another member has it.
 * @returns the new member's id, or undefined when they are a member already
 */
export async function addMember(
  tx: Database,
  member: { project_id: string; user_id?: string; agent_id?: string; role_id: string; handle: string },
): Promise<string | undefined> {
  const taken = await tx
    .select({ handle: projectMember.handle })
    .from(projectMember)
    .where(and(eq(projectMember.project_id, member.project_id), isNull(projectMember.removed_at)))
  const names = new Set(taken.map((row) => row.handle))
  let handle = member.handle
  for (let number = 2; names.has(handle); number++) handle = `${member.handle}-${number}`
  const [row] = await tx
    .insert(projectMember)
    .values({ ...member, handle })
    .onConflictDoNothing()
    .returning({ id: projectMember.id })
  return row?.id
}

/**
 * The caller's membership, for changes that are signed by a member. A workspace owner or admin who writes in a project
 * for the first time joins it as Admin.
 */
export async function signingMember(context: Pick<Context, "tx" | "caller" | "access" | "record">): Promise<string> {
  const { tx, caller, access, record } = context
  if (access.member_id) return access.member_id
  if (caller.kind !== "user" || !access.project_id) throw Forbidden("Only members of the project can do this.")
  const [person] = await tx.select({ handle: user.handle }).from(user).where(eq(user.id, caller.user_id))
  const [role] = await tx
    .select({ id: projectRole.id })
    .from(projectRole)
    .where(and(eq(projectRole.project_id, access.project_id), eq(projectRole.name, "Admin")))
  if (!person || !role) throw Forbidden("Only members of the project can do this.")
  const id = await addMember(tx, {
    project_id: access.project_id,
    user_id: caller.user_id,
    role_id: role.id,
    handle: person.handle,
  })
  if (!id) throw Conflict("MEMBERSHIP_CHANGED", "Your membership changed meanwhile. Try again.")
  const member = await selectMember(tx, access.project_id, id)
  record({ type: "member.added", entity_type: "member", entity_id: id, version: 1, data: { member } })
  return id
}

/** A caller may not hand out a role that holds more than it holds itself. */
export function mayGrantRole(held: readonly string[], wanted: readonly string[]): void {
  const missing = (wanted.includes("*") ? projectActions : wanted).find((action) => !holds(held, action))
  if (missing) {
    throw Forbidden(`You cannot give this role: it includes "${missing}", which you do not hold.`, "ROLE_TOO_POWERFUL")
  }
}

async function roleToGrant(tx: Database, projectId: string, roleId: string, held: readonly string[]): Promise<void> {
  const [role] = await tx
    .select({ actions: projectRole.actions })
    .from(projectRole)
    .where(and(eq(projectRole.project_id, projectId), eq(projectRole.id, roleId)))
  if (!role) throw NotFound("role")
  mayGrantRole(held, role.actions)
}

/** The role a new agent or member gets when none was named. @throws ROLE_NOT_FOUND */
export async function roleNamed(tx: Database, projectId: string, name: string): Promise<string> {
  const [role] = await tx
    .select({ id: projectRole.id })
    .from(projectRole)
    .where(and(eq(projectRole.project_id, projectId), eq(projectRole.name, name)))
  if (!role) throw NotFound("role")
  return role.id
}

/** A project's roles, oldest first. */
export async function selectRoles(tx: Database, projectId: string): Promise<Role[]> {
  const { id, name, actions, is_system } = projectRole
  return tx
    .select({ id, name, actions, is_system })
    .from(projectRole)
    .where(eq(projectRole.project_id, projectId))
    .orderBy(projectRole.id)
}

export const roles = query(
  { action: "project.members:read", summary: "List a project's roles", input: ProjectId, output: z.array(Role) },
  async ({ tx, input }) => selectRoles(tx, input.project_id),
)

export const list = query(
  {
    action: "project.members:read",
    summary: "List a project's members, people and agents",
    input: ProjectId,
    output: z.array(Member),
  },
  async ({ tx, input }) => selectMembers(tx, input.project_id),
)

export const permissions = query(
  {
    action: "project:read",
    summary: "What you may do in a project",
    input: ProjectId,
    output: z.object({ actions: z.array(z.string()) }).meta({ id: "Permissions" }),
  },
  async ({ access }) => ({ actions: [...access.held] }),
)

export const add = command(
  {
    action: "project.members:write",
    summary: "Add somebody of the workspace to the project",
    input: ProjectId.extend({ user_id: z.uuid(), role_id: z.uuid() }),
    output: Member,
  },
  async ({ tx, input, access, record }) => {
    await roleToGrant(tx, input.project_id, input.role_id, access.held)
    const [person] = await tx
      .select({ handle: user.handle })
      .from(user)
      .innerJoin(
        workspaceMember,
        and(eq(workspaceMember.user_id, user.id), eq(workspaceMember.workspace_id, access.workspace_id ?? "")),
      )
      .where(eq(user.id, input.user_id))
    if (!person)
      throw BadRequest("This person is not in the workspace. Invite them first.", {
        issues: [{ path: "user_id", message: "not in the workspace" }],
      })
    const id = await addMember(tx, { ...input, handle: person.handle })
    if (!id) throw Conflict("ALREADY_A_MEMBER", "This person is a member of the project already.")
    const member = await selectMember(tx, input.project_id, id)
    record({ type: "member.added", entity_type: "member", entity_id: id, version: 1, data: { member } })
    return member
  },
)

const MemberInput = ProjectId.extend({ member_id: z.uuid() })

export const update = command(
  {
    action: "project.members:write",
    summary: "Change a member's role in the project",
    input: MemberInput.extend({ role_id: z.uuid() }),
    output: Member,
  },
  async ({ tx, input, access, record }) => {
    await roleToGrant(tx, input.project_id, input.role_id, access.held)
    const before = await selectMember(tx, input.project_id, input.member_id)
    await roleToGrant(tx, input.project_id, before.role.id, access.held)
    await tx.update(projectMember).set({ role_id: input.role_id }).where(eq(projectMember.id, input.member_id))
    const member = await selectMember(tx, input.project_id, input.member_id)
    record({
      type: "member.updated",
      entity_type: "member",
      entity_id: member.id,
      version: 1,
      data: { member, changes: [{ field: "role", from: before.role.name, to: member.role.name }] },
    })
    return member
  },
)

export const remove = command(
  { action: "project.members:write", summary: "Remove a member from the project", input: MemberInput, output: null },
  async ({ tx, input, access, record }) => {
    const member = await selectMember(tx, input.project_id, input.member_id)
    if (member.kind === "agent") throw Conflict("AGENT_IS_MEMBER", "Delete the agent to remove it from the project.")
    await roleToGrant(tx, input.project_id, member.role.id, access.held)
    await removeMembers(tx, input.project_id, [member.id])
    record({ type: "member.removed", entity_type: "member", entity_id: member.id, version: 1, data: { member } })
  },
)

/** Ends memberships and takes the members off their tasks; what they did stays in the history. */
export async function removeMembers(tx: Database, projectId: string, ids: string[]): Promise<void> {
  await tx.delete(taskAssignee).where(and(eq(taskAssignee.project_id, projectId), inArray(taskAssignee.member_id, ids)))
  await tx
    .update(projectMember)
    .set({ removed_at: clock.instant() })
    .where(and(eq(projectMember.project_id, projectId), inArray(projectMember.id, ids)))
}

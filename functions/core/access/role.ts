import { and, count, eq, gt, isNull } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import { changesBetween } from "../event/changes.ts"
import { projectMember } from "../member/member.sql.ts"
import { mayGrantRole, ProjectId, Role, selectMembers, selectRoles } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { invitation } from "../workspace/workspace.sql.ts"
import { projectActions } from "./actions.ts"
import { projectRole } from "./role.sql.ts"

const RoleId = ProjectId.extend({ id: z.uuid() })

const Fields = z.object({
  name: z.string().trim().min(1).max(60),
  /** `*` is everything in the project, also what later versions add. */
  actions: z
    .array(z.enum(["*", ...projectActions]))
    .min(1)
    .transform((actions) => [...new Set(actions)]),
})

function pick(roles: Role[], id: string): Role {
  const found = roles.find((role) => role.id === id)
  if (!found) throw NotFound("role")
  return found
}

function nameTaken(error: unknown, name: string | undefined): unknown {
  return sqlState(error)?.constraint === "project_role_name"
    ? Conflict("ROLE_NAME_TAKEN", `This project has a role called "${name}" already.`)
    : error
}

/** Joining, inviting and adding agents rely on what Admin, Editor and Viewer are. */
function refuseSystem(role: Role): void {
  if (role.is_system) {
    throw Conflict("ROLE_IS_SYSTEM", `"${role.name}" is part of every project. Add a role of your own instead.`)
  }
}

function tell(
  { record }: Pick<Context, "record">,
  type: "role.created" | "role.updated" | "role.deleted",
  role: Role,
  data: object = {},
): void {
  record({ type, entity_type: "role", entity_id: role.id, version: 1, data: { role, ...data } })
}

/** What a role holds changed for these members: whoever watches without the right to must leave (`member.updated`). */
async function tellMembers(
  { tx, record }: Pick<Context, "tx" | "record">,
  projectId: string,
  memberIds: string[],
  change: { field: string; from: unknown; to: unknown },
): Promise<void> {
  const members = await selectMembers(tx, projectId)
  for (const member of members.filter(({ id }) => memberIds.includes(id))) {
    const data = { member, changes: [change] }
    record({ type: "member.updated", entity_type: "member", entity_id: member.id, version: 1, data })
  }
}

async function membersWith(tx: Database, projectId: string, roleId: string): Promise<string[]> {
  const members = await selectMembers(tx, projectId)
  return members.filter((member) => member.role.id === roleId).map((member) => member.id)
}

export const get = query(
  { action: "project.members:read", summary: "Get a project role", input: RoleId, output: Role },
  async ({ tx, input }) => pick(await selectRoles(tx, input.project_id), input.id),
)

export const create = command(
  {
    action: "project.roles:write",
    summary: "Add a role to a project. It can include only what you hold yourself",
    input: Fields.extend({ project_id: z.uuid() }),
    output: Role,
  },
  async (context) => {
    const { tx, input, access } = context
    mayGrantRole(access.held, input.actions)
    const id = clock.id()
    try {
      await tx.insert(projectRole).values({ ...input, id })
    } catch (error) {
      throw nameTaken(error, input.name)
    }
    const made = pick(await selectRoles(tx, input.project_id), id)
    tell(context, "role.created", made)
    return made
  },
)

export const update = command(
  {
    action: "project.roles:write",
    summary: "Change a role's name or what it includes, within what you hold yourself",
    input: Fields.partial().extend({ project_id: z.uuid(), id: z.uuid() }),
    output: Role,
  },
  async (context) => {
    const { tx, input, access } = context
    const { project_id, id, ...fields } = input
    await lockProject(tx, project_id)
    const before = pick(await selectRoles(tx, project_id), id)
    refuseSystem(before)
    mayGrantRole(access.held, before.actions)
    if (fields.actions) mayGrantRole(access.held, fields.actions)
    try {
      if (Object.keys(fields).length > 0) await tx.update(projectRole).set(fields).where(eq(projectRole.id, id))
    } catch (error) {
      throw nameTaken(error, input.name)
    }
    const after = pick(await selectRoles(tx, project_id), id)
    const changes = changesBetween(before, after, ["name", "actions"])
    if (changes.length > 0) tell(context, "role.updated", after, { changes })
    const granted = changes.find((change) => change.field === "actions")
    if (granted) await tellMembers(context, project_id, await membersWith(tx, project_id, id), granted)
    return after
  },
)

export const remove = command(
  {
    action: "project.roles:write",
    summary: "Delete a role. Its members, and who was invited with it, get the role that `move_to` names",
    input: RoleId.extend({ move_to: z.uuid().optional() }),
    output: null,
  },
  async (context) => {
    const { tx, input, access } = context
    const { project_id, id, move_to } = input
    await lockProject(tx, project_id)
    const roles = await selectRoles(tx, project_id)
    const role = pick(roles, id)
    refuseSystem(role)
    mayGrantRole(access.held, role.actions)
    const target = roles.find((other) => other.id === move_to && other.id !== id)
    if (move_to !== undefined && !target) {
      throw BadRequest("move_to: must name another role of this project.", {
        issues: [{ path: "move_to", message: "not another role of this project" }],
      })
    }
    if (target) mayGrantRole(access.held, target.actions)
    // Waits for members who are getting the role right now, and holds back those that come.
    await tx.select({ id: projectRole.id }).from(projectRole).where(eq(projectRole.id, id)).for("update")
    const members = await membersWith(tx, project_id, id)
    const invited = await countInvited(tx, id)
    if (!target && members.length + invited > 0) {
      throw Conflict(
        "ROLE_IN_USE",
        `${members.length} members have this role and ${invited} are invited with it. Say with move_to which role they get.`,
        { members: members.length, invitations: invited },
      )
    }
    // Members who left keep a role for the history; it gives them nothing.
    const next = target ?? roles.find((other) => other.is_system && other.name === "Viewer")
    if (!next) throw NotFound("role")
    const ofRole = and(eq(projectMember.project_id, project_id), eq(projectMember.role_id, id))
    await tx.update(projectMember).set({ role_id: next.id }).where(ofRole)
    await tx.update(invitation).set({ project_role_id: next.id }).where(eq(invitation.project_role_id, id))
    await tx.delete(projectRole).where(eq(projectRole.id, id))
    tell(context, "role.deleted", role, { move_to: move_to ?? null })
    await tellMembers(context, project_id, members, { field: "role", from: role.name, to: next.name })
  },
)

/** Invitations with a role that can still be accepted. */
async function countInvited(tx: Database, roleId: string): Promise<number> {
  const [row] = await tx
    .select({ invited: count() })
    .from(invitation)
    .where(
      and(
        eq(invitation.project_role_id, roleId),
        isNull(invitation.accepted_at),
        isNull(invitation.revoked_at),
        gt(invitation.expires_at, clock.instant()),
      ),
    )
  return row?.invited ?? 0
}

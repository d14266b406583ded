import { and, eq, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { workspaceRoleActions } from "../access/actions.ts"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { Conflict, Forbidden, NotFound } from "../error.ts"
import { projectMember } from "../member/member.sql.ts"
import { type Context, command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { handleFrom } from "../text.ts"
import { user } from "../user/user.sql.ts"
import { workspace, workspaceMember, workspaceRoles } from "./workspace.sql.ts"

export const Workspace = z
  .object({ id: z.uuid(), name: z.string(), slug: z.string(), created_at: z.string() })
  .meta({ id: "Workspace" })

export const WorkspaceMember = z
  .object({
    user_id: z.uuid(),
    name: z.string(),
    email: z.string(),
    handle: z.string(),
    image: z.string().nullable(),
    role: z.enum(workspaceRoles),
    created_at: z.string(),
  })
  .meta({ id: "WorkspaceMember" })

export const WorkspaceRole = z.enum(workspaceRoles)
export const WorkspaceId = z.object({ workspace_id: z.uuid() })
const Name = z.string().trim().min(1).max(80)

const columns = { id: workspace.id, name: workspace.name, slug: workspace.slug, created_at: workspace.created_at }

export const list = query(
  { action: "self:read", summary: "List your workspaces", input: z.object({}), output: z.array(Workspace) },
  async ({ tx, actor }) =>
    tx
      .select(columns)
      .from(workspace)
      .innerJoin(workspaceMember, eq(workspaceMember.workspace_id, workspace.id))
      .where(and(eq(workspaceMember.user_id, actor.id ?? ""), isNull(workspace.deleted_at)))
      .orderBy(workspace.created_at),
)

/** Stores a workspace under an address made of its name. Of two made at once, the second one gets another address. */
async function insertWorkspace(tx: Database, name: string): Promise<z.infer<typeof Workspace>> {
  const base = handleFrom(name)
  for (const slug of [base, `${base}-${clock.id().slice(-6)}`]) {
    const [row] = await tx.insert(workspace).values({ name, slug }).onConflictDoNothing().returning(columns)
    if (row) return row
  }
  throw new Error("The workspace was not stored.")
}

/** Stores a workspace and makes the caller its owner. */
export async function createWorkspace(
  { tx, actor, record }: Pick<Context, "tx" | "actor" | "record">,
  name: string,
): Promise<z.infer<typeof Workspace>> {
  const row = await insertWorkspace(tx, name)
  await tx.insert(workspaceMember).values({ workspace_id: row.id, user_id: actor.id ?? "", role: "owner" })
  record({
    type: "workspace.created",
    entity_type: "workspace",
    entity_id: row.id,
    workspace_id: row.id,
    version: 1,
    data: { workspace: row },
  })
  return row
}

export const create = command(
  {
    action: "self",
    summary: "Create a workspace; you become its owner",
    input: z.object({ name: Name }),
    output: Workspace,
  },
  async (context) => createWorkspace(context, context.input.name),
)

export const get = query(
  { action: "workspace:read", summary: "Get a workspace", input: WorkspaceId, output: Workspace },
  async ({ tx, input }) => {
    const [row] = await tx.select(columns).from(workspace).where(eq(workspace.id, input.workspace_id))
    if (!row) throw NotFound("workspace")
    return row
  },
)

export const update = command(
  {
    action: "workspace:write",
    summary: "Rename a workspace",
    input: WorkspaceId.extend({ name: Name }),
    output: Workspace,
  },
  async ({ tx, input, record }) => {
    const [row] = await tx
      .update(workspace)
      .set({ name: input.name })
      .where(eq(workspace.id, input.workspace_id))
      .returning(columns)
    if (!row) throw NotFound("workspace")
    record({
      type: "workspace.updated",
      entity_type: "workspace",
      entity_id: row.id,
      version: 1,
      data: { workspace: row },
    })
    return row
  },
)

export const remove = command(
  { action: "workspace:delete", summary: "Delete a workspace and all its projects", input: WorkspaceId, output: null },
  async ({ tx, input, record }) => {
    const at = clock.instant()
    await tx.update(workspace).set({ deleted_at: at }).where(eq(workspace.id, input.workspace_id))
    const gone = await tx
      .update(project)
      .set({ deleted_at: at })
      .where(and(eq(project.workspace_id, input.workspace_id), isNull(project.deleted_at)))
      .returning({ id: project.id })
    for (const { id } of gone) {
      record({ type: "project.deleted", entity_type: "project", entity_id: id, project_id: id, version: 1, data: {} })
    }
    record({ type: "workspace.deleted", entity_type: "workspace", entity_id: input.workspace_id, version: 1, data: {} })
  },
)

export const members = query(
  {
    action: "workspace.members:read",
    summary: "List a workspace's members",
    input: WorkspaceId,
    output: z.array(WorkspaceMember),
  },
  async ({ tx, input }) => selectMembers(tx, input.workspace_id),
)

async function selectMembers(tx: Database, workspaceId: string, userId?: string) {
  return tx
    .select({
      user_id: user.id,
      name: user.name,
      email: user.email,
      handle: user.handle,
      image: user.image,
      role: workspaceMember.role,
      created_at: workspaceMember.created_at,
    })
    .from(workspaceMember)
    .innerJoin(user, eq(user.id, workspaceMember.user_id))
    .where(and(eq(workspaceMember.workspace_id, workspaceId), userId ? eq(user.id, userId) : undefined))
    .orderBy(workspaceMember.created_at)
}

/** A caller may not hand out a role that holds more than it holds itself. */
export function mayGrant(held: readonly string[], role: z.infer<typeof WorkspaceRole>): void {
  const missing = workspaceRoleActions[role].find((action) => !held.includes("*") && !held.includes(action))
  if (missing)
    throw Forbidden(
      `You cannot give the role ${role}: it includes "${missing}", which you do not hold.`,
      "ROLE_TOO_POWERFUL",
    )
}

/** Locks the workspace's owners and refuses a change that would leave none. */
async function keepAnOwner(tx: Database, workspaceId: string, userId: string): Promise<void> {
  const owners = await tx
    .select({ user_id: workspaceMember.user_id })
    .from(workspaceMember)
    .where(and(eq(workspaceMember.workspace_id, workspaceId), eq(workspaceMember.role, "owner")))
    .for("update")
  if (owners.length === 1 && owners[0]?.user_id === userId) {
    throw Conflict("LAST_OWNER", "A workspace needs an owner. Make somebody else the owner first.")
  }
}

const MemberId = WorkspaceId.extend({ user_id: z.uuid() })

async function memberToChange(tx: Database, workspaceId: string, userId: string, held: readonly string[]) {
  const [member] = await selectMembers(tx, workspaceId, userId)
  if (!member) throw NotFound("member")
  mayGrant(held, member.role)
  return member
}

export const updateMember = command(
  {
    action: "workspace.members:write",
    summary: "Change a member's role in the workspace",
    input: MemberId.extend({ role: WorkspaceRole }),
    output: WorkspaceMember,
  },
  async ({ tx, input, access, record }) => {
    const member = await memberToChange(tx, input.workspace_id, input.user_id, access.held)
    mayGrant(access.held, input.role)
    if (member.role === "owner" && input.role !== "owner") await keepAnOwner(tx, input.workspace_id, input.user_id)
    await tx
      .update(workspaceMember)
      .set({ role: input.role })
      .where(and(eq(workspaceMember.workspace_id, input.workspace_id), eq(workspaceMember.user_id, input.user_id)))
    record({
      type: "workspace.member.updated",
      entity_type: "user",
      entity_id: input.user_id,
      version: 1,
      data: { changes: [{ field: "role", from: member.role, to: input.role }] },
    })
    return { ...member, role: input.role }
  },
)

export const removeMember = command(
  {
    action: "workspace.members:write",
    summary: "Remove a member from the workspace and its projects",
    input: MemberId,
    output: null,
  },
  async ({ tx, input, access, record }) => {
    const member = await memberToChange(tx, input.workspace_id, input.user_id, access.held)
    if (member.role === "owner") await keepAnOwner(tx, input.workspace_id, input.user_id)
    await tx
      .delete(workspaceMember)
      .where(and(eq(workspaceMember.workspace_id, input.workspace_id), eq(workspaceMember.user_id, input.user_id)))
    const left = await tx
      .update(projectMember)
      .set({ removed_at: clock.instant() })
      .where(
        and(
          eq(projectMember.user_id, input.user_id),
          isNull(projectMember.removed_at),
          sql`${projectMember.project_id} in (select id from project where workspace_id = ${input.workspace_id})`,
        ),
      )
      .returning({ id: projectMember.id, project_id: projectMember.project_id })
    for (const { id, project_id } of left) {
      record({
        type: "member.removed",
        entity_type: "member",
        entity_id: id,
        project_id,
        version: 1,
        data: { member: { id, user_id: input.user_id } },
      })
    }
    record({ type: "workspace.member.removed", entity_type: "user", entity_id: input.user_id, version: 1, data: {} })
  },
)

/** Makes somebody a member of the workspace; who is one already keeps the role. */
export async function join(
  tx: Database,
  workspaceId: string,
  userId: string,
  role: z.infer<typeof WorkspaceRole>,
): Promise<boolean> {
  try {
    const joined = await tx
      .insert(workspaceMember)
      .values({ workspace_id: workspaceId, user_id: userId, role })
      .onConflictDoNothing()
      .returning({ user_id: workspaceMember.user_id })
    return joined.length > 0
  } catch (error) {
    if (sqlState(error)?.code === "23503") throw NotFound("workspace")
    throw error
  }
}

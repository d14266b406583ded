import { and, desc, eq, gt, isNull } from "drizzle-orm"
import * as z from "zod"
import { projectAccess } from "../access/access.ts"
import { projectRole } from "../access/role.sql.ts"
import { sha256 } from "../access/secret.ts"
import { clock, instantIn } from "../clock.ts"
import { setting } from "../config.ts"
import type { Database } from "../database.ts"
import { BadRequest, Conflict, DomainError, Forbidden, NotFound } from "../error.ts"
import { textsIn } from "../language/texts.ts"
import { sendMail } from "../mail/mail.ts"
import { addMember, mayGrantRole, selectMember } from "../member/member.ts"
import { command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { user } from "../user/user.sql.ts"
import { invitation, workspace } from "./workspace.sql.ts"
import { join, mayGrant, WorkspaceId, WorkspaceRole } from "./workspace.ts"

const VALID_FOR = 7 * 24 * 60 * 60 * 1000

export const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: WorkspaceRole,
    project_id: z.uuid().nullable(),
    created_at: z.string(),
    expires_at: z.string(),
  })
  .meta({ id: "Invitation" })

const columns = {
  id: invitation.id,
  email: invitation.email,
  role: invitation.role,
  project_id: invitation.project_id,
  created_at: invitation.created_at,
  expires_at: invitation.expires_at,
}

const open = () =>
  and(isNull(invitation.accepted_at), isNull(invitation.revoked_at), gt(invitation.expires_at, clock.instant()))

export const list = query(
  {
    action: "workspace.members:write",
    summary: "List open invitations",
    input: WorkspaceId,
    output: z.array(Invitation),
  },
  async ({ tx, input }) =>
    tx
      .select(columns)
      .from(invitation)
      .where(and(eq(invitation.workspace_id, input.workspace_id), open()))
      .orderBy(desc(invitation.id)),
)

export const create = command(
  {
    action: "workspace.members:write",
    summary: "Invite somebody by e-mail; the link is in the answer and in the mail",
    input: WorkspaceId.extend({
      email: z.email().toLowerCase().max(254),
      role: WorkspaceRole.default("member"),
      project_id: z.uuid().nullish(),
      project_role_id: z.uuid().nullish(),
    }),
    output: Invitation.extend({ token_url: z.url() }).meta({ id: "NewInvitation" }),
  },
  async ({ tx, actor, caller, access, input, record, afterCommit }) => {
    mayGrant(access.held, input.role)
    if (input.project_role_id && !input.project_id) {
      const message = "needs project_id, the project it is a role of"
      throw BadRequest(`project_role_id: ${message}.`, { issues: [{ path: "project_role_id", message }] })
    }
    const projectRoleId = input.project_id ? await roleToGive(tx, caller, input.project_id, input) : null
    const secret = clock.secret(24)
    const [row] = await tx
      .insert(invitation)
      .values({
        workspace_id: input.workspace_id,
        email: input.email,
        role: input.role,
        project_id: input.project_id ?? null,
        project_role_id: projectRoleId,
        token_hash: sha256(secret),
        invited_by: actor.id ?? "",
        expires_at: instantIn(VALID_FOR),
      })
      .returning(columns)
    if (!row) throw new Error("The invitation was not stored.")
    const [space] = await tx
      .select({ name: workspace.name })
      .from(workspace)
      .where(eq(workspace.id, input.workspace_id))
    const [inviter] = await tx
      .select({ language: user.language })
      .from(user)
      .where(eq(user.id, actor.id ?? ""))
    const token_url = `${setting("APP_URL")}/invite/${secret}`
    record({
      type: "invitation.created",
      entity_type: "invitation",
      entity_id: row.id,
      version: 1,
      data: { email: row.email, role: row.role },
    })
    afterCommit(async () => {
      // Nothing is known of who is invited; most likely they speak what the inviter does.
      const texts = textsIn(inviter?.language)
      const about = { inviter: actor.name, workspace: space?.name ?? "Paca", url: token_url }
      await sendMail({ to: input.email, ...texts.invitation(about) })
    })
    return { ...row, token_url }
  },
)

/** The project role an invitation gives: the one asked for, or Editor. Checked against what the inviter holds there. */
async function roleToGive(
  tx: Database,
  caller: Parameters<typeof projectAccess>[0],
  projectId: string,
  wanted: { workspace_id: string; project_role_id?: string | null },
): Promise<string> {
  const access = await projectAccess(caller, projectId, tx)
  if (!access || access.workspace_id !== wanted.workspace_id || access.held.length === 0) throw NotFound("project")
  if (!access.held.includes("project.members:write")) throw Forbidden("You may not add members to this project.")
  const [role] = await tx
    .select({ id: projectRole.id, actions: projectRole.actions })
    .from(projectRole)
    .where(
      and(
        eq(projectRole.project_id, projectId),
        wanted.project_role_id ? eq(projectRole.id, wanted.project_role_id) : eq(projectRole.name, "Editor"),
      ),
    )
  if (!role) throw NotFound("role")
  mayGrantRole(access.held, role.actions)
  return role.id
}

export const revoke = command(
  {
    action: "workspace.members:write",
    summary: "Revoke an invitation",
    input: WorkspaceId.extend({ id: z.uuid() }),
    output: null,
  },
  async ({ tx, input, record }) => {
    const gone = await tx
      .update(invitation)
      .set({ revoked_at: clock.instant() })
      .where(and(eq(invitation.workspace_id, input.workspace_id), eq(invitation.id, input.id), open()))
      .returning({ id: invitation.id })
    if (gone.length === 0) throw NotFound("invitation")
    record({ type: "invitation.revoked", entity_type: "invitation", entity_id: input.id, version: 1, data: {} })
  },
)

const Token = z.object({ token: z.string().min(10).max(200) })

async function findOpen(tx: Database, token: string, lock = false) {
  const found = tx
    .select({
      id: invitation.id,
      email: invitation.email,
      role: invitation.role,
      workspace_id: workspace.id,
      workspace_name: workspace.name,
      project_id: invitation.project_id,
      project_role_id: invitation.project_role_id,
      invited_by: user.name,
    })
    .from(invitation)
    .innerJoin(workspace, and(eq(workspace.id, invitation.workspace_id), isNull(workspace.deleted_at)))
    .innerJoin(user, eq(user.id, invitation.invited_by))
    .where(and(eq(invitation.token_hash, sha256(token)), open()))
  const [row] = lock ? await found.for("update", { of: invitation }) : await found
  if (!row) {
    throw new DomainError(
      404,
      "INVITATION_NOT_FOUND",
      "This invitation was used, revoked or is older than 7 days. Ask for a new one.",
    )
  }
  return row
}

export const look = query(
  {
    action: "public",
    summary: "What an invitation's link is for",
    input: Token,
    output: z
      .object({
        email: z.string(),
        workspace_name: z.string(),
        project_name: z.string().nullable(),
        invited_by: z.string(),
      })
      .meta({ id: "InvitationPreview" }),
  },
  async ({ tx, input }) => {
    const found = await findOpen(tx, input.token)
    const [place] = found.project_id
      ? await tx.select({ name: project.name }).from(project).where(eq(project.id, found.project_id))
      : []
    return {
      email: found.email,
      workspace_name: found.workspace_name,
      project_name: place?.name ?? null,
      invited_by: found.invited_by,
    }
  },
)

export const accept = command(
  {
    action: "self",
    summary: "Accept an invitation",
    input: Token,
    output: z.object({ workspace_id: z.uuid(), project_id: z.uuid().nullable() }).meta({ id: "AcceptedInvitation" }),
  },
  async ({ tx, actor, input, record }) => {
    const found = await findOpen(tx, input.token, true)
    const [person] = await tx
      .select()
      .from(user)
      .where(eq(user.id, actor.id ?? ""))
    if (!person) throw NotFound("user")
    if (person.email.toLowerCase() !== found.email) {
      throw Conflict(
        "INVITATION_FOR_SOMEBODY_ELSE",
        `This invitation was sent to ${found.email}. Sign in with that address to accept it.`,
      )
    }
    await tx.update(invitation).set({ accepted_at: clock.instant() }).where(eq(invitation.id, found.id))
    const place = { workspace_id: found.workspace_id }
    await join(tx, found.workspace_id, person.id, found.role)
    record({
      ...place,
      type: "workspace.member.added",
      entity_type: "user",
      entity_id: person.id,
      version: 1,
      data: { role: found.role },
    })
    if (found.project_id && found.project_role_id) {
      const added = await addMember(tx, {
        project_id: found.project_id,
        user_id: person.id,
        role_id: found.project_role_id,
        handle: person.handle,
      })
      if (added) {
        const member = await selectMember(tx, found.project_id, added)
        record({
          ...place,
          type: "member.added",
          entity_type: "member",
          entity_id: added,
          project_id: found.project_id,
          version: 1,
          data: { member },
        })
      }
    }
    return { workspace_id: found.workspace_id, project_id: found.project_id }
  },
)

import { and, eq, inArray, isNull, or, sql } from "drizzle-orm"
import { conversation } from "../conversation/conversation.sql.ts"
import { type Database, db } from "../database.ts"
import { Conflict, Forbidden, NotFound, Unauthorized } from "../error.ts"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"
import { installationRights } from "../user/installation.ts"
import { workspace, workspaceMember } from "../workspace/workspace.sql.ts"
import {
  type Action,
  actions,
  archivedActions,
  holds,
  projectActions,
  publicActions,
  workspaceRoleActions,
} from "./actions.ts"
import type { Caller } from "./caller.ts"
import { projectRole } from "./role.sql.ts"

/** What a caller may do in one workspace or project, and as which member. */
export type Access = {
  readonly workspace_id: string | null
  readonly project_id: string | null
  /** The caller's membership in the project; null for a workspace admin who never joined, and for readers of public projects. */
  readonly member_id: string | null
  readonly held: readonly string[]
  /** Whether the project is archived, which leaves little but reading. */
  readonly archived: boolean
}

/** What one holds where there is nothing to hold. One for all calls, so that nobody may write into it. */
const nowhere: Access = Object.freeze({
  workspace_id: null,
  project_id: null,
  member_id: null,
  held: [],
  archived: false,
})

/** What decides about a caller in a project, in one query. Built once per database: every request runs it. */
function accessQuery(on: Database) {
  const userId = sql.placeholder("user_id")
  const agentId = sql.placeholder("agent_id")
  const conversationId = sql.placeholder("conversation_id")
  return on
    .select({
      workspace_id: project.workspace_id,
      is_public: project.is_public,
      archived: sql<boolean>`${project.archived_at} is not null`,
      workspace_role: workspaceMember.role,
      member_id: projectMember.id,
      role_actions: projectRole.actions,
      alive: sql<boolean>`(${conversationId}::uuid is null or exists (${on
        .select({ one: sql`1` })
        .from(conversation)
        .where(
          and(
            eq(conversation.id, conversationId),
            eq(conversation.project_id, project.id),
            inArray(conversation.status, ["queued", "running"]),
          ),
        )}))`,
    })
    .from(project)
    .innerJoin(workspace, and(eq(workspace.id, project.workspace_id), isNull(workspace.deleted_at)))
    .leftJoin(
      workspaceMember,
      and(eq(workspaceMember.workspace_id, project.workspace_id), eq(workspaceMember.user_id, userId)),
    )
    .leftJoin(
      projectMember,
      and(
        eq(projectMember.project_id, project.id),
        isNull(projectMember.removed_at),
        or(eq(projectMember.user_id, userId), eq(projectMember.agent_id, agentId)),
      ),
    )
    .leftJoin(projectRole, eq(projectRole.id, projectMember.role_id))
    .where(and(eq(project.id, sql.placeholder("project_id")), isNull(project.deleted_at)))
    .prepare("project_access")
}

const isProjectAction = (action: string) => projectActions.some((known) => known === action)

const accessQueries = new WeakMap<Database, ReturnType<typeof accessQuery>>()

/** Looks up what `caller` holds in a project. One query. Undefined when there is no such project. */
export async function projectAccess(
  caller: Caller,
  projectId: string,
  on: Database = db(),
): Promise<Access | undefined> {
  const query = accessQueries.get(on) ?? accessQuery(on)
  accessQueries.set(on, query)
  const [row] = await query.execute({
    project_id: projectId,
    user_id: caller.kind === "user" ? caller.user_id : null,
    agent_id: caller.kind === "agent" ? caller.agent_id : null,
    conversation_id: caller.kind === "agent" ? (caller.conversation_id ?? null) : null,
  })
  if (!row) return undefined
  const granted = row.alive
    ? [...(row.workspace_role ? workspaceRoleActions[row.workspace_role] : []), ...(row.role_actions ?? [])]
    : []
  const all = row.is_public ? [...granted, ...publicActions] : granted
  // A workspace role's rights in the workspace say nothing about a project: to its guests a project is not there.
  const inProject: readonly string[] = holds(all, "*")
    ? projectActions
    : all.filter((action) => isProjectAction(action))
  return {
    workspace_id: row.workspace_id,
    project_id: projectId,
    member_id: row.alive ? row.member_id : null,
    held: narrow(caller, row.archived ? inProject.filter((action) => archivedActions.includes(action)) : inProject),
    archived: row.archived,
  }
}

async function workspaceAccess(caller: Caller, workspaceId: string, on: Database): Promise<Access | undefined> {
  if (caller.kind !== "user") return undefined
  const [row] = await on
    .select({ role: workspaceMember.role })
    .from(workspaceMember)
    .innerJoin(workspace, and(eq(workspace.id, workspaceMember.workspace_id), isNull(workspace.deleted_at)))
    .where(and(eq(workspaceMember.workspace_id, workspaceId), eq(workspaceMember.user_id, caller.user_id)))
  if (!row) return undefined
  return { ...nowhere, workspace_id: workspaceId, held: narrow(caller, workspaceRoleActions[row.role]) }
}

async function runtimeAccess(projectId: string, on: Database): Promise<Access> {
  const [row] = await on.select({ workspace_id: project.workspace_id }).from(project).where(eq(project.id, projectId))
  if (!row) throw NotFound("project")
  return { ...nowhere, workspace_id: row.workspace_id, project_id: projectId }
}

const archived = () =>
  Conflict("PROJECT_ARCHIVED", "This project is archived: it can be read, not changed. An admin can bring it back.")

const passwordFirst = () =>
  Forbidden("Choose a new password first: the one you have was given to you.", "PASSWORD_CHANGE_REQUIRED")

/** A key may hold less than its owner, never more. */
function narrow(caller: Caller, held: readonly string[]): readonly string[] {
  const limit = caller.kind === "user" || caller.kind === "agent" ? caller.narrowed : undefined
  if (!limit) return held
  return holds(held, "*") ? limit : held.filter((action) => holds(limit, action))
}

/**
 * Decides whether `caller` may do `action` on what `input` names. Default deny.
 * @throws UNAUTHORIZED when nobody is signed in and somebody must be, *_NOT_FOUND for what the caller may not see,
 *   FORBIDDEN for what it may see but not do.
 */
export async function authorize(
  action: Action,
  caller: Caller,
  input: { project_id?: string | undefined; workspace_id?: string | undefined },
  on: Database = db(),
): Promise<Access> {
  const scope = actions[action]
  if (caller.kind === "user" && caller.must_change_password && action !== "self:read") throw passwordFirst()
  switch (scope) {
    case "public":
      return nowhere
    case "self":
      if (caller.kind !== "user")
        throw caller.kind === "anonymous" ? Unauthorized() : Forbidden("Only a person can do this.")
      if (caller.narrowed && !caller.narrowed.includes(action))
        throw Forbidden("This key or app may not do this: it is about your account.")
      return nowhere
    case "installation": {
      if (caller.kind === "anonymous") throw Unauthorized()
      const held = caller.kind === "user" ? narrow(caller, await installationRights(on, caller.user_id)) : []
      // To everybody else there is no such page.
      if (held.length === 0) throw NotFound("page")
      if (!holds(held, action)) throw Forbidden(`Your role does not include "${action}".`)
      return { ...nowhere, held }
    }
    case "runtime":
      if (caller.kind !== "agent" || !caller.conversation_id) throw Unauthorized("This needs a conversation token.")
      return runtimeAccess(caller.project_id, on)
    case "system":
      if (caller.kind !== "system") throw NotFound("page")
      return nowhere
    case "workspace":
    case "project": {
      if (caller.kind === "system") return { ...nowhere, project_id: input.project_id ?? null, held: ["*"] }
      const id = scope === "project" ? input.project_id : input.workspace_id
      const look = scope === "project" ? projectAccess : workspaceAccess
      // What is not an id is answered like an id that nothing has.
      const access = id ? await look(caller, id, on) : undefined
      if (!access || access.held.length === 0) throw caller.kind === "anonymous" ? Unauthorized() : NotFound(scope)
      if (!holds(access.held, action)) {
        if (caller.kind === "anonymous") throw Unauthorized()
        if (access.archived && !archivedActions.includes(action)) throw archived()
        throw Forbidden(`Your role does not include "${action}". Ask an admin of the ${scope} for it.`)
      }
      return access
    }
  }
}

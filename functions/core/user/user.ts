import { and, count, eq, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { workspaceRoleActions } from "../access/actions.ts"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { Conflict, NotFound } from "../error.ts"
import { Favorite, selectFavorites } from "../favorite/favorite.ts"
import { Language } from "../language/language.ts"
import { projectMember } from "../member/member.sql.ts"
import { notification } from "../notification/notification.sql.ts"
import { command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { Handle, handleFrom } from "../text.ts"
import { workspace, workspaceMember, workspaceRoles } from "../workspace/workspace.sql.ts"
import { installationRights, standingOf } from "./installation.ts"
import { user } from "./user.sql.ts"

export const User = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    /** Whether the person has opened the link that was sent to the address. */
    email_verified: z.boolean(),
    handle: z.string(),
    image: z.string().nullable(),
    /** Null until the person has chosen one. */
    language: Language.nullable(),
  })
  .meta({ id: "User" })

const columns = {
  id: user.id,
  name: user.name,
  email: user.email,
  email_verified: user.email_verified,
  handle: user.handle,
  image: user.image,
  language: user.language,
}

async function self(tx: Database, id: string | null) {
  const [row] = await tx
    .select(columns)
    .from(user)
    .where(eq(user.id, id ?? ""))
  if (!row) throw NotFound("user")
  return { ...row, language: Language.nullable().catch(null).parse(row.language) }
}

export const me = query(
  { action: "self:read", summary: "Who you are", input: z.object({}), output: User },
  async ({ tx, actor }) => self(tx, actor.id),
)

export const updateMe = command(
  {
    action: "self",
    summary: "Change your name, handle or language",
    input: z.object({
      name: z.string().trim().min(1).max(80).optional(),
      handle: Handle.optional(),
      language: Language.nullable().optional(),
    }),
    output: User,
  },
  async ({ tx, actor, input }) => {
    try {
      await tx
        .update(user)
        .set({ ...input, updated_at: new Date(clock.now()) })
        .where(eq(user.id, actor.id ?? ""))
    } catch (error) {
      if (sqlState(error)?.code === "23505")
        throw Conflict("HANDLE_TAKEN", `@${input.handle} is taken. Choose another handle.`)
      throw error
    }
    return self(tx, actor.id)
  },
)

const SessionProject = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  description: z.string(),
  archived_at: z.string().nullable(),
})

/** Everything the app's frame needs, in one round trip. */
export const globalPermissions = query(
  {
    action: "self:read",
    summary: "What you may do in the whole installation",
    input: z.object({}),
    output: z.object({ actions: z.array(z.string()) }).meta({ id: "GlobalPermissions" }),
  },
  async ({ tx, actor }) => ({ actions: [...(await installationRights(tx, actor.id ?? ""))] }),
)

export const session = query(
  {
    action: "self:read",
    summary: "You, your workspaces and projects, and how many notifications you have not read",
    input: z.object({}),
    output: z
      .object({
        user: User,
        workspaces: z.array(
          z.object({
            id: z.uuid(),
            name: z.string(),
            slug: z.string(),
            role: z.enum(workspaceRoles),
            actions: z.array(z.string()),
          }),
        ),
        projects: z.array(SessionProject),
        favorites: z.array(Favorite),
        unread_notifications: z.int(),
        must_change_password: z.boolean(),
        /** What you may do in the whole installation. */
        actions: z.array(z.string()),
      })
      .meta({ id: "Session" }),
  },
  async ({ tx, actor }) => {
    const id = actor.id ?? ""
    const [person, standing, workspaces, projects, favorites, [unread]] = await Promise.all([
      self(tx, id),
      standingOf(tx, id),
      tx
        .select({ id: workspace.id, name: workspace.name, slug: workspace.slug, role: workspaceMember.role })
        .from(workspaceMember)
        .innerJoin(workspace, eq(workspace.id, workspaceMember.workspace_id))
        .where(and(eq(workspaceMember.user_id, id), isNull(workspace.deleted_at)))
        .orderBy(workspace.created_at),
      visibleProjects(tx, id),
      selectFavorites(tx, id),
      tx
        .select({ unread: count() })
        .from(notification)
        .where(and(eq(notification.user_id, id), isNull(notification.read_at))),
    ])
    return {
      user: person,
      workspaces: workspaces.map((row) => ({ ...row, actions: [...workspaceRoleActions[row.role]] })),
      projects,
      favorites,
      unread_notifications: unread?.unread ?? 0,
      ...standing,
    }
  },
)

/** The projects a person may open: as a member, or as owner or admin of the workspace. */
export async function visibleProjects(tx: Database, userId: string, workspaceId?: string) {
  return tx
    .select({
      id: project.id,
      workspace_id: project.workspace_id,
      name: project.name,
      prefix: project.prefix,
      description: project.description,
      archived_at: project.archived_at,
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
        eq(projectMember.user_id, userId),
        isNull(projectMember.removed_at),
      ),
    )
    .where(
      and(
        isNull(project.deleted_at),
        workspaceId ? eq(project.workspace_id, workspaceId) : undefined,
        sql`(${projectMember.id} is not null or ${workspaceMember.role} in ('owner', 'admin'))`,
      ),
    )
    .orderBy(project.created_at)
}

/** A handle nobody has, made of a name: `mara`, then `mara-2`, … Used when somebody signs up. */
export async function freeHandle(tx: Database, name: string): Promise<string> {
  const base = handleFrom(name)
  const taken = await tx
    .select({ handle: user.handle })
    .from(user)
    .where(sql`${user.handle} = ${base} or ${user.handle} like ${`${base}-%`}`)
  const names = new Set(taken.map((row) => row.handle))
  if (!names.has(base)) return base
  for (let number = 2; ; number++) if (!names.has(`${base}-${number}`)) return `${base}-${number}`
}

import { and, asc, count, eq, ilike, isNull, ne, or, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { apiKey } from "../access/api-key.sql.ts"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { Conflict, NotFound } from "../error.ts"
import { announceSessionsEnded } from "../event/event.ts"
import { projectMember } from "../member/member.sql.ts"
import { type Context, command, query } from "../operation.ts"
import { Handle, PageInput, pageOf } from "../text.ts"
import { workspace, workspaceMember } from "../workspace/workspace.sql.ts"
import { globalRole } from "./global-role.sql.ts"
import { refuseMore, selectGlobalRole } from "./global-role.ts"
import { hashPassword } from "./password.ts"
import { note } from "./security-event.ts"
import { account, session, user } from "./user.sql.ts"
import { freeHandle } from "./user.ts"

export const AdminUser = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    email_verified: z.boolean(),
    handle: z.string(),
    image: z.string().nullable(),
    role: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    must_change_password: z.boolean(),
    suspended_at: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: "AdminUser" })
export type AdminUser = z.infer<typeof AdminUser>

const columns = {
  id: user.id,
  name: user.name,
  email: user.email,
  email_verified: user.email_verified,
  handle: user.handle,
  image: user.image,
  role: { id: globalRole.id, name: globalRole.name },
  must_change_password: user.must_change_password,
  suspended_at: user.suspended_at,
  created_at: user.created_at,
}

function selectPeople(tx: Database, which: SQL | undefined) {
  return tx
    .select(columns)
    .from(user)
    .leftJoin(globalRole, eq(globalRole.id, user.global_role_id))
    .where(and(isNull(user.deleted_at), which))
}

type Row = Awaited<ReturnType<typeof selectPeople>>[number]

const answer = (row: Row): AdminUser => ({
  ...row,
  suspended_at: row.suspended_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
})

async function selectPerson(tx: Database, id: string): Promise<AdminUser> {
  const [row] = await selectPeople(tx, eq(user.id, id))
  if (!row) throw NotFound("user")
  return answer(row)
}

export const list = query(
  {
    action: "users:read",
    summary: "List the installation's users",
    input: PageInput.extend({
      /** Part of a name, handle or address. */
      search: z.string().trim().max(200).optional(),
    }),
    output: pageOf(AdminUser)
      .extend({
        /** Of all users, not only of those on this page. */
        must_change_password_count: z.int(),
      })
      .meta({ id: "AdminUserPage" }),
  },
  async ({ tx, input }) => {
    const { page, page_size, search } = input
    const text = `%${(search ?? "").replace(/[\\%_]/g, "\\$&")}%`
    const which = search ? or(ilike(user.name, text), ilike(user.email, text), ilike(user.handle, text)) : undefined
    const [rows, [totals], [waiting]] = await Promise.all([
      selectPeople(tx, which)
        .orderBy(asc(user.id))
        .limit(page_size)
        .offset((page - 1) * page_size),
      tx
        .select({ total: count() })
        .from(user)
        .where(and(isNull(user.deleted_at), which)),
      tx
        .select({ total: count() })
        .from(user)
        .where(and(isNull(user.deleted_at), eq(user.must_change_password, true))),
    ])
    return {
      items: rows.map(answer),
      page,
      page_size,
      total: totals?.total ?? 0,
      must_change_password_count: waiting?.total ?? 0,
    }
  },
)

const Name = z.string().trim().min(1).max(80)
const Email = z
  .email()
  .max(320)
  .transform((email) => email.toLowerCase())
/** Good for one sign-in, after which its owner chooses another: the rules for lasting ones do not apply. */
const GivenPassword = z.string().min(8).max(256)

function taken(error: unknown, input: { email?: string | undefined; handle?: string | undefined }): unknown {
  const state = sqlState(error)
  if (state?.code !== "23505") return error
  return state.constraint?.includes("handle")
    ? Conflict("HANDLE_TAKEN", `@${input.handle} is taken. Choose another handle.`)
    : Conflict("EMAIL_TAKEN", `Somebody has the address ${input.email} already.`)
}

export const create = command(
  {
    action: "users:write",
    summary: "Create a user with a password that must be changed at the first sign-in",
    input: z.object({
      name: Name,
      email: Email,
      password: GivenPassword,
      handle: Handle.optional(),
      role_id: z.uuid().nullish(),
    }),
    output: AdminUser,
  },
  async (context) => {
    const { tx, input } = context
    await mayGive(context, input.role_id)
    const id = clock.id()
    const { name, email, role_id, password } = input
    try {
      await tx.insert(user).values({
        id,
        name,
        email,
        handle: input.handle ?? (await freeHandle(tx, name)),
        must_change_password: true,
        global_role_id: role_id ?? null,
      })
    } catch (error) {
      throw taken(error, input)
    }
    await tx
      .insert(account)
      .values({ user_id: id, account_id: id, provider_id: "credential", password: await hashPassword(password) })
    await note(tx, { user_id: id, type: "created_by_admin", data: { by: context.actor.name } })
    return selectPerson(tx, id)
  },
)

/** A role may be given by who holds all of it. */
async function mayGive({ tx, access }: Pick<Context, "tx" | "access">, roleId: string | null | undefined) {
  if (roleId) refuseMore(access.held, (await selectGlobalRole(tx, roleId)).actions)
}

const UserId = z.object({ user_id: z.uuid() })

/** The person and the rights of the role they have, locked, so that the last administrator cannot slip through two requests. */
async function lockPerson(context: Pick<Context, "tx" | "access">, id: string): Promise<AdminUser> {
  const { tx, access } = context
  await tx.select({ id: globalRole.id }).from(globalRole).where(eq(globalRole.is_system, true)).for("update")
  const before = await selectPerson(tx, id)
  // Whoever holds more than the caller is not the caller's to change.
  if (before.role) refuseMore(access.held, (await selectGlobalRole(tx, before.role.id)).actions)
  return before
}

/** @throws LAST_ADMINISTRATOR when nobody else who can sign in would hold everything */
async function refuseLast(tx: Database, id: string): Promise<void> {
  const [others] = await tx
    .select({ count: count() })
    .from(user)
    .innerJoin(globalRole, and(eq(globalRole.id, user.global_role_id), eq(globalRole.is_system, true)))
    .where(and(ne(user.id, id), isNull(user.suspended_at), isNull(user.deleted_at)))
  if ((others?.count ?? 0) > 0) return
  const [role] = await tx
    .select({ system: globalRole.is_system })
    .from(user)
    .innerJoin(globalRole, eq(globalRole.id, user.global_role_id))
    .where(eq(user.id, id))
  if (role?.system)
    throw Conflict("LAST_ADMINISTRATOR", "This is the only administrator. Make somebody else one first.")
}

/** Ends everything the person is signed in with. */
async function signOut(context: Pick<Context, "tx" | "afterCommit">, person: AdminUser): Promise<void> {
  await context.tx.delete(session).where(eq(session.user_id, person.id))
  context.afterCommit(() => announceSessionsEnded({ type: "user", id: person.id, name: person.name }))
}

export const update = command(
  {
    action: "users:write",
    summary: "Change a user's name, address, handle or role, suspend them or let them in again",
    input: UserId.extend({
      name: Name.optional(),
      email: Email.optional(),
      handle: Handle.optional(),
      role_id: z.uuid().nullish(),
      suspended: z.boolean().optional(),
    }),
    output: AdminUser,
  },
  async (context) => {
    const { tx, input } = context
    const { user_id, role_id, suspended, ...fields } = input
    const before = await lockPerson(context, user_id)
    await mayGive(context, role_id)
    if ((role_id !== undefined && role_id !== before.role?.id) || suspended) await refuseLast(tx, user_id)
    const isSuspended = before.suspended_at !== null
    try {
      await tx
        .update(user)
        .set({
          ...fields,
          // A new address is not proven to be theirs.
          ...(fields.email && fields.email !== before.email && { email_verified: false }),
          ...(role_id !== undefined && { global_role_id: role_id }),
          ...(suspended !== undefined &&
            suspended !== isSuspended && { suspended_at: suspended ? new Date(clock.now()) : null }),
          updated_at: new Date(clock.now()),
        })
        .where(eq(user.id, user_id))
    } catch (error) {
      throw taken(error, input)
    }
    if (suspended && !isSuspended) await signOut(context, before)
    const after = await selectPerson(tx, user_id)
    const changed = (["name", "email", "handle", "suspended_at"] as const).filter((key) => before[key] !== after[key])
    const fieldsChanged = before.role?.id === after.role?.id ? changed : [...changed, "role"]
    if (fieldsChanged.length > 0)
      await note(tx, { user_id, type: "changed_by_admin", data: { by: context.actor.name, fields: fieldsChanged } })
    return after
  },
)

export const resetPassword = command(
  {
    action: "users:write",
    summary:
      "Give a user another password, which must be changed at the next sign-in; everywhere else they are signed out",
    input: UserId.extend({ new_password: GivenPassword }),
    output: null,
  },
  async (context) => {
    const { tx, input } = context
    const person = await lockPerson(context, input.user_id)
    const password = await hashPassword(input.new_password)
    const mine = and(eq(account.user_id, person.id), eq(account.provider_id, "credential"))
    const had = await tx.update(account).set({ password }).where(mine).returning({ id: account.id })
    if (had.length === 0) {
      await tx
        .insert(account)
        .values({ user_id: person.id, account_id: person.id, provider_id: "credential", password })
    }
    await tx.update(user).set({ must_change_password: true }).where(eq(user.id, person.id))
    await signOut(context, person)
    await note(tx, { user_id: person.id, type: "password_reset_by_admin", data: { by: context.actor.name } })
  },
)

/** The workspaces that nobody else owns. */
async function ownedAlone(tx: Database, userId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ name: string }>(sql`
    select w.name from ${workspace} w join ${workspaceMember} m on m.workspace_id = w.id
    where m.user_id = ${userId} and m.role = 'owner' and w.deleted_at is null and not exists (
      select 1 from ${workspaceMember} o where o.workspace_id = w.id and o.role = 'owner' and o.user_id <> ${userId})
    order by w.name`)
  return rows.map(({ name }) => name)
}

export const remove = command(
  {
    action: "users:write",
    summary: "Delete a user: nobody can sign in as them, what they did stays under their name",
    input: UserId,
    output: null,
  },
  async (context) => {
    const { tx, input, record } = context
    const person = await lockPerson(context, input.user_id)
    await refuseLast(tx, person.id)
    const alone = await ownedAlone(tx, person.id)
    if (alone.length > 0) {
      const names = alone.slice(0, 3).join(", ")
      throw Conflict("LAST_OWNER", `Nobody else owns ${names}. Make somebody else an owner, or delete it, first.`)
    }
    const now = new Date(clock.now())
    const left = await tx
      .update(projectMember)
      .set({ removed_at: now.toISOString() })
      .where(and(eq(projectMember.user_id, person.id), isNull(projectMember.removed_at)))
      .returning({
        id: projectMember.id,
        project_id: projectMember.project_id,
        workspace_id: sql<string>`(select workspace_id from project where id = ${projectMember.project_id})`,
      })
    await tx.delete(workspaceMember).where(eq(workspaceMember.user_id, person.id))
    await tx.update(apiKey).set({ revoked_at: now.toISOString() }).where(eq(apiKey.user_id, person.id))
    await tx.delete(account).where(eq(account.user_id, person.id))
    await signOut(context, person)
    await tx
      .update(user)
      .set({
        // The address is free for somebody else; the name stays where it signs things.
        email: `${person.id}@deleted.invalid`,
        email_verified: false,
        global_role_id: null,
        suspended_at: now,
        deleted_at: now,
      })
      .where(eq(user.id, person.id))
    for (const { id, project_id, workspace_id } of left) {
      record({
        type: "member.removed",
        entity_type: "member",
        entity_id: id,
        workspace_id,
        project_id,
        version: 1,
        data: { member: { id, user_id: person.id } },
      })
    }
  },
)

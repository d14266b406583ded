import { eq } from "drizzle-orm"
import * as z from "zod"
import { holds, installationActions } from "../access/actions.ts"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { Conflict, Forbidden, NotFound } from "../error.ts"
import { command, query } from "../operation.ts"
import { globalRole } from "./global-role.sql.ts"
import { user } from "./user.sql.ts"

export const GlobalRole = z
  .object({
    id: z.uuid(),
    name: z.string(),
    actions: z.array(z.string()),
    is_system: z.boolean(),
    created_at: z.string(),
  })
  .meta({ id: "GlobalRole" })
export type GlobalRole = z.infer<typeof GlobalRole>

const Fields = z.object({
  name: z.string().trim().min(1).max(60),
  actions: z
    .array(z.enum(["*", ...installationActions]))
    .min(1)
    .transform((actions) => [...new Set(actions)]),
})

/** Nobody gives away what they do not hold. @throws FORBIDDEN */
export function refuseMore(held: readonly string[], actions: readonly string[]): void {
  const more = actions.find((action) => !holds(held, action))
  if (more) throw Forbidden(`You cannot grant "${more}": your own role does not include it.`)
}

/** One role. @throws GLOBAL_ROLE_NOT_FOUND */
export async function selectGlobalRole(tx: Database, id: string): Promise<GlobalRole> {
  const [row] = await tx.select().from(globalRole).where(eq(globalRole.id, id)).for("share")
  if (!row) throw NotFound("global role")
  return row
}

function nameTaken(error: unknown, name: string | undefined): unknown {
  return sqlState(error)?.constraint === "global_role_name"
    ? Conflict("ROLE_NAME_TAKEN", `There is a role called "${name}" already.`)
    : error
}

function refuseSystem(role: GlobalRole): void {
  if (role.is_system)
    throw Conflict("ROLE_IS_SYSTEM", `"${role.name}" is part of every installation. Add a role of your own instead.`)
}

export const list = query(
  {
    action: "users:read",
    summary: "List the installation's roles",
    input: z.object({}),
    output: z.object({ items: z.array(GlobalRole) }).meta({ id: "GlobalRoleList" }),
  },
  async ({ tx }) => ({ items: await tx.select().from(globalRole).orderBy(globalRole.id) }),
)

export const create = command(
  { action: "global_roles:write", summary: "Add a role of the installation", input: Fields, output: GlobalRole },
  async ({ tx, input, access }) => {
    refuseMore(access.held, input.actions)
    const [row] = await tx
      .insert(globalRole)
      .values({ ...input, id: clock.id() })
      .returning()
      .catch((error: unknown) => {
        throw nameTaken(error, input.name)
      })
    if (!row) throw new Error("The role was not stored.")
    return row
  },
)

const RoleId = z.object({ role_id: z.uuid() })

export const update = command(
  {
    action: "global_roles:write",
    summary: "Change a role of the installation",
    input: Fields.partial().extend(RoleId.shape),
    output: GlobalRole,
  },
  async ({ tx, input, access }) => {
    const { role_id, ...fields } = input
    const before = await selectGlobalRole(tx, role_id)
    refuseSystem(before)
    // Taking away what one does not hold is as little one's own business as granting it.
    refuseMore(access.held, [...before.actions, ...(fields.actions ?? [])])
    if (Object.keys(fields).length === 0) return before
    const [row] = await tx
      .update(globalRole)
      .set(fields)
      .where(eq(globalRole.id, role_id))
      .returning()
      .catch((error: unknown) => {
        throw nameTaken(error, input.name)
      })
    if (!row) throw NotFound("global role")
    return row
  },
)

export const remove = command(
  {
    action: "global_roles:write",
    summary: "Delete a role of the installation; who has it has none then",
    input: RoleId,
    output: null,
  },
  async ({ tx, input, access }) => {
    const before = await selectGlobalRole(tx, input.role_id)
    refuseSystem(before)
    refuseMore(access.held, before.actions)
    await tx.update(user).set({ global_role_id: null }).where(eq(user.global_role_id, input.role_id))
    await tx.delete(globalRole).where(eq(globalRole.id, input.role_id))
  },
)

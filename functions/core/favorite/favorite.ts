import { and, count, eq, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { projectAccess } from "../access/access.ts"
import { holds } from "../access/actions.ts"
import { projectRole } from "../access/role.sql.ts"
import type { Database } from "../database.ts"
import { document } from "../document/document.sql.ts"
import { Conflict, NotFound } from "../error.ts"
import { projectMember } from "../member/member.sql.ts"
import { command } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { task } from "../task/task.sql.ts"
import { view, viewContexts } from "../view/view.sql.ts"
import { workspace, workspaceMember } from "../workspace/workspace.sql.ts"
import { favorite, favoriteKinds } from "./favorite.sql.ts"

export const Favorite = z
  .object({
    kind: z.enum(favoriteKinds),
    id: z.uuid(),
    project_id: z.uuid(),
    title: z.string(),
    /** Of a task. */
    key: z.string().nullable(),
    /** Of a view: among which tabs it stands. */
    context: z.enum(viewContexts).nullable(),
    sprint_id: z.uuid().nullable(),
  })
  .meta({ id: "Favorite" })
export type Favorite = z.infer<typeof Favorite>

/** More than fit beside a page are no favourites. */
const MOST = 50

const title = sql<string>`case ${favorite.kind} when 'task' then ${task.title} when 'doc' then ${document.title} when 'view' then ${view.name} || ' · ' || ${project.name} else ${project.name} end`

/** What a person keeps at hand, the oldest first, of what is there and they may see. One query. */
export async function selectFavorites(tx: Database, userId: string): Promise<Favorite[]> {
  const everywhere = sql`(${workspaceMember.role} in ('owner', 'admin'))`
  const reads = (action: string) => sql`coalesce(${projectRole.actions} && array['*', ${action}], false)`
  return tx
    .select({
      kind: favorite.kind,
      id: favorite.entity_id,
      project_id: favorite.project_id,
      title,
      key: sql<string | null>`${project.prefix} || '-' || ${task.number}`,
      context: view.context,
      sprint_id: view.sprint_id,
    })
    .from(favorite)
    .innerJoin(project, and(eq(project.id, favorite.project_id), isNull(project.deleted_at)))
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
    .leftJoin(projectRole, eq(projectRole.id, projectMember.role_id))
    .leftJoin(task, and(eq(favorite.kind, "task"), eq(task.id, favorite.entity_id), isNull(task.deleted_at)))
    .leftJoin(document, and(eq(favorite.kind, "doc"), eq(document.id, favorite.entity_id), isNull(document.deleted_at)))
    .leftJoin(view, and(eq(favorite.kind, "view"), eq(view.id, favorite.entity_id)))
    .where(
      and(
        eq(favorite.user_id, userId),
        sql`${title} is not null`,
        sql`(${everywhere} or case when ${favorite.kind} = 'doc' then ${reads("docs:read")} else ${reads("tasks:read")} end)`,
      ),
    )
    .orderBy(favorite.created_at, favorite.entity_id)
}

const Input = z.object({ kind: z.enum(favoriteKinds), id: z.uuid(), project_id: z.uuid() })

const nouns = { project: "project", view: "view", task: "task", doc: "document" } as const

/** Whether such a thing is in the project. */
async function isThere(tx: Database, { kind, id, project_id }: z.infer<typeof Input>): Promise<boolean> {
  if (kind === "project") return id === project_id
  const table = { view: sql`${view}`, task: sql`${task}`, doc: sql`${document}` }[kind]
  const alive = kind === "view" ? sql`true` : sql`x.deleted_at is null`
  const { rows } = await tx.execute(
    sql`select 1 from ${table} x where x.id = ${id} and x.project_id = ${project_id} and ${alive}`,
  )
  return rows.length > 0
}

export const add = command(
  { action: "self", summary: "Keep a project, view, task or document at hand", input: Input, output: null },
  async ({ tx, actor, caller, input }) => {
    const access = await projectAccess(caller, input.project_id, tx)
    const may = access && holds(access.held, input.kind === "doc" ? "docs:read" : "tasks:read")
    if (!may || !(await isThere(tx, input))) throw NotFound(nouns[input.kind])
    const user_id = actor.id ?? ""
    const [kept] = await tx.select({ number: count() }).from(favorite).where(eq(favorite.user_id, user_id))
    if ((kept?.number ?? 0) >= MOST)
      throw Conflict("TOO_MANY_FAVORITES", `You keep ${MOST} favourites already. Take one away first.`)
    const { kind, id, project_id } = input
    await tx.insert(favorite).values({ user_id, kind, entity_id: id, project_id }).onConflictDoNothing()
  },
)

export const remove = command(
  { action: "self", summary: "Take something from your favourites", input: z.object({ id: z.uuid() }), output: null },
  async ({ tx, actor, input }) => {
    const gone = await tx
      .delete(favorite)
      .where(and(eq(favorite.user_id, actor.id ?? ""), eq(favorite.entity_id, input.id)))
      .returning({ id: favorite.entity_id })
    if (gone.length === 0) throw NotFound("favorite")
  },
)

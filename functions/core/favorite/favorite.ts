import { and, count, eq, sql } from "drizzle-orm"
import * as z from "zod"
import { projectAccess } from "../access/access.ts"
import { holds } from "../access/actions.ts"
import { readableProjects } from "../access/readable.ts"
import type { Database } from "../database.ts"
import { document } from "../document/document.sql.ts"
import { Conflict, NotFound } from "../error.ts"
import { command } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { task } from "../task/task.sql.ts"
import { view, viewContexts } from "../view/view.sql.ts"
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

/** What a person keeps at hand, the oldest first, of what is there and they may see. One query. */
export async function selectFavorites(tx: Database, userId: string): Promise<Favorite[]> {
  const { rows } = await tx.execute(sql`
    select f.kind, f.entity_id as id, f.project_id, v.context, v.sprint_id, p.prefix || '-' || t.number as key,
      case f.kind when 'task' then t.title when 'doc' then d.title when 'view' then v.name || ' · ' || p.name else p.name end as title
    from ${favorite} f
    join (${readableProjects(userId)}) readable on readable.id = f.project_id
    join ${project} p on p.id = f.project_id
    left join ${task} t on f.kind = 'task' and t.id = f.entity_id and t.deleted_at is null
    left join ${document} d on f.kind = 'doc' and d.id = f.entity_id and d.deleted_at is null
    left join ${view} v on f.kind = 'view' and v.id = f.entity_id
    where f.user_id = ${userId} and case when f.kind = 'doc' then readable.docs else readable.tasks end
      and (f.kind = 'project' or coalesce(t.id, d.id, v.id) is not null)
    order by f.created_at, f.entity_id`)
  return z.array(Favorite).parse(rows)
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

import { and, eq, isNull, max, type SQL, sql } from "drizzle-orm"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import { changesBetween } from "../event/changes.ts"
import { selectFields } from "../field/field.ts"
import { ProjectId, selectMembers } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { sprint } from "../sprint/sprint.sql.ts"
import { selectSprints } from "../sprint/sprint.ts"
import { selectStatuses } from "../task/status.ts"
import { selectTypes } from "../task/type.ts"
import { checkConfig } from "./check.ts"
import { type StoredConfig, type ViewConfig, ViewConfigInput, WholeConfig, wholeConfig } from "./config.ts"
import type { Directory } from "./grouping.ts"
import { view, viewContexts, viewLayouts } from "./view.sql.ts"

export const View = z
  .object({
    id: z.uuid(),
    name: z.string(),
    context: z.enum(viewContexts),
    layout: z.enum(viewLayouts),
    sprint_id: z.uuid().nullable(),
    config: WholeConfig,
    position: z.int(),
    version: z.int(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: "View" })
export type View = z.infer<typeof View>
/** A view whose filter is known to be one. */
export type KnownView = Omit<View, "config"> & { config: ViewConfig }

const columns = {
  id: view.id,
  name: view.name,
  context: view.context,
  layout: view.layout,
  sprint_id: view.sprint_id,
  config: view.config,
  position: view.position,
  version: view.version,
  created_at: view.created_at,
  updated_at: view.updated_at,
}

const whole = <T extends { config: StoredConfig }>(row: T) => ({ ...row, config: wholeConfig(row.config) })

/** Views that stand beside each other as tabs: those of a project's context, or of one sprint. */
type Tabs = { project_id: string; context?: View["context"] | undefined; sprint_id?: string | null | undefined }

const within = ({ project_id, context, sprint_id }: Tabs) =>
  and(
    eq(view.project_id, project_id),
    context ? eq(view.context, context) : undefined,
    sprint_id === undefined ? undefined : sprint_id === null ? isNull(view.sprint_id) : eq(view.sprint_id, sprint_id),
  )

export async function selectViews(tx: Database, tabs: Tabs): Promise<KnownView[]> {
  const rows = await tx.select(columns).from(view).where(within(tabs)).orderBy(view.position, view.id)
  return rows.map(whole)
}

/**
 * A view's id, or the name of one that every project has, so that a screen is read in one round trip: `default` is the
 * project's first board, `backlog` the first view of its backlog that is none, `timeline` the first of its timeline, and
 * `sprint-<id>` the first of a sprint.
 */
export const ViewId = ProjectId.extend({
  view_id: z.union([z.uuid(), z.enum(["default", "backlog", "timeline"]), z.templateLiteral(["sprint-", z.uuid()])]),
})

/** Which view a name stands for, and which comes first of those it may stand for. */
function named(name: string): { where: SQL | undefined; first: SQL[] } {
  if (name === "default") {
    // A board by status before any other: it is what everybody calls the board.
    const first = [sql`${view.config} ->> 'column_by' is distinct from 'status'`]
    return { where: and(eq(view.layout, "board"), isNull(view.sprint_id)), first }
  }
  if (name === "backlog") return { where: eq(view.context, name), first: [sql`${view.layout} = 'board'`] }
  if (name === "timeline") return { where: eq(view.context, name), first: [] }
  if (name.startsWith("sprint-")) return { where: eq(view.sprint_id, name.slice("sprint-".length)), first: [] }
  return { where: eq(view.id, name), first: [] }
}

/** One view of a project. @throws VIEW_NOT_FOUND */
export async function selectView(tx: Database, projectId: string, viewId: string): Promise<KnownView> {
  const { where, first } = named(viewId)
  const [found] = await tx
    .select(columns)
    .from(view)
    .where(and(eq(view.project_id, projectId), where))
    .orderBy(...first, view.position, view.id)
    .limit(1)
  if (!found) throw NotFound("view")
  return whole(found)
}

/** Everything of a project that a view's configuration may name. */
export async function selectDirectory(tx: Database, projectId: string): Promise<Directory> {
  const [statuses, types, members, sprints, fields] = await Promise.all([
    selectStatuses(tx, projectId),
    selectTypes(tx, projectId),
    selectMembers(tx, projectId),
    selectSprints(tx, projectId),
    selectFields(tx, projectId),
  ])
  return { statuses, types, members, sprints, fields }
}

export const list = query(
  {
    action: "tasks:read",
    summary: "List a project's views in the order of their tabs",
    input: ProjectId.extend({ context: z.enum(viewContexts).optional(), sprint_id: z.uuid().optional() }),
    output: z.array(View),
  },
  async ({ tx, input }) => selectViews(tx, input),
)

export const get = query(
  { action: "tasks:read", summary: "Get a view; `default` is the project's first board", input: ViewId, output: View },
  async ({ tx, input }) => selectView(tx, input.project_id, input.view_id),
)

const Fields = z.object({
  name: z.string().trim().min(1).max(80),
  layout: z.enum(viewLayouts),
  /** The published name of `layout`. */
  view_type: z.enum(viewLayouts),
  config: ViewConfigInput,
  /** Place among its tabs, from 0; beyond the last is last. */
  position: z.int().min(0).max(1_000),
})

const wrong = (path: string, message: string) => BadRequest(`${path}: ${message}.`, { issues: [{ path, message }] })

function tell(
  { record }: Pick<Context, "record">,
  type: "view.created" | "view.updated" | "view.deleted",
  about: View,
  data: object = {},
): void {
  record({ type, entity_type: "view", entity_id: about.id, version: about.version, data: { view: about, ...data } })
}

/** Numbers the tabs in an order, in one statement. */
async function number(tx: Database, projectId: string, ids: string[]): Promise<void> {
  await tx
    .update(view)
    .set({ position: sql`array_position(${sql.param(ids)}::uuid[], ${view.id}) - 1` })
    .where(and(eq(view.project_id, projectId), sql`${view.id} = any(${sql.param(ids)}::uuid[])`))
}

async function place(tx: Database, tabs: Tabs, id: string, position: number): Promise<void> {
  const ids = (await selectViews(tx, tabs)).map((row) => row.id).filter((other) => other !== id)
  ids.splice(position, 0, id)
  await number(tx, tabs.project_id, ids)
}

/** Views that one set of tabs may have. */
const MOST_TABS = 50

export const create = command(
  {
    action: "views:write",
    summary: "Add a view of the backlog, the timeline or a sprint",
    input: Fields.partial()
      .required({ name: true })
      .extend({ project_id: z.uuid(), context: z.enum(viewContexts).optional(), sprint_id: z.uuid().optional() }),
    output: View,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, name, position, config = {}, sprint_id = null } = input
    const where = input.context ?? (sprint_id ? "sprint" : "backlog")
    if ((where === "sprint") !== (sprint_id !== null)) {
      throw wrong(
        "sprint_id",
        sprint_id ? "only a view of the context sprint has one" : "say which sprint the view is of",
      )
    }
    await lockProject(tx, project_id)
    if (sprint_id) await requireSprint(tx, project_id, sprint_id)
    checkConfig(wholeConfig(config), await selectDirectory(tx, project_id))
    const tabs = { project_id, context: where, sprint_id }
    const [last] = await tx
      .select({ position: max(view.position) })
      .from(view)
      .where(within(tabs))
    if ((last?.position ?? 0) >= MOST_TABS) throw Conflict("TOO_MANY_VIEWS", `There can be ${MOST_TABS} views here.`)
    const [made] = await tx
      .insert(view)
      .values({
        id: clock.id(),
        project_id,
        sprint_id,
        name,
        context: where,
        layout: input.layout ?? input.view_type ?? "board",
        config,
        position: (last?.position ?? -1) + 1,
      })
      .returning(columns)
    if (!made) throw NotFound("view")
    if (position !== undefined) await place(tx, tabs, made.id, position)
    const answer = position === undefined ? whole(made) : await selectView(tx, project_id, made.id)
    tell(context, "view.created", answer)
    return answer
  },
)

async function requireSprint(tx: Database, projectId: string, sprintId: string): Promise<void> {
  const [found] = await tx
    .select({ id: sprint.id })
    .from(sprint)
    .where(and(eq(sprint.project_id, projectId), eq(sprint.id, sprintId)))
  if (!found) throw wrong("sprint_id", "there is no such sprint in this project")
}

export const update = command(
  {
    action: "views:write",
    summary: "Change a view's name, layout, place or configuration. Of the configuration, what is left out stays",
    input: Fields.partial().extend({
      project_id: z.uuid(),
      view_id: z.uuid(),
      if_match: z.coerce.number().int().optional(),
    }),
    output: View,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, view_id, name, position } = input
    await lockProject(tx, project_id)
    const before = await selectView(tx, project_id, view_id)
    if (input.if_match !== undefined && input.if_match !== before.version) {
      throw Conflict("VERSION_CONFLICT", `Somebody changed this view meanwhile: it is at version ${before.version}.`, {
        version: before.version,
      })
    }
    const config = { ...before.config, ...input.config }
    if (input.config) checkConfig(config, await selectDirectory(tx, project_id))
    const set = { name: name ?? before.name, layout: input.layout ?? input.view_type ?? before.layout, config }
    if (isBoard(before) && set.layout !== "board") await requireOtherBoard(tx, project_id, view_id)
    const changes = changesBetween(before, { ...before, ...set }, ["name", "layout", "config"])
    const moves = position !== undefined && position !== before.position
    if (changes.length === 0 && !moves) return before
    await tx
      .update(view)
      .set({ ...set, version: before.version + 1, updated_at: clock.instant() })
      .where(and(eq(view.project_id, project_id), eq(view.id, view_id)))
    if (moves) await place(tx, { project_id, context: before.context, sprint_id: before.sprint_id }, view_id, position)
    const after = await selectView(tx, project_id, view_id)
    tell(context, "view.updated", after, { changes: [...changes, ...changesBetween(before, after, ["position"])] })
    return after
  },
)

export const remove = command(
  {
    action: "views:write",
    summary: "Delete a view. The last one of its tabs stays",
    input: ProjectId.extend({ view_id: z.uuid() }),
    output: null,
  },
  async (context) => {
    const { tx, input } = context
    await lockProject(tx, input.project_id)
    const { project_id, view_id } = input
    const before = await selectView(tx, project_id, view_id)
    const tabs = await selectViews(tx, { project_id, context: before.context, sprint_id: before.sprint_id })
    if (tabs.length === 1) {
      throw Conflict("LAST_VIEW", "This is the last view here. Make another one first, or change this one.")
    }
    if (isBoard(before)) await requireOtherBoard(tx, project_id, view_id)
    await tx.delete(view).where(and(eq(view.project_id, project_id), eq(view.id, view_id)))
    await number(
      tx,
      project_id,
      tabs.map((other) => other.id).filter((id) => id !== view_id),
    )
    tell(context, "view.deleted", before)
  },
)

/** What `default` can stand for. */
const isBoard = ({ layout, context }: View) => layout === "board" && context === "backlog"

async function requireOtherBoard(tx: Database, projectId: string, viewId: string): Promise<void> {
  const boards = (await selectViews(tx, { project_id: projectId, context: "backlog" })).filter(isBoard)
  if (boards.some(({ id }) => id !== viewId)) return
  throw Conflict("LAST_BOARD", "This is the project's last board. Make another one first.")
}

export const reorder = command(
  {
    action: "views:write",
    summary: "Put views that are tabs of one another in an order; all of them must be named",
    input: ProjectId.extend({
      context: z.enum(viewContexts).optional(),
      sprint_id: z.uuid().optional(),
      view_ids: z.array(z.uuid()).min(1).max(200),
    }),
    output: z.array(View),
  },
  async ({ tx, input, record }) => {
    const { project_id, view_ids } = input
    await lockProject(tx, project_id)
    const [first] = (await selectViews(tx, { project_id })).filter(({ id }) => id === view_ids[0])
    if (!first) throw wrong("view_ids", "there is no such view in this project")
    const tabs = { project_id, context: first.context, sprint_id: first.sprint_id }
    const before = await selectViews(tx, tabs)
    const known = new Set(before.map(({ id }) => id))
    if (new Set(view_ids).size !== view_ids.length) throw wrong("view_ids", "one of them is there twice")
    if (view_ids.some((id) => !known.has(id))) throw wrong("view_ids", "one of them is not a tab beside the first")
    if (view_ids.length !== known.size) throw wrong("view_ids", "must name all views of these tabs")
    if (input.context && input.context !== first.context) throw wrong("context", "the views are of another one")
    if (input.sprint_id && input.sprint_id !== first.sprint_id) throw wrong("sprint_id", "the views are of another one")
    if (before.every(({ id }, index) => id === view_ids[index])) return before
    await number(tx, project_id, view_ids)
    record({
      type: "view.reordered",
      entity_type: "view",
      entity_id: first.id,
      version: first.version,
      data: { context: first.context, sprint_id: first.sprint_id, view_ids },
    })
    return selectViews(tx, tabs)
  },
)

import { and, count, eq, isNull } from "drizzle-orm"
import * as z from "zod"
import { projectRoles } from "../access/actions.ts"
import { projectRole } from "../access/role.sql.ts"
import { clock } from "../clock.ts"
import { type Database, sqlState } from "../database.ts"
import { Conflict, NotFound } from "../error.ts"
import { addMember, ProjectId, roleNamed, selectMember } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { task, taskStatus, taskType } from "../task/task.sql.ts"
import { user } from "../user/user.sql.ts"
import { visibleProjects } from "../user/user.ts"
import { addProjectViews } from "../view/defaults.ts"
import { project } from "./project.sql.ts"
import { starter, type Template } from "./template.ts"

export const Project = z
  .object({
    id: z.uuid(),
    workspace_id: z.uuid(),
    name: z.string(),
    prefix: z.string(),
    description: z.string(),
    is_public: z.boolean(),
    task_count: z.int(),
    version: z.int(),
    created_at: z.string(),
    archived_at: z.string().nullable(),
  })
  .meta({ id: "Project" })
export type Project = z.infer<typeof Project>

export const ProjectHead = Project.omit({ task_count: true }).meta({ id: "ProjectHead" })
export type ProjectHead = z.infer<typeof ProjectHead>

/** What can be said of a project when it is made or changed. */
export const ProjectFields = z.object({
  name: z.string().trim().min(1).max(80),
  prefix: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z][A-Z0-9]{1,5}$/, "2 to 6 letters or digits, starting with a letter"),
  description: z.string().max(2_000),
  is_public: z.boolean(),
})

/** A project without its number of tasks, which takes counting. @throws PROJECT_NOT_FOUND */
export async function selectProjectHead(tx: Database, id: string): Promise<ProjectHead> {
  const [row] = await tx
    .select({
      id: project.id,
      workspace_id: project.workspace_id,
      name: project.name,
      prefix: project.prefix,
      description: project.description,
      is_public: project.is_public,
      version: project.version,
      created_at: project.created_at,
      archived_at: project.archived_at,
    })
    .from(project)
    .where(and(eq(project.id, id), isNull(project.deleted_at)))
  if (!row) throw NotFound("project")
  return row
}

/** One project with its number of tasks. @throws PROJECT_NOT_FOUND */
export async function selectProject(tx: Database, id: string): Promise<Project> {
  const [head, [tasks]] = await Promise.all([
    selectProjectHead(tx, id),
    tx
      .select({ count: count() })
      .from(task)
      .where(and(eq(task.project_id, id), isNull(task.deleted_at))),
  ])
  return { ...head, task_count: tasks?.count ?? 0 }
}

export const list = query(
  {
    action: "self:read",
    summary: "List the projects you may open",
    input: z.object({ workspace_id: z.uuid().optional() }),
    output: z.array(
      Project.pick({
        id: true,
        workspace_id: true,
        name: true,
        prefix: true,
        description: true,
        archived_at: true,
      }).meta({
        id: "ProjectSummary",
      }),
    ),
  },
  async ({ tx, actor, input }) => visibleProjects(tx, actor.id ?? "", input.workspace_id),
)

/** Epic and Subtask are the system's, in every project: other parts rely on them. */
const systemTypes = [
  { name: "Epic", icon: "zap", color: "#6a4bd8", is_system: true },
  { name: "Subtask", icon: "corner-down-right", color: "#6b6a65", is_system: true },
]

/** Stores a project with its statuses, types, roles and views, and makes the caller its admin. */
export async function createProject(
  { tx, actor, record }: Pick<Context, "tx" | "actor" | "record">,
  fields: Partial<z.infer<typeof ProjectFields>> & { workspace_id: string; name: string; prefix: string },
  made: Pick<Template, "statuses" | "types">,
): Promise<{ project: Project; member_id: string }> {
  const id = clock.id()
  try {
    await tx.insert(project).values({ ...fields, id })
  } catch (error) {
    throw prefixTaken(error, fields.prefix)
  }
  await tx.insert(taskStatus).values(made.statuses.map((status, position) => ({ project_id: id, position, ...status })))
  // Ids made in the same millisecond are in no order; the types are listed by them.
  const all = [...made.types, ...systemTypes]
  const typeIds = all.map(() => clock.id()).sort()
  const types = all.map((type, at) => ({ id: typeIds[at] ?? clock.id(), project_id: id, ...type }))
  await tx.insert(taskType).values(types)
  await tx.insert(projectRole).values(projectRoles.map((role) => ({ project_id: id, is_system: true, ...role })))
  await addProjectViews(tx, id, types.find((type) => type.name === "Epic")?.id ?? "")
  const [person] = await tx
    .select({ handle: user.handle })
    .from(user)
    .where(eq(user.id, actor.id ?? ""))
  if (!person) throw NotFound("user")
  const member_id = await addMember(tx, {
    project_id: id,
    user_id: actor.id ?? "",
    role_id: await roleNamed(tx, id, "Admin"),
    handle: person.handle,
  })
  if (!member_id) throw new Error("The project's first member was not stored.")
  const stored = await selectProject(tx, id)
  const place = { workspace_id: fields.workspace_id, project_id: id, version: 1 }
  record({ type: "project.created", entity_type: "project", entity_id: id, data: { project: stored }, ...place })
  const member = await selectMember(tx, id, member_id)
  record({ type: "member.added", entity_type: "member", entity_id: member_id, data: { member }, ...place })
  return { project: stored, member_id }
}

export const create = command(
  {
    action: "projects:create",
    summary: "Create a project with its statuses, types, roles and views; you become its admin",
    input: ProjectFields.partial({ description: true, is_public: true }).extend({ workspace_id: z.uuid() }),
    output: Project,
  },
  async (context) => (await createProject(context, context.input, starter)).project,
)

function prefixTaken(error: unknown, prefix: string | undefined): unknown {
  return sqlState(error)?.code === "23505"
    ? Conflict("PREFIX_TAKEN", `Another project of this workspace has the prefix ${prefix}. Choose another one.`)
    : error
}

export const get = query(
  { action: "project:read", summary: "Get a project", input: ProjectId, output: Project },
  async ({ tx, input }) => selectProject(tx, input.project_id),
)

export const update = command(
  {
    action: "project:write",
    summary: "Change a project's name, prefix, description or visibility",
    input: ProjectFields.partial().extend({ project_id: z.uuid() }),
    output: Project,
  },
  async ({ tx, input, record }) => {
    const { project_id, ...fields } = input
    const before = await selectProject(tx, project_id)
    try {
      await tx
        .update(project)
        .set({ ...fields, version: before.version + 1, updated_at: clock.instant() })
        .where(eq(project.id, project_id))
    } catch (error) {
      throw prefixTaken(error, input.prefix)
    }
    const after = await selectProject(tx, project_id)
    const changes = (["name", "prefix", "description", "is_public"] as const)
      .filter((field) => before[field] !== after[field])
      .map((field) => ({ field, from: before[field], to: after[field] }))
    record({
      type: "project.updated",
      entity_type: "project",
      entity_id: project_id,
      version: after.version,
      data: { changes, project: after },
    })
    return after
  },
)

/** Archives a project, or brings it back. Doing it twice changes nothing. */
async function setArchived(
  { tx, input, record }: Pick<Context<{ project_id: string }>, "tx" | "input" | "record">,
  archived: boolean,
): Promise<Project> {
  const before = await selectProject(tx, input.project_id)
  if ((before.archived_at !== null) === archived) return before
  await tx
    .update(project)
    .set({ archived_at: archived ? clock.instant() : null, version: before.version + 1, updated_at: clock.instant() })
    .where(eq(project.id, input.project_id))
  const after = await selectProject(tx, input.project_id)
  record({
    type: archived ? "project.archived" : "project.unarchived",
    entity_type: "project",
    entity_id: after.id,
    version: after.version,
    data: { project: after },
  })
  return after
}

export const archive = command(
  {
    action: "project:write",
    summary: "Archive a project: everybody in it can read it, nobody can change it",
    input: ProjectId,
    output: Project,
  },
  async (context) => setArchived(context, true),
)

export const unarchive = command(
  { action: "project:write", summary: "Bring an archived project back", input: ProjectId, output: Project },
  async (context) => setArchived(context, false),
)

export const remove = command(
  { action: "project:delete", summary: "Delete a project", input: ProjectId, output: null },
  async ({ tx, input, record }) => {
    const { version } = await selectProject(tx, input.project_id)
    await tx.update(project).set({ deleted_at: clock.instant() }).where(eq(project.id, input.project_id))
    record({
      type: "project.deleted",
      entity_type: "project",
      entity_id: input.project_id,
      version: version + 1,
      data: {},
    })
  },
)

import { and, eq, inArray, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { holds } from "../access/actions.ts"
import { agent } from "../agent/agent.sql.ts"
import { createAgent } from "../agent/agent.ts"
import { clock } from "../clock.ts"
import { conversation } from "../conversation/conversation.sql.ts"
import { importJob } from "../import/import.sql.ts"
import { projectMember } from "../member/member.sql.ts"
import { ProjectId, roleNamed } from "../member/member.ts"
import { type Context, command, query, within } from "../operation.ts"
import * as Sprint from "../sprint/sprint.ts"
import { createTask, setDeleted } from "../task/change.ts"
import { task, taskStatus, taskType } from "../task/task.sql.ts"
import { invitation } from "../workspace/workspace.sql.ts"
import { createWorkspace } from "../workspace/workspace.ts"
import { project } from "./project.sql.ts"
import { createProject, Project, ProjectFields, selectProject } from "./project.ts"
import { type Template, templateNames, templates } from "./template.ts"

const SPRINT_DAYS = 14
const day = (fromNow: number) => new Date(clock.now() + fromNow * 86_400_000).toISOString().slice(0, 10)

/** What a project is begun with. */
export const Start = z.object({
  template: z.enum(templateNames),
  /** Whether sample tasks lie in it, to look around with. */
  samples: z.boolean().default(true),
})

/** Makes a project from a template: its statuses and types, the demo agent, a first sprint, and sample tasks. */
async function makeProject(
  context: Context,
  fields: { workspace_id: string; name: string; prefix: string; description?: string | undefined },
  start: z.infer<typeof Start>,
): Promise<z.infer<typeof Project>> {
  const { tx } = context
  const template = templates[start.template]
  const { project: made, member_id } = await createProject(context, fields, template)
  const { workspace_id } = fields
  const asAdmin = within(context, { workspace_id, project_id: made.id, member_id, held: ["*"] })
  const role_id = await roleNamed(tx, made.id, "Editor")
  await createAgent(asAdmin, {
    project_id: made.id,
    name: "Demo",
    handle: "demo",
    provider: "demo",
    prompt: "Take the task, do what it asks, and say what you did.",
    role_id,
  })
  const sprintId = template.sprint_goal ? await firstSprint(asAdmin, made.id, template.sprint_goal) : null
  const sample_task_ids = start.samples ? await addSamples(asAdmin, made.id, template, sprintId, member_id) : []
  // Started with the samples in it: what comes after the start counts as added to a sprint.
  if (sprintId) await Sprint.start.run({ ...asAdmin, input: { project_id: made.id, id: sprintId } })
  await tx
    .update(project)
    .set({ beginning: { template: start.template, sample_task_ids } })
    .where(eq(project.id, made.id))
  return selectProject(tx, made.id)
}

async function firstSprint(context: Context, project_id: string, goal: string): Promise<string> {
  const dates = { start_date: day(0), end_date: day(SPRINT_DAYS) }
  const planned = { ...context, input: { project_id, name: "Sprint 1", goal, ...dates } }
  const { id } = await Sprint.create.run(planned)
  return id
}

async function addSamples(
  context: Context,
  project_id: string,
  template: Template,
  sprint_id: string | null,
  me: string,
): Promise<string[]> {
  const { tx } = context
  const [statuses, types] = await Promise.all([
    tx
      .select({ id: taskStatus.id, name: taskStatus.name })
      .from(taskStatus)
      .where(eq(taskStatus.project_id, project_id)),
    tx.select({ id: taskType.id, name: taskType.name }).from(taskType).where(eq(taskType.project_id, project_id)),
  ])
  const idOf = (rows: { id: string; name: string }[], name: string | undefined) =>
    rows.find((row) => row.name === name)?.id
  const ids: string[] = []
  for (const { status, type, mine, later, first: _, ...fields } of template.samples) {
    const { id } = await createTask(context, {
      ...fields,
      project_id,
      status_id: idOf(statuses, status),
      task_type_id: idOf(types, type),
      sprint_id: later ? null : sprint_id,
      assignee_ids: mine ? [me] : [],
    })
    ids.push(id)
  }
  return ids
}

export const begin = command(
  {
    action: "self",
    summary:
      "Begin with a team: a workspace, and in it a project made from a template, with the demo agent as a member",
    input: Start.extend({ team_name: z.string().trim().min(1).max(80) }),
    output: Project,
  },
  async (context) => {
    const { input } = context
    const { name, prefix, description } = templates[input.template]
    const workspace = await createWorkspace(context, input.team_name)
    return makeProject(context, { workspace_id: workspace.id, name, prefix, description }, input)
  },
)

export const createFromTemplate = command(
  {
    action: "projects:create",
    summary: "Create a project from a template, with the demo agent as a member; you become its admin",
    input: Start.extend({
      workspace_id: z.uuid(),
      name: ProjectFields.shape.name,
      prefix: ProjectFields.shape.prefix,
      description: ProjectFields.shape.description.optional(),
    }),
    output: Project,
  },
  async (context) => {
    const { template, samples, ...fields } = context.input
    return makeProject(context, fields, { template, samples })
  },
)

export const FirstSteps = z
  .object({
    /** Whether the project was begun from a template, and so has first steps. */
    has: z.boolean(),
    /** How many sample tasks are left. */
    samples: z.int(),
    agent: z.object({ member_id: z.uuid(), name: z.string(), handle: z.string() }).nullable(),
    /** A task that nobody has, for the agent to begin with. */
    task: z.object({ id: z.uuid(), key: z.string(), title: z.string() }).nullable(),
    done: z.object({
      /** A task was given to an agent. */
      given: z.boolean(),
      /** An agent came to the end of a task. */
      watched: z.boolean(),
      mentioned: z.boolean(),
      invited: z.boolean(),
      imported: z.boolean(),
    }),
  })
  .meta({ id: "FirstSteps" })

export const firstSteps = query(
  {
    action: "project:read",
    summary: "What a new project's team has tried so far, as it really happened",
    input: ProjectId,
    output: FirstSteps,
  },
  async ({ tx, input, access }) => {
    const id = input.project_id
    const caused = (trigger: string, ended: boolean) =>
      sql<boolean>`exists (select 1 from ${conversation} where project_id = ${id} and trigger = ${trigger} ${ended ? sql`and status = 'finished'` : sql``})`
    const [row] = await tx
      .select({
        beginning: project.beginning,
        prefix: project.prefix,
        given: caused("assignment", false),
        watched: caused("assignment", true),
        mentioned: caused("mention", false),
        invited: sql<boolean>`exists (select 1 from ${invitation} where ${invitation.project_id} = ${id}) or (select count(*) from ${projectMember} where project_id = ${id} and user_id is not null and removed_at is null) > 1`,
        imported: sql<boolean>`exists (select 1 from ${importJob} where project_id = ${id} and status = 'completed')`,
      })
      .from(project)
      .where(eq(project.id, id))
    const begun = row?.beginning ?? null
    const { given = false, watched = false, mentioned = false, invited = false, imported = false } = row ?? {}
    const done = { given, watched, mentioned, invited, imported }
    // They are for who can take them.
    if (!row || !begun || !holds(access.held, "tasks:write"))
      return { has: false, samples: 0, agent: null, task: null, done }
    const [[helper], samples] = await Promise.all([
      tx
        .select({ member_id: projectMember.id, name: agent.name, handle: projectMember.handle })
        .from(projectMember)
        .innerJoin(agent, eq(agent.id, projectMember.agent_id))
        .where(and(eq(projectMember.project_id, id), isNull(projectMember.removed_at), isNull(agent.suspended_at)))
        .orderBy(projectMember.id)
        .limit(1),
      begun.sample_task_ids.length === 0
        ? []
        : tx
            .select({ id: task.id, number: task.number, title: task.title })
            .from(task)
            .where(and(eq(task.project_id, id), inArray(task.id, begun.sample_task_ids), isNull(task.deleted_at)))
            .orderBy(task.number),
    ])
    const [offered] = samples
    return {
      has: true,
      samples: samples.length,
      agent: helper ?? null,
      task: offered ? { id: offered.id, key: `${row.prefix}-${offered.number}`, title: offered.title } : null,
      done,
    }
  },
)

export const removeSamples = command(
  {
    action: "tasks:write",
    summary: "Delete the sample tasks of a project made from a template; they can be restored one by one",
    input: ProjectId,
    output: null,
  },
  async (context) => {
    const { tx, input } = context
    const { project_id } = input
    const [row] = await tx
      .select({ beginning: project.beginning })
      .from(project)
      .where(eq(project.id, project_id))
      .for("update")
    if (!row?.beginning?.sample_task_ids.length) return
    const left = await tx
      .select({ id: task.id })
      .from(task)
      .where(
        and(eq(task.project_id, project_id), inArray(task.id, row.beginning.sample_task_ids), isNull(task.deleted_at)),
      )
      .orderBy(task.number)
    for (const { id } of left) await setDeleted(context, { project_id, task_id: id }, true)
    await tx
      .update(project)
      .set({ beginning: { ...row.beginning, sample_task_ids: [] } })
      .where(eq(project.id, project_id))
  },
)

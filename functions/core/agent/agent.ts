import { and, eq, inArray, isNull } from "drizzle-orm"
import * as z from "zod"
import { projectRole } from "../access/role.sql.ts"
import { encrypt } from "../access/secret.ts"
import { clock } from "../clock.ts"
import { conversation } from "../conversation/conversation.sql.ts"
import { changeConversation, liveStatuses } from "../conversation/conversation.ts"
import type { Database } from "../database.ts"
import { BadRequest, Conflict, NotFound } from "../error.ts"
import { projectMember } from "../member/member.sql.ts"
import { addMember, mayGrantRole, ProjectId, removeMembers, roleNamed, selectMember } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { Handle } from "../text.ts"
import { agent, providers } from "./agent.sql.ts"
import { refusedUrl } from "./outgoing.ts"

export const Agent = z
  .object({
    id: z.uuid(),
    project_id: z.uuid(),
    member_id: z.uuid(),
    name: z.string(),
    handle: z.string(),
    provider: z.enum(providers),
    model: z.string(),
    base_url: z.string().nullable(),
    has_api_key: z.boolean(),
    prompt: z.string(),
    max_iterations: z.int(),
    time_limit_seconds: z.int(),
    role: z.object({ id: z.uuid(), name: z.string() }),
    created_at: z.string(),
    /** Since when it takes nothing up. */
    suspended_at: z.string().nullable(),
  })
  .meta({ id: "Agent" })
export type Agent = z.infer<typeof Agent>

/** Where an OpenAI-compatible server answers. */
export const BaseUrl = z.url({ protocol: /^https?$/ }).max(500)

const Fields = z.object({
  name: z.string().trim().min(1).max(60),
  provider: z.enum(providers),
  model: z.string().trim().min(1).max(200),
  base_url: BaseUrl.nullable(),
  /** Kept encrypted, never returned. Null removes it. */
  api_key: z.string().trim().min(1).max(1_000).nullable(),
  prompt: z.string().max(20_000),
  max_iterations: z.int().min(1).max(200),
  time_limit_seconds: z.int().min(30).max(14_400),
})

/** The models a form offers. Any model of an OpenAI-compatible server can be typed in. */
export const models = [
  { provider: "demo", model: "scripted", label: "Scripted, no LLM", needs_base_url: false },
  {
    provider: "openai-compatible",
    model: "",
    label: "OpenAI-compatible server (vLLM, Ollama, OpenRouter, …)",
    needs_base_url: true,
  },
] as const

const columns = {
  agent,
  member_id: projectMember.id,
  handle: projectMember.handle,
  role: { id: projectRole.id, name: projectRole.name },
}

async function selectAgents(tx: Database, projectId: string, id?: string): Promise<Agent[]> {
  const rows = await tx
    .select(columns)
    .from(agent)
    .innerJoin(projectMember, and(eq(projectMember.agent_id, agent.id), isNull(projectMember.removed_at)))
    .innerJoin(projectRole, eq(projectRole.id, projectMember.role_id))
    .where(and(eq(agent.project_id, projectId), isNull(agent.deleted_at), id ? eq(agent.id, id) : undefined))
    .orderBy(agent.id)
  return rows.map(({ agent: row, ...rest }) => {
    const { api_key_encrypted, created_by: _by, deleted_at: _at, ...fields } = row
    return { ...fields, ...rest, has_api_key: api_key_encrypted !== null }
  })
}

/** One agent. @throws AGENT_NOT_FOUND */
export async function selectAgent(tx: Database, projectId: string, id: string): Promise<Agent> {
  const [row] = await selectAgents(tx, projectId, id)
  if (!row) throw NotFound("agent")
  return row
}

export const list = query(
  { action: "agents:read", summary: "List a project's agents", input: ProjectId, output: z.array(Agent) },
  async ({ tx, input }) => selectAgents(tx, input.project_id),
)

const AgentId = ProjectId.extend({ agent_id: z.uuid() })

export const get = query(
  { action: "agents:read", summary: "Get an agent", input: AgentId, output: Agent },
  async ({ tx, input }) => selectAgent(tx, input.project_id, input.agent_id),
)

/** The model server of an agent and its key as it is kept. @throws AGENT_NOT_FOUND */
export async function selectKept(tx: Database, projectId: string, agentId: string) {
  const { id, base_url, api_key_encrypted } = agent
  const [row] = await tx
    .select({ id, base_url, api_key_encrypted })
    .from(agent)
    .where(and(eq(agent.project_id, projectId), eq(agent.id, agentId), isNull(agent.deleted_at)))
  if (!row) throw NotFound("agent")
  return row
}

export const llmModels = query(
  {
    action: "self",
    summary: "Which model providers agents can use",
    input: z.object({}),
    output: z.array(
      z
        .object({ provider: z.enum(providers), model: z.string(), label: z.string(), needs_base_url: z.boolean() })
        .meta({ id: "LlmModel" }),
    ),
  },
  async () => models.map((model) => ({ ...model })),
)

export async function checkProvider(settings: { provider?: string; base_url?: string | null }): Promise<void> {
  if (settings.provider === "openai-compatible" && !settings.base_url) {
    throw BadRequest("base_url: an OpenAI-compatible provider needs the address of its server.", {
      issues: [{ path: "base_url", message: "required for this provider" }],
    })
  }
  const refused = settings.base_url ? await refusedUrl(settings.base_url) : undefined
  if (refused) throw BadRequest(`base_url: ${refused}`, { issues: [{ path: "base_url", message: refused }] })
}

const NewAgent = Fields.partial()
  .required({ name: true, provider: true })
  .extend({ project_id: z.uuid(), handle: Handle, role_id: z.uuid() })

/** Stores an agent and makes it a member. The handle must be free. */
export async function createAgent(context: Context, input: z.infer<typeof NewAgent>): Promise<Agent> {
  const { tx, actor, record } = context
  const { project_id, handle, role_id, api_key, ...fields } = input
  const id = clock.id()
  await tx.insert(agent).values({
    ...fields,
    id,
    project_id,
    model: fields.model ?? models.find((model) => model.provider === fields.provider)?.model ?? "",
    api_key_encrypted: api_key ? encrypt(api_key, id) : null,
    created_by: actor.type === "user" ? actor.id : null,
  })
  const memberId = await addMember(tx, { project_id, agent_id: id, role_id, handle })
  const made = await selectAgent(tx, project_id, id)
  record({ type: "agent.created", entity_type: "agent", entity_id: id, version: 1, data: { agent: made } })
  if (memberId) {
    const member = await selectMember(tx, project_id, memberId)
    record({ type: "member.added", entity_type: "member", entity_id: memberId, version: 1, data: { member } })
  }
  return made
}

export const create = command(
  {
    action: "agents:write",
    summary: "Create an agent; it joins the project as a member",
    input: NewAgent.partial({ role_id: true }),
    output: Agent,
  },
  async (context) => {
    const { tx, access, input } = context
    await checkProvider(input)
    const { project_id, handle } = input
    const [taken] = await tx
      .select({ id: projectMember.id })
      .from(projectMember)
      .where(
        and(
          eq(projectMember.project_id, project_id),
          eq(projectMember.handle, handle),
          isNull(projectMember.removed_at),
        ),
      )
    if (taken) throw Conflict("HANDLE_TAKEN", `@${handle} is taken in this project. Choose another handle.`)
    const role_id = input.role_id ?? (await roleNamed(tx, project_id, "Editor"))
    const [role] = await tx
      .select({ actions: projectRole.actions })
      .from(projectRole)
      .where(and(eq(projectRole.project_id, project_id), eq(projectRole.id, role_id)))
    if (!role) throw NotFound("role")
    mayGrantRole(access.held, role.actions)
    return createAgent(context, { ...input, role_id })
  },
)

/** Ends everything an agent is at, with the reason. */
async function stopAll(context: Context, agentId: string, reason: string): Promise<void> {
  const { tx, record } = context
  const live = await tx
    .select({ id: conversation.id, project_id: conversation.project_id })
    .from(conversation)
    .where(and(eq(conversation.agent_id, agentId), inArray(conversation.status, [...liveStatuses, "paused"])))
    .for("update")
  for (const place of live) {
    const finished = { status: "stopped", reason, activity: null, finished_at: clock.instant() } as const
    const after = await changeConversation(context, place, finished)
    record({
      type: "agent.conversation.stopping",
      entity_type: "conversation",
      entity_id: after.id,
      version: after.version,
      data: {},
    })
  }
}

export const update = command(
  {
    action: "agents:write",
    summary: "Change an agent's settings, or suspend it: then it stops and takes nothing up until it may again",
    input: Fields.partial().extend({ project_id: z.uuid(), agent_id: z.uuid(), suspended: z.boolean().optional() }),
    output: Agent,
  },
  async (context) => {
    const { tx, input, record, actor } = context
    const { project_id, agent_id, api_key, suspended, ...fields } = input
    const before = await selectAgent(tx, project_id, agent_id)
    await checkProvider({ ...before, ...fields })
    const sealed =
      api_key === undefined ? {} : { api_key_encrypted: api_key === null ? null : encrypt(api_key, agent_id) }
    const changed = suspended !== undefined && suspended !== (before.suspended_at !== null)
    const set = { ...fields, ...sealed, ...(changed && { suspended_at: suspended ? clock.instant() : null }) }
    if (Object.keys(set).length > 0) await tx.update(agent).set(set).where(eq(agent.id, agent_id))
    if (changed && suspended) await stopAll(context, agent_id, `${actor.name} suspended the agent.`)
    const after = await selectAgent(tx, project_id, agent_id)
    record({ type: "agent.updated", entity_type: "agent", entity_id: agent_id, version: 1, data: { agent: after } })
    const member = await selectMember(tx, project_id, after.member_id)
    if (after.name !== before.name) {
      record({ type: "member.updated", entity_type: "member", entity_id: member.id, version: 1, data: { member } })
    }
    return after
  },
)

export const remove = command(
  {
    action: "agents:write",
    summary: "Delete an agent: it leaves the project and its conversations stop",
    input: AgentId,
    output: null,
  },
  async (context) => {
    const { tx, input, record, actor } = context
    const found = await selectAgent(tx, input.project_id, input.agent_id)
    const member = await selectMember(tx, input.project_id, found.member_id)
    await stopAll(context, found.id, `${actor.name} deleted the agent.`)
    await removeMembers(tx, input.project_id, [found.member_id])
    await tx.update(agent).set({ deleted_at: clock.instant(), api_key_encrypted: null }).where(eq(agent.id, found.id))
    record({ type: "agent.deleted", entity_type: "agent", entity_id: found.id, version: 1, data: {} })
    record({ type: "member.removed", entity_type: "member", entity_id: member.id, version: 1, data: { member } })
  },
)

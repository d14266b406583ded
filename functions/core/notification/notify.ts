import { and, eq, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm"
import { projectRole } from "../access/role.sql.ts"
import { agent } from "../agent/agent.sql.ts"
import { projectMember } from "../member/member.sql.ts"
import type { Context } from "../operation.ts"
import { task, taskStatus } from "../task/task.sql.ts"
import { watches } from "../task/watch.ts"
import { mentions } from "../text.ts"
import { sendNotifications } from "./notification.ts"

/** The task a notification or a conversation is about. */
export type AboutTask = { project_id: string; task_id: string; task_key: string; title: string; doc_id?: undefined }
/** The document that it is about. */
export type AboutDoc = { project_id: string; doc_id: string; title: string; task_id?: undefined; task_key?: undefined }
export type About = AboutTask | AboutDoc

/** An agent that a change calls. */
export type CalledAgent = {
  member_id: string
  agent_id: string
  name: string
  handle: string
  why: "assigned" | "mentioned"
}

/** A task that was put into another status. */
type Moved = { id: string; key: string; title: string }

/** Tells everybody who watches tasks, except who did it, that these have got to another status. Two statements for all. */
export async function tellWatchers(context: Context, projectId: string, moved: Moved[]): Promise<void> {
  if (moved.length === 0) return
  const { tx, actor } = context
  const byId = new Map(moved.map((one) => [one.id, one]))
  const watching = await tx
    .select({ task_id: task.id, user_id: sql<string>`${projectMember.user_id}`, status: taskStatus.name })
    .from(task)
    .innerJoin(taskStatus, eq(taskStatus.id, task.status_id))
    .innerJoin(
      projectMember,
      and(
        eq(projectMember.project_id, projectId),
        isNull(projectMember.removed_at),
        isNotNull(projectMember.user_id),
        actor.id ? ne(projectMember.user_id, actor.id) : undefined,
        watches(task.id),
      ),
    )
    .where(inArray(task.id, [...byId.keys()]))
  const drafts = watching.flatMap(({ task_id, user_id, status }) => {
    const about = byId.get(task_id)
    if (!about) return []
    return {
      user_id,
      project_id: projectId,
      task_id,
      task_key: about.key,
      type: "status_changed" as const,
      says: { who: actor.name, about: about.key, to: status },
      body: about.title,
    }
  })
  await sendNotifications(context, drafts)
}

/** A passage of a document is shown to those alone who may read it. */
const readsDocuments = sql`exists (select 1 from ${projectRole} where ${projectRole.id} = ${projectMember.role_id} and ${projectRole.actions} && array['*', 'docs:read'])`

/** Characters of a comment that a notification shows. */
const EXCERPT = 140

/**
 * Notifies the people a change concerns (newly assigned, @mentioned, and with `followers` everybody who watches the task), never its
 * author, each once, for the strongest reason. Whom the text mentions is read from it, unless `mentioned` says whom of
 * them to tell.
 * @returns the agents it calls; starting them is the caller's to do
 */
export async function tellMembers(
  context: Context,
  about: About,
  what: { assigned: string[]; text: string; mentioned?: string[]; followers?: boolean },
): Promise<{ agents: CalledAgent[] }> {
  const { tx, actor } = context
  const handles = what.mentioned ?? mentions(what.text)
  const concerned = or(
    what.assigned.length ? inArray(projectMember.id, what.assigned) : undefined,
    handles.length ? inArray(projectMember.handle, handles) : undefined,
    what.followers && about.task_id ? watches(about.task_id) : undefined,
  )
  if (!concerned) return { agents: [] }
  const members = await tx
    .select({
      member_id: projectMember.id,
      user_id: projectMember.user_id,
      agent_id: projectMember.agent_id,
      handle: projectMember.handle,
      agent_name: agent.name,
      suspended_at: agent.suspended_at,
    })
    .from(projectMember)
    .leftJoin(agent, eq(agent.id, projectMember.agent_id))
    .where(
      and(
        eq(projectMember.project_id, about.project_id),
        isNull(projectMember.removed_at),
        concerned,
        about.doc_id ? readsDocuments : undefined,
      ),
    )

  const agents: CalledAgent[] = []
  const people: Parameters<typeof sendNotifications>[1] = []
  const name = about.task_key ?? `“${about.title}”`
  const excerpt = what.text.length > EXCERPT ? `${what.text.slice(0, EXCERPT)}…` : what.text
  for (const member of members) {
    const assigned = what.assigned.includes(member.member_id)
    const mentioned = handles.includes(member.handle)
    if (member.agent_id && member.agent_name) {
      if (member.agent_id === actor.id || member.suspended_at || !(assigned || mentioned)) continue
      agents.push({
        member_id: member.member_id,
        agent_id: member.agent_id,
        name: member.agent_name,
        handle: member.handle,
        why: assigned ? "assigned" : "mentioned",
      })
    } else if (member.user_id && member.user_id !== actor.id) {
      const type = assigned ? "assigned" : mentioned ? "mentioned" : "commented"
      people.push({
        user_id: member.user_id,
        project_id: about.project_id,
        task_id: about.task_id ?? null,
        task_key: about.task_key ?? null,
        doc_id: about.doc_id ?? null,
        type,
        says: { who: actor.name, about: name, to: "" },
        body: type === "assigned" ? about.title : excerpt,
      })
    }
  }
  await sendNotifications(context, people)
  return { agents }
}

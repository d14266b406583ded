import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm"
import { agent } from "../agent/agent.sql.ts"
import { conversation } from "../conversation/conversation.sql.ts"
import type { Database } from "../database.ts"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"
import { bddScenario, task, taskAssignee, taskLink, taskStatus } from "../task/task.sql.ts"
import { user } from "../user/user.sql.ts"

/** Tasks by what they are called, with who has them. One query. */
export async function selectRefs(tx: Database, projectId: string, which: SQL) {
  return tx
    .select({
      id: task.id,
      number: task.number,
      key: sql<string>`${project.prefix} || '-' || ${task.number}`,
      title: task.title,
      assignee_ids: sql<
        string[]
      >`array(select ${taskAssignee.member_id} from ${taskAssignee} where ${taskAssignee.project_id} = ${task.project_id} and ${taskAssignee.task_id} = ${task.id} order by ${taskAssignee.member_id})`,
    })
    .from(task)
    .innerJoin(project, eq(project.id, task.project_id))
    .where(and(eq(task.project_id, projectId), which))
    .orderBy(task.number)
}

/** A project's members, those who have left included. One query. */
export async function selectEverybody(tx: Database, projectId: string) {
  const rows = await tx
    .select({
      id: projectMember.id,
      name: sql<string>`coalesce(${user.name}, ${agent.name})`,
      kind: sql<"user" | "agent">`case when ${projectMember.agent_id} is null then 'user' else 'agent' end`,
    })
    .from(projectMember)
    .leftJoin(user, eq(user.id, projectMember.user_id))
    .leftJoin(agent, eq(agent.id, projectMember.agent_id))
    .where(eq(projectMember.project_id, projectId))
    .orderBy(projectMember.id)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What agents did for some tasks in a time. One query. */
export async function selectAgentWork(tx: Database, projectId: string, taskIds: string[], from: string, to: string) {
  if (taskIds.length === 0) return []
  return tx
    .select({
      agent_id: conversation.agent_id,
      name: agent.name,
      conversations: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${conversation.status} in ('failed', 'timed_out', 'iteration_limit')))::int`,
      seconds: sql<number>`sum(${conversation.seconds})::int`,
      input_tokens: sql<number>`sum(${conversation.input_tokens})::int`,
      output_tokens: sql<number>`sum(${conversation.output_tokens})::int`,
    })
    .from(conversation)
    .innerJoin(agent, eq(agent.id, conversation.agent_id))
    .where(
      and(
        eq(conversation.project_id, projectId),
        inArray(conversation.task_id, taskIds),
        sql`${conversation.created_at} >= ${from} and ${conversation.created_at} < ${to}`,
      ),
    )
    .groupBy(conversation.agent_id, agent.name)
    .orderBy(agent.name, conversation.agent_id)
}

/** Which of some tasks others block. One query. */
export async function selectBlocked(tx: Database, projectId: string, taskIds: string[]) {
  if (taskIds.length === 0) return []
  return tx
    .select({
      blocked: taskLink.to_task_id,
      id: task.id,
      number: task.number,
      key: sql<string>`${project.prefix} || '-' || ${task.number}`,
      title: task.title,
      is_done: sql<boolean>`${taskStatus.category} = 'done'`,
    })
    .from(taskLink)
    .innerJoin(task, and(eq(task.id, taskLink.from_task_id), isNull(task.deleted_at)))
    .innerJoin(taskStatus, eq(taskStatus.id, task.status_id))
    .innerJoin(project, eq(project.id, task.project_id))
    .where(and(eq(taskLink.project_id, projectId), eq(taskLink.kind, "blocks"), inArray(taskLink.to_task_id, taskIds)))
    .orderBy(task.number)
}

/** How many scenarios each of some tasks has. One query. */
export async function countScenarios(tx: Database, projectId: string, taskIds: string[]): Promise<Map<string, number>> {
  if (taskIds.length === 0) return new Map()
  const rows = await tx
    .select({ task_id: bddScenario.task_id, count: sql<number>`count(*)::int` })
    .from(bddScenario)
    .where(
      and(eq(bddScenario.project_id, projectId), isNull(bddScenario.deleted_at), inArray(bddScenario.task_id, taskIds)),
    )
    .groupBy(bddScenario.task_id)
  return new Map(rows.map(({ task_id, count }) => [task_id, count]))
}

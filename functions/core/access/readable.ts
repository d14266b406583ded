import { type SQL, sql } from "drizzle-orm"
import { projectMember } from "../member/member.sql.ts"
import { project } from "../project/project.sql.ts"
import { workspace, workspaceMember } from "../workspace/workspace.sql.ts"
import { projectRole } from "./role.sql.ts"

/**
 * The projects somebody may open, as a member or as owner or admin of the workspace, and whether they may read the tasks
 * and the documents there: a subquery of `id`, `workspace_id`, `tasks` and `docs`, for what is asked across projects.
 * `access.ts` decides about one project.
 */
export function readableProjects(userId: string): SQL {
  const may = (action: string) =>
    sql`(${workspaceMember.role} in ('owner', 'admin') or coalesce(${projectRole.actions} && array['*', ${action}], false))`
  return sql`
    select ${project.id} as id, ${project.workspace_id} as workspace_id, ${may("tasks:read")} as tasks, ${may("docs:read")} as docs
    from ${project}
    join ${workspace} on ${workspace.id} = ${project.workspace_id} and ${workspace.deleted_at} is null
    left join ${workspaceMember} on ${workspaceMember.workspace_id} = ${project.workspace_id} and ${workspaceMember.user_id} = ${userId}
    left join ${projectMember} on ${projectMember.project_id} = ${project.id} and ${projectMember.user_id} = ${userId} and ${projectMember.removed_at} is null
    left join ${projectRole} on ${projectRole.id} = ${projectMember.role_id}
    where ${project.deleted_at} is null and (${workspaceMember.role} in ('owner', 'admin') or ${projectMember.id} is not null)`
}

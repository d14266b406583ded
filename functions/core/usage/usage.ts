import { sql } from "drizzle-orm"
import * as z from "zod"
import { agent } from "../agent/agent.sql.ts"
import { clock } from "../clock.ts"
import { conversation } from "../conversation/conversation.sql.ts"
import { document } from "../document/document.sql.ts"
import { attachment } from "../file/attachment.sql.ts"
import { query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { task } from "../task/task.sql.ts"
import { workspaceMember } from "../workspace/workspace.sql.ts"
import { WorkspaceId } from "../workspace/workspace.ts"

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month such as 2026-03")

const Counts = z.object({
  /** People in the workspace, guests included. */
  people: z.int(),
  agents: z.int(),
  projects: z.int(),
  tasks: z.int(),
  documents: z.int(),
  /** Bytes of attached files. */
  storage_bytes: z.int(),
  /** Agents' conversations that began in the month, and what they used. */
  conversations: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  agent_seconds: z.int(),
})

export const Usage = Counts.extend({
  /** The month (UTC) that conversations are counted in; everything else is as of now. */
  month: Month,
}).meta({ id: "Usage" })

/** The first instant of a month and of the one after it. */
function boundsOf(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split("-").map(Number)
  const at = (index: number) => new Date(Date.UTC(year, index, 1)).toISOString()
  return { from: at(number - 1), to: at(number) }
}

export const get = query(
  {
    action: "workspace:write",
    summary: "What a workspace holds, and what its agents used in a month",
    input: WorkspaceId.extend({ month: Month.optional() }),
    output: Usage,
  },
  async ({ tx, input }) => {
    const month = input.month ?? clock.instant().slice(0, 7)
    const { from, to } = boundsOf(month)
    // One statement: each part is a count over an index, and all are of one moment.
    const { rows } = await tx.execute(sql`
      with mine as (select id from ${project} where workspace_id = ${input.workspace_id} and deleted_at is null)
      select
        (select count(*) from ${workspaceMember} where workspace_id = ${input.workspace_id})::int as people,
        (select count(*) from ${agent} a where a.project_id in (select id from mine) and a.deleted_at is null)::int as agents,
        (select count(*) from mine)::int as projects,
        (select count(*) from ${task} t where t.project_id in (select id from mine) and t.deleted_at is null)::int as tasks,
        (select count(*) from ${document} d where d.project_id in (select id from mine) and d.deleted_at is null)::int as documents,
        (select coalesce(sum(f.file_size), 0) from ${attachment} f
          where f.project_id in (select id from mine) and f.completed_at is not null and f.deleted_at is null)::float8 as storage_bytes,
        count(c.id)::int as conversations,
        coalesce(sum(c.input_tokens), 0)::float8 as input_tokens,
        coalesce(sum(c.output_tokens), 0)::float8 as output_tokens,
        coalesce(sum(c.seconds), 0)::float8 as agent_seconds
      from mine left join ${conversation} c
        on c.project_id = mine.id and c.created_at >= ${from}::timestamptz and c.created_at < ${to}::timestamptz`)
    return { month, ...Counts.parse(rows[0]) }
  },
)

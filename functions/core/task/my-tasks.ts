import { sql } from "drizzle-orm"
import * as z from "zod"
import { readableProjects } from "../access/readable.ts"
import { projectMember } from "../member/member.sql.ts"
import { query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { sprint } from "../sprint/sprint.sql.ts"
import { PageInput, pageOf } from "../text.ts"
import { priorities, priorityRank, statusCategories, task, taskAssignee, taskStatus, taskType } from "./task.sql.ts"

/** A task as it is read away from its project: what a card names by an id there has its name here. */
export const MyTask = z
  .object({
    id: z.uuid(),
    project_id: z.uuid(),
    number: z.int(),
    key: z.string(),
    title: z.string(),
    priority: z.enum(priorities).nullable(),
    points: z.number().nullable(),
    due_date: z.string().nullable(),
    status: z.object({ name: z.string(), category: z.enum(statusCategories) }),
    type: z.object({ name: z.string(), icon: z.string(), color: z.string() }),
    sprint: z.string().nullable(),
    updated_at: z.string(),
  })
  .meta({ id: "MyTask" })

const Row = MyTask.extend({
  updated_at: z.coerce.date().transform((at) => at.toISOString()),
  total: z.coerce.number(),
})

/** What is in work comes first, then what may be begun. */
const urgency = sql.raw(
  `case s.category ${(["inprogress", "todo", "ready", "refinement", "backlog"] as const).map((category, place) => `when '${category}' then ${place}`).join(" ")} else 9 end`,
)

export const list = query(
  {
    action: "self",
    summary: "List the tasks assigned to you in all your projects: those in work first, then by due date and priority",
    input: PageInput.extend({
      /** Those that are done instead, the latest change first. */
      done: z.stringbool().default(false),
    }),
    output: pageOf(MyTask).meta({ id: "MyTaskPage" }),
  },
  async ({ tx, actor, input: { done, page, page_size } }) => {
    const order = done
      ? sql`t.updated_at desc, t.id desc`
      : sql`${urgency}, t.due_date asc nulls last, ${priorityRank} desc nulls last, t.updated_at desc, t.id desc`
    const { rows } = await tx.execute(sql`
      select t.id, t.project_id, t.number, p.prefix || '-' || t.number as key, t.title, t.priority, t.points::float8 as points, t.due_date,
        jsonb_build_object('name', s.name, 'category', s.category) as status,
        jsonb_build_object('name', y.name, 'icon', y.icon, 'color', y.color) as type,
        sp.name as sprint, t.updated_at, count(*) over () as total
      from (${readableProjects(actor.id ?? "")}) readable
      join ${project} p on p.id = readable.id and p.archived_at is null
      join ${projectMember} m on m.project_id = readable.id and m.user_id = ${actor.id ?? ""} and m.removed_at is null
      join ${taskAssignee} a on a.project_id = m.project_id and a.member_id = m.id
      join ${task} t on t.project_id = a.project_id and t.id = a.task_id and t.deleted_at is null
      join ${taskStatus} s on s.id = t.status_id
      join ${taskType} y on y.id = t.task_type_id
      left join ${sprint} sp on sp.id = t.sprint_id
      where readable.tasks and (s.category = 'done') = ${done}
      order by ${order} limit ${page_size} offset ${(page - 1) * page_size}`)
    const found = z.array(Row).parse(rows)
    return { items: found.map(({ total: _, ...item }) => item), page, page_size, total: found[0]?.total ?? 0 }
  },
)

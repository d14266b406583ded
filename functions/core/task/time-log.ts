import { and, eq, isNull, sql } from "drizzle-orm"
import * as z from "zod"
import { agent } from "../agent/agent.sql.ts"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { Forbidden, NotFound } from "../error.ts"
import type { Change } from "../event/changes.ts"
import { projectMember } from "../member/member.sql.ts"
import { ProjectId, signingMember } from "../member/member.ts"
import { type Context, command, query } from "../operation.ts"
import { Day } from "../text.ts"
import { user } from "../user/user.sql.ts"
import { selectTask } from "./card.ts"
import { task, timeLog } from "./task.sql.ts"

export const TimeLog = z
  .object({
    id: z.uuid(),
    task_id: z.uuid(),
    member: z.object({ member_id: z.uuid(), name: z.string(), kind: z.enum(["user", "agent"]) }),
    minutes: z.int(),
    day: z.string(),
    note: z.string(),
    version: z.int(),
    created_at: z.string(),
  })
  .meta({ id: "TimeLog" })
export type TimeLog = z.infer<typeof TimeLog>

const TaskId = ProjectId.extend({ task_id: z.uuid() })
const TimeLogId = TaskId.extend({ id: z.uuid() })

const Fields = z.object({
  minutes: z
    .int()
    .min(1)
    .max(24 * 60, "a day has 1440 minutes"),
  day: Day,
  note: z.string().trim().max(1_000),
})

/** What was logged on a task, oldest day first. */
async function selectTimeLogs(tx: Database, projectId: string, taskId: string, id?: string): Promise<TimeLog[]> {
  return tx
    .select({
      id: timeLog.id,
      task_id: timeLog.task_id,
      member: {
        member_id: timeLog.member_id,
        name: sql<string>`coalesce(${user.name}, ${agent.name})`,
        kind: sql<"user" | "agent">`case when ${projectMember.agent_id} is null then 'user' else 'agent' end`,
      },
      minutes: timeLog.minutes,
      day: timeLog.day,
      note: timeLog.note,
      version: timeLog.version,
      created_at: timeLog.created_at,
    })
    .from(timeLog)
    .innerJoin(projectMember, eq(projectMember.id, timeLog.member_id))
    .leftJoin(user, eq(user.id, projectMember.user_id))
    .leftJoin(agent, eq(agent.id, projectMember.agent_id))
    .where(
      and(
        eq(timeLog.project_id, projectId),
        eq(timeLog.task_id, taskId),
        isNull(timeLog.deleted_at),
        id ? eq(timeLog.id, id) : undefined,
      ),
    )
    .orderBy(timeLog.day, timeLog.id)
}

async function selectTimeLog(tx: Database, input: z.infer<typeof TimeLogId>): Promise<TimeLog> {
  const [row] = await selectTimeLogs(tx, input.project_id, input.task_id, input.id)
  if (!row) throw NotFound("time log")
  return row
}

/** Tells of a change with the task's new sum, which is also what its history shows. */
async function tell(
  { tx, record }: Pick<Context, "tx" | "record">,
  type: "time_log.created" | "time_log.updated" | "time_log.deleted",
  projectId: string,
  { log, before }: { log: TimeLog; before: number },
): Promise<void> {
  const { logged_minutes } = await selectTask(tx, projectId, eq(task.id, log.task_id))
  const changes: Change[] =
    logged_minutes === before ? [] : [{ field: "logged_minutes", from: before, to: logged_minutes }]
  record({
    type,
    entity_type: "time_log",
    entity_id: log.id,
    task_id: log.task_id,
    version: log.version,
    data: { time_log: log, task_id: log.task_id, logged_minutes, changes },
  })
}

export const list = query(
  {
    action: "tasks:read",
    summary: "List the time logged on a task, oldest day first; the task has its sum",
    input: TaskId,
    output: z.array(TimeLog),
  },
  async ({ tx, input }) => {
    await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    return selectTimeLogs(tx, input.project_id, input.task_id)
  },
)

export const create = command(
  {
    action: "tasks:write",
    summary: "Log time you spent on a task, today unless you name the day",
    input: Fields.partial({ day: true, note: true }).extend(TaskId.shape),
    output: TimeLog,
  },
  async (context) => {
    const { tx, input } = context
    const { logged_minutes } = await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const member_id = await signingMember(context)
    const id = clock.id()
    const day = input.day ?? clock.instant().slice(0, 10)
    await tx.insert(timeLog).values({ ...input, id, day, member_id })
    const log = await selectTimeLog(tx, { ...input, id })
    await tell(context, "time_log.created", input.project_id, { log, before: logged_minutes })
    return log
  },
)

function ownOnly(log: TimeLog, memberId: string | null): void {
  if (log.member.member_id !== memberId) throw Forbidden("Only who logged this time can change it.")
}

export const update = command(
  {
    action: "tasks:write",
    summary: "Change time you logged",
    input: Fields.partial().extend(TimeLogId.shape),
    output: TimeLog,
  },
  async (context) => {
    const { tx, input, access } = context
    const { project_id, task_id, id, ...fields } = input
    const { logged_minutes } = await selectTask(tx, project_id, eq(task.id, task_id))
    const before = await selectTimeLog(tx, input)
    ownOnly(before, access.member_id)
    await tx
      .update(timeLog)
      .set({ ...fields, version: before.version + 1 })
      .where(eq(timeLog.id, id))
    const log = await selectTimeLog(tx, input)
    await tell(context, "time_log.updated", project_id, { log, before: logged_minutes })
    return log
  },
)

export const remove = command(
  { action: "tasks:write", summary: "Delete time you logged", input: TimeLogId, output: null },
  async (context) => {
    const { tx, input, access } = context
    const { logged_minutes } = await selectTask(tx, input.project_id, eq(task.id, input.task_id))
    const log = await selectTimeLog(tx, input)
    if (!access.held.includes("project.members:write")) ownOnly(log, access.member_id)
    const version = log.version + 1
    await tx.update(timeLog).set({ deleted_at: clock.instant(), version }).where(eq(timeLog.id, input.id))
    await tell(context, "time_log.deleted", input.project_id, { log: { ...log, version }, before: logged_minutes })
  },
)

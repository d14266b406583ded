import { and, count, desc, eq, isNull, sql } from "drizzle-orm"
import { alias } from "drizzle-orm/pg-core"
import * as z from "zod"
import { clock } from "../clock.ts"
import type { Database } from "../database.ts"
import { NotFound } from "../error.ts"
import { standardLanguage } from "../language/language.ts"
import { textsIn } from "../language/texts.ts"
import { type Context, command, query } from "../operation.ts"
import { project } from "../project/project.sql.ts"
import { task } from "../task/task.sql.ts"
import { PageInput, pageOf } from "../text.ts"
import { notification, notificationPreference, notificationTypes, type Says } from "./notification.sql.ts"

export const Notification = z
  .object({
    id: z.uuid(),
    type: z.enum(notificationTypes),
    /** In English; `says` has its parts, for a sentence in another language. */
    title: z.string(),
    says: z.object({ who: z.string(), about: z.string(), to: z.string() }).nullable(),
    body: z.string(),
    project_id: z.uuid(),
    task_id: z.uuid().nullable(),
    task_key: z.string().nullable(),
    /** The document it is about, when that is not a task. */
    doc_id: z.uuid().nullable(),
    actor: z.object({ type: z.string(), id: z.uuid().nullable(), name: z.string() }),
    read_at: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: "Notification" })

type Draft = Pick<z.infer<typeof Notification>, "type" | "body" | "project_id" | "task_id" | "task_key"> & {
  user_id: string
  doc_id?: string | null
  says: Says
}

/**
 * Stores notifications and the events that bring them to their readers' browsers, of those types their readers have not
 * turned off. One statement for all.
 */
export async function sendNotifications(
  context: Pick<Context, "tx" | "actor" | "record">,
  drafts: Draft[],
): Promise<void> {
  if (drafts.length === 0) return
  const { tx, actor, record } = context
  const created_at = clock.instant()
  const rows = drafts.map(({ task_key, doc_id = null, ...draft }) => ({
    row: {
      ...draft,
      doc_id,
      title: textsIn(standardLanguage).notification[draft.type](draft.says),
      id: clock.id(),
      actor_type: actor.type,
      actor_id: actor.id,
      actor_name: actor.name,
      created_at,
    },
    task_key,
  }))
  const wanted = new Set(
    await storeWanted(
      tx,
      rows.map(({ row }) => row),
    ),
  )
  for (const { row, task_key } of rows.filter(({ row }) => wanted.has(row.id))) {
    const { user_id, actor_type: _type, actor_id: _id, actor_name: _name, ...rest } = row
    record({
      type: "notification.created",
      entity_type: "notification",
      entity_id: row.id,
      project_id: row.project_id,
      version: 1,
      data: { user_id, notification: { ...rest, task_key, actor, read_at: null } },
    })
  }
}

type NewRow = typeof notification.$inferInsert

/** Writes the rows whose readers want them. @returns their ids */
async function storeWanted(tx: Database, rows: NewRow[]): Promise<string[]> {
  const draft = alias(notification, "draft")
  const stored = await tx.execute<{ id: string }>(sql`
    insert into ${notification} (id, user_id, project_id, task_id, doc_id, type, title, says, body, actor_type, actor_id, actor_name, created_at)
    select id, user_id, project_id, task_id, doc_id, type, title, says, body, actor_type, actor_id, actor_name, created_at
    from jsonb_populate_recordset(null::${notification}, ${JSON.stringify(rows)}::jsonb) ${draft}
    where not exists (
      select 1 from ${notificationPreference} p
      where p.user_id = ${draft.user_id} and p.type = ${draft.type} and p.channel = 'off')
    returning id`)
  return stored.rows.map(({ id }) => id)
}

export const list = query(
  {
    action: "self",
    summary: "List your notifications, newest first",
    input: PageInput.extend({
      /** Only those you have not read. */
      unread: z.stringbool().default(false),
    }),
    output: pageOf(Notification).extend({ unread: z.int() }).meta({ id: "NotificationPage" }),
  },
  async ({ tx, actor, input }) => {
    const mine = eq(notification.user_id, actor.id ?? "")
    const wanted = input.unread ? and(mine, isNull(notification.read_at)) : mine
    const [rows, [totals]] = await Promise.all([
      tx
        .select({ row: notification, number: task.number, prefix: project.prefix })
        .from(notification)
        .leftJoin(task, eq(task.id, notification.task_id))
        .leftJoin(project, eq(project.id, notification.project_id))
        .where(wanted)
        .orderBy(desc(notification.id))
        .limit(input.page_size)
        .offset((input.page - 1) * input.page_size),
      tx
        .select({ total: count(), unread: sql<number>`count(*) filter (where read_at is null)`.mapWith(Number) })
        .from(notification)
        .where(mine),
    ])
    const items = rows.map(({ row, number, prefix }) => {
      const { user_id: _user, mailed_at: _mailed, actor_type, actor_id, actor_name, ...rest } = row
      return {
        ...rest,
        task_key: number === null ? null : `${prefix}-${number}`,
        actor: { type: actor_type, id: actor_id, name: actor_name },
      }
    })
    return {
      items,
      page: input.page,
      page_size: input.page_size,
      total: (input.unread ? totals?.unread : totals?.total) ?? 0,
      unread: totals?.unread ?? 0,
    }
  },
)

export const read = command(
  { action: "self", summary: "Mark a notification as read", input: z.object({ id: z.uuid() }), output: null },
  async ({ tx, actor, input }) => {
    const rows = await tx
      .update(notification)
      .set({ read_at: sql`coalesce(${notification.read_at}, now())` })
      .where(and(eq(notification.id, input.id), eq(notification.user_id, actor.id ?? "")))
      .returning({ id: notification.id })
    if (rows.length === 0) throw NotFound("notification")
  },
)

export const readAll = command(
  { action: "self", summary: "Mark all your notifications as read", input: z.object({}), output: null },
  async ({ tx, actor }) => {
    await tx
      .update(notification)
      .set({ read_at: clock.instant() })
      .where(and(eq(notification.user_id, actor.id ?? ""), isNull(notification.read_at)))
  },
)

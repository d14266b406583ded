import { eq } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { command, query } from "../operation.ts"
import { notificationChannels, notificationPreference, notificationTypes } from "./notification.sql.ts"

export type Channel = (typeof notificationChannels)[number]
type Type = (typeof notificationTypes)[number]

/** Where a type goes for somebody who has chosen nothing: what asks for an answer is mailed when it stays unread. */
export const defaultChannels: Record<Type, Channel> = {
  assigned: "email",
  mentioned: "email",
  commented: "app",
  status_changed: "app",
  conversation_finished: "app",
}

export const NotificationPreference = z
  .object({
    type: z.enum(notificationTypes),
    /** `off`: nowhere; `app`: in the inbox; `email`: in the inbox, and by mail if it stays unread there. */
    channel: z.enum(notificationChannels),
  })
  .meta({ id: "NotificationPreference" })

const Preferences = z.object({ preferences: z.array(NotificationPreference) }).meta({ id: "NotificationPreferences" })

async function select(tx: Database, userId: string): Promise<z.infer<typeof Preferences>> {
  const rows = await tx.select().from(notificationPreference).where(eq(notificationPreference.user_id, userId))
  const chosen = new Map(rows.map(({ type, channel }) => [type, channel]))
  return {
    preferences: notificationTypes.map((type) => ({ type, channel: chosen.get(type) ?? defaultChannels[type] })),
  }
}

export const get = query(
  { action: "self", summary: "Where your notifications go, by type", input: z.object({}), output: Preferences },
  async ({ tx, actor }) => select(tx, actor.id ?? ""),
)

export const set = command(
  {
    action: "self",
    summary: "Choose where notifications of some types go",
    input: z.object({ preferences: z.array(NotificationPreference).min(1).max(notificationTypes.length) }),
    output: Preferences,
  },
  async ({ tx, actor, input }) => {
    const user_id = actor.id ?? ""
    // The last word on a type counts.
    const chosen = new Map(input.preferences.map(({ type, channel }) => [type, { user_id, type, channel }]))
    for (const row of chosen.values()) {
      await tx
        .insert(notificationPreference)
        .values(row)
        .onConflictDoUpdate({
          target: [notificationPreference.user_id, notificationPreference.type],
          set: { channel: row.channel },
        })
    }
    return select(tx, user_id)
  },
)

import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm"
import { clock } from "../clock.ts"
import { setting } from "../config.ts"
import { transaction } from "../database.ts"
import { textsIn } from "../language/texts.ts"
import { sendMail } from "../mail/mail.ts"
import { user } from "../user/user.sql.ts"
import { notification, notificationPreference, type Says } from "./notification.sql.ts"
import { defaultChannels } from "./preference.ts"

/** How long somebody has to read a notification in the app before it is mailed. Milliseconds. */
const UNREAD_FOR = 10 * 60_000
/** Notifications that one run looks at. */
const AT_ONCE = 500
/** Notifications that a mail lists; of the rest it gives the number. */
const LISTED = 20

type Unread = {
  id: string
  type: keyof typeof defaultChannels
  title: string
  says: Says | null
  body: string
  channel: string | null
}

const isMailed = ({ type, channel }: Unread) => (channel ?? defaultChannels[type]) === "email"

function mailOf(person: { name: string; language: string | null }, unread: Unread[]) {
  const texts = textsIn(person.language)
  const items = unread
    .slice(0, LISTED)
    .map(({ type, title, says, body }) => ({ title: says ? texts.notification[type](says) : title, body }))
  const app = setting("APP_URL")
  return texts.digest({
    name: person.name,
    items,
    more: unread.length - items.length,
    inbox: `${app}/inbox`,
    account: `${app}/account`,
  })
}

/**
 * Mails people what they have not read in the app, one mail each, to addresses they have confirmed. Rows are marked
 * before the mails go out: one that fails is not sent twice, and two runs at once share the work.
 * @returns how many notifications were looked at
 */
export async function mailUnread(): Promise<number> {
  const before = new Date(clock.now() - UNREAD_FOR).toISOString()
  const rows = await transaction(async (tx) => {
    const claimed = await tx
      .select({ id: notification.id })
      .from(notification)
      .where(and(isNull(notification.read_at), isNull(notification.mailed_at), lt(notification.created_at, before)))
      .orderBy(asc(notification.created_at))
      .limit(AT_ONCE)
      .for("update", { skipLocked: true })
    if (claimed.length === 0) return []
    const ids = claimed.map(({ id }) => id)
    await tx.update(notification).set({ mailed_at: clock.instant() }).where(inArray(notification.id, ids))
    return tx
      .select({
        id: notification.id,
        user_id: notification.user_id,
        type: notification.type,
        title: notification.title,
        says: notification.says,
        body: notification.body,
        channel: notificationPreference.channel,
        name: user.name,
        language: user.language,
        email: sql<
          string | null
        >`case when ${user.email_verified} and ${user.suspended_at} is null then ${user.email} end`,
      })
      .from(notification)
      .innerJoin(user, eq(user.id, notification.user_id))
      .leftJoin(
        notificationPreference,
        and(
          eq(notificationPreference.user_id, notification.user_id),
          eq(notificationPreference.type, notification.type),
        ),
      )
      .where(inArray(notification.id, ids))
      .orderBy(asc(notification.id))
  })
  const people = Map.groupBy(rows.filter(isMailed), ({ user_id }) => user_id)
  for (const unread of people.values()) {
    const [first] = unread
    if (first?.email) await sendMail({ to: first.email, ...mailOf(first, unread) })
  }
  return rows.length
}

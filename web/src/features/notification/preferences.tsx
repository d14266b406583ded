import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { ErrorState } from "../../components/page-state.tsx"
import { Segments } from "../../components/segments.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { NotificationPreference } from "../../lib/api.gen.ts"
import { i18n } from "../../lib/i18n.ts"
import { preferencesQuery, useSetPreference } from "./api.ts"

const words: Record<NotificationPreference["type"], { title: MessageDescriptor; lead: MessageDescriptor }> = {
  assigned: { title: msg`A task is given to you`, lead: msg`Somebody assigns it to you.` },
  mentioned: { title: msg`Somebody mentions you`, lead: msg`Your @handle in a task, a comment or a document.` },
  commented: { title: msg`Comments on your work`, lead: msg`On tasks that are yours.` },
  status_changed: { title: msg`A task moves on`, lead: msg`One that you watch gets another status.` },
  conversation_finished: {
    title: msg`An agent is done`,
    lead: msg`It finished, failed or was stopped at what you gave it.`,
  },
}

const channels: { value: NotificationPreference["channel"]; label: MessageDescriptor }[] = [
  { value: "off", label: msg`Off` },
  { value: "app", label: msg`In the app` },
  { value: "email", label: msg`App and e-mail` },
]

/** Where each kind of news goes. */
export function NotificationPreferences() {
  const list = useQuery(preferencesQuery)
  const set = useSetPreference()
  return (
    <SettingsSection
      title={t`Notifications`}
      lead={t`What you hear of, and where. Mail comes only for what stays unread in the app for ten minutes.`}
    >
      {list.isPending && (
        <div role="status" aria-label={t`Loading your notification settings`} className="grid gap-3">
          {[1, 2, 3, 4].map((line) => (
            <Skeleton key={line} className="h-9" />
          ))}
        </div>
      )}
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      <ul>
        {list.data?.preferences.map(({ type, channel }) => (
          <li key={type} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b py-2.5 last:border-0">
            <span className="min-w-52 flex-1">
              <span className="block font-medium">{i18n._(words[type].title)}</span>
              <span className="block text-muted text-xs">{i18n._(words[type].lead)}</span>
            </span>
            <Segments
              label={i18n._(words[type].title)}
              name={`channel-${type}`}
              value={channel}
              choices={channels.map((each) => ({ ...each, label: i18n._(each.label) }))}
              onChange={(chosen) => set.mutate({ type, channel: chosen })}
            />
          </li>
        ))}
      </ul>
    </SettingsSection>
  )
}

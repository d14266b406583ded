import { useQuery } from "@tanstack/react-query"
import { ErrorState } from "../../components/page-state.tsx"
import { Segments } from "../../components/segments.tsx"
import { SettingsSection } from "../../components/settings-section.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { NotificationPreference } from "../../lib/api.gen.ts"
import { preferencesQuery, useSetPreference } from "./api.ts"

const words: Record<NotificationPreference["type"], { title: string; lead: string }> = {
  assigned: { title: "A task is given to you", lead: "Somebody assigns it to you." },
  mentioned: { title: "Somebody mentions you", lead: "Your @handle in a task, a comment or a document." },
  commented: { title: "Comments on your work", lead: "On tasks that are yours." },
  status_changed: { title: "A task moves on", lead: "One that you watch gets another status." },
  conversation_finished: { title: "An agent is done", lead: "It finished, failed or was stopped at what you gave it." },
}

const channels: { value: NotificationPreference["channel"]; label: string }[] = [
  { value: "off", label: "Off" },
  { value: "app", label: "In the app" },
  { value: "email", label: "App and e-mail" },
]

/** Where each kind of news goes. */
export function NotificationPreferences() {
  const list = useQuery(preferencesQuery)
  const set = useSetPreference()
  return (
    <SettingsSection
      title="Notifications"
      lead="What you hear of, and where. Mail comes only for what stays unread in the app for ten minutes."
    >
      {list.isPending && (
        <div role="status" aria-label="Loading your notification settings" className="grid gap-3">
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
              <span className="block font-medium">{words[type].title}</span>
              <span className="block text-muted text-xs">{words[type].lead}</span>
            </span>
            <Segments
              label={words[type].title}
              name={`channel-${type}`}
              value={channel}
              choices={channels}
              onChange={(chosen) => set.mutate({ type, channel: chosen })}
            />
          </li>
        ))}
      </ul>
    </SettingsSection>
  )
}

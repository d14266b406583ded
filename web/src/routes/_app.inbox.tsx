import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { CheckCheck } from "lucide-react"
import { Button } from "../components/button.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { Segments } from "../components/segments.tsx"
import { useMarkAllRead } from "../features/notification/api.ts"
import { Inbox } from "../features/notification/inbox.tsx"
import { useSession } from "../features/session/api.ts"

export const Route = createFileRoute("/_app/inbox")({
  validateSearch: ({ unread }: Record<string, unknown>): { unread?: true } => (unread === true ? { unread } : {}),
  head: () => ({ meta: [{ title: "Inbox · Paca" }] }),
  component: InboxPage,
})

const choices = [
  { value: "all", label: "All" },
  { value: "unread", label: "Unread" },
] as const

function InboxPage() {
  const { unread = false } = Route.useSearch()
  const navigate = useNavigate({ from: Route.fullPath })
  const session = useSession()
  const readAll = useMarkAllRead()
  return (
    <>
      <PageHeader title="Inbox">
        <Button
          disabled={!session.data?.unread_notifications}
          busy={readAll.isPending}
          onClick={() => readAll.mutate(undefined)}
        >
          <CheckCheck size={13} aria-hidden /> Mark all read
        </Button>
      </PageHeader>
      <PageBody>
        <Segments
          label="Which"
          name="which"
          value={unread ? "unread" : "all"}
          choices={choices}
          onChange={(which) => navigate({ search: which === "unread" ? { unread: true } : {}, replace: true })}
          className="justify-self-start"
        />
        <Inbox unread={unread} />
      </PageBody>
    </>
  )
}

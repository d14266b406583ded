import { createFileRoute } from "@tanstack/react-router"
import { CheckCheck } from "lucide-react"
import { Button } from "../components/button.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { useMarkAllRead } from "../features/notification/api.ts"
import { Inbox } from "../features/notification/inbox.tsx"
import { useSession } from "../features/session/api.ts"

export const Route = createFileRoute("/_app/inbox")({
  head: () => ({ meta: [{ title: "Inbox · Paca" }] }),
  component: InboxPage,
})

function InboxPage() {
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
        <Inbox />
      </PageBody>
    </>
  )
}

import { t } from "@lingui/core/macro"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { CheckCheck } from "lucide-react"
import { Button } from "../components/button.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { Segments } from "../components/segments.tsx"
import { useMarkAllRead } from "../features/notification/api.ts"
import { Inbox } from "../features/notification/inbox.tsx"
import { useSession } from "../features/session/api.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/inbox")({
  validateSearch: ({ unread }: Record<string, unknown>): { unread?: true } => (unread === true ? { unread } : {}),
  head: () => titled(t`Inbox`),
  component: InboxPage,
})

function InboxPage() {
  const { unread = false } = Route.useSearch()
  const navigate = useNavigate({ from: Route.fullPath })
  const session = useSession()
  const readAll = useMarkAllRead()
  return (
    <>
      <PageHeader title={t`Inbox`}>
        <Button
          disabled={!session.data?.unread_notifications}
          busy={readAll.isPending}
          onClick={() => readAll.mutate(undefined)}
        >
          <CheckCheck size={13} aria-hidden /> {t`Mark all read`}
        </Button>
      </PageHeader>
      <PageBody>
        <Segments
          label={t({ message: "Which", context: "notifications" })}
          name="which"
          value={unread ? "unread" : "all"}
          choices={[
            { value: "all", label: t`All` },
            { value: "unread", label: t`Unread` },
          ]}
          onChange={(which) => navigate({ search: which === "unread" ? { unread: true } : {}, replace: true })}
          className="justify-self-start"
        />
        <Inbox unread={unread} />
      </PageBody>
    </>
  )
}

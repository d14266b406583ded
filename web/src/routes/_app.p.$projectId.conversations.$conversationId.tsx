import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { useMemo } from "react"
import { PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { conversationQuery } from "../features/conversation/api.ts"
import { ConversationPanel } from "../features/conversation/conversation-panel.tsx"
import { About } from "../features/conversation/origin-link.tsx"
import { causeWords, subject } from "../features/conversation/words.ts"
import { membersQuery } from "../features/member/api.ts"
import { permissionsQuery } from "../features/project/api.ts"
import { may } from "../lib/access.ts"
import { useMinute } from "../lib/clock.ts"
import { sinceWords } from "../lib/format.ts"
import { mentionable } from "../lib/mentionable.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/conversations/$conversationId")({
  head: () => titled(t`Conversation`),
  component: ConversationPage,
})

function ConversationPage() {
  const { projectId, conversationId } = Route.useParams()
  const navigate = useNavigate()
  const now = useMinute()
  const conversation = useQuery(conversationQuery(projectId, conversationId))
  const permissions = useQuery(permissionsQuery(projectId))
  const list = useQuery(membersQuery(projectId))
  const members = useMemo(() => mentionable(list.data ?? []), [list.data])
  const { data } = conversation
  return (
    <>
      <PageHeader crumb={t`Conversations`} title={data ? subject(data) : "…"} />
      <div className="mx-auto flex min-h-0 w-full max-w-3xl flex-1 flex-col gap-2 p-4 max-phone:p-2">
        {conversation.isError ? (
          <ErrorState error={conversation.error} retry={() => conversation.refetch()} />
        ) : data ? (
          <>
            <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-muted">
              <span>{`${causeWords(data)}, ${sinceWords(data.created_at, now)}`}</span>
              <About conversation={data} className="min-w-0 truncate" />
            </p>
            <ConversationPanel
              conversation={data}
              members={members}
              tall
              {...(may(permissions.data, "conversations:write") && {
                onRetried: (again) =>
                  navigate({
                    to: "/p/$projectId/conversations/$conversationId",
                    params: { projectId, conversationId: again.id },
                  }),
              })}
            />
          </>
        ) : (
          <SkeletonLines lines={6} label={t`Loading the conversation`} />
        )}
      </div>
    </>
  )
}

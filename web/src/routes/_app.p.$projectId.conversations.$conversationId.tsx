import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link } from "@tanstack/react-router"
import { useMemo } from "react"
import { buttonLook } from "../components/button.tsx"
import { PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { conversationQuery } from "../features/conversation/api.ts"
import { ConversationPanel } from "../features/conversation/conversation-panel.tsx"
import { membersQuery } from "../features/member/api.ts"
import { mentionable } from "../lib/mentionable.ts"

export const Route = createFileRoute("/_app/p/$projectId/conversations/$conversationId")({
  head: () => ({ meta: [{ title: "Conversation · Paca" }] }),
  component: ConversationPage,
})

function ConversationPage() {
  const { projectId, conversationId } = Route.useParams()
  const conversation = useQuery(conversationQuery(projectId, conversationId))
  const list = useQuery(membersQuery(projectId))
  const members = useMemo(() => mentionable(list.data ?? []), [list.data])
  const { task, doc } = conversation.data ?? {}
  return (
    <>
      <PageHeader
        crumb="Conversation"
        title={task ? `${task.key} ${task.title}` : (doc?.title ?? conversation.data?.agent.name ?? "…")}
      >
        {doc && (
          <Link to="/p/$projectId/docs/$docId" params={{ projectId, docId: doc.id }} className={buttonLook()}>
            Open the document
          </Link>
        )}
        {task && (
          <Link to="/p/$projectId/board" params={{ projectId }} search={{ task: task.key }} className={buttonLook()}>
            Open the task
          </Link>
        )}
      </PageHeader>
      <div className="mx-auto flex min-h-0 w-full max-w-3xl flex-1 flex-col p-4">
        {conversation.isError ? (
          <ErrorState error={conversation.error} retry={() => conversation.refetch()} />
        ) : conversation.data ? (
          <ConversationPanel conversation={conversation.data} members={members} tall />
        ) : (
          <SkeletonLines lines={6} label="Loading the conversation" />
        )}
      </div>
    </>
  )
}

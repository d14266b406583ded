import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Plus } from "lucide-react"
import { useMemo } from "react"
import { buttonLook } from "../components/button.tsx"
import { Face } from "../components/face.tsx"
import { PageHeader } from "../components/page-header.tsx"
import { EmptyState, ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { agentsQuery } from "../features/agent/api.ts"
import { Suspended } from "../features/agent/suspended.tsx"
import { Chat, NewChat } from "../features/conversation/chat.tsx"
import { chatsQuery } from "../features/conversation/chat-api.ts"
import { ChatList } from "../features/conversation/chat-list.tsx"
import { membersQuery } from "../features/member/api.ts"
import { permissionsQuery } from "../features/project/api.ts"
import { may } from "../lib/access.ts"
import { mentionable } from "../lib/mentionable.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/agents/$agentId/chat")({
  validateSearch: ({ chat }: Record<string, unknown>): { chat?: string } =>
    typeof chat === "string" && chat ? { chat } : {},
  head: () => titled(t`Chat`),
  component: ChatPage,
})

/** Chats with one agent: the list of them, and the one at hand or a new one. */
function ChatPage() {
  const { projectId, agentId } = Route.useParams()
  const { chat } = Route.useSearch()
  const navigate = useNavigate()
  const agents = useQuery(agentsQuery(projectId))
  const chats = useQuery(chatsQuery(projectId, agentId))
  const permissions = useQuery(permissionsQuery(projectId))
  const list = useQuery(membersQuery(projectId))
  const members = useMemo(() => mentionable(list.data ?? []), [list.data])
  const agent = agents.data?.find((each) => each.id === agentId)
  const canWrite = may(permissions.data, "conversations:write")
  const open = (id: string) =>
    navigate({ to: "/p/$projectId/agents/$agentId/chat", params: { projectId, agentId }, search: { chat: id } })
  return (
    <>
      <PageHeader
        crumb={t`Chat`}
        title={
          agent ? (
            <Link
              to="/p/$projectId/agents/$agentId"
              params={{ projectId, agentId }}
              className="flex items-center gap-2 hover:underline"
            >
              <Face name={agent.name} kind="agent" size="md" />
              <span className="truncate">{agent.name}</span>
              {agent.suspended_at && <Suspended />}
            </Link>
          ) : (
            "…"
          )
        }
      >
        <Link
          to="/p/$projectId/agents/$agentId/chat"
          params={{ projectId, agentId }}
          className={buttonLook()}
          disabled={!chat}
        >
          <Plus size={13} aria-hidden /> {t`New chat`}
        </Link>
      </PageHeader>
      <div className="flex min-h-0 flex-1 max-phone:flex-col">
        <nav
          aria-label={t`Chats`}
          className="thin-scroll w-60 shrink-0 overflow-y-auto border-e bg-sunken p-2 max-phone:max-h-32 max-phone:w-full max-phone:border-e-0 max-phone:border-b"
        >
          <ChatList projectId={projectId} agentId={agentId} chats={chats.data} current={chat} />
        </nav>
        <section aria-label={t`Chat`} className="mx-auto flex min-h-0 w-full min-w-0 max-w-3xl flex-1 flex-col">
          {agent ? (
            chat ? (
              <Chat agent={agent} chatId={chat} members={members} canWrite={canWrite} />
            ) : canWrite && !agent.suspended_at ? (
              <NewChat agent={agent} onBegun={(begun) => open(begun.id)} />
            ) : (
              <EmptyState
                title={agent.suspended_at ? t`${{ agent: agent.name }} is suspended` : t`You may read chats here`}
              >
                {agent.suspended_at
                  ? t`Who manages agents can let it work again in its settings.`
                  : t`Choose one from the list. To write, ask an admin of the project for another role.`}
              </EmptyState>
            )
          ) : agents.isPending ? (
            <div className="p-4">
              <SkeletonLines lines={5} label={t`Loading the chat`} />
            </div>
          ) : (
            <ErrorState error={agents.error ?? undefined} retry={() => agents.refetch()} />
          )}
        </section>
      </div>
    </>
  )
}

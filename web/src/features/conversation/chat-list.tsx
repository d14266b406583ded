import { t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import { Pulse } from "../../components/pulse.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Conversation } from "../../lib/api.gen.ts"
import { isAtWork } from "../../lib/board-cache.ts"
import { useMinute } from "../../lib/clock.ts"
import { ago } from "../../lib/format.ts"
import { subject } from "./words.ts"

type Props = { projectId: string; agentId: string; chats: Conversation[] | undefined; current: string | undefined }

/** The chats with an agent, each a link to it. */
export function ChatList({ projectId, agentId, chats, current }: Props) {
  const now = useMinute()
  if (!chats)
    return (
      <div role="status" aria-label={t`Loading the chats`} className="grid gap-2 p-2">
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
      </div>
    )
  if (chats.length === 0) return <p className="px-2 text-muted">{t`No chats yet.`}</p>
  return (
    <ul className="grid gap-px">
      {chats.map((chat) => (
        <li key={chat.id}>
          <Link
            to="/p/$projectId/agents/$agentId/chat"
            params={{ projectId, agentId }}
            search={{ chat: chat.id }}
            aria-current={chat.id === current ? "page" : undefined}
            className="grid gap-0.5 rounded-sm px-2 py-1.5 text-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:text-ink max-phone:py-2.5"
          >
            <span className="line-clamp-1">{subject(chat)}</span>
            <span className="flex items-center gap-1.5 text-xs">
              {isAtWork(chat) && (
                <span className="px-0.5 text-agent">
                  <Pulse still={chat.status !== "running"} />
                </span>
              )}
              <span className="min-w-0 truncate">{chat.caused_by?.name ?? t`An agent`}</span>
              <span className="ms-auto shrink-0">{ago(chat.created_at, now)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

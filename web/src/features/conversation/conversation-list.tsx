import { t } from "@lingui/core/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { MessagesSquare } from "lucide-react"
import { Button, buttonLook } from "../../components/button.tsx"
import { Face } from "../../components/face.tsx"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { ModelLabel, Pulse } from "../../components/pulse.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Conversation } from "../../lib/api.gen.ts"
import { isAtWork } from "../../lib/board-cache.ts"
import { useMinute } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { ago, compact, duration, fullTime } from "../../lib/format.ts"
import { conversationPages } from "./api.ts"
import { type ConversationFilter, isFiltered } from "./filter.ts"
import { About } from "./origin-link.tsx"
import { causeWords, statusWords, subject } from "./words.ts"

type Props = { projectId: string; agentId?: string; taskId?: string | undefined; filter?: ConversationFilter }

/** What agents did in a project, newest first. */
export function ConversationList({ projectId, agentId, taskId, filter = {} }: Props) {
  const which = agentId ? { ...filter, agent: agentId } : filter
  const list = useInfiniteQuery(conversationPages(projectId, which, taskId))
  if (list.isError) return <ErrorState error={list.error} retry={() => list.refetch()} />
  if (list.isPending) {
    return (
      <div role="status" aria-label={t`Loading the conversations`} className="grid gap-3">
        {[1, 2, 3, 4].map((line) => (
          <Skeleton key={line} className="h-14" />
        ))}
      </div>
    )
  }
  const all = list.data.pages.flatMap((page) => page.items)
  if (all.length === 0) return <Nothing projectId={projectId} filtered={isFiltered(filter)} />
  return (
    <div className="grid gap-3">
      <ul className="grid" aria-label={t`Conversations`}>
        {all.map((each) => (
          <Row key={each.id} conversation={each} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className="justify-self-center" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t`Show earlier ones`}
        </Button>
      )}
    </div>
  )
}

function Nothing({ projectId, filtered }: { projectId: string; filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState icon={<MessagesSquare size={20} />} title={t`No conversation like that`}>
        {t`Choose other filters to see more.`}
      </EmptyState>
    )
  return (
    <EmptyState
      icon={<MessagesSquare size={20} />}
      title={t`No agent has worked here yet`}
      action={
        <Link to="/p/$projectId/agents" params={{ projectId }} className={buttonLook()}>
          {t`Go to the agents`}
        </Link>
      }
    >
      {t`Assign a task to an agent, mention it in a comment, or chat with it. Each time it starts a conversation, which you can watch and join here.`}
    </EmptyState>
  )
}

function Row({ conversation }: { conversation: Conversation }) {
  const now = useMinute()
  const { project_id, id, agent, status, activity, usage, created_at } = conversation
  const failed = status === "failed" || status === "timed_out" || status === "iteration_limit"
  const tokens = usage.input_tokens + usage.output_tokens
  return (
    <li className="relative -mx-2 grid grid-cols-[24px_minmax(0,1fr)_auto] items-start gap-3 rounded-sm border-b px-2 py-2.5 last:border-0 hover:bg-hover">
      <Face name={agent.name} kind="agent" size="md" />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2">
          <Link
            to="/p/$projectId/conversations/$conversationId"
            params={{ projectId: project_id, conversationId: id }}
            className={cx("font-medium after:absolute after:inset-0", failed && "text-red")}
          >
            {statusWords(conversation)}
            <span className="sr-only">: {subject(conversation)}</span>
          </Link>
          {isAtWork(conversation) && (
            <span className="flex items-center gap-2 text-agent">
              <Pulse still={status !== "running"} />
              {activity}
            </span>
          )}
          <ModelLabel provider={agent.provider} />
        </div>
        <About conversation={conversation} className="relative z-10 line-clamp-1 w-fit max-w-full" />
        <div className="line-clamp-1 text-muted text-xs">{causeWords(conversation)}</div>
      </div>
      <div className="grid justify-items-end gap-0.5 text-muted text-xs tabular-nums">
        <time dateTime={created_at} title={fullTime(created_at)}>
          {ago(created_at, now)}
        </time>
        {usage.seconds > 0 && <span title={t`Working time`}>{duration(usage.seconds)}</span>}
        {tokens > 0 && <span>{t`${{ count: compact(tokens) }} tokens`}</span>}
      </div>
    </li>
  )
}

import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import { Pulse } from "../../components/pulse.tsx"
import type { Conversation } from "../../lib/api.gen.ts"
import { isAtWork } from "../../lib/board-cache.ts"
import { useMinute } from "../../lib/clock.ts"
import { ago, fullTime } from "../../lib/format.ts"
import { i18n } from "../../lib/i18n.ts"
import { subject } from "./words.ts"

type Props = { conversations: Conversation[] | undefined; agentId: string; suspended: boolean; most?: number }

/** What an agent does now; below it what it did last. */
export function AgentActivity({ conversations, agentId, suspended, most = 2 }: Props) {
  const now = useMinute()
  const own = conversations?.filter((each) => each.agent.id === agentId)
  const atWork = own?.filter(isAtWork) ?? []
  const last = own?.filter((each) => !isAtWork(each)).slice(0, most) ?? []
  return (
    <div className="grid gap-1.5">
      {atWork.map((each) => (
        <Link
          key={each.id}
          to="/p/$projectId/conversations/$conversationId"
          params={{ projectId: each.project_id, conversationId: each.id }}
          className="-mx-1.5 flex min-w-0 items-center gap-2 rounded-sm bg-agent-soft px-1.5 py-1 text-agent hover:underline"
        >
          <span className="px-0.5">
            <Pulse still={each.status !== "running"} />
          </span>
          <span className="min-w-0 truncate">
            <b className="font-medium">{each.activity ?? i18n._(workWords[each.status] ?? atWorkWord)}</b> ·{" "}
            {subject(each)}
          </span>
        </Link>
      ))}
      {atWork.length === 0 && (
        <p className="text-muted">
          {suspended
            ? t`It takes nothing up at the moment.`
            : own?.length === 0
              ? t`Ready. It has not worked yet.`
              : t`Ready.`}
        </p>
      )}
      {last.map((each) => (
        <Link
          key={each.id}
          to="/p/$projectId/conversations/$conversationId"
          params={{ projectId: each.project_id, conversationId: each.id }}
          className="-mx-1.5 flex min-w-0 items-baseline gap-2 rounded-sm px-1.5 py-0.5 text-muted hover:bg-hover hover:text-ink"
        >
          <span className="min-w-0 flex-1 truncate">{subject(each)}</span>
          <time dateTime={each.created_at} title={fullTime(each.created_at)} className="shrink-0 text-xs">
            {ago(each.created_at, now)}
          </time>
        </Link>
      ))}
    </div>
  )
}

const atWorkWord = msg`At work`
const workWords: Partial<Record<Conversation["status"], MessageDescriptor>> = {
  queued: msg`About to start`,
  running: atWorkWord,
  paused: msg`Paused`,
}

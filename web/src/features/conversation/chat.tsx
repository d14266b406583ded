import { msg, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { RotateCw } from "lucide-react"
import { useMemo, useState } from "react"
import { Button } from "../../components/button.tsx"
import { Face } from "../../components/face.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { Pulse } from "../../components/pulse.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { Agent, Conversation } from "../../lib/api.gen.ts"
import { isAtWork } from "../../lib/board-cache.ts"
import { i18n } from "../../lib/i18n.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { conversationQuery, eventsQuery, useControl, useRetry } from "./api.ts"
import { useSay } from "./chat-api.ts"
import { Composer } from "./composer.tsx"
import { StepList } from "./step-list.tsx"
import { stepsOf } from "./steps.ts"
import { endAdvice } from "./words.ts"

type Props = { agent: Agent; chatId: string; members: Mentionable[]; canWrite: boolean }

/** One chat with an agent: what was said and done, live, and where one writes. */
export function Chat({ agent, chatId, members, canWrite }: Props) {
  const { project_id } = agent
  const chat = useQuery(conversationQuery(project_id, chatId))
  if (chat.isError) return <ErrorState error={chat.error} retry={() => chat.refetch()} />
  if (!chat.data)
    return (
      <div className="p-4">
        <SkeletonLines lines={5} label={t`Loading the chat`} />
      </div>
    )
  return <Talk key={chatId} agent={agent} conversation={chat.data} members={members} canWrite={canWrite} />
}

type TalkProps = { agent: Agent; conversation: Conversation; members: Mentionable[]; canWrite: boolean }

function Talk({ agent, conversation, members, canWrite }: TalkProps) {
  const { project_id, id, status, activity } = conversation
  const atWork = isAtWork(conversation)
  const say = useSay(project_id, agent.id, id)
  const control = useControl(conversation)
  const { waiting, sent, taken } = useWaiting(conversation)
  return (
    <>
      <StepList conversation={conversation} atWork={atWork} members={members} tall waiting={waiting} />
      <p role="status" className="flex min-h-7 shrink-0 items-center gap-2 px-4 text-agent max-phone:px-2">
        {atWork && <Pulse still={status !== "running"} />}
        {status === "queued" && t`${{ name: agent.name }} is about to answer…`}
        {status === "running" && (activity ?? t`${{ name: agent.name }} is working…`)}
        {status === "paused" && t`${{ name: agent.name }} is paused. A message lets it go on.`}
      </p>
      <Ending conversation={conversation} canWrite={canWrite && !agent.suspended_at} />
      {canWrite && !agent.suspended_at && (
        <Composer
          name={agent.name}
          draft={`chat-${conversation.id}`}
          busy={say.isPending}
          onSend={async (text) => {
            sent(text)
            await say.mutateAsync(text).catch((error: unknown) => {
              taken(text)
              throw error
            })
          }}
          onStop={status === "queued" || status === "running" ? () => control.mutate("stop") : undefined}
        />
      )}
    </>
  )
}

/** What this person said that is not among the steps yet: an agent at work hears it after its step. */
function useWaiting(conversation: Conversation) {
  const events = useQuery(eventsQuery(conversation.project_id, conversation.id, isAtWork(conversation)))
  const heard = useMemo(
    () => stepsOf(events.data ?? []).flatMap((step) => (step.kind === "user" ? [step.text] : [])),
    [events.data],
  )
  const [all, setAll] = useState<{ text: string; after: number }[]>([])
  const waiting = all.filter(({ text, after }) => !heard.slice(after).includes(text)).map(({ text }) => text)
  return {
    waiting,
    sent: (text: string) => setAll((old) => [...old, { text, after: heard.length }]),
    taken: (text: string) => setAll((old) => old.filter((each) => each.text !== text)),
  }
}

/** A turn that did not end well: why, and what to do. */
function Ending({ conversation, canWrite }: { conversation: Conversation; canWrite: boolean }) {
  const retry = useRetry(conversation)
  const advice = endAdvice(conversation)
  if (!advice) return null
  return (
    <div className="mx-4 mb-2 flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-sm bg-sunken px-3 py-2 max-phone:mx-2">
      <div className="min-w-48 flex-1">
        {conversation.reason && (
          <p className={conversation.status === "stopped" ? "" : "text-red"}>{conversation.reason}</p>
        )}
        <p className="text-muted">
          {conversation.status === "stopped" ? t`Write something, or let it answer again.` : advice}
        </p>
      </div>
      {canWrite && (
        <Button busy={retry.isPending} onClick={() => retry.mutate()}>
          <RotateCw size={12} aria-hidden /> {t`Answer again`}
        </Button>
      )}
    </div>
  )
}

const ideas = [
  msg`What is on the board right now?`,
  msg`Which tasks are not clear enough to start?`,
  msg`What should we do next, and why?`,
  msg`Write BDD scenarios for the story we started last.`,
]

/** A chat that has not begun: what one could ask, and where one writes. */
export function NewChat({ agent, onBegun }: { agent: Agent; onBegun: (chat: Conversation) => void }) {
  const say = useSay(agent.project_id, agent.id, undefined)
  const send = async (text: string) => onBegun(await say.mutateAsync(text))
  return (
    <>
      <div className="thin-scroll grid min-h-0 flex-1 grid-cols-1 content-center justify-items-center gap-3 overflow-y-auto px-4 py-8 text-center">
        <Face name={agent.name} kind="agent" size="md" className="size-11 text-md" />
        <h2 className="font-semibold text-md">{t`Chat with ${{ name: agent.name }}`}</h2>
        <p className="max-w-md text-balance text-muted">
          {agent.provider === "demo"
            ? t`${{ name: agent.name }} is scripted and uses no language model: whatever you ask, it looks at the board and tells what it sees. Give it a real model in its settings for real answers.`
            : t`It knows this project through its tools: it can look things up and, when you ask, change them.`}
        </p>
        <ul className="flex max-w-xl flex-wrap justify-center gap-2" aria-label={t`Things to ask`}>
          {ideas
            .map((each) => i18n._(each))
            .map((idea) => (
              <li key={idea}>
                <Button
                  className="h-auto! min-h-7 whitespace-normal! py-1 max-phone:min-h-9"
                  disabled={say.isPending}
                  onClick={() => send(idea).catch(() => {})}
                >
                  {idea}
                </Button>
              </li>
            ))}
        </ul>
      </div>
      <Composer name={agent.name} draft={`chat-with-${agent.id}`} busy={say.isPending} onSend={send} />
    </>
  )
}

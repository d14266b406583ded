import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Check, ChevronDown, Pause, Play, RotateCw, Square, TriangleAlert } from "lucide-react"
import { useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { MarkdownView } from "../../components/editor/markdown.tsx"
import { inputLook } from "../../components/field.tsx"
import { ModelLabel, Pulse } from "../../components/pulse.tsx"
import type { Conversation } from "../../lib/api.gen.ts"
import { isAtWork } from "../../lib/board-cache.ts"
import { useSecond } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { compact, duration } from "../../lib/format.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { conversationQuery, useControl, useRetry, useSendMessage } from "./api.ts"
import { StepList } from "./step-list.tsx"
import { endAdvice, statusWords } from "./words.ts"

type Props = {
  conversation: Conversation
  members: Mentionable[]
  tall?: boolean
  /** Whether this person may start it again; called with what came of it. */
  onRetried?: (again: Conversation) => void
}

/** An agent at work, or what it did: its steps live, and the means to talk to it and stop it. */
export function ConversationPanel({ conversation: given, members, tall, onRetried }: Props) {
  const { project_id, id } = given
  const { data: conversation = given } = useQuery({ ...conversationQuery(project_id, id), placeholderData: given })
  const atWork = isAtWork(conversation)
  const [open, setOpen] = useState(atWork || Boolean(tall))
  const failed = ["failed", "timed_out", "iteration_limit"].includes(conversation.status)
  return (
    <section
      aria-label={statusWords(conversation)}
      className={cx(
        "overflow-hidden rounded-md border border-[color-mix(in_oklab,var(--agent)_30%,var(--line))] bg-panel",
        tall && "flex min-h-0 flex-1 flex-col",
      )}
    >
      <header className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 bg-agent-soft px-3 py-1 font-medium text-agent">
        {atWork ? (
          <Pulse still={conversation.status !== "running"} />
        ) : failed ? (
          <TriangleAlert size={13} aria-hidden />
        ) : conversation.status === "finished" ? (
          <Check size={13} aria-hidden />
        ) : (
          <Square size={11} aria-hidden />
        )}
        <span>{statusWords(conversation)}</span>
        <ModelLabel provider={conversation.agent.provider} />
        <Numbers conversation={conversation} />
        {!tall && (
          <IconButton
            label={open ? t`Hide the steps` : t`Show the steps`}
            aria-expanded={open}
            className="-me-2"
            onClick={() => setOpen(!open)}
          >
            <ChevronDown size={14} className={cx("transition-transform duration-100", open && "rotate-180")} />
          </IconButton>
        )}
      </header>
      {open && <StepList conversation={conversation} atWork={atWork} members={members} tall={tall} />}
      <Outcome conversation={conversation} members={members} open={open} onRetried={onRetried} />
      {atWork && <Controls conversation={conversation} />}
    </section>
  )
}

function Numbers({ conversation }: { conversation: Conversation }) {
  const running = conversation.status === "running"
  const now = useSecond(running)
  const start = conversation.started_at
  const end = conversation.finished_at ? Date.parse(conversation.finished_at) : now
  const tokens = conversation.usage ? conversation.usage.input_tokens + conversation.usage.output_tokens : 0
  return (
    <span className="ms-auto flex gap-2.5 font-normal text-muted text-xs tabular-nums">
      {start && <span title={t`Elapsed time`}>{duration((end - Date.parse(start)) / 1000)}</span>}
      {tokens > 0 && <span>{t`${{ count: compact(tokens) }} tokens`}</span>}
    </span>
  )
}

/** How it ended. The summary is the last message too, so it is only shown while the steps are not. */
function Outcome({
  conversation,
  members,
  open,
  onRetried,
}: {
  conversation: Conversation
  members: Mentionable[]
  open: boolean
  onRetried: Props["onRetried"]
}) {
  const retry = useRetry(conversation)
  const reason = conversation.status === "finished" ? null : conversation.reason
  const summary = open ? null : conversation.summary
  const advice = endAdvice(conversation)
  if (isAtWork(conversation) || (!summary && !reason && !onRetried)) return null
  return (
    <div className="grid shrink-0 gap-1 border-t px-3 py-2">
      {reason && <p className={conversation.status === "stopped" ? "text-muted" : "text-red"}>{reason}</p>}
      {summary && <MarkdownView text={summary} members={members} />}
      {onRetried && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <p className="min-w-48 flex-1 text-muted">{advice}</p>
          <Button busy={retry.isPending} onClick={() => retry.mutate(undefined, { onSuccess: onRetried })}>
            <RotateCw size={12} aria-hidden />
            {t`Start again`}
          </Button>
        </div>
      )}
    </div>
  )
}

function Controls({ conversation }: { conversation: Conversation }) {
  const control = useControl(conversation)
  const send = useSendMessage(conversation)
  const [text, setText] = useState("")
  const name = conversation.agent.name
  const paused = conversation.status === "paused"
  return (
    <form
      className="flex shrink-0 gap-2 border-t px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        const message = text.trim()
        if (message) send.mutate(message, { onSuccess: () => setText("") })
      }}
    >
      <input
        aria-label={t`Message ${name}`}
        placeholder={paused ? t`Message ${name} to let it go on…` : t`Message ${name}…`}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
        className={cx(inputLook, "h-7 flex-1 max-phone:h-9")}
      />
      {text.trim() ? (
        <Button type="submit" variant="primary" busy={send.isPending}>
          {t`Send`}
        </Button>
      ) : (
        <>
          {paused && (
            <Button onClick={() => send.mutate(t`Go on.`)} busy={send.isPending}>
              <Play size={12} aria-hidden />
              {t`Resume`}
            </Button>
          )}
          {conversation.status === "running" && (
            <Button onClick={() => control.mutate("pause")} busy={control.isPending}>
              <Pause size={12} aria-hidden />
              {t({ message: "Pause", context: "verb" })}
            </Button>
          )}
          <Button onClick={() => control.mutate("stop")} busy={control.isPending}>
            <Square size={11} aria-hidden />
            {t({ message: "Stop", context: "verb" })}
          </Button>
        </>
      )}
    </form>
  )
}

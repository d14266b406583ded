import { useQuery } from "@tanstack/react-query"
import { Check, ChevronDown, Pause, Play, Square, TriangleAlert, X } from "lucide-react"
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { MarkdownView } from "../../components/editor/markdown.tsx"
import { inputLook } from "../../components/field.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { ModelLabel, Pulse } from "../../components/pulse.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { Conversation } from "../../lib/api.gen.ts"
import { isAtWork } from "../../lib/board-cache.ts"
import { useSecond } from "../../lib/clock.ts"
import { cx } from "../../lib/cx.ts"
import { compact, duration, fullTime } from "../../lib/format.ts"
import { useRoom } from "../../lib/live.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { conversationQuery, eventsQuery, statusWords, useControl, useSendMessage } from "./api.ts"
import { type Step, sinceStart, stepsOf, toolWords } from "./steps.ts"

type Props = { conversation: Conversation; members: Mentionable[]; tall?: boolean; children?: ReactNode }

/** An agent at work, or what it did: its steps live, and the means to talk to it and stop it. */
export function ConversationPanel({ conversation: given, members, tall, children }: Props) {
  const { project_id, id } = given
  const { data: conversation = given } = useQuery({ ...conversationQuery(project_id, id), placeholderData: given })
  const atWork = isAtWork(conversation)
  const [open, setOpen] = useState(atWork || Boolean(tall))
  const failed = conversation.status === "failed" || conversation.status === "timed_out"
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
            label={open ? "Hide the steps" : "Show the steps"}
            aria-expanded={open}
            className="-mr-2"
            onClick={() => setOpen(!open)}
          >
            <ChevronDown size={14} className={cx("transition-transform duration-100", open && "rotate-180")} />
          </IconButton>
        )}
      </header>
      {open && <Steps conversation={conversation} atWork={atWork} members={members} tall={tall} />}
      <Outcome conversation={conversation} members={members} open={open} />
      {atWork && <Controls conversation={conversation} />}
      {children}
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
    <span className="ml-auto flex gap-2.5 font-normal text-muted text-xs tabular-nums">
      {start && <span title="Elapsed time">{duration((end - Date.parse(start)) / 1000)}</span>}
      {tokens > 0 && <span>{compact(tokens)} tokens</span>}
    </span>
  )
}

function Steps({
  conversation,
  atWork,
  members,
  tall,
}: {
  conversation: Conversation
  atWork: boolean
  members: Mentionable[]
  tall?: boolean
}) {
  const { project_id, id } = conversation
  useRoom(`conversation:${id}`)
  const events = useQuery(eventsQuery(project_id, id, atWork))
  const steps = useMemo(() => stepsOf(events.data ?? []), [events.data])
  const list = useFollow(steps)
  if (events.isPending) {
    return (
      <div className="p-3">
        <SkeletonLines lines={3} label="Loading the steps" />
      </div>
    )
  }
  if (events.isError) return <ErrorState error={events.error} retry={() => events.refetch()} />
  return (
    <ol
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
      tabIndex={0}
      aria-label="Steps"
      className={cx(
        "thin-scroll grid content-start gap-2 overflow-y-auto px-3 py-2",
        tall ? "min-h-0 flex-1" : "max-h-80",
      )}
    >
      {steps.length === 0 && (
        <li className="text-muted">{atWork ? "Waiting for the first step…" : "No steps were recorded."}</li>
      )}
      {steps.map((step) => (
        <StepItem key={step.index} step={step} start={conversation.started_at} members={members} atWork={atWork} />
      ))}
    </ol>
  )
}

/** Keeps the newest step in sight until the reader scrolls away from it. */
function useFollow(steps: Step[]) {
  const list = useRef<HTMLOListElement>(null)
  const following = useRef(true)
  useEffect(() => {
    const node = list.current
    if (!node) return
    const onScroll = () => {
      following.current = node.scrollHeight - node.scrollTop - node.clientHeight < 40
    }
    node.addEventListener("scroll", onScroll, { passive: true })
    return () => node.removeEventListener("scroll", onScroll)
  }, [])
  useEffect(() => {
    const node = list.current
    if (steps.length > 0 && node && following.current) node.scrollTop = node.scrollHeight
  }, [steps])
  return list
}

function StepItem({
  step,
  start,
  members,
  atWork,
}: {
  step: Step
  start: string | null
  members: Mentionable[]
  atWork: boolean
}) {
  const time = (
    <time dateTime={step.at} title={fullTime(step.at)} className="text-muted text-xs tabular-nums">
      {step.kind === "tool" && step.state === "running" && atWork ? "now" : duration(sinceStart(start, step.at))}
    </time>
  )
  if (step.kind === "tool") return <ToolStep step={step} time={time} atWork={atWork} />
  return (
    <li className="grid grid-cols-[1fr_auto] gap-2">
      <div
        className={cx(
          "min-w-0",
          step.kind === "thought" && "text-muted italic",
          step.kind === "user" && "justify-self-end rounded-md bg-hover px-2.5 py-1.5",
        )}
      >
        {step.kind === "message" ? (
          <MarkdownView text={step.text} members={members} />
        ) : (
          <span className="whitespace-pre-wrap break-words">{step.text}</span>
        )}
      </div>
      {time}
    </li>
  )
}

function ToolStep({ step, time, atWork }: { step: Extract<Step, { kind: "tool" }>; time: ReactNode; atWork: boolean }) {
  const running = step.state === "running" && atWork
  const words = toolWords(step.name, running)
  const details = [
    ["Asked", step.input],
    ["Got", step.output],
  ].flatMap(([label, value]) => {
    const text = readable(value)
    return text ? [{ label: String(label), text }] : []
  })
  const line = (
    <>
      <span className="text-muted">
        {step.title ? (
          <b className="font-medium text-ink">{step.title}</b>
        ) : (
          <>
            <b className="font-medium text-ink">{words.verb}</b> {words.rest}
          </>
        )}
        {step.state === "failed" && <span className="text-red"> failed</span>}
      </span>
    </>
  )
  return (
    <li className="grid grid-cols-[16px_1fr_auto] items-baseline gap-2">
      <span className="self-center" aria-hidden>
        {running ? (
          <span className="block pl-1 text-agent">
            <Pulse />
          </span>
        ) : step.state === "failed" ? (
          <X size={13} className="text-red" />
        ) : (
          <Check size={13} className="text-green" />
        )}
      </span>
      {details.length > 0 ? (
        <details className="group/step min-w-0">
          <summary className="cursor-pointer list-none rounded-xs hover:underline [&::-webkit-details-marker]:hidden">
            {line}
          </summary>
          <dl className="mt-1 grid gap-1 rounded-sm border px-2 py-1.5 text-xs">
            {details.map(({ label, text }) => (
              <div key={label}>
                <dt className="text-muted">{label}</dt>
                <dd>
                  <pre className="thin-scroll max-h-48 overflow-auto whitespace-pre-wrap break-words font-mono text-[11.5px]">
                    {text}
                  </pre>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ) : (
        <div className="min-w-0">{line}</div>
      )}
      {time}
    </li>
  )
}

/** A tool's input or output as text; at most 4,000 letters are shown. */
function readable(value: unknown): string {
  if (value === undefined || value === null || value === "") return ""
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2)
  return text.length > 4000 ? `${text.slice(0, 4000)}\n…` : text
}

/** How it ended. The summary is the last message too, so it is only shown while the steps are not. */
function Outcome({
  conversation,
  members,
  open,
}: {
  conversation: Conversation
  members: Mentionable[]
  open: boolean
}) {
  const reason = conversation.status === "finished" ? null : conversation.reason
  const summary = open ? null : conversation.summary
  if (isAtWork(conversation) || (!summary && !reason)) return null
  return (
    <div className="grid shrink-0 gap-1 border-t px-3 py-2">
      {reason && <p className="text-red">{reason}</p>}
      {summary && <MarkdownView text={summary} members={members} />}
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
        aria-label={`Message ${name}`}
        placeholder={paused ? `Message ${name} to let it go on…` : `Message ${name}…`}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
        className={cx(inputLook, "h-7 flex-1 max-phone:h-9")}
      />
      {text.trim() ? (
        <Button type="submit" variant="primary" busy={send.isPending}>
          Send
        </Button>
      ) : (
        <>
          {paused && (
            <Button onClick={() => send.mutate("Go on.")} busy={send.isPending}>
              <Play size={12} aria-hidden />
              Resume
            </Button>
          )}
          {conversation.status === "running" && (
            <Button onClick={() => control.mutate("pause")} busy={control.isPending}>
              <Pause size={12} aria-hidden />
              Pause
            </Button>
          )}
          <Button onClick={() => control.mutate("stop")} busy={control.isPending}>
            <Square size={11} aria-hidden />
            Stop
          </Button>
        </>
      )}
    </form>
  )
}

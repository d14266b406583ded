import { t } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { Check, X } from "lucide-react"
import { type ReactNode, useEffect, useMemo, useRef } from "react"
import { MarkdownView } from "../../components/editor/markdown.tsx"
import { ErrorState } from "../../components/page-state.tsx"
import { Pulse } from "../../components/pulse.tsx"
import { SkeletonLines } from "../../components/skeleton.tsx"
import type { Conversation } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { duration, fullTime } from "../../lib/format.ts"
import { useRoom } from "../../lib/live.ts"
import type { Mentionable } from "../../lib/mentionable.ts"
import { eventsQuery } from "./api.ts"
import { type Step, sinceStart, stepsOf, toolWords } from "./steps.ts"
import { isChat } from "./words.ts"

/** The steps of a conversation, live while it is shown. */
export function StepList({
  conversation,
  atWork,
  members,
  tall,
  waiting = [],
}: {
  conversation: Conversation
  atWork: boolean
  members: Mentionable[]
  tall?: boolean | undefined
  /** What was said and not heard yet. */
  waiting?: string[]
}) {
  const { project_id, id } = conversation
  useRoom(`conversation:${id}`)
  const events = useQuery(eventsQuery(project_id, id, atWork))
  const steps = useMemo(() => stepsOf(events.data ?? []), [events.data])
  // How long it took says something of a piece of work, and nothing of a chat.
  const start = isChat(conversation) ? null : conversation.started_at
  const list = useFollow(steps.length + waiting.length, steps)
  if (events.isPending) {
    return (
      <div className="p-3">
        <SkeletonLines lines={3} label={t`Loading the steps`} />
      </div>
    )
  }
  if (events.isError) return <ErrorState error={events.error} retry={() => events.refetch()} />
  return (
    <ol
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
      tabIndex={0}
      aria-label={t`Steps`}
      className={cx(
        "thin-scroll grid content-start gap-2 overflow-y-auto px-3 py-2",
        tall ? "min-h-0 flex-1" : "max-h-80",
      )}
    >
      {steps.length === 0 && (
        <li className="text-muted">{atWork ? t`Waiting for the first step…` : t`No steps were recorded.`}</li>
      )}
      {steps.map((step) => (
        <StepItem key={step.index} step={step} start={start} members={members} atWork={atWork} />
      ))}
      {waiting.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are only added at the end
        <li key={index} className="justify-self-end rounded-md bg-hover px-2.5 py-1.5 opacity-60">
          <span className="whitespace-pre-wrap break-words">{text}</span>
          <span className="sr-only"> {t`(on its way)`}</span>
        </li>
      ))}
    </ol>
  )
}

/** Keeps the newest step in sight until the reader scrolls away from it. */
function useFollow(length: number, steps: Step[]) {
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last step grows without there being another
  useEffect(() => {
    const node = list.current
    if (length > 0 && node && following.current) node.scrollTop = node.scrollHeight
  }, [length, steps])
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
  const time = start !== null && (
    <time dateTime={step.at} title={fullTime(step.at)} className="text-muted text-xs tabular-nums">
      {step.kind === "tool" && step.state === "running" && atWork ? t`now` : duration(sinceStart(start, step.at))}
    </time>
  )
  if (step.kind === "tool") return <ToolStep step={step} time={time} atWork={atWork} />
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
      <div
        className={cx(
          "min-w-0",
          step.kind === "thought" && "text-muted italic",
          step.kind === "user" && "justify-self-end rounded-md bg-hover px-2.5 py-1.5",
        )}
      >
        {step.kind === "message" || step.kind === "user" ? (
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
  const { verb, rest } = toolWords(step.name, running)
  const details = [
    [t`Asked`, step.input],
    [t`Got`, step.output],
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
          <Trans>
            <b className="font-medium text-ink">{verb}</b> {rest}
          </Trans>
        )}
        {step.state === "failed" && <span className="text-red"> {t`failed`}</span>}
      </span>
    </>
  )
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-baseline gap-2">
      <span className="self-center" aria-hidden>
        {running ? (
          <span className="block ps-1 text-agent">
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

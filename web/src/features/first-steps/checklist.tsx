import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { Link, useNavigate } from "@tanstack/react-router"
import { Check, ChevronDown, X } from "lucide-react"
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react"
import { Button, buttonLook, IconButton } from "../../components/button.tsx"
import type { FirstSteps } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { remember, useRecalled } from "../../lib/stored.ts"
import { setToggle } from "../../lib/toggles.ts"
import { firstStepsQuery, useGive } from "./api.ts"

const RemoveSamples = lazy(() => import("./remove-samples.tsx"))

type Step = keyof FirstSteps["done"]

const order: Step[] = ["given", "watched", "mentioned", "invited", "imported"]

/** Remembered in this browser: that the steps are folded, or not shown any more. */
export const closedKey = (projectId: string) => `first-steps-${projectId}`
const foldedKey = "first-steps-folded"

/** The first steps in a new project, below its board. They are ticked by what really happened. */
export default function Checklist({ projectId }: { projectId: string }) {
  const { data } = useQuery(firstStepsQuery(projectId))
  const [asking, setAsking] = useState(false)
  const folded = useRecalled(foldedKey) === "yes"
  const has = data?.has
  useEffect(() => {
    // A project that was not begun from a template never gets first steps: it is not asked again.
    if (has === false) remember(closedKey(projectId), "none")
  }, [has, projectId])
  if (!data?.has) return null
  const count = order.filter((step) => data.done[step]).length
  const next = order.find((step) => !data.done[step])
  return (
    <section aria-label={t`First steps`} className="shrink-0 border-t bg-panel px-4 py-2 max-phone:px-3">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold">{next ? t`First steps` : t`All first steps done`}</h2>
        <span role="status" className="text-muted tabular-nums">{t`${count} of ${{ total: order.length }}`}</span>
        <span aria-hidden className="flex gap-0.5">
          {order.map((step) => (
            <i key={step} className={cx("h-1 w-5 rounded-full", data.done[step] ? "bg-accent" : "bg-line-strong")} />
          ))}
        </span>
        <div className="ms-auto flex items-center gap-1">
          {data.samples > 0 && (
            <Button variant="ghost" onClick={() => setAsking(true)}>
              {t`Delete sample tasks`}
            </Button>
          )}
          <IconButton
            label={folded ? t`Show the first steps` : t`Fold the first steps`}
            aria-expanded={!folded}
            onClick={() => remember(foldedKey, folded ? "no" : "yes")}
          >
            <ChevronDown size={14} className={cx("transition-transform duration-100", folded && "rotate-180")} />
          </IconButton>
          <IconButton label={t`Close the first steps`} onClick={() => remember(closedKey(projectId), "closed")}>
            <X size={14} />
          </IconButton>
        </div>
      </header>
      {asking && (
        <Suspense>
          <RemoveSamples projectId={projectId} count={data.samples} onClose={() => setAsking(false)} />
        </Suspense>
      )}
      {!folded && (
        <ol className="thin-scroll mt-1.5 flex gap-2 overflow-x-auto pb-1 max-phone:flex-col max-phone:gap-0.5">
          {order.map((step) => (
            <Item key={step} step={step} steps={data} isNext={step === next} projectId={projectId} />
          ))}
        </ol>
      )}
    </section>
  )
}

type ItemProps = { step: Step; steps: FirstSteps; isNext: boolean; projectId: string }

function Item({ step, steps, isNext, projectId }: ItemProps) {
  const done = steps.done[step]
  return (
    <li
      className={cx(
        "flex min-h-8 flex-1 items-center gap-2 rounded-sm px-2 py-1",
        isNext ? "min-w-64 bg-accent-soft" : "min-w-52",
        !isNext && done && "text-muted",
        !isNext && "max-phone:hidden",
      )}
    >
      <span
        aria-hidden
        className={cx(
          "grid size-4 shrink-0 place-items-center rounded-full border",
          done ? "border-transparent bg-accent text-panel" : "border-line-strong",
        )}
      >
        {done && <Check size={11} />}
      </span>
      <span className="min-w-0 flex-1">
        <span className={cx(isNext && "font-medium")}>{labels(steps)[step]}</span>
        <span className="sr-only">{` ${done ? t`(done)` : t`(open)`}`}</span>
      </span>
      {!done && <Way step={step} steps={steps} projectId={projectId} isNext={isNext} />}
    </li>
  )
}

function labels({ agent }: FirstSteps): Record<Step, string> {
  return {
    given: agent ? t`Give a task to ${{ name: agent.name }}` : t`Give a task to an agent`,
    watched: t`Watch it work`,
    mentioned: agent ? t`Mention @${{ handle: agent.handle }}` : t`Mention an agent`,
    invited: t`Invite a teammate`,
    imported: t`Import your backlog`,
  }
}

/** What takes a person to a step. */
function Way({ step, steps, projectId, isNext }: ItemProps): ReactNode {
  const look = buttonLook({ variant: isNext ? "primary" : "ghost" })
  const params = { projectId }
  switch (step) {
    case "given":
      return <Give steps={steps} projectId={projectId} isNext={isNext} />
    case "watched":
      return steps.task ? (
        <Link to="/p/$projectId/board" params={params} search={{ task: steps.task.key }} className={look}>
          {t({ message: "Watch", context: "agent" })}
        </Link>
      ) : (
        <Link to="/p/$projectId/conversations" params={params} className={look}>
          {t({ message: "Watch", context: "agent" })}
        </Link>
      )
    case "mentioned":
      return (
        steps.task && (
          <Link to="/p/$projectId/board" params={params} search={{ task: steps.task.key }} className={look}>
            {t`Open ${{ key: steps.task.key }}`}
          </Link>
        )
      )
    case "invited":
      return (
        <Link to="/p/$projectId/team" params={params} className={look}>
          {t`Invite`}
        </Link>
      )
    case "imported":
      return (
        <Link to="/p/$projectId/import" params={params} className={look}>
          {t({ message: "Import", context: "verb" })}
        </Link>
      )
  }
}

/** One click gives the first sample task to the agent and opens it, where its work is shown. */
function Give({ steps, projectId, isNext }: Omit<ItemProps, "step">) {
  const give = useGive(projectId)
  const navigate = useNavigate()
  const { task, agent } = steps
  if (!agent)
    return (
      <Link to="/p/$projectId/agents" params={{ projectId }} className={buttonLook()}>
        {t`Add an agent`}
      </Link>
    )
  if (!task) return <Button onClick={() => setToggle("new-task", true)}>{t`New task`}</Button>
  return (
    <Button
      variant={isNext ? "primary" : "plain"}
      busy={give.isPending}
      onClick={() => {
        give.mutate({ taskId: task.id, memberId: agent.member_id })
        // At once: this button goes as soon as the agent has the task, whatever comes first.
        navigate({ to: "/p/$projectId/board", params: { projectId }, search: { task: task.key } })
      }}
    >
      {t`Give it ${{ key: task.key }}`}
    </Button>
  )
}

import { select, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { ClipboardList, Plus } from "lucide-react"
import { lazy, Suspense, useState } from "react"
import { Button, buttonLook } from "../components/button.tsx"
import { inputLook } from "../components/field.tsx"
import { PageHeader } from "../components/page-header.tsx"
import { EmptyState, ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { planningQuery } from "../features/sprint/api.ts"
import { PlanningScreen } from "../features/sprint/planning-screen.tsx"
import { may } from "../lib/access.ts"
import type { SprintSummary } from "../lib/api.gen.ts"
import { cx } from "../lib/cx.ts"
import { useCatchUp } from "../lib/live.ts"
import { titled } from "../lib/title.ts"

type Search = { sprint?: string }

export const Route = createFileRoute("/_app/p/$projectId/planning")({
  validateSearch: ({ sprint }: Record<string, unknown>): Search => (typeof sprint === "string" ? { sprint } : {}),
  head: () => titled(t`Planning`),
  component: PlanningPage,
})

const SprintForm = lazy(() =>
  import("../features/sprint/sprint-form.tsx").then((module) => ({ default: module.SprintForm })),
)
const StartSprint = lazy(() =>
  import("../features/sprint/start-sprint.tsx").then((module) => ({ default: module.StartSprint })),
)

/** The sprint that is planned when nobody says which: the next one, or the one at work. */
function nextOf(sprints: SprintSummary[]): SprintSummary | undefined {
  return sprints.find(({ state }) => state === "planned") ?? sprints.find(({ state }) => state === "active")
}

function PlanningPage() {
  const { projectId } = Route.useParams()
  const wanted = Route.useSearch().sprint
  const navigate = useNavigate({ from: Route.fullPath })
  const planning = useQuery(planningQuery(projectId))
  useCatchUp(`project:${projectId}`, planning.data?.last_event_id)
  const [open, setOpen] = useState<"new" | "start">()
  const close = () => setOpen(undefined)
  const canWrite = may(planning.data?.actions, "sprints:write")
  const sprints = planning.data?.sprints ?? []
  const plannable = sprints.filter(({ state }) => state !== "completed")
  const sprint = plannable.find(({ id }) => id === wanted) ?? nextOf(plannable)
  const choose = (id: string) => navigate({ search: { sprint: id }, replace: true })
  const newButton = canWrite && (
    <Button variant={sprint ? "plain" : "primary"} onClick={() => setOpen("new")}>
      <Plus size={13} aria-hidden /> {t`New sprint`}
    </Button>
  )
  return (
    <>
      <PageHeader crumb={planning.data?.project.name ?? null} title={t`Planning`}>
        {sprint && (
          <>
            <select
              aria-label={t`Sprint to plan`}
              value={sprint.id}
              onChange={(event) => choose(event.target.value)}
              className={cx(inputLook, "h-7 w-auto max-w-44 max-phone:h-9 max-phone:max-w-32")}
            >
              {plannable.map(({ id, name, state }) => (
                <option key={id} value={id}>
                  {select(state, {
                    planned: `${name} (planned)`,
                    active: `${name} (active)`,
                    other: `${name} (completed)`,
                  })}
                </option>
              ))}
            </select>
            <span className="max-phone:hidden">{newButton}</span>
            {canWrite && sprint.state === "planned" && (
              <Button variant="primary" onClick={() => setOpen("start")}>
                {t`Start…`}
              </Button>
            )}
          </>
        )}
      </PageHeader>
      {planning.isPending && (
        <div className="p-4">
          <SkeletonLines lines={10} label={t`Loading the plan`} />
        </div>
      )}
      {planning.isError && <ErrorState error={planning.error} retry={() => planning.refetch()} />}
      {planning.data && !sprint && (
        <EmptyState
          icon={<ClipboardList size={20} />}
          title={t`There is no sprint to plan`}
          action={
            <>
              {newButton}
              <Link to="/p/$projectId/sprints" params={{ projectId }} className={buttonLook()}>
                {t`All sprints`}
              </Link>
            </>
          }
        >
          {t`Make the next sprint, then fill it from the backlog until it holds what the team can take on.`}
        </EmptyState>
      )}
      {planning.data && sprint && (
        <PlanningScreen key={sprint.id} projectId={projectId} planning={planning.data} sprint={sprint} />
      )}
      <Suspense>
        {open === "new" && (
          <SprintForm projectId={projectId} sprint={undefined} sprints={sprints} onSaved={choose} onClose={close} />
        )}
        {open === "start" && sprint && (
          <StartSprint
            projectId={projectId}
            sprint={sprint}
            average={planning.data?.velocity.average_points ?? null}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  )
}

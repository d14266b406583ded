import { plural, t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, useNavigate } from "@tanstack/react-router"
import { inputLook } from "../components/field.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { PlotSkeleton } from "../components/plot/plot.tsx"
import { Segments } from "../components/segments.tsx"
import { burndownQuery, cycleTimeQuery, flowQuery, type Span, velocityQuery } from "../features/insight/api.ts"
import { BurndownPlot } from "../features/insight/burndown-plot.tsx"
import { CyclePlot } from "../features/insight/cycle-plot.tsx"
import { FlowPlot } from "../features/insight/flow-plot.tsx"
import { VelocityPlot } from "../features/insight/velocity-plot.tsx"
import { planningQuery } from "../features/sprint/api.ts"
import type { SprintSummary } from "../lib/api.gen.ts"
import { useMinute } from "../lib/clock.ts"
import { cx } from "../lib/cx.ts"
import { dateAfter } from "../lib/format.ts"
import { useCatchUp } from "../lib/live.ts"
import { titled } from "../lib/title.ts"

const ranges = ["30", "90", "180"] as const
type Days = (typeof ranges)[number]

type Search = { sprint?: string; days?: Days }

export const Route = createFileRoute("/_app/p/$projectId/insights")({
  validateSearch: ({ sprint, days }: Record<string, unknown>): Search => {
    const known = ranges.find((each) => each === String(days))
    return { ...(typeof sprint === "string" && { sprint }), ...(known && { days: known }) }
  },
  head: () => titled(t`Insights`),
  component: InsightsPage,
})

/** The whole project, in the list of sprints. */
const PROJECT = "project"

function InsightsPage() {
  const { projectId } = Route.useParams()
  const { sprint: wanted, days = "30" } = Route.useSearch()
  const navigate = useNavigate({ from: Route.fullPath })
  const planning = useQuery(planningQuery(projectId))
  useCatchUp(`project:${projectId}`, planning.data?.last_event_id)
  const begun = (planning.data?.sprints ?? []).filter(({ state }) => state !== "planned").toReversed()
  const sprint = begun.find(({ id }) => id === wanted)
  return (
    <>
      <PageHeader crumb={planning.data?.project.name ?? null} title={t`Insights`}>
        {planning.data && (
          <select
            aria-label={t`What to show`}
            value={sprint?.id ?? PROJECT}
            onChange={({ target: { value } }) =>
              navigate({ search: value === PROJECT ? {} : { sprint: value }, replace: true })
            }
            className={cx(inputLook, "h-7 w-auto max-w-44 max-phone:h-9")}
          >
            <option value={PROJECT}>{t`Whole project`}</option>
            {begun.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </PageHeader>
      <PageBody wide>
        {planning.isError && <ErrorState error={planning.error} retry={() => planning.refetch()} />}
        {planning.isPending && <PlotSkeleton label={t`Loading the insights`} />}
        {!sprint && planning.data && (
          <div>
            <Segments
              label={t({ message: "Time", context: "period" })}
              name="days"
              value={days}
              onChange={(value) => navigate({ search: { days: value }, replace: true })}
              choices={ranges.map((value) => ({
                value,
                label: plural({ days: Number(value) }, { one: "# day", other: "# days" }),
              }))}
            />
          </div>
        )}
        {planning.data && (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 wide:grid-cols-2">
            {sprint ? (
              <SprintPlots projectId={projectId} sprint={sprint} />
            ) : (
              <ProjectPlots
                projectId={projectId}
                days={Number(days)}
                active={begun.find(({ state }) => state === "active")}
              />
            )}
          </div>
        )}
      </PageBody>
    </>
  )
}

type ProjectProps = { projectId: string; days: number; active: SprintSummary | undefined }

function ProjectPlots({ projectId, days, active }: ProjectProps) {
  const now = useMinute()
  const to = new Date(now).toISOString().slice(0, 10)
  const from = dateAfter(to, 1 - days)
  return (
    <>
      {active && <Burndown projectId={projectId} sprint={active} />}
      <Velocity projectId={projectId} />
      <Flow projectId={projectId} span={{ from, to }} />
      <Cycle projectId={projectId} span={{ from, to }} from={from} to={to} />
    </>
  )
}

function SprintPlots({ projectId, sprint }: { projectId: string; sprint: SprintSummary }) {
  const now = useMinute()
  const span = { sprint_id: sprint.id }
  const from = (sprint.started_at ?? new Date(now).toISOString()).slice(0, 10)
  const to = (sprint.completed_at ?? new Date(now).toISOString()).slice(0, 10)
  return (
    <>
      <Burndown projectId={projectId} sprint={sprint} />
      <Flow projectId={projectId} span={span} />
      <Cycle projectId={projectId} span={span} from={from} to={to} />
      <Velocity projectId={projectId} />
    </>
  )
}

function Burndown({ projectId, sprint }: { projectId: string; sprint: SprintSummary }) {
  const now = useMinute()
  const burndown = useQuery(burndownQuery(projectId, sprint.id))
  if (burndown.isError) return <ErrorState error={burndown.error} retry={() => burndown.refetch()} />
  if (!burndown.data) return <PlotSkeleton label={t`Loading the burndown`} />
  return <BurndownPlot name={sprint.name} burndown={burndown.data} endDate={sprint.end_date} now={now} />
}

function Velocity({ projectId }: { projectId: string }) {
  const velocity = useQuery(velocityQuery(projectId))
  if (velocity.isError) return <ErrorState error={velocity.error} retry={() => velocity.refetch()} />
  if (!velocity.data) return <PlotSkeleton label={t`Loading the velocity`} />
  return <VelocityPlot velocity={velocity.data} />
}

function Flow({ projectId, span }: { projectId: string; span: Span }) {
  const now = useMinute()
  const flow = useQuery(flowQuery(projectId, span))
  if (flow.isError) return <ErrorState error={flow.error} retry={() => flow.refetch()} />
  if (!flow.data) return <PlotSkeleton label={t`Loading the cumulative flow`} />
  return <FlowPlot flow={flow.data} now={now} />
}

type CycleProps = { projectId: string; span: Span; from: string; to: string }

function Cycle({ projectId, span, from, to }: CycleProps) {
  const now = useMinute()
  const cycleTime = useQuery(cycleTimeQuery(projectId, span))
  if (cycleTime.isError) return <ErrorState error={cycleTime.error} retry={() => cycleTime.refetch()} />
  if (!cycleTime.data) return <PlotSkeleton label={t`Loading the cycle times`} />
  return <CyclePlot cycleTime={cycleTime.data} from={from} to={to} now={now} />
}

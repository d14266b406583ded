import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Flag, NotebookPen } from "lucide-react"
import { Button, buttonLook } from "../components/button.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { EmptyState, ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { Actions } from "../features/retrospective/actions.tsx"
import { reportQuery, useOpenRetrospective } from "../features/retrospective/api.ts"
import { Flow, Outcome, Surprises, Who } from "../features/retrospective/facts.tsx"
import { planningQuery } from "../features/sprint/api.ts"
import { may } from "../lib/access.ts"
import type { Planning, SprintReport } from "../lib/api.gen.ts"
import { useMinute } from "../lib/clock.ts"
import { ApiError } from "../lib/errors.ts"
import { dateRange } from "../lib/format.ts"
import { useCatchUp } from "../lib/live.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/sprints/$sprintId/retrospective")({
  head: () => titled(t`Retrospective`),
  component: RetrospectivePage,
})

function RetrospectivePage() {
  const { projectId, sprintId } = Route.useParams()
  const report = useQuery(reportQuery(projectId, sprintId))
  const planning = useQuery(planningQuery(projectId))
  useCatchUp(`project:${projectId}`, planning.data?.last_event_id)
  const open = useOpenRetrospective(projectId, sprintId)
  const navigate = useNavigate()
  const actions = planning.data?.actions
  const canWriteDocs = may(actions, "docs:write")
  const known = report.data?.retrospective
  const toDocument = (docId: string) => navigate({ to: "/p/$projectId/docs/$docId", params: { projectId, docId } })
  const notStarted = report.error instanceof ApiError && report.error.error_code === "SPRINT_NOT_STARTED"
  const sprint = planning.data?.sprints.find(({ id }) => id === sprintId)
  const name = report.data?.sprint.name ?? sprint?.name
  const wasImported = sprint !== undefined && sprint.state !== "planned"
  return (
    <>
      <PageHeader
        crumb={planning.data?.project.name ?? null}
        title={name === undefined ? t`Retrospective` : t`Retrospective of ${name}`}
      >
        <Link
          to="/p/$projectId/insights"
          params={{ projectId }}
          search={{ sprint: sprintId }}
          className={buttonLook({ variant: "ghost", className: "max-phone:hidden" })}
        >
          {t`Insights`}
        </Link>
        {report.data && (known || canWriteDocs) && (
          <Button
            variant="primary"
            busy={open.isPending}
            onClick={() =>
              known
                ? toDocument(known.document_id)
                : open.mutate(undefined, { onSuccess: ({ document_id }) => toDocument(document_id) })
            }
          >
            <NotebookPen size={13} aria-hidden /> {known ? t`Open the document` : t`Write it down`}
          </Button>
        )}
      </PageHeader>
      <PageBody wide>
        {report.isPending && <SkeletonLines lines={10} label={t`Gathering the facts`} />}
        {notStarted && (
          <EmptyState
            icon={<Flag size={20} />}
            title={wasImported ? t`Nothing is known of how this sprint went` : t`This sprint has not started`}
            action={
              <Link to="/p/$projectId/sprints" params={{ projectId }} className={buttonLook()}>
                {t`All sprints`}
              </Link>
            }
          >
            {wasImported
              ? t`It was imported as it was. What happens in sprints that start here is gathered for the team to look back at.`
              : t`Once it runs, its facts gather here for the team to look back at.`}
          </EmptyState>
        )}
        {report.isError && !notStarted && <ErrorState error={report.error} retry={() => report.refetch()} />}
        {report.data && <Facts projectId={projectId} report={report.data} planning={planning.data} />}
      </PageBody>
    </>
  )
}

type FactsProps = { projectId: string; report: SprintReport; planning: Planning | undefined }

function Facts({ projectId, report, planning }: FactsProps) {
  const now = useMinute()
  const { sprint } = report
  const dates = dateRange(sprint.started_at, sprint.completed_at ?? new Date(now).toISOString(), now)
  const canWrite = may(planning?.actions, "tasks:write") && may(planning?.actions, "docs:write")
  const shared = { projectId, report }
  return (
    <>
      <div>
        {sprint.goal && <p className="text-balance font-semibold text-md">{sprint.goal}</p>}
        <p className="text-muted">{sprint.completed_at ? dates : t`${dates}, still running`}</p>
      </div>
      <Outcome {...shared} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 phone:grid-cols-2">
        <Who {...shared} />
        <Flow {...shared} />
      </div>
      <Surprises {...shared} />
      <Actions
        {...shared}
        members={planning?.members ?? []}
        sprints={planning?.sprints.filter(({ state }) => state !== "completed") ?? []}
        canWrite={canWrite}
      />
    </>
  )
}

import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Flag, Plus } from "lucide-react"
import { lazy, Suspense, useState } from "react"
import { Button, buttonLook } from "../components/button.tsx"
import { PageBody, PageHeader } from "../components/page-header.tsx"
import { EmptyState, ErrorState } from "../components/page-state.tsx"
import { SkeletonLines } from "../components/skeleton.tsx"
import { planningQuery } from "../features/sprint/api.ts"
import { SprintList } from "../features/sprint/sprint-list.tsx"
import { may } from "../lib/access.ts"
import type { SprintSummary } from "../lib/api.gen.ts"
import { useCatchUp } from "../lib/live.ts"
import { notify } from "../lib/notify.ts"
import { titled } from "../lib/title.ts"

export const Route = createFileRoute("/_app/p/$projectId/sprints/")({
  head: () => titled(t`Sprints`),
  component: SprintsPage,
})

const SprintForm = lazy(() =>
  import("../features/sprint/sprint-form.tsx").then((module) => ({ default: module.SprintForm })),
)
const StartSprint = lazy(() =>
  import("../features/sprint/start-sprint.tsx").then((module) => ({ default: module.StartSprint })),
)
const CompleteSprint = lazy(() =>
  import("../features/sprint/complete-sprint.tsx").then((module) => ({ default: module.CompleteSprint })),
)
const DeleteSprint = lazy(() =>
  import("../features/sprint/delete-sprint.tsx").then((module) => ({ default: module.DeleteSprint })),
)

type Open = { what: "new" } | { what: "edit" | "start" | "complete" | "delete"; sprint: SprintSummary }

function SprintsPage() {
  const { projectId } = Route.useParams()
  const navigate = useNavigate()
  const planning = useQuery(planningQuery(projectId))
  useCatchUp(`project:${projectId}`, planning.data?.last_event_id)
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const canWrite = may(planning.data?.actions, "sprints:write")
  const sprints = planning.data?.sprints ?? []
  const newButton = canWrite && (
    <Button variant="primary" onClick={() => setOpen({ what: "new" })}>
      <Plus size={13} aria-hidden /> {t`New sprint`}
    </Button>
  )
  return (
    <>
      <PageHeader crumb={planning.data?.project.name ?? null} title={t`Sprints`}>
        {sprints.length > 0 && newButton}
      </PageHeader>
      <PageBody>
        {planning.isPending && <SkeletonLines lines={8} label={t`Loading the sprints`} />}
        {planning.isError && <ErrorState error={planning.error} retry={() => planning.refetch()} />}
        {planning.data && sprints.length === 0 && (
          <EmptyState icon={<Flag size={20} />} title={t`No sprint yet`} action={newButton}>
            {t`A sprint is a short time with one goal. Plan one, move tasks from the backlog into it, and start it when the team commits. Its burndown and your velocity follow by themselves.`}
          </EmptyState>
        )}
        {planning.data && (
          <SprintList
            planning={planning.data}
            canWrite={canWrite}
            onEdit={(sprint) => setOpen({ what: "edit", sprint })}
            onDelete={(sprint) => setOpen({ what: "delete", sprint })}
            actions={(sprint) => (
              <>
                <Link
                  to="/p/$projectId/sprints/$sprintId"
                  params={{ projectId, sprintId: sprint.id }}
                  aria-label={t`Board of ${{ sprint: sprint.name }}`}
                  className={buttonLook({ variant: "ghost" })}
                >
                  {t`Board`}
                </Link>
                {sprint.state !== "completed" && (
                  <Link
                    to="/p/$projectId/planning"
                    params={{ projectId }}
                    search={{ sprint: sprint.id }}
                    aria-label={t`Plan ${{ sprint: sprint.name }}`}
                    className={buttonLook({ variant: "ghost" })}
                  >
                    {t({ message: "Plan", context: "verb" })}
                  </Link>
                )}
                {sprint.state !== "planned" && (
                  <Link
                    to="/p/$projectId/insights"
                    params={{ projectId }}
                    search={{ sprint: sprint.id }}
                    aria-label={t`Insights of ${{ sprint: sprint.name }}`}
                    className={buttonLook({ variant: "ghost" })}
                  >
                    {t`Insights`}
                  </Link>
                )}
                {sprint.state === "completed" && (
                  <Link
                    to="/p/$projectId/sprints/$sprintId/retrospective"
                    params={{ projectId, sprintId: sprint.id }}
                    aria-label={t`Look back at ${{ sprint: sprint.name }}`}
                    className={buttonLook()}
                  >
                    {t`Look back`}
                  </Link>
                )}
                {canWrite && sprint.state === "planned" && (
                  <Button onClick={() => setOpen({ what: "start", sprint })}>{t`Start…`}</Button>
                )}
                {canWrite && sprint.state === "active" && (
                  <Button onClick={() => setOpen({ what: "complete", sprint })}>{t`Complete…`}</Button>
                )}
              </>
            )}
          />
        )}
      </PageBody>
      <Suspense>
        {open?.what === "new" && (
          <SprintForm projectId={projectId} sprint={undefined} sprints={sprints} onClose={close} />
        )}
        {open?.what === "edit" && (
          <SprintForm projectId={projectId} sprint={open.sprint} sprints={sprints} onClose={close} />
        )}
        {open?.what === "start" && (
          <StartSprint
            projectId={projectId}
            sprint={open.sprint}
            average={planning.data?.velocity.average_points ?? null}
            onClose={close}
          />
        )}
        {open?.what === "complete" && planning.data && (
          <CompleteSprint
            projectId={projectId}
            planning={planning.data}
            sprint={open.sprint}
            onCompleted={({ id, name }) => {
              close()
              notify(t`${name} is completed`, t`Here is what happened in it.`)
              navigate({ to: "/p/$projectId/sprints/$sprintId/retrospective", params: { projectId, sprintId: id } })
            }}
            onClose={close}
          />
        )}
        {open?.what === "delete" && (
          <DeleteSprint projectId={projectId} sprint={open.sprint} sprints={sprints} onClose={close} />
        )}
      </Suspense>
    </>
  )
}

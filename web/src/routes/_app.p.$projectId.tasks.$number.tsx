import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router"
import { Columns3 } from "lucide-react"
import { lazy, Suspense, useEffect } from "react"
import { buttonLook } from "../components/button.tsx"
import { PageHeader } from "../components/page-header.tsx"
import { ErrorState } from "../components/page-state.tsx"
import { boardQuery } from "../features/board/api.ts"
import { useSession } from "../features/session/api.ts"
import { taskQuery } from "../features/task/api.ts"
import { isShutOut } from "../lib/errors.ts"
import { useCatchUp, useLooking, useRoom } from "../lib/live.ts"
import { titled } from "../lib/title.ts"
import { TaskSkeleton } from "./-task-skeleton.tsx"

export const Route = createFileRoute("/_app/p/$projectId/tasks/$number")({
  head: () => titled(t`Task`),
  component: TaskPage,
})

const TaskScreen = lazy(() => import("./-task-screen.tsx"))

function TaskPage() {
  const { projectId, number } = Route.useParams()
  const navigate = useNavigate()
  const session = useSession()
  const board = useQuery(boardQuery(projectId))
  const project = session.data?.projects.find((each) => each.id === projectId)
  const key = project ? `${project.prefix}-${number}` : t`Task`
  useRoom(`project:${projectId}`)
  useCatchUp(`project:${projectId}`, board.data?.last_event_id)
  const task = useQuery(taskQuery(projectId, Number(number)))
  useLooking(projectId, task.data?.id ?? null)
  useEffect(() => {
    document.title = `${key} · Paca`
  }, [key])
  return (
    <>
      <PageHeader crumb={project?.name ?? null} title={key}>
        <Link to="/p/$projectId/board" params={{ projectId }} search={{ task: key }} className={buttonLook()}>
          <Columns3 size={13} aria-hidden /> {t`Show on the board`}
        </Link>
      </PageHeader>
      {board.isError && (!board.data || isShutOut(board.error)) ? (
        <ErrorState error={board.error} retry={() => board.refetch()} />
      ) : (
        <div className="mx-auto flex min-h-0 w-full max-w-3xl flex-1 flex-col">
          <Suspense fallback={<TaskSkeleton />}>
            <TaskScreen
              board={board.data}
              projectId={projectId}
              number={Number(number)}
              onGone={() => navigate({ to: "/p/$projectId/board", params: { projectId } })}
            />
          </Suspense>
        </div>
      )}
    </>
  )
}

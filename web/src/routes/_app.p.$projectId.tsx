import { useQueryClient } from "@tanstack/react-query"
import { createFileRoute, Outlet, useLocation } from "@tanstack/react-router"
import { lazy, Suspense, useEffect, useMemo, useState } from "react"
import { useSession } from "../features/session/api.ts"
import type { ProjectSummary } from "../lib/api.gen.ts"
import { keys } from "../lib/keys.ts"
import { useRoom } from "../lib/live.ts"
import { useRecalled } from "../lib/stored.ts"
import { type TextPlace, TextPlaceContext } from "../lib/text-place.ts"

export const Route = createFileRoute("/_app/p/$projectId")({ component: ProjectLayout })

const Checklist = lazy(() => import("../features/first-steps/checklist.tsx"))

function ProjectLayout() {
  const { projectId } = Route.useParams()
  const client = useQueryClient()
  const session = useSession()
  useRoom(`project:${projectId}`)
  useEffect(
    () => () => {
      // Nobody listens to a project that is left, so what is kept of it is shown again but read anew.
      client.invalidateQueries({ queryKey: keys.project(projectId), refetchType: "none" })
    },
    [client, projectId],
  )
  const place = useMemo(() => placeOf(projectId, session.data?.projects ?? []), [projectId, session.data?.projects])
  return (
    <TextPlaceContext value={place}>
      <Outlet key={projectId} />
      <FirstSteps projectId={projectId} />
    </TextPlaceContext>
  )
}

/** The project, and those beside it in the same workspace. */
function placeOf(projectId: string, projects: ProjectSummary[]): TextPlace {
  const workspaceId = projects.find(({ id }) => id === projectId)?.workspace_id
  const beside = projects.filter((project) => project.workspace_id === workspaceId)
  return { projectId, projects: new Map(beside.map(({ id, prefix }) => [prefix.toUpperCase(), id])) }
}

/** The first steps stand below the board alone, after it has been painted, until they are closed. */
function FirstSteps({ projectId }: { projectId: string }) {
  const onBoard = useLocation({ select: ({ pathname }) => pathname === `/p/${projectId}/board` })
  const closed = useRecalled(`first-steps-${projectId}`) !== null
  const [painted, setPainted] = useState(false)
  useEffect(() => setPainted(true), [])
  if (!onBoard || closed || !painted) return null
  return (
    <Suspense>
      <Checklist projectId={projectId} />
    </Suspense>
  )
}

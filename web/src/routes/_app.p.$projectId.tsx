import { useQueryClient } from "@tanstack/react-query"
import { createFileRoute, Outlet, useLocation } from "@tanstack/react-router"
import { lazy, Suspense, useEffect, useState } from "react"
import { keys } from "../lib/keys.ts"
import { useRoom } from "../lib/live.ts"
import { useRecalled } from "../lib/stored.ts"

export const Route = createFileRoute("/_app/p/$projectId")({ component: ProjectLayout })

const Checklist = lazy(() => import("../features/first-steps/checklist.tsx"))

function ProjectLayout() {
  const { projectId } = Route.useParams()
  const client = useQueryClient()
  useRoom(`project:${projectId}`)
  useEffect(
    () => () => {
      // Nobody listens to a project that is left, so what is kept of it is shown again but read anew.
      client.invalidateQueries({ queryKey: keys.project(projectId), refetchType: "none" })
    },
    [client, projectId],
  )
  return (
    <>
      <Outlet key={projectId} />
      <FirstSteps projectId={projectId} />
    </>
  )
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
